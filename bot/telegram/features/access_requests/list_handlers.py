"""The list of open requests, opened from /access or from the message that counts them."""

import asyncio

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.services.access_requests import AccessRequests
from bot.services.viewers import Viewer
from bot.telegram.features.access_requests import list_view as views
from bot.telegram.features.access_requests.callbacks import RequestListAction, RequestListPress
from bot.telegram.features.access_requests.view import already_decided
from bot.telegram.filters import is_admin_chat
from bot.telegram.identities import actor_of
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.screen import Screen, post
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization


def register(router: Router) -> None:
    for handler, action in (
        (on_list_button, RequestListAction.LIST),
        (on_show_button, RequestListAction.SHOW),
        (on_open_button, RequestListAction.OPEN),
        (on_open_button, RequestListAction.TURN_PAGE),
        (on_grant_button, RequestListAction.GRANT),
        (on_deny_button, RequestListAction.DENY),
        (on_deny_button, RequestListAction.DENY_FOR_GOOD),
    ):
        router.callback_query.register(
            handler, RequestListPress.filter(F.action == action), is_admin_chat
        )


async def on_list_button(
    query: CallbackQuery,
    callback_data: RequestListPress,
    access_requests: AccessRequests,
    t: Localization,
) -> None:
    await show(query, await _overview(callback_data, access_requests, t))


async def on_show_button(
    query: CallbackQuery,
    callback_data: RequestListPress,
    access_requests: AccessRequests,
    t: Localization,
) -> None:
    """The list in a new message: the one with the button is edited when the number changes."""
    screen = await _overview(callback_data, access_requests, t)
    assert query.bot
    await asyncio.gather(post(query.bot, query.from_user.id, screen), toast(query))


async def on_open_button(
    query: CallbackQuery,
    callback_data: RequestListPress,
    viewer: Viewer,
    access_requests: AccessRequests,
    t: Localization,
) -> None:
    request = await access_requests.get_open(callback_data.request_id)
    if request is None:
        screen = await _overview(callback_data, access_requests, t)
        return await show(query, screen, already_decided(t))
    return await show(query, views.request_details(request, viewer.registers, callback_data, t))


async def on_grant_button(
    query: CallbackQuery,
    callback_data: RequestListPress,
    viewer: Viewer,
    access_requests: AccessRequests,
    t: Localization,
) -> None:
    press, register = callback_data, viewer.register_with(callback_data.register_id)
    if register is None and press.register_id != ALL_REGISTERS:
        return await toast(query, out_of_date(t))
    granted = [register] if register else []
    chat = await access_requests.grant(press.request_id, granted, actor_of(query))
    words = already_decided(t) if chat is None else views.decision_toast(chat, t, granted=True)
    return await show(query, await _overview(press, access_requests, t), words)


async def on_deny_button(
    query: CallbackQuery,
    callback_data: RequestListPress,
    access_requests: AccessRequests,
    t: Localization,
) -> None:
    press, by = callback_data, actor_of(query)
    for_good = press.action is RequestListAction.DENY_FOR_GOOD
    chat = await access_requests.deny(press.request_id, by, for_good=for_good)
    words = already_decided(t) if chat is None else views.decision_toast(chat, t, granted=False)
    await show(query, await _overview(press, access_requests, t), words)


async def _overview(
    press: RequestListPress, access_requests: AccessRequests, t: Localization
) -> Screen:
    return views.overview(await access_requests.all_open(), press.page, t)
