"""What nobody else took: a hint in private chats, silence in groups, a word for old buttons."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message

from bot.telegram.screens import send, toast
from bot.telegram.views import texts
from bot.translations import Language


def router() -> Router:
    router = Router(name="rest")
    router.message.register(hint, F.chat.type == ChatType.PRIVATE)
    router.callback_query.register(answer_old_button)
    return router


async def hint(message: Message, t: Language) -> None:
    await send(message, texts.unknown_command(t))


async def answer_old_button(query: CallbackQuery, t: Language) -> None:
    await toast(query, texts.out_of_date(t))
