"""The screens without balances: who is a stranger, what can be done, which ids these are; pure."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.domain import Register
from bot.services.requests import NotNow
from bot.telegram.callbacks import AskPress, NamesPress
from bot.telegram.keyboards import button, copy_keyboard, keyboard
from bot.telegram.screens import Screen
from bot.telegram.views.names import with_names
from bot.translations import Language


def stranger(chat_id: int, t: Language) -> Screen:
    """One and the same for every question of a stranger's."""
    text = t.gettext(
        "🔒 This bot shows balances only in chats that its owner has let in.\n\n"
        "To get access, press the button or send the owner the id of this chat: "
        "<code>{chat_id}</code>"
    )
    ask = button("🔔 " + t.gettext("Request access"), AskPress())
    return Screen(text.format(chat_id=chat_id), keyboard([[ask]]))


def stranger_toast(chat_id: int, t: Language) -> str:
    text = t.gettext("This chat has no access. Send the bot's owner the id of this chat: {chat_id}")
    return text.format(chat_id=chat_id)


def help_page(
    registers: Sequence[Register], t: Language, *, language: bool, admin: bool, page: int = 0
) -> Screen:
    """What this chat can do; `language`: it may choose its own; `admin`: it is an admin's."""
    for_admins = [
        t.gettext("/registers — add, rename and remove registers"),
        t.gettext("/access — who may see what, invites"),
        t.gettext("/admins — who else may do this"),
        t.gettext("/audit — who did what and when"),
    ]
    above = [
        t.gettext("💎 <b>Exact balances of CrystalPAY registers</b>"),
        "",
        t.gettext("/balance — all registers of this chat"),
        t.gettext("/balance NAME — one of them"),
        *([t.gettext("/language — the language of this chat")] if language else []),
        t.gettext("/id — the ids of this chat and yours"),
        *(for_admins if admin else []),
        "",
        t.gettext("Registers of this chat:")
        if registers
        else t.gettext("There are no registers yet."),
    ]
    return with_names(above, registers, NamesPress(missing=False, page=page))


def ids(chat_id: int, user_id: int | None, thread_id: int | None, t: Language) -> Screen:
    """The ids, ready to copy: by a tap on the number and by a button."""
    labelled = [(t.gettext("Chat id"), chat_id)]
    if user_id is not None:
        labelled.append((t.gettext("Your user id"), user_id))
    if thread_id is not None:
        labelled.append((t.gettext("Thread id"), thread_id))
    text = "\n".join(f"{label}: <code>{number}</code>" for label, number in labelled)
    return Screen(text, copy_keyboard((label, str(number)) for label, number in labelled))


def unknown_command(t: Language) -> Screen:
    return Screen(t.gettext("I do not know this command. /help shows what I can do."))


def only_commands(t: Language) -> Screen:
    """For a text that answers nothing: maybe a secret, after a restart or too late."""
    text = t.gettext(
        "I only understand commands: /help. If you just sent a secret, delete that message."
    )
    return Screen(text)


def too_many(t: Language) -> str:
    return t.gettext("⏳ Too much at once. Please wait a minute.")


def too_many_messages(t: Language) -> Screen:
    return Screen(too_many(t))


def request_toast(refusal: NotNow | None, t: Language) -> str:
    """What the one who asks for access is told."""
    match refusal:
        case NotNow.HAS_ACCESS:
            return out_of_date(t)
        case NotNow.WAITING:
            return t.gettext("The request of this chat is waiting for an answer.")
        case NotNow.TOO_MANY:
            return t.gettext("This chat has asked often enough today. Try again tomorrow.")
        case NotNow.TOO_MANY_IN_ALL:
            return t.gettext("Too many chats are waiting for an answer. Try again later.")
        case NotNow.DENIED_FOR_GOOD:
            return t.gettext("The owner does not want requests from this chat.")
        case _:
            return t.gettext("The request is sent. The answer will come here.")


def decided_before(t: Language) -> str:
    return t.gettext("Somebody has decided already.")


def in_private(username: str, t: Language) -> Screen:
    """Where an admin's command in a group belongs."""
    open_chat = InlineKeyboardButton(
        text=t.gettext("Open the private chat"), url=f"https://t.me/{username}"
    )
    return Screen(t.gettext("In private, please."), keyboard([[open_chat]]))


def apology(t: Language) -> str:
    return t.gettext("Something went wrong on the bot's side. Please try again.")


def out_of_date(t: Language) -> str:
    return t.gettext("This button is out of date.")
