"""/total and the buttons below it. Rights are taken from the viewer, never from a button."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.services.audit import Audit
from bot.services.readings import Freshness
from bot.services.viewer_readings import ViewerReadings
from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.total.callbacks import TotalAction, TotalPress, total_press
from bot.telegram.features.total.picker import no_such_register
from bot.telegram.features.total.screens import TotalScreens
from bot.telegram.features.total.view import render
from bot.telegram.filters import has_access
from bot.telegram.ui.asked_registers import asked_for
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.no_access import refuse_message
from bot.telegram.ui.press_answer import in_channel, show
from bot.telegram.ui.screen import Screen, send
from bot.telegram.ui.typing import typing
from bot.translations import Localization


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(show_total, Command("total"), has_access)
    for action, handler in (
        (TotalAction.LOOK, on_look_button),
        (TotalAction.TOGGLE, on_hide_empty_button),
        (TotalAction.REFRESH, on_refresh_button),
        (TotalAction.PICK, on_pick_button),
    ):
        press = TotalPress.filter(F.action == action)
        router.callback_query.register(handler, press, has_access)


async def show_total(
    message: Message,
    command: CommandObject,
    viewer: Viewer,
    t: Localization,
    viewer_readings: ViewerReadings,
    audit: Audit,
) -> None:
    """A new screen: over all registers of the chat, or the one that was named."""
    named = viewer.register_named(command.args) if command.args else None
    if command.args and named is None:
        return await send(message, _no_such_register(viewer, t))
    here = total_press(viewer.hide_empty, named.id if named else ALL_REGISTERS)
    assert message.bot
    async with typing(message.bot, message):
        registers = asked_for(here.register_id, viewer)
        viewer, outcomes = await viewer_readings.read(viewer, registers, Freshness.RECENT)
    if not viewer.allowed:
        return await refuse_message(message, t, audit)
    if not outcomes:  # there is none, or the one that was named is gone meanwhile
        return await send(message, _no_such_register(viewer, t))
    await send(message, render(outcomes, here, t))
    return audit.count_view(viewer.chat_id)


async def on_look_button(
    query: CallbackQuery,
    callback_data: TotalPress,
    viewer: Viewer,
    t: Localization,
    total_screens: TotalScreens,
) -> None:
    """Another page, the parts of a currency, all sums again; or from another screen to these."""
    await total_screens.turn(query, callback_data, viewer, t)


async def on_refresh_button(
    query: CallbackQuery,
    callback_data: TotalPress,
    viewer: Viewer,
    t: Localization,
    total_screens: TotalScreens,
    audit: Audit,
) -> None:
    if await total_screens.turn(query, callback_data, viewer, t, Freshness.FORCE):
        audit.count_view(viewer.chat_id)


async def on_hide_empty_button(
    query: CallbackQuery,
    callback_data: TotalPress,
    viewer: Viewer,
    t: Localization,
    total_screens: TotalScreens,
    viewers: Viewers,
) -> None:
    """Shown first, so that nobody waits for the disk; an update is answered again after a kill."""
    chooses = bool(asked_for(callback_data.register_id, viewer)) and not in_channel(query)
    with total_screens.latest_toggle.track(query, callback_data) as last_toggle:
        try:
            await total_screens.turn(query, callback_data, viewer, t)
        finally:  # what the screen came to does not change what was chosen
            if chooses:
                await viewers.set_hide_empty(viewer.chat_id, last_toggle().hide_empty)


async def on_pick_button(
    query: CallbackQuery, callback_data: TotalPress, viewer: Viewer, t: Localization
) -> None:
    """Another page of the registers that are offered; nothing is read."""
    await show(query, _no_such_register(viewer, t, callback_data.page))


def _no_such_register(viewer: Viewer, t: Localization, page: int = 0) -> Screen:
    return no_such_register(viewer.registers, viewer.hide_empty, page, t)
