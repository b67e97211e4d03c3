"""/settings of a chat. Not in channels, where anyone may press."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.presentation.time_zones import find_zone
from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.settings.callbacks import (
    DEFAULT_ZONE,
    SettingsPress,
    Switch,
    SwitchPress,
    ZonePress,
    ZonesPress,
)
from bot.telegram.features.settings.view import settings_screen, unknown_zone, zones_screen
from bot.telegram.filters import not_in_channels
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.screen import send
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Languages, Localization, zone_named


def register(router: Router) -> None:
    router.message.register(show_settings, Command("settings"))
    presses = router.callback_query
    presses.register(on_settings_button, SettingsPress.filter(), not_in_channels)
    presses.register(on_switch_button, SwitchPress.filter(), not_in_channels)
    presses.register(on_zones_button, ZonesPress.filter(), not_in_channels)
    presses.register(on_zone_button, ZonePress.filter(), not_in_channels)


async def show_settings(
    message: Message,
    command: CommandObject,
    viewer: Viewer,
    t: Localization,
    viewers: Viewers,
    languages: Languages,
) -> None:
    """What is chosen; with the name of a time zone or city, that zone is chosen first."""
    now = datetime.now(UTC)
    if command.args:
        found = await asyncio.to_thread(find_zone, command.args, t.locale)
        if found.name is None:
            return await send(message, unknown_zone(found.near, now, t))
        await viewers.set_timezone(viewer.chat_id, found.name)
        viewer = replace(viewer, timezone=found.name)
        t = languages.pick(t.code, timezone=found.name)
    return await send(message, settings_screen(viewer, now, t))


async def on_settings_button(query: CallbackQuery, viewer: Viewer, t: Localization) -> None:
    await show(query, settings_screen(viewer, datetime.now(UTC), t))


async def on_switch_button(
    query: CallbackQuery,
    callback_data: SwitchPress,
    viewer: Viewer,
    t: Localization,
    viewers: Viewers,
) -> None:
    on, chat_id = callback_data.on, viewer.chat_id
    match callback_data.switch:
        case Switch.CHANGES:
            await viewers.set_show_changes(chat_id, on)
            viewer = replace(viewer, show_changes=on)
        case Switch.DARK_CHARTS:
            await viewers.set_dark_charts(chat_id, on)
            viewer = replace(viewer, dark_charts=on)
        case Switch.HIDE_EMPTY:
            await viewers.set_hide_empty(chat_id, on)
            viewer = replace(viewer, hide_empty=on)
    await show(query, settings_screen(viewer, datetime.now(UTC), t))


async def on_zones_button(
    query: CallbackQuery,
    callback_data: ZonesPress,
    viewer: Viewer,
    t: Localization,
    languages: Languages,
) -> None:
    default = str(languages.default.timezone)
    screen = zones_screen(viewer, callback_data.page, default, datetime.now(UTC), t)
    await show(query, screen)


async def on_zone_button(
    query: CallbackQuery,
    callback_data: ZonePress,
    viewer: Viewer,
    t: Localization,
    viewers: Viewers,
    languages: Languages,
) -> None:
    name = None if callback_data.name == DEFAULT_ZONE else callback_data.name
    if name and zone_named(name) is None:
        return await toast(query, out_of_date(t))
    await viewers.set_timezone(viewer.chat_id, name)
    t = languages.pick(t.code, timezone=name)
    viewer = replace(viewer, timezone=name)
    return await show(query, settings_screen(viewer, datetime.now(UTC), t), t.gettext("Done"))
