"""The command menus: a stranger's for everyone, a viewer's and an admin's where they hold."""

import asyncio
import logging

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.services.roles import Role
from bot.translations import Language, Languages

log = logging.getLogger(__name__)


def commands(role: Role, t: Language) -> list[BotCommand]:
    balances = [
        ("balance", t.gettext("Balances of the registers")),
        ("language", t.gettext("Language of this chat")),
    ]
    managing = [
        ("registers", t.gettext("Add and change registers")),
        ("access", t.gettext("Who may see what")),
        ("admins", t.gettext("Who the admins are")),
        ("audit", t.gettext("Who did what and when")),
    ]
    everyones = [
        ("help", t.gettext("What this chat can do")),
        ("id", t.gettext("Ids of this chat and yours")),
        ("start", t.gettext("Begin")),
    ]
    theirs = {Role.STRANGER: [], Role.VIEWER: balances, Role.ADMIN: [*balances, *managing]}
    return [BotCommand(command=c, description=d) for c, d in (*theirs[role], *everyones)]


async def set_common_menu(bot: Bot, languages: Languages) -> None:
    """A stranger's menu for everyone, one a language and the default one."""
    menus = [
        bot.set_my_commands(commands(Role.STRANGER, t), language_code=t.code) for t in languages
    ]
    default = bot.set_my_commands(commands(Role.STRANGER, languages.default))
    await asyncio.gather(default, *menus)


async def set_menu(bot: Bot, chat_id: int, role: Role, languages: Languages) -> bool:
    """Set the menu of one chat; False when Telegram does not know the chat (yet, or any more)."""
    scope = BotCommandScopeChat(chat_id=chat_id)
    for t in (None, *languages):
        code = t.code if t else None
        menu = commands(role, t or languages.default)
        try:
            if role is Role.STRANGER:
                await bot.delete_my_commands(scope=scope, language_code=code)
            else:
                await bot.set_my_commands(menu, scope=scope, language_code=code)
        except AiogramError as error:
            log.info("The menu of chat %s was not set: %s", chat_id, error)
            return False
    return True
