"""The command menu, in every language that there is a catalogue for."""

import asyncio

from aiogram import Bot
from aiogram.types import BotCommand

from bot.translations import Language, Languages


def commands(t: Language) -> list[BotCommand]:
    descriptions = {
        "balance": t.gettext("Balances of the registers"),
        "help": t.gettext("What this chat can do"),
        "id": t.gettext("Ids of this chat and yours"),
        "language": t.gettext("Language of this chat"),
    }
    return [BotCommand(command=c, description=d) for c, d in descriptions.items()]


async def set_menus(bot: Bot, languages: Languages) -> None:
    """One menu a language, and the default one for everybody else."""
    menus = [bot.set_my_commands(commands(t), language_code=t.code) for t in languages]
    await asyncio.gather(bot.set_my_commands(commands(languages.default)), *menus)
