"""/language: in which language the bot answers this chat. Not in channels: anyone presses there."""

import asyncio

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.language.callbacks import LanguagePress
from bot.telegram.features.language.view import language_keyboard
from bot.telegram.filters import not_in_channels
from bot.telegram.ui import toasts as texts
from bot.telegram.ui.screen import Screen, replace, send
from bot.telegram.ui.toasts import toast
from bot.translations import Languages, Localization


def register(router: Router) -> None:
    router.message.register(offer_languages, Command("language"))
    router.callback_query.register(choose_language, LanguagePress.filter(), not_in_channels)


async def offer_languages(
    message: Message, viewer: Viewer, t: Localization, languages: Languages
) -> None:
    await send(message, _screen(languages, viewer.language, t))


async def choose_language(
    query: CallbackQuery,
    callback_data: LanguagePress,
    bot: Bot,
    viewer: Viewer,
    t: Localization,
    viewers: Viewers,
    languages: Languages,
) -> None:
    code = callback_data.code
    if code and code not in languages:
        return await toast(query, texts.out_of_date(t))
    await viewers.set_language(viewer.chat_id, code or None)
    t = languages.pick(code or query.from_user.language_code)
    screen = _screen(languages, code or None, t)
    await asyncio.gather(replace(bot, query, screen), toast(query, t.gettext("Done")))
    return None


def _screen(languages: Languages, fixed: str | None, t: Localization) -> Screen:
    text = t.gettext("In which language shall I answer in this chat?")
    return Screen(text, language_keyboard(languages, fixed, t))
