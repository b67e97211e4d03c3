"""Sentences about the entries of the audit trail, for Telegram and the terminal; pure."""

from collections.abc import Mapping
from gettext import NullTranslations

from bot.domain.audit import EVERY_REGISTER, AuditEntry, Event
from bot.presentation.names import chat, plain


def describe(entry: AuditEntry, t: NullTranslations, longest: int | None = None) -> str:
    """One sentence without a full stop, not escaped; names are cut to `longest` characters."""
    return _sentences(t)[entry.event].format_map(_Names(entry, t, longest))


def who(entry: AuditEntry, t: NullTranslations, longest: int | None = None) -> str:
    """The actor's name at that time, with the id if there is one; not escaped."""
    if entry.actor.user_id is None:
        without_id = {
            "command line": t.gettext("command line"),
            "bot": t.gettext("the bot itself"),
            "channel": t.gettext("a channel"),
        }
        return without_id.get(entry.actor.name, plain(entry.actor.name, longest))
    return f"{plain(entry.actor.name, longest)} ({entry.actor.user_id})"


class _Names(dict[str, str]):
    """The placeholders of an entry's sentence; one that the entry lacks becomes a dash."""

    def __init__(self, entry: AuditEntry, t: NullTranslations, longest: int | None) -> None:
        super().__init__({k: plain(str(v), longest) for k, v in entry.details.items()})
        if self.get("registers") == EVERY_REGISTER:
            self["registers"] = t.gettext("all registers")
        if link := _links(t).get(self.get("kind", "")):
            self["kind"] = link
        if entry.chat_id is not None:
            is_own = entry.chat_id == entry.actor.user_id
            title = entry.chat_title or (entry.actor.name if is_own else "")
            self["chat"] = chat(entry.chat_id, title, longest, t)

    def __missing__(self, name: str) -> str:
        return "—"


def _links(t: NullTranslations) -> Mapping[str, str]:
    return {"invite": t.gettext("invite"), "admin": t.gettext("admin link")}


def _sentences(t: NullTranslations) -> Mapping[Event, str]:
    return {
        Event.ADMIN_CLAIMED: t.gettext("First admin claimed the bot"),
        Event.ADMIN_ADDED: t.gettext("New admin, by link"),
        Event.ADMIN_REMOVED: t.gettext("Admin removed: {chat}"),
        Event.REGISTER_ADDED: t.gettext("Register added: “{register}”"),
        Event.REGISTER_RENAMED: t.gettext("Register renamed: “{register}” is now “{name}”"),
        Event.REGISTER_REMOVED: t.gettext("Register removed: “{register}”"),
        Event.SECRET_REPLACED: t.gettext("New secret for register “{register}”"),
        Event.KEY_ROTATED: t.gettext("Encryption key replaced"),
        Event.KEY_SHOWN: t.gettext("Encryption key shown"),
        Event.BACKUP_MADE: t.gettext("Backup created"),
        Event.BACKUP_RESTORED: t.gettext("Backup restored"),
        Event.ACCESS_REQUESTED: t.gettext("Access requested for {chat}"),
        Event.REQUEST_DENIED: t.gettext("Request denied: {chat}"),
        Event.REQUEST_DENIED_FOR_GOOD: t.gettext("Request denied for good: {chat}"),
        Event.GRANTED: t.gettext("Access given to {chat}: {registers}"),
        Event.GRANT_TAKEN: t.gettext("Access removed from {chat}: {registers}"),
        Event.GRANT_ENDED: t.gettext("Access ended for {chat}: {registers}"),
        Event.INVITE_MADE: t.gettext("Invite created: {registers}"),
        Event.INVITE_USED: t.gettext("Invite used: {chat}"),
        Event.CLAIM_LINK_MADE: t.gettext("Link for the first admin created"),
        Event.ADMIN_LINK_MADE: t.gettext("Admin link created"),
        Event.LINK_REVOKED: t.gettext("Link revoked: {kind}, created by {made_by}"),
        Event.REQUEST_EXPIRED: t.gettext("Request expired unanswered: {chat}"),
        Event.BOT_ADDED: t.gettext("Bot added to {chat}"),
        Event.BOT_REMOVED: t.gettext("Bot removed from {chat}"),
        Event.CHAT_MOVED: t.gettext("Chat {before} has a new ID: {chat}"),
        Event.ATTEMPT_DENIED: t.gettext("Refused, no access: {chat}"),
    }
