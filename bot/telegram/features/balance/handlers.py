"""/balance and the buttons below it. Rights are taken from the viewer, never from a button."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.services.audit import Audit
from bot.services.last_views import LastViews
from bot.services.readings import Freshness
from bot.services.viewer_readings import ViewerReadings
from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.balance import past_handlers
from bot.telegram.features.balance.callbacks import Action, BalancePress, PickPress
from bot.telegram.features.balance.past_handlers import asks_about_now
from bot.telegram.features.balance.picker import no_such_register
from bot.telegram.features.balance.screens import BalanceScreens
from bot.telegram.features.balance.view import render
from bot.telegram.filters import has_access
from bot.telegram.ui.asked_registers import asked_for
from bot.telegram.ui.callbacks import ALL_REGISTERS, pack_moment
from bot.telegram.ui.no_access import refuse_message
from bot.telegram.ui.press_answer import in_channel
from bot.telegram.ui.screen import send
from bot.telegram.ui.typing import typing
from bot.translations import Localization


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(show_balance, Command("balance"), has_access, asks_about_now)
    presses = router.callback_query
    presses.register(
        on_hide_empty_button, BalancePress.filter(F.action == Action.TOGGLE), has_access
    )
    presses.register(
        on_hide_changes_button, BalancePress.filter(F.action == Action.HIDE_CHANGES), has_access
    )
    presses.register(on_refresh_button, BalancePress.filter(F.action == Action.REFRESH), has_access)
    presses.register(on_look_button, BalancePress.filter(F.action == Action.LOOK), has_access)
    presses.register(on_pick_button, PickPress.filter(), has_access)
    past_handlers.register(router)


async def show_balance(
    message: Message,
    command: CommandObject,
    viewer: Viewer,
    t: Localization,
    viewer_readings: ViewerReadings,
    audit: Audit,
    last_views: LastViews,
) -> None:
    """A new screen: all registers of the chat, or the one that was named."""
    named = viewer.register_named(command.args) if command.args else None
    if command.args and named is None:
        return await send(message, no_such_register(viewer.registers, viewer.hide_empty, t))
    register_id = named.id if named else ALL_REGISTERS
    here = BalancePress(
        action=Action.LOOK,
        register_id=register_id,
        hide_empty=viewer.hide_empty,
        since=pack_moment(viewer.viewed_at),
    )
    assert message.bot
    async with typing(message.bot, message):
        registers = asked_for(here.register_id, viewer)
        viewer, outcomes = await viewer_readings.read(viewer, registers, Freshness.RECENT)
    if not viewer.allowed:
        return await refuse_message(message, t, audit)
    if named and not outcomes:
        return await send(message, no_such_register(viewer.registers, viewer.hide_empty, t))
    changes = await viewer_readings.changes(viewer, outcomes, viewer.viewed_at)
    await send(message, render(outcomes, changes, here, viewer.registers, t))
    shown = [each.reading.as_of for each in outcomes if each.reading]
    if shown and not named:
        last_views.save_soon(viewer.chat_id, max(shown))
    return audit.count_view(viewer.chat_id)


async def on_look_button(
    query: CallbackQuery,
    callback_data: BalancePress,
    viewer: Viewer,
    t: Localization,
    balance_screens: BalanceScreens,
) -> None:
    """Another page, another register, the buttons that copy, or the usual ones again."""
    await balance_screens.turn(query, callback_data, viewer, t)


async def on_refresh_button(
    query: CallbackQuery,
    callback_data: BalancePress,
    viewer: Viewer,
    t: Localization,
    balance_screens: BalanceScreens,
    audit: Audit,
) -> None:
    if await balance_screens.turn(query, callback_data, viewer, t, Freshness.FORCE):
        audit.count_view(viewer.chat_id)


async def on_hide_empty_button(
    query: CallbackQuery,
    callback_data: BalancePress,
    viewer: Viewer,
    t: Localization,
    balance_screens: BalanceScreens,
    viewers: Viewers,
) -> None:
    """Shown first, so that nobody waits for the disk; an update is answered again after a kill."""
    chooses = bool(asked_for(callback_data.register_id, viewer)) and not in_channel(query)
    with balance_screens.latest_toggle.track(query, callback_data) as last_toggle:
        try:
            await balance_screens.turn(query, callback_data, viewer, t)
        finally:  # what the screen came to does not change what was chosen
            if chooses:
                await viewers.set_hide_empty(viewer.chat_id, last_toggle().hide_empty)


async def on_hide_changes_button(
    query: CallbackQuery,
    callback_data: BalancePress,
    viewer: Viewer,
    t: Localization,
    balance_screens: BalanceScreens,
    viewers: Viewers,
) -> None:
    """This message compares with nothing from now on; the chat's choice is undone in /settings."""
    if in_channel(query):
        await balance_screens.turn(query, callback_data, viewer, t)
        return
    words = t.gettext("Changes are hidden from now on. To show them again: /settings")
    await balance_screens.turn(query, callback_data, viewer, t, words=words)
    await viewers.set_show_changes(viewer.chat_id, False)


async def on_pick_button(
    query: CallbackQuery,
    callback_data: PickPress,
    viewer: Viewer,
    t: Localization,
    balance_screens: BalanceScreens,
) -> None:
    await balance_screens.offer_registers(query, callback_data, viewer, t)
