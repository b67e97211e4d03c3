"""What a chat without access is told: one and the same, whatever it asks."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bot.services.audit import Audit
from bot.services.viewers import Viewer
from bot.telegram.identities import actor_of
from bot.telegram.ui.keyboards import button, keyboard
from bot.telegram.ui.screen import Screen, send
from bot.telegram.ui.toasts import toast
from bot.translations import Localization


class AskPress(CallbackData, prefix="ask"):
    """A stranger asks for access. It carries nothing: who asks is who presses."""


def welcome(t: Localization) -> Screen:
    """What a chat is told when it was let in."""
    return Screen(t.gettext("✅ This chat may see balances now: /balance"))


def stranger(chat_id: int, t: Localization) -> Screen:
    """One and the same for every question of a stranger's."""
    text = t.gettext(
        "🔒 This bot shows balances only in chats that its owner has let in.\n\n"
        "To get access, press the button or send the owner the id of this chat: "
        "<code>{chat_id}</code>"
    )
    ask = button("🔔 " + t.gettext("Request access"), AskPress())
    return Screen(text.format(chat_id=chat_id), keyboard([[ask]]))


def stranger_toast(chat_id: int, t: Localization) -> str:
    text = t.gettext("This chat has no access. Send the bot's owner the id of this chat: {chat_id}")
    return text.format(chat_id=chat_id)


async def refuse(message: Message, t: Localization, audit: Audit) -> None:
    await send(message, stranger(message.chat.id, t))
    await audit.record_attempt(actor_of(message), message.chat.id)


async def refuse_press(query: CallbackQuery, viewer: Viewer, t: Localization, audit: Audit) -> None:
    await toast(query, stranger_toast(viewer.chat_id, t), alert=True)
    await audit.record_attempt(actor_of(query), viewer.chat_id)


def link_is_spent(t: Localization) -> Screen:
    return Screen(t.gettext("This link is no longer good. Ask for a new one."))


async def answer_spent_link(message: Message, viewer: Viewer, t: Localization) -> None:
    """A stranger learns nothing, not even that there was a link."""
    if viewer.allowed:
        await send(message, link_is_spent(t))
    else:
        await send(message, stranger(message.chat.id, t))
