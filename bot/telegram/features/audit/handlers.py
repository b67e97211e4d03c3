"""/audit: the trail of what was done, for admins in their private chats only."""

import asyncio
from datetime import tzinfo

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.audit import Audit
from bot.telegram.features.audit.callbacks import AuditPress
from bot.telegram.features.audit.view import PER_PAGE, render
from bot.telegram.filters import for_admins
from bot.telegram.ui.screen import Screen, replace, send
from bot.telegram.ui.toasts import toast
from bot.translations import Language


def register(router: Router) -> None:
    router.message.register(show_audit, Command("audit"), for_admins)
    router.callback_query.register(on_audit_button, AuditPress.filter(), for_admins)


async def show_audit(message: Message, t: Language, audit: Audit, timezone: tzinfo) -> None:
    await send(message, await _screen(audit, 0, t, timezone))


async def on_audit_button(
    query: CallbackQuery,
    callback_data: AuditPress,
    bot: Bot,
    t: Language,
    audit: Audit,
    timezone: tzinfo,
) -> None:
    screen = await _screen(audit, callback_data.page, t, timezone)
    await asyncio.gather(replace(bot, query, screen), toast(query))


async def _screen(audit: Audit, number: int, t: Language, timezone: tzinfo) -> Screen:
    page = await audit.page(number, PER_PAGE)
    view_counts = sum(each.count for each in await audit.view_counts())
    return render(page, view_counts, t, timezone)
