"""What no other handler took: a hint in private chats, silence in groups, a toast for buttons."""

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.admins import Admins
from bot.telegram.features.fallback.view import only_commands, unknown_command, use_private_chat
from bot.telegram.filters import in_private, not_private
from bot.telegram.ui.incoming_text import is_command, text_of
from bot.telegram.ui.screen import send
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization


def register(router: Router) -> None:
    commands = Command("registers", "access", "admins", "audit")
    router.message.register(point_to_private, commands, not_private)
    router.message.register(show_hint, in_private)
    router.callback_query.register(answer_old_button)


async def point_to_private(message: Message, bot: Bot, admins: Admins, t: Localization) -> None:
    """Only admins are answered: for everyone else these commands do not exist."""
    if message.from_user and await admins.include(message.from_user.id):
        await send(message, use_private_chat((await bot.me()).username or "", t))


async def show_hint(message: Message, t: Localization) -> None:
    known = is_command(text_of(message))
    await send(message, unknown_command(t) if known else only_commands(t))


async def answer_old_button(query: CallbackQuery, t: Localization) -> None:
    await toast(query, out_of_date(t))
