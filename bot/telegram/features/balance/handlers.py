"""/balance and the buttons below it. Rights are taken from the viewer, never from a button."""

import asyncio
from collections.abc import Sequence

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.domain.registers import Register
from bot.services.access import Access, Viewer
from bot.services.audit import Audit
from bot.services.readings import Freshness, Readings
from bot.services.viewer_readings import read_for_viewer
from bot.telegram.features.balance.callbacks import Action, BalancePress, PickPress
from bot.telegram.features.balance.view import pick_register, render, words_after_refresh
from bot.telegram.filters import has_access
from bot.telegram.ui import toasts as texts
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.latest_press import LatestPress
from bot.telegram.ui.no_access import refuse_message, refuse_press
from bot.telegram.ui.register_names import no_such_register
from bot.telegram.ui.screen import in_a_moment, replace, send
from bot.telegram.ui.toasts import toast
from bot.telegram.ui.typing import typing
from bot.translations import Localization


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(show_balance, Command("balance"), has_access)
    router.callback_query.register(on_balance_button, BalancePress.filter(), has_access)
    router.callback_query.register(offer_registers, PickPress.filter(), has_access)


async def show_balance(
    message: Message,
    command: CommandObject,
    bot: Bot,
    viewer: Viewer,
    t: Localization,
    access: Access,
    audit: Audit,
    readings: Readings,
) -> None:
    """A new screen: all registers of the chat, or the one that was named."""
    register_id = ALL_REGISTERS
    if command.args:
        register = viewer.register_named(command.args)
        if register is None:
            return await send(message, no_such_register(viewer.registers, t))
        register_id = register.id
    here = BalancePress(action=Action.LOOK, register_id=register_id, hide_empty=viewer.hide_empty)
    async with typing(bot, message):
        viewer, outcomes = await read_for_viewer(
            viewer, _asked_for(here, viewer), Freshness.RECENT, readings, access
        )
    if not viewer.allowed:
        return await refuse_message(message, t, audit)
    if register_id and not outcomes:
        return await send(message, no_such_register(viewer.registers, t))
    await send(message, render(outcomes, here, viewer.registers, t))
    return audit.count_view(viewer.chat_id)


async def on_balance_button(
    query: CallbackQuery,
    callback_data: BalancePress,
    bot: Bot,
    viewer: Viewer,
    t: Localization,
    access: Access,
    audit: Audit,
    readings: Readings,
    latest_press: LatestPress,
) -> None:
    """The same screen, turned as the button says."""
    registers = _asked_for(callback_data, viewer)
    if not registers:
        return await toast(query, texts.out_of_date(t))
    refresh = callback_data.action is Action.REFRESH

    async def track() -> None:
        with latest_press.track(query, callback_data) as last_press:
            freshness = Freshness.FORCE if refresh else Freshness.SAME_SCREEN
            now, outcomes = await read_for_viewer(viewer, registers, freshness, readings, access)
            here = last_press()
            if not isinstance(here, BalancePress) or here.register_id != callback_data.register_id:
                return await toast(query)  # the screen has gone on to another one
            if not now.allowed:
                return await refuse_press(query, now, t, audit)
            if not outcomes:
                return await toast(query, texts.out_of_date(t))
            screen = render(outcomes, here, now.registers, t)
            words = words_after_refresh(outcomes, _text_of(query), screen, t) if refresh else None
            await asyncio.gather(
                replace(bot, query, screen), in_a_moment(lambda: toast(query, words))
            )
        if refresh:
            audit.count_view(viewer.chat_id)
        return None

    if callback_data.action is Action.TOGGLE and not _in_channel(query):
        hide = callback_data.hide_empty
        choosing = in_a_moment(lambda: access.choose_hide_empty(viewer.chat_id, hide))
        # Both to their ends: an update whose handler has finished is never given again.
        for ended in await asyncio.gather(track(), choosing, return_exceptions=True):
            if isinstance(ended, BaseException):
                raise ended
    else:
        await track()
    return None


async def offer_registers(
    query: CallbackQuery,
    callback_data: PickPress,
    bot: Bot,
    viewer: Viewer,
    t: Localization,
    latest_press: LatestPress,
) -> None:
    """All registers of the chat on buttons, page by page; nothing is read."""
    with latest_press.track(query, callback_data):
        screen = pick_register(viewer.registers, callback_data, t)
        await asyncio.gather(replace(bot, query, screen), toast(query))


def _asked_for(here: BalancePress, viewer: Viewer) -> Sequence[Register]:
    """What the button or command asks for, as far as the chat may see it now."""
    if here.register_id == ALL_REGISTERS:
        return viewer.registers
    register = viewer.register_with(here.register_id)
    return [register] if register else []


def _in_channel(query: CallbackQuery) -> bool:
    """Anyone may press in a channel, so a press there is nobody's choice for the chat."""
    return query.message is None or query.message.chat.type == ChatType.CHANNEL


def _text_of(query: CallbackQuery) -> str:
    return (query.message.text or "") if isinstance(query.message, Message) else ""
