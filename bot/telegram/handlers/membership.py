"""The bot is added to a chat or removed from it."""

from datetime import tzinfo

from aiogram import Router
from aiogram.types import ChatMemberUpdated

from bot.services.access import Access
from bot.services.admins import Admins
from bot.telegram.callbacks import AccessPress
from bot.telegram.filters import bot_came, bot_left
from bot.telegram.notices import Notices
from bot.telegram.views import access as views
from bot.telegram.who import actor, title_of


def register(router: Router) -> None:
    router.my_chat_member.register(leave, bot_left)
    router.my_chat_member.register(offer_registers, bot_came)


async def leave(event: ChatMemberUpdated, access: Access, notices: Notices) -> None:
    """What the chat could see, it can no longer; admins are told if it was anything."""
    title = title_of(event.chat)
    if await access.leave(event.chat.id, actor(event.from_user)):
        await notices.to_admins(lambda t: views.bot_removed(title, t))


async def offer_registers(
    event: ChatMemberUpdated, access: Access, admins: Admins, notices: Notices, timezone: tzinfo
) -> None:
    """An admin who adds the bot chooses at once, in private; anyone else gets nothing."""
    if not await admins.include(event.from_user.id):
        return
    await access.added(event.chat.id, title_of(event.chat), actor(event.from_user))
    chat = await access.granted_chat(event.chat.id)
    registers = await access.all_registers()
    here = AccessPress(action="open", chat_id=chat.chat_id)
    await notices.to_chat(
        event.from_user.id, lambda t: views.chat(chat, registers, here, t, timezone)
    )
