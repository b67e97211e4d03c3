"""The requests that wait, opened from /access or from the message that counts them."""

import asyncio

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.services.access_requests import AccessRequests
from bot.services.viewers import Viewer
from bot.telegram.features.access_requests import list_view as views
from bot.telegram.features.access_requests.callbacks import WaitingPress
from bot.telegram.features.access_requests.view import decided_before
from bot.telegram.filters import for_admins
from bot.telegram.identities import actor_of
from bot.telegram.ui.screen import Screen, post, replace
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization

ALL = 0


def register(router: Router) -> None:
    router.callback_query.register(on_request_list_button, WaitingPress.filter(), for_admins)


async def on_request_list_button(
    query: CallbackQuery,
    callback_data: WaitingPress,
    bot: Bot,
    viewer: Viewer,
    access_requests: AccessRequests,
    t: Localization,
) -> None:
    press, words = callback_data, None
    if press.action in ("grant", "deny", "never"):
        words = await _answer(press, viewer, access_requests, query, t)
        if words is None:
            return await toast(query, out_of_date(t))
    opens = press.action in ("open", "page")
    request = await access_requests.get_open(press.request_id) if opens else None
    if opens and request is None:
        words = decided_before(t)
    if request:
        screen = views.one(request, viewer.registers, press, t)
    else:
        screen = views.overview(await access_requests.all_open(), press.page, t)
    await asyncio.gather(_show(bot, query, press, screen), toast(query, words))
    return None


async def _show(bot: Bot, query: CallbackQuery, press: WaitingPress, screen: Screen) -> None:
    """The message that counts requests stays what it is: it is edited when their number changes."""
    if press.action == "show" and query.message:
        await post(bot, query.message.chat.id, screen)
    else:
        await replace(bot, query, screen)


async def _answer(
    press: WaitingPress,
    viewer: Viewer,
    access_requests: AccessRequests,
    query: CallbackQuery,
    t: Localization,
) -> str | None:
    """What the presser is told; None when the register is gone."""
    by = actor_of(query)
    if press.action == "grant":
        register = viewer.register_with(press.register_id)
        if press.register_id != ALL and register is None:
            return None
        chat = await access_requests.grant(press.request_id, [register] if register else [], by)
    else:
        for_good = press.action == "never"
        chat = await access_requests.deny(press.request_id, by, for_good=for_good)
    if chat is None:
        return decided_before(t)
    return views.answered(chat, t, granted=press.action == "grant")
