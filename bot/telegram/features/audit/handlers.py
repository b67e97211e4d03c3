"""/audit: the trail of what was done, for admins in their private chats only."""

import asyncio

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.audit import Audit
from bot.telegram.features.audit.callbacks import AuditPress
from bot.telegram.features.audit.view import PER_PAGE, render
from bot.telegram.filters import for_admins
from bot.telegram.ui.screen import Screen, replace, send
from bot.telegram.ui.toasts import toast
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(show_audit, Command("audit"), for_admins)
    router.callback_query.register(on_audit_button, AuditPress.filter(), for_admins)


async def show_audit(message: Message, t: Localization, audit: Audit) -> None:
    await send(message, await _screen(audit, 0, t))


async def on_audit_button(
    query: CallbackQuery,
    callback_data: AuditPress,
    bot: Bot,
    t: Localization,
    audit: Audit,
) -> None:
    screen = await _screen(audit, callback_data.page, t)
    await asyncio.gather(replace(bot, query, screen), toast(query))


async def _screen(audit: Audit, number: int, t: Localization) -> Screen:
    page = await audit.page(number, PER_PAGE)
    view_counts = sum(each.count for each in await audit.view_counts())
    return render(page, view_counts, t)
