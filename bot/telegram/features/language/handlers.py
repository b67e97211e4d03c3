"""/language: which language the bot uses in this chat. Not in channels, where anyone may press."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.language.callbacks import (
    EACH_THEIR_OWN,
    LanguagePress,
    LanguagesPress,
)
from bot.telegram.features.language.view import language_screen
from bot.telegram.filters import not_in_channels
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.screen import send
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Languages, Localization


def register(router: Router) -> None:
    router.message.register(show_languages, Command("language"))
    presses = router.callback_query
    presses.register(on_language_button, LanguagePress.filter(), not_in_channels)
    presses.register(on_languages_button, LanguagesPress.filter(), not_in_channels)


async def show_languages(
    message: Message, viewer: Viewer, t: Localization, languages: Languages
) -> None:
    await send(message, language_screen(languages, viewer.language, t))


async def on_languages_button(
    query: CallbackQuery, viewer: Viewer, t: Localization, languages: Languages
) -> None:
    await show(query, language_screen(languages, viewer.language, t))


async def on_language_button(
    query: CallbackQuery,
    callback_data: LanguagePress,
    viewer: Viewer,
    t: Localization,
    viewers: Viewers,
    languages: Languages,
) -> None:
    code = callback_data.code
    if code != EACH_THEIR_OWN and code not in languages:
        return await toast(query, out_of_date(t))
    fixed = None if code == EACH_THEIR_OWN else code
    await viewers.set_language(viewer.chat_id, fixed)
    t = languages.pick(fixed, query.from_user.language_code, timezone=viewer.timezone)
    return await show(query, language_screen(languages, fixed, t), t.gettext("Done"))
