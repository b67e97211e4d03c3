"""The bot is added to a chat or removed from it."""

from aiogram import Router
from aiogram.types import ChatMemberUpdated

from bot.services.access import Access
from bot.services.admins import Admins
from bot.telegram.filters import bot_came, bot_left
from bot.telegram.who import actor_of, title_of


def register(router: Router) -> None:
    router.my_chat_member.register(leave, bot_left)
    router.my_chat_member.register(offer_registers, bot_came)


async def leave(event: ChatMemberUpdated, access: Access) -> None:
    """What the chat could see, it can no longer; admins are told if it was anything."""
    await access.bot_removed(event.chat.id, title_of(event.chat), actor_of(event))


async def offer_registers(event: ChatMemberUpdated, access: Access, admins: Admins) -> None:
    """An admin who adds the bot chooses at once, in private; anyone else gets nothing."""
    if await admins.include(event.from_user.id):
        await access.bot_added(event.chat.id, title_of(event.chat), actor_of(event))
