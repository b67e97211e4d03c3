"""One-time links: they make the first admin, more admins, and viewers. Strangers may open them."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.services.access import Viewer
from bot.services.admins import Admins
from bot.services.invites import Invites
from bot.storage import RegistersGone
from bot.telegram.filters import in_private
from bot.telegram.flood import INVITE
from bot.telegram.screens import send
from bot.telegram.views import access as access_views
from bot.telegram.views import admins as views
from bot.telegram.views import texts
from bot.telegram.who import actor_of, title_of, user_language
from bot.translations import Language

CLAIM, ADMIN = "claim-", "admin-"


def register(router: Router) -> None:
    for prefix in (CLAIM, ADMIN):
        link = Command("start", magic=F.args.startswith(prefix))
        router.message.register(become_admin, link, in_private)
    router.message.register(use_invite, Command("start", magic=F.args.startswith(INVITE)))


async def become_admin(
    message: Message,
    command: CommandObject,
    admins: Admins,
    viewer: Viewer,
    t: Language,
) -> None:
    kind, _, token = (command.args or "").partition("-")
    by = actor_of(message)
    entered = await (admins.claim(token, by) if kind == "claim" else admins.join(token, by))
    if not entered:
        return await _spent(message, viewer, t)
    return await send(message, views.welcome(t))


async def use_invite(
    message: Message,
    command: CommandObject,
    invites: Invites,
    viewer: Viewer,
    t: Language,
) -> bool:
    """Whether the token was that of an invite."""
    token = (command.args or "").removeprefix(INVITE)
    by, title = actor_of(message), title_of(message.chat)
    try:
        language = user_language(message.chat, message.from_user)
        good = await invites.use(token, message.chat.id, title, by, language)
    except RegistersGone:
        await send(message, access_views.registers_gone(t))
        return True
    if good:
        await send(message, access_views.welcome(t))
    else:
        await _spent(message, viewer, t)
    return good


async def _spent(message: Message, viewer: Viewer, t: Language) -> None:
    """A stranger learns nothing, not even that there was a link."""
    if viewer.allowed:
        await send(message, access_views.link_is_spent(t))
    else:
        await send(message, texts.stranger(message.chat.id, t))
