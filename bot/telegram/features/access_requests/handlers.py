"""Answering a request for access: every admin is asked, the first answer counts."""

import asyncio

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery

from bot.domain.registers import Register
from bot.services.access_requests import AccessRequests
from bot.services.viewers import Viewer
from bot.telegram.features.access_requests import view as views
from bot.telegram.features.access_requests.callbacks import DecisionPress
from bot.telegram.features.access_requests.view import decided_before
from bot.telegram.filters import for_admins
from bot.telegram.identities import actor_of
from bot.telegram.ui.screen import replace, replace_buttons
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization

ALL = 0


def register(router: Router) -> None:
    router.callback_query.register(
        on_request_page_button, DecisionPress.filter(F.verdict == "page"), for_admins
    )
    router.callback_query.register(decide, DecisionPress.filter(), for_admins)


async def on_request_page_button(
    query: CallbackQuery, callback_data: DecisionPress, bot: Bot, viewer: Viewer, t: Localization
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
    access_requests: AccessRequests,
    t: Localization,
) -> None:
    """The presser sees the answer at once; the chat and the other admins by the outbox."""
    by, chosen = actor_of(query), _chosen(callback_data, viewer)
    if callback_data.verdict == "grant" and chosen is None:
        return await toast(query, out_of_date(t))
    if chosen is not None:
        title = await access_requests.grant(
            callback_data.request_id, chosen, by, shown_in=query.from_user.id
        )
    else:
        for_good = callback_data.verdict == "never"
        title = await access_requests.deny(
            callback_data.request_id, by, for_good=for_good, shown_in=query.from_user.id
        )
    if title is None:
        return await toast(query, decided_before(t))
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
