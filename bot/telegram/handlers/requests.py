"""Requests for access: a stranger presses, every admin is asked, the first answer counts."""

import asyncio

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Chat

from bot.domain import Actor, Register
from bot.services.access import Access, Viewer
from bot.services.requests import NotNow, Requests
from bot.telegram.callbacks import AskPress, DecisionPress
from bot.telegram.filters import for_admins
from bot.telegram.notices import Notices
from bot.telegram.screens import replace_buttons, toast
from bot.telegram.views import access as views
from bot.telegram.views import texts
from bot.telegram.who import actor, title_of
from bot.translations import Language

ALL = 0


def register_for_strangers(router: Router) -> None:
    """Asked before strangers are turned away."""
    router.callback_query.register(ask_for_access, AskPress.filter())


def register(router: Router) -> None:
    router.callback_query.register(
        turn_request, DecisionPress.filter(F.verdict == "page"), for_admins
    )
    router.callback_query.register(decide, DecisionPress.filter(), for_admins)


async def ask_for_access(
    query: CallbackQuery,
    viewer: Viewer,
    requests: Requests,
    access: Access,
    notices: Notices,
    event_chat: Chat,
    t: Language,
) -> None:
    if viewer.allowed:
        return await toast(query, texts.out_of_date(t))
    by, title = actor(query.from_user), title_of(event_chat)
    request = await requests.ask(viewer.chat_id, title, by)
    await toast(query, texts.request_toast(request, t), alert=True)
    if not isinstance(request, NotNow):
        await _tell_admins(request, viewer.chat_id, title, by, requests, access, notices)
    return None


async def _tell_admins(
    request_id: int,
    chat_id: int,
    title: str,
    by: Actor,
    requests: Requests,
    access: Access,
    notices: Notices,
) -> None:
    registers = await access.all_registers()
    told = await notices.to_admins(
        lambda t: views.request(request_id, chat_id, title, by, registers, t)
    )
    for admin, message_id in told.items():
        await requests.told(request_id, admin, message_id)


async def turn_request(
    query: CallbackQuery, callback_data: DecisionPress, bot: Bot, viewer: Viewer, t: Language
) -> None:
    """Another page of the registers that may be granted; what was asked stays above them."""
    request_id, page = callback_data.request_id, callback_data.register_id
    buttons = views.request_keyboard(request_id, viewer.registers, t, page)
    await asyncio.gather(replace_buttons(bot, query, buttons), toast(query))


async def decide(
    query: CallbackQuery,
    callback_data: DecisionPress,
    bot: Bot,
    viewer: Viewer,
    requests: Requests,
    access: Access,
    notices: Notices,
    t: Language,
) -> None:
    by = actor(query.from_user)
    chosen = _chosen(callback_data, viewer)
    if callback_data.verdict == "grant" and chosen is None:
        return await toast(query, texts.out_of_date(t))
    if chosen is not None:
        chat_id = await requests.grant(callback_data.request_id, chosen, by)
    else:
        for_good = callback_data.verdict == "never"
        chat_id = await requests.deny(callback_data.request_id, by, for_good=for_good)
    if chat_id is None:
        return await toast(query, texts.decided_before(t))
    names = None if chosen is None else [register.name for register in chosen]
    await toast(query)
    await _tell_everyone(callback_data.request_id, chat_id, names, by, requests, access, notices)
    return None


def _chosen(press: DecisionPress, viewer: Viewer) -> list[Register] | None:
    """The registers to grant, an empty list for all; None when nothing is granted."""
    if press.verdict != "grant":
        return None
    if press.register_id == ALL:
        return []
    register = viewer.register_with(press.register_id)
    return [register] if register else None


async def _tell_everyone(
    request_id: int,
    chat_id: int,
    names: list[str] | None,
    by: Actor,
    requests: Requests,
    access: Access,
    notices: Notices,
) -> None:
    """The chat learns the answer, and no admin is left with a question that is decided."""
    title = (await access.viewer(chat_id)).title or str(chat_id)
    edits = [
        notices.edit(admin, message, lambda t: views.decided(title, names, by, t))
        for admin, message in await requests.messages(request_id)
    ]
    answer = views.turned_down if names is None else views.welcome
    await asyncio.gather(*edits, notices.to_chat(chat_id, answer))
