"""The screens of links that nobody has used yet; pure."""

from collections.abc import Sequence
from datetime import timedelta

from babel.dates import format_timedelta

from bot.domain.links import LinkKind
from bot.storage import StoredLink
from bot.telegram.features.access.callbacks import AccessAction, AccessPress
from bot.telegram.features.admins.callbacks import AdminAction, AdminPress
from bot.telegram.features.unused_links.callbacks import LinkAction, LinkPress
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button
from bot.telegram.ui.navigation import back_button
from bot.telegram.ui.pager import ITEMS_PER_PAGE, list_screen, page_of
from bot.telegram.ui.register_names import MAX_NAMES
from bot.telegram.ui.relative_time import relative_time
from bot.telegram.ui.screen import Screen
from bot.translations import Localization


def overview(links: Sequence[StoredLink], kind: LinkKind, page: int, t: Localization) -> Screen:
    """What each link is for, who made it and until when it works; a button each to revoke it."""
    shown = page_of(links, page, ITEMS_PER_PAGE)
    title = (
        t.gettext("Unused admin links") if kind == LinkKind.ADMIN else t.gettext("Unused invites")
    )
    header = [f"<b>{title}</b>", ""]
    if not links:
        header.append(t.gettext("None at the moment."))
    revoke = "🗑 " + t.gettext("Revoke")
    numbered = list(enumerate(shown.items, shown.number * ITEMS_PER_PAGE + 1))
    return list_screen(
        header,
        [f"{at}. {_what(link, t)}\n    {_made(link, t)}" for at, link in numbered],
        buttons=[
            button(f"{revoke} {at}", _press(LinkAction.REVOKE, kind, shown.number, link.id))
            for at, link in numbered
        ],
        paging=shown.paging(lambda page: _press(LinkAction.LIST, kind, page)),
        rows=[[back_button(_list_behind(kind), t)]],
    )


def _list_behind(kind: LinkKind) -> AccessPress | AdminPress:
    """The screen from which the links are opened."""
    if kind == LinkKind.ADMIN:
        return AdminPress(action=AdminAction.LIST)
    return AccessPress(action=AccessAction.LIST)


def cannot_revoke(t: Localization) -> str:
    return t.gettext("Too late: this link has expired or was used.")


def revoked(t: Localization) -> str:
    return t.gettext("The link no longer works.")


def _what(link: StoredLink, t: Localization) -> str:
    if link.kind == LinkKind.ADMIN:
        return t.gettext("Adds one admin")
    names = [escape(name or t.gettext("All")) for name in link.names]
    more = f", … +{len(names) - MAX_NAMES}" if len(names) > MAX_NAMES else ""
    shown = ", ".join(names[:MAX_NAMES]) + more or t.gettext("its registers have been removed")
    if link.grant_seconds is None:
        return f"{shown} · " + t.gettext("Forever")
    lasts = timedelta(seconds=link.grant_seconds)
    return f"{shown} · {format_timedelta(lasts, threshold=1, locale=t.locale)}"


def _made(link: StoredLink, t: Localization) -> str:
    made_by = escape(link.made_by) or "—"
    return f"{made_by} · ⌛ {relative_time(link.expires_at, t)}"


def _press(action: LinkAction, kind: LinkKind, page: int, link_id: int = 0) -> LinkPress:
    return LinkPress(action=action, kind=kind, link_id=link_id, page=page)
