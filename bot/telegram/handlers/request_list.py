"""The requests that wait, opened from /access or from the message that counts them."""

import asyncio
from datetime import tzinfo

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.services.access import Viewer
from bot.services.requests import Requests
from bot.telegram.callbacks import WaitingPress
from bot.telegram.filters import for_admins
from bot.telegram.screens import Screen, post, replace, toast
from bot.telegram.views import request_list as views
from bot.telegram.views import texts
from bot.telegram.who import actor_of
from bot.translations import Language

ALL = 0


def register(router: Router) -> None:
    router.callback_query.register(turn_requests, WaitingPress.filter(), for_admins)


async def turn_requests(
    query: CallbackQuery,
    callback_data: WaitingPress,
    bot: Bot,
    viewer: Viewer,
    requests: Requests,
    t: Language,
    timezone: tzinfo,
) -> None:
    press, words = callback_data, None
    if press.action in ("grant", "deny", "never"):
        words = await _answer(press, viewer, requests, query, t)
        if words is None:
            return await toast(query, texts.out_of_date(t))
    opens = press.action in ("open", "page")
    request = await requests.get_open(press.request_id) if opens else None
    if opens and request is None:
        words = texts.decided_before(t)
    if request:
        screen = views.one(request, viewer.registers, press, t)
    else:
        screen = views.overview(await requests.all_open(), press.page, t, timezone)
    await asyncio.gather(_show(bot, query, press, screen), toast(query, words))
    return None


async def _show(bot: Bot, query: CallbackQuery, press: WaitingPress, screen: Screen) -> None:
    """The message that counts requests stays what it is: it is edited when their number changes."""
    if press.action == "show" and query.message:
        await post(bot, query.message.chat.id, screen)
    else:
        await replace(bot, query, screen)


async def _answer(
    press: WaitingPress, viewer: Viewer, requests: Requests, query: CallbackQuery, t: Language
) -> str | None:
    """What the presser is told; None when the register is gone."""
    by = actor_of(query)
    if press.action == "grant":
        register = viewer.register_with(press.register_id)
        if press.register_id != ALL and register is None:
            return None
        chat = await requests.grant(press.request_id, [register] if register else [], by)
    else:
        for_good = press.action == "never"
        chat = await requests.deny(press.request_id, by, for_good=for_good)
    if chat is None:
        return texts.decided_before(t)
    return views.answered(chat, t, granted=press.action == "grant")
