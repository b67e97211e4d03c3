"""/audit: the trail of what was done, for admins in their private chats only."""

import asyncio
from datetime import tzinfo

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.audit import Audit
from bot.telegram.callbacks import AuditPress
from bot.telegram.filters import for_admins
from bot.telegram.screens import Screen, replace, send, toast
from bot.telegram.views.audit import PER_PAGE, render
from bot.translations import Language


def register(router: Router) -> None:
    router.message.register(show_audit, Command("audit"), for_admins)
    router.callback_query.register(turn_audit, AuditPress.filter(), for_admins)


async def show_audit(message: Message, t: Language, audit: Audit, timezone: tzinfo) -> None:
    await send(message, await _screen(audit, 0, t, timezone))


async def turn_audit(
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
    looks = sum(each.count for each in await audit.looks())
    return render(page, looks, t, timezone)
