"""Making an invite: a link by which a chat gets access."""

import asyncio
from collections.abc import Mapping

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.domain.registers import Register
from bot.services.invites import Invites
from bot.services.viewers import Viewer
from bot.telegram.features.invites import view as views
from bot.telegram.features.invites.callbacks import InvitePress
from bot.telegram.filters import for_admins
from bot.telegram.identities import actor_of
from bot.telegram.ui import toasts as texts
from bot.telegram.ui.screen import Screen, replace
from bot.telegram.ui.toasts import toast
from bot.translations import Localization

DURATIONS: Mapping[str, int | None] = {
    "1h": 3600,
    "24h": 24 * 3600,
    "7d": 7 * 24 * 3600,
    "ever": None,
}
"""Seconds for which an invited chat may see what it was invited to."""

MAX_CHOICE_LENGTH = 36
"""Characters of ids that a button holds beside one id more; who wants more takes all."""


def register(router: Router) -> None:
    router.callback_query.register(on_invite_button, InvitePress.filter(), for_admins)


async def on_invite_button(
    query: CallbackQuery,
    callback_data: InvitePress,
    bot: Bot,
    viewer: Viewer,
    invites: Invites,
    t: Localization,
) -> None:
    chosen = _chosen(callback_data.chosen, viewer)
    if len(callback_data.chosen) > MAX_CHOICE_LENGTH:
        return await toast(query, views.too_many(t), alert=True)
    screen = await _invite_screen(callback_data, chosen, bot, viewer, invites, query, t)
    if screen is None:
        return await toast(query, texts.out_of_date(t))
    await asyncio.gather(replace(bot, query, screen), toast(query))
    return None


async def _invite_screen(
    press: InvitePress,
    chosen: list[Register],
    bot: Bot,
    viewer: Viewer,
    invites: Invites,
    query: CallbackQuery,
    t: Localization,
) -> Screen | None:
    ids = [register.id for register in chosen]
    if press.action == "pick":
        return views.pick_registers(viewer.registers, ids, t, press.page)
    if press.chosen and not chosen:
        return None  # every register that was chosen is gone: nobody meant «all»
    if press.action == "time":
        return views.pick_time(views.joined(ids), t, press.page)
    if press.action == "make" and press.lasts in DURATIONS:
        token = await invites.make(chosen, DURATIONS[press.lasts], actor_of(query))
        return views.invite((await bot.me()).username or "", token, t)
    return None


def _chosen(ids: str, viewer: Viewer) -> list[Register]:
    wanted = set(ids.split("."))
    return [register for register in viewer.registers if str(register.id) in wanted]
