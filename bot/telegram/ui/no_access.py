"""What a chat without access is told (always the same, whatever it asks), and when it gets some."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bot.services.audit import Audit
from bot.services.viewers import Viewer
from bot.telegram.identities import actor_of
from bot.telegram.ui.keyboards import button, keyboard
from bot.telegram.ui.navigation import balance_button
from bot.telegram.ui.screen import Screen, send
from bot.telegram.ui.toasts import toast
from bot.translations import Localization


class RequestAccessPress(CallbackData, prefix="ask"):
    """Requests access for the chat in which it is pressed; carries nothing."""


def access_given(balance: CallbackData, t: Localization) -> Screen:
    """`balance`: the press that opens the balances of the chat."""
    text = t.gettext("✅ Access granted. See balances: /balance")
    return Screen(text, keyboard([[balance_button(balance, t)]]))


def no_access_screen(chat_id: int, t: Localization) -> Screen:
    text = t.gettext(
        "🔒 This bot shows balances only in chats that its owner has approved.\n\n"
        "To get access, press the button or send the owner this chat's ID: "
        "<code>{chat_id}</code>"
    )
    ask = button("🔔 " + t.gettext("Request access"), RequestAccessPress())
    return Screen(text.format(chat_id=chat_id), keyboard([[ask]]))


def no_access_toast(chat_id: int, t: Localization) -> str:
    text = t.gettext("This chat has no access. Send the bot's owner this chat's ID: {chat_id}")
    return text.format(chat_id=chat_id)


async def refuse_message(message: Message, t: Localization, audit: Audit) -> None:
    await send(message, no_access_screen(message.chat.id, t))
    await audit.record_attempt(actor_of(message), message.chat.id)


async def refuse_press(query: CallbackQuery, viewer: Viewer, t: Localization, audit: Audit) -> None:
    await toast(query, no_access_toast(viewer.chat_id, t), alert=True)
    await audit.record_attempt(actor_of(query), viewer.chat_id)


def link_expired(t: Localization) -> Screen:
    return Screen(t.gettext("This link has expired or was used. Ask for a new one."))


async def answer_expired_link(message: Message, viewer: Viewer, t: Localization) -> None:
    """A chat without access learns nothing, not even that the link ever existed."""
    if viewer.allowed:
        await send(message, link_expired(t))
    else:
        await send(message, no_access_screen(message.chat.id, t))
