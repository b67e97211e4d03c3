"""Requests for access: a stranger presses, every admin is asked, the first answer counts."""

import asyncio

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Chat, Message

from bot.domain import Register
from bot.services.access import Viewer
from bot.services.requests import Requests
from bot.telegram.callbacks import AskPress, DecisionPress
from bot.telegram.filters import for_admins
from bot.telegram.screens import replace, replace_buttons, toast, topic_of
from bot.telegram.views import access as views
from bot.telegram.views import texts
from bot.telegram.who import actor_of, title_of, user_language
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
    query: CallbackQuery, viewer: Viewer, requests: Requests, event_chat: Chat, t: Language
) -> None:
    if viewer.allowed:
        return await toast(query, texts.out_of_date(t))
    topic = topic_of(query.message) if isinstance(query.message, Message) else None
    title, language = title_of(event_chat), user_language(event_chat, query.from_user)
    refusal = await requests.ask(viewer.chat_id, title, actor_of(query), topic, language)
    return await toast(query, texts.request_toast(refusal, t), alert=True)


async def turn_request(
    query: CallbackQuery, callback_data: DecisionPress, bot: Bot, viewer: Viewer, t: Language
) -> None:
    """Another page of the registers that may be granted; what was asked stays above them."""
    decide, page = views.deciding(callback_data.request_id), callback_data.register_id
    buttons = views.request_keyboard(viewer.registers, t, decide, page)
    await asyncio.gather(replace_buttons(bot, query, buttons), toast(query))


async def decide(
    query: CallbackQuery,
    callback_data: DecisionPress,
    bot: Bot,
    viewer: Viewer,
    requests: Requests,
    t: Language,
) -> None:
    """The presser sees the answer at once; the chat and the other admins by the outbox."""
    by, chosen = actor_of(query), _chosen(callback_data, viewer)
    if callback_data.verdict == "grant" and chosen is None:
        return await toast(query, texts.out_of_date(t))
    if chosen is not None:
        title = await requests.grant(
            callback_data.request_id, chosen, by, shown_in=query.from_user.id
        )
    else:
        for_good = callback_data.verdict == "never"
        title = await requests.deny(
            callback_data.request_id, by, for_good=for_good, shown_in=query.from_user.id
        )
    if title is None:
        return await toast(query, texts.decided_before(t))
    names: list[str | None] | None = None
    if chosen is not None:
        names = [register.name for register in chosen] or [None]
    screen = views.decided(title, names, by.name, t)
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None


def _chosen(press: DecisionPress, viewer: Viewer) -> list[Register] | None:
    """The registers to grant, an empty list for all; None when nothing is granted."""
    if press.verdict != "grant":
        return None
    if press.register_id == ALL:
        return []
    register = viewer.register_with(press.register_id)
    return [register] if register else None
