"""The screens without balances: who is a stranger, what can be done, which ids these are; pure."""

from collections.abc import Iterable

from bot.domain import Register
from bot.telegram.keyboards import copy_keyboard
from bot.telegram.screens import Screen
from bot.telegram.views.html import escape
from bot.translations import Language


def stranger(chat_id: int, t: Language) -> Screen:
    """One and the same for every question of a stranger's."""
    text = t.gettext(
        "🔒 This bot shows balances only in chats that its owner has let in.\n\n"
        "To get access, send the owner the id of this chat: <code>{chat_id}</code>"
    )
    return Screen(text.format(chat_id=chat_id))


def stranger_toast(chat_id: int, t: Language) -> str:
    text = t.gettext("This chat has no access. Send the bot's owner the id of this chat: {chat_id}")
    return text.format(chat_id=chat_id)


def help_page(registers: Iterable[Register], t: Language, *, language: bool) -> Screen:
    """What this chat can do; `language`: it may choose its own."""
    names = [f"• <code>{escape(register.name)}</code>" for register in registers]
    lines = [
        t.gettext("💎 <b>Exact balances of CrystalPAY registers</b>"),
        "",
        t.gettext("/balance — all registers of this chat"),
        t.gettext("/balance NAME — one of them"),
        *([t.gettext("/language — the language of this chat")] if language else []),
        t.gettext("/id — the ids of this chat and yours"),
        "",
        t.gettext("Registers of this chat:") if names else t.gettext("There are no registers yet."),
        *names,
    ]
    return Screen("\n".join(lines))


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


def apology(t: Language) -> str:
    return t.gettext("Something went wrong on the bot's side. Please try again.")


def out_of_date(t: Language) -> str:
    return t.gettext("This button is out of date.")
