"""Decides on a request, below the message that tells of it; the first decision counts."""

import asyncio
from collections.abc import Sequence

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.services.access_requests import AccessRequests
from bot.services.viewers import Viewer
from bot.telegram.features.access_requests import view as views
from bot.telegram.features.access_requests.callbacks import DecisionAction, DecisionPress
from bot.telegram.filters import is_admin_chat
from bot.telegram.identities import actor_of
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.screen import replace_buttons
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization


def register(router: Router) -> None:
    for handler, action in (
        (on_page_button, DecisionAction.TURN_PAGE),
        (on_grant_button, DecisionAction.GRANT),
        (on_deny_button, DecisionAction.DENY),
        (on_deny_button, DecisionAction.DENY_FOR_GOOD),
    ):
        router.callback_query.register(
            handler, DecisionPress.filter(F.verdict == action), is_admin_chat
        )


async def on_page_button(
    query: CallbackQuery, callback_data: DecisionPress, viewer: Viewer, t: Localization
) -> None:
    """Another page of the registers that may be granted; the text above them stays."""
    press_for, page = views.decision_press_for(callback_data.request_id), callback_data.register_id
    buttons = views.decision_keyboard(viewer.registers, t, press_for, page)
    assert query.bot
    await asyncio.gather(replace_buttons(query.bot, query, buttons), toast(query))


async def on_grant_button(
    query: CallbackQuery,
    callback_data: DecisionPress,
    viewer: Viewer,
    access_requests: AccessRequests,
    t: Localization,
) -> None:
    """The admin sees the decision at once; the chat and the other admins get it by the outbox."""
    register, by = viewer.register_with(callback_data.register_id), actor_of(query)
    if register is None and callback_data.register_id != ALL_REGISTERS:
        return await toast(query, out_of_date(t))
    granted = [register] if register else []
    title = await access_requests.grant(
        callback_data.request_id, granted, by, shown_in=query.from_user.id
    )
    names = [each.name for each in granted]
    return await _show_decision(query, title, names or [None], t)


async def on_deny_button(
    query: CallbackQuery,
    callback_data: DecisionPress,
    access_requests: AccessRequests,
    t: Localization,
) -> None:
    title = await access_requests.deny(
        callback_data.request_id,
        actor_of(query),
        for_good=callback_data.verdict is DecisionAction.DENY_FOR_GOOD,
        shown_in=query.from_user.id,
    )
    await _show_decision(query, title, None, t)


async def _show_decision(
    query: CallbackQuery, title: str | None, names: Sequence[str | None] | None, t: Localization
) -> None:
    """`title`: of the chat, None if somebody decided before; `names`: None if it was denied."""
    if title is None:
        return await toast(query, views.already_decided(t))
    return await show(query, views.decision_made(title, names, actor_of(query).name, t))
