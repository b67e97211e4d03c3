"""The command menus: one for everyone, and those of chats with access and of admins."""

import asyncio
import logging
from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.services import Services
from bot.services.roles import Role
from bot.translations import Languages, Localization

log = logging.getLogger(__name__)

MENU_INTERVAL = 0.2
"""Seconds between two chats whose menus are set, so that answers are not delayed."""

BATCH_DELAY = 0.3
"""Seconds for which changes of rights are collected: comparing all chats takes time."""

POLL_INTERVAL = 1.0
"""Seconds between checks for changes by another process."""


async def sync_menus(bot: Bot, services: Services, languages: Languages) -> None:
    """Set each chat's menu when its rights change, here or by the command line.

    A chat that never wrote has no menu yet; its first message counts as a change. What fails is
    done by the next start, which compares all chats.
    """
    due = True
    while True:
        due |= await services.roles.changed_elsewhere()
        if due or services.rights_changed.is_set():
            services.rights_changed.clear()
            await _set_menus(bot, services, languages)
            due = False
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_INTERVAL):
                await services.rights_changed.wait()
                await asyncio.sleep(BATCH_DELAY)


async def _set_menus(bot: Bot, services: Services, languages: Languages) -> None:
    for chat_id, role in (await services.roles.differences()).items():
        done = await set_menu(bot, chat_id, role, languages)
        if done or role is Role.STRANGER:  # a deleted chat shows no menu either
            await services.roles.shown(chat_id, role)
        await asyncio.sleep(MENU_INTERVAL)


def commands(role: Role, t: Localization) -> list[BotCommand]:
    balances = [
        ("balance", t.gettext("Register balances")),
        ("total", t.gettext("Totals by currency")),
        ("history", t.gettext("How balances have changed")),
        ("export", t.gettext("Changes as a file: XLSX, CSV")),
        ("language", t.gettext("Language of this chat")),
        ("settings", t.gettext("Time zone and what is shown")),
    ]
    managing = [
        ("registers", t.gettext("Add, rename and remove registers")),
        ("access", t.gettext("Who can see what")),
        ("admins", t.gettext("Admins of this bot")),
        ("audit", t.gettext("Who did what and when")),
    ]
    for_everyone = [
        ("help", t.gettext("What you can do here")),
        ("id", t.gettext("This chat's ID and yours")),
        ("start", t.gettext("Start")),
    ]
    by_role = {Role.STRANGER: [], Role.VIEWER: balances, Role.ADMIN: [*balances, *managing]}
    return [BotCommand(command=c, description=d) for c, d in (*by_role[role], *for_everyone)]


async def set_common_menu(bot: Bot, languages: Languages) -> None:
    """The menu that chats without access see, in each language and the default one."""
    menus = [
        bot.set_my_commands(commands(Role.STRANGER, t), language_code=t.code) for t in languages
    ]
    default = bot.set_my_commands(commands(Role.STRANGER, languages.default))
    await asyncio.gather(default, *menus)


async def set_menu(bot: Bot, chat_id: int, role: Role, languages: Languages) -> bool:
    """Set the menu of one chat; False when Telegram does not know the chat (yet or any more)."""
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
