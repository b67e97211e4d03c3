"""/audit: the activity log, for admins in their private chats only."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.audit import Audit
from bot.telegram.features.audit.callbacks import AuditPress
from bot.telegram.features.audit.view import PER_PAGE, render
from bot.telegram.filters import is_admin_chat
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.screen import Screen, send
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(show_audit, Command("audit"), is_admin_chat)
    router.callback_query.register(on_audit_button, AuditPress.filter(), is_admin_chat)


async def show_audit(message: Message, t: Localization, audit: Audit) -> None:
    await send(message, await _screen(audit, 0, t))


async def on_audit_button(
    query: CallbackQuery, callback_data: AuditPress, t: Localization, audit: Audit
) -> None:
    await show(query, await _screen(audit, callback_data.page, t))


async def _screen(audit: Audit, number: int, t: Localization) -> Screen:
    page = await audit.page(number, PER_PAGE)
    view_counts = sum(each.count for each in await audit.view_counts())
    return render(page, view_counts, t)
