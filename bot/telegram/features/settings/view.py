"""The screens of /settings; pure."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from bot.presentation.time_zones import city_of, offset, suggested
from bot.services.viewers import Viewer
from bot.telegram.features.language.callbacks import LanguagesPress
from bot.telegram.features.settings.callbacks import (
    DEFAULT_ZONE,
    SettingsPress,
    Switch,
    SwitchPress,
    ZonePress,
    ZonesPress,
)
from bot.telegram.ui import pager
from bot.telegram.ui.html import escape
from bot.telegram.ui.keyboards import button, keyboard
from bot.telegram.ui.navigation import back_button
from bot.telegram.ui.screen import Screen
from bot.translations import Localization, zone_named


def settings_screen(viewer: Viewer, now: datetime, t: Localization) -> Screen:
    """What is chosen, and a button for each choice, which says how it stands."""
    text = "\n".join(
        [
            t.gettext("⚙️ <b>Settings of this chat</b>"),
            "",
            t.gettext("Language: {language}").format(language=escape(_language(viewer, t))),
            _zone_line(viewer.timezone, now, t),
        ]
    )
    choices = [
        button("🌐 " + t.gettext("Language"), LanguagesPress()),
        button("🕒 " + t.gettext("Time zone"), ZonesPress()),
    ]
    return Screen(text, keyboard([choices, *([each] for each in _switches(viewer, t))]))


def zones_screen(
    viewer: Viewer, page: int, default_zone: str, now: datetime, t: Localization
) -> Screen:
    """A page of the time zones that are likely for the reader; the chosen one has a tick."""
    shown = pager.page_of(suggested(t.code), page, pager.BUTTONS_PER_PAGE)
    default = t.gettext("Default: {zone}").format(zone=_zone_label(default_zone, now, t))
    first = _ticked(default, ZonePress(name=DEFAULT_ZONE), is_chosen=not viewer.timezone)
    header = [
        t.gettext("🕒 <b>Which time zone?</b>"),
        _zone_line(viewer.timezone, now, t),
        "",
        t.gettext("The number is the offset from UTC. Any other city or zone: {command}").format(
            command=f"<code>/settings {city_of('Asia/Tokyo', t.locale)}</code>"
        ),
    ]
    return pager.list_screen(
        header,
        [],
        buttons=_zone_buttons(shown.items, viewer.timezone, now, t),
        paging=shown.paging(lambda number: ZonesPress(page=number)),
        rows=[[first], [back_button(SettingsPress(), t)]],
    )


def unknown_zone(near: Sequence[str], now: datetime, t: Localization) -> Screen:
    """For a name that is none; `near`: zones that may have been meant."""
    head = t.gettext("I don't know this time zone.")
    hint = (
        t.gettext("Did you mean:")
        if near
        else t.gettext(
            "Send /settings with a large city, a zone like Europe/Moscow or an offset like UTC+3."
        )
    )
    choose = button("🕒 " + t.gettext("Choose from a list"), ZonesPress())
    buttons = _zone_buttons(near, None, now, t)
    return pager.list_screen([head, hint], [], buttons=buttons, rows=[[choose]])


def _language(viewer: Viewer, t: Localization) -> str:
    return t.own_name if viewer.language else t.gettext("Same as each person's Telegram")


def _zone_line(chosen: str | None, now: datetime, t: Localization) -> str:
    """The zone in force: the default one also if the chosen one is not known any more."""
    is_chosen = chosen is not None and zone_named(chosen) is not None
    words = (
        t.gettext("Time zone: {zone}, now {time}")
        if is_chosen
        else t.gettext("Time zone: {zone}, the default, now {time}")
    )
    time = f"{now.astimezone(t.timezone):%H:%M}"
    return escape(words.format(zone=_in_force(now, t), time=time))


def _in_force(now: datetime, t: Localization) -> str:
    """«Europe/Moscow (UTC+3)»; for a zone that is an offset, that alone: «UTC+3»."""
    name = str(t.timezone)
    if name == "UTC" or name.startswith("Etc/"):
        return city_of(name, t.locale)
    return f"{name} (UTC{offset(now, t.timezone)})"


def _switches(viewer: Viewer, t: Localization) -> Sequence[InlineKeyboardButton]:
    on, off = t.gettext("on"), t.gettext("off")
    changes = t.gettext("Changes since the last look: {state}")
    charts = t.gettext("Charts: {state}")
    empties = t.gettext("Empty balances: {state}")
    dark = t.gettext("dark") if viewer.dark_charts else t.gettext("light")
    hidden = t.gettext("hidden") if viewer.hide_empty else t.gettext("shown")
    return [
        _switch(
            "🔀 " + changes.format(state=on if viewer.show_changes else off),
            Switch.CHANGES,
            viewer.show_changes,
        ),
        _switch("📈 " + charts.format(state=dark), Switch.DARK_CHARTS, viewer.dark_charts),
        _switch("👁 " + empties.format(state=hidden), Switch.HIDE_EMPTY, viewer.hide_empty),
    ]


def _switch(label: str, switch: Switch, is_on: bool) -> InlineKeyboardButton:
    return button(label, SwitchPress(switch=switch, on=not is_on))


def _zone_buttons(
    names: Sequence[str], chosen: str | None, now: datetime, t: Localization
) -> Sequence[InlineKeyboardButton]:
    return [
        _ticked(_zone_label(name, now, t), ZonePress(name=name), is_chosen=name == chosen)
        for name in names
    ]


def _zone_label(name: str, now: datetime, t: Localization) -> str:
    """«+3 Moscow»: the offset first, so that a long city does not push it off the button."""
    return f"{offset(now, zone_named(name) or t.timezone)} {city_of(name, t.locale)}"


def _ticked(label: str, press: ZonePress, *, is_chosen: bool) -> InlineKeyboardButton:
    return button(f"✓ {label}" if is_chosen else label, press)
