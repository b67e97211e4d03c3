"""Words for people about what the audit trail holds, in Telegram and in the terminal; pure."""

from collections.abc import Mapping
from gettext import NullTranslations

from bot.domain.audit import EVERY_REGISTER, AuditEntry, Event
from bot.domain.visible_names import replace_hidden


def describe(entry: AuditEntry, t: NullTranslations, longest: int | None = None) -> str:
    """One sentence without a point. Not escaped. No name in it is longer than `longest`."""
    return _sentences(t)[entry.event].format_map(_Names(entry, t, longest))


def who(entry: AuditEntry, t: NullTranslations, longest: int | None = None) -> str:
    """By the name of then, with the id where there is one. Not escaped."""
    if entry.actor.user_id is None:
        nobody = {
            "command line": t.gettext("command line"),
            "bot": t.gettext("the bot itself"),
            "channel": t.gettext("a channel"),
        }
        return nobody.get(entry.actor.name, plain(entry.actor.name, longest))
    return f"{plain(entry.actor.name, longest)} ({entry.actor.user_id})"


def chat(chat_id: int, title: str, longest: int | None = None) -> str:
    """«Team» (-1001234), or the id alone."""
    return f"«{plain(title, longest)}» ({chat_id})" if title else str(chat_id)


def plain(name: str, longest: int | None = None) -> str:
    """A name that a stranger may have chosen, without what would play tricks on a terminal."""
    printable = replace_hidden(name, "�")
    cut = longest is not None and len(printable) > longest
    return printable[:longest] + "…" if cut else printable


class _Names(dict[str, str]):
    """What stands in an entry's sentence; a name that the entry does not have is a dash."""

    def __init__(self, entry: AuditEntry, t: NullTranslations, longest: int | None) -> None:
        super().__init__({k: plain(str(v), longest) for k, v in entry.details.items()})
        if self.get("registers") == EVERY_REGISTER:
            self["registers"] = t.gettext("all registers")
        if kind := _kinds(t).get(self.get("kind", "")):
            self["kind"] = kind
        if entry.chat_id is not None:
            is_own = entry.chat_id == entry.actor.user_id
            title = entry.chat_title or (entry.actor.name if is_own else "")
            self["chat"] = chat(entry.chat_id, title, longest)

    def __missing__(self, name: str) -> str:
        return "—"


def _kinds(t: NullTranslations) -> Mapping[str, str]:
    """Of links."""
    return {"invite": t.gettext("invite"), "admin": t.gettext("admin link")}


def _sentences(t: NullTranslations) -> Mapping[Event, str]:
    return {
        Event.ADMIN_CLAIMED: t.gettext("First admin, by the link of the start"),
        Event.ADMIN_ADDED: t.gettext("New admin, by a link"),
        Event.ADMIN_REMOVED: t.gettext("Admin removed: {chat}"),
        Event.REGISTER_ADDED: t.gettext("Register added: «{register}»"),
        Event.REGISTER_RENAMED: t.gettext("Register renamed: «{register}» is «{name}» now"),
        Event.REGISTER_REMOVED: t.gettext("Register removed: «{register}»"),
        Event.SECRET_REPLACED: t.gettext("New secret for the register «{register}»"),
        Event.KEY_ROTATED: t.gettext("Encryption key replaced"),
        Event.KEY_SHOWN: t.gettext("Encryption key shown"),
        Event.BACKUP_MADE: t.gettext("Backup made"),
        Event.BACKUP_RESTORED: t.gettext("Backup restored"),
        Event.ACCESS_REQUESTED: t.gettext("Access requested for {chat}"),
        Event.REQUEST_DENIED: t.gettext("Request denied: {chat}"),
        Event.REQUEST_DENIED_FOR_GOOD: t.gettext("Request denied for good: {chat}"),
        Event.GRANTED: t.gettext("Access given to {chat}: {registers}"),
        Event.GRANT_TAKEN: t.gettext("Access taken from {chat}: {registers}"),
        Event.GRANT_ENDED: t.gettext("Access of {chat} ended: {registers}"),
        Event.INVITE_MADE: t.gettext("Invite made: {registers}"),
        Event.INVITE_USED: t.gettext("Invite used: {chat}"),
        Event.ADMIN_LINK_MADE: t.gettext("Admin link made"),
        Event.LINK_REVOKED: t.gettext("Link revoked: {kind}, made by {made_by}"),
        Event.REQUEST_EXPIRED: t.gettext("Request ended unanswered: {chat}"),
        Event.BOT_ADDED: t.gettext("Bot added to {chat}"),
        Event.BOT_REMOVED: t.gettext("Bot removed from {chat}"),
        Event.CHAT_MOVED: t.gettext("The chat {before} has a new id: {chat}"),
        Event.ATTEMPT_DENIED: t.gettext("Turned away, without access: {chat}"),
    }
