"""The screens of links that nobody has used yet; pure."""

from collections.abc import Sequence
from datetime import timedelta, tzinfo

from babel.dates import format_timedelta

from bot.services.open_links import ADMIN
from bot.storage import StoredLink
from bot.telegram.callbacks import AccessPress, AdminPress, LinkPress
from bot.telegram.keyboards import button, in_rows, keyboard
from bot.telegram.screens import Screen
from bot.telegram.slices import slice_of
from bot.telegram.views.access import MOST_NAMES
from bot.telegram.views.html import escape
from bot.telegram.views.times import ageing
from bot.translations import Language


def overview(
    links: Sequence[StoredLink], kind: str, number: int, t: Language, timezone: tzinfo
) -> Screen:
    """What each link is for, who made it and until when it is good; a button to revoke each."""
    some = slice_of(links, number)
    title = t.gettext("Open admin links") if kind == ADMIN else t.gettext("Open invites")
    lines = [f"<b>{title}</b>", ""]
    for place, link in enumerate(some.items, some.first):
        lines += [f"{place}. {_what(link, t)}", f"    {_made(link, t, timezone)}"]
    if not links:
        lines.append(t.gettext("There are none."))
    rows = in_rows(
        [
            button(
                "🗑 " + t.gettext("Revoke") + f" {place}",
                _press("revoke", kind, some.number, link.id),
            )
            for place, link in enumerate(some.items, some.first)
        ]
    )
    turns = some.turns(lambda to: _press("list", kind, to))
    to = AdminPress(action="list") if kind == ADMIN else AccessPress(action="list")
    return Screen(
        "\n".join(lines), keyboard([*rows, turns, [button("‹ " + t.gettext("Back"), to)]])
    )


def cannot_revoke(t: Language) -> str:
    return t.gettext("Too late: the link was used or has expired.")


def revoked(t: Language) -> str:
    return t.gettext("The link no longer works.")


def _what(link: StoredLink, t: Language) -> str:
    if link.kind == ADMIN:
        return t.gettext("Makes one more admin")
    names = [escape(name or t.gettext("All")) for name in link.names]
    more = f", … +{len(names) - MOST_NAMES}" if len(names) > MOST_NAMES else ""
    shown = ", ".join(names[:MOST_NAMES]) + more or t.gettext("its registers are gone")
    if link.grant_seconds is None:
        return f"{shown} · " + t.gettext("For ever")
    lasts = timedelta(seconds=link.grant_seconds)
    return f"{shown} · {format_timedelta(lasts, threshold=1, locale=t.locale)}"


def _made(link: StoredLink, t: Language, timezone: tzinfo) -> str:
    made_by = escape(link.made_by) or "—"
    return f"{made_by} · ⌛ {ageing(link.expires_at, t, timezone)}"


def _press(action: str, kind: str, page: int, link_id: int = 0) -> LinkPress:
    return LinkPress(action=action, kind=kind, link_id=link_id, page=page)
