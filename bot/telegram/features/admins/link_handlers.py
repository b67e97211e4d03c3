"""Opening a link that makes the first admin (claim) or one more; chats without access may."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.services.admins import Admins
from bot.services.viewers import Viewer
from bot.telegram.features.admins import view as views
from bot.telegram.filters import in_private
from bot.telegram.identities import actor_of
from bot.telegram.ui.no_access import answer_expired_link
from bot.telegram.ui.screen import send
from bot.translations import Localization

CLAIM, ADMIN = "claim-", "admin-"


def register(router: Router) -> None:
    for prefix in (CLAIM, ADMIN):
        link = Command("start", magic=F.args.startswith(prefix))
        router.message.register(become_admin, link, in_private)


async def become_admin(
    message: Message,
    command: CommandObject,
    admins: Admins,
    viewer: Viewer,
    t: Localization,
) -> None:
    kind, _, token = (command.args or "").partition("-")
    by = actor_of(message)
    entered = await (admins.claim(token, by) if kind == "claim" else admins.join(token, by))
    if not entered:
        return await answer_expired_link(message, viewer, t)
    return await send(message, views.admin_welcome(t))
