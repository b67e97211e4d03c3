"""Opening an invite, which chats without access may do."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.services.invites import Invites
from bot.services.viewers import Viewer
from bot.storage import RegistersGone
from bot.telegram.features.balance.callbacks import balance_press
from bot.telegram.features.invites.view import registers_gone
from bot.telegram.identities import actor_of, chat_title, user_language
from bot.telegram.middlewares.rate_limit import INVITE
from bot.telegram.ui.no_access import access_given, answer_expired_link
from bot.telegram.ui.screen import send
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(use_invite, Command("start", magic=F.args.startswith(INVITE)))


async def use_invite(
    message: Message,
    command: CommandObject,
    invites: Invites,
    viewer: Viewer,
    t: Localization,
) -> bool:
    """Whether the token was that of an invite."""
    token = (command.args or "").removeprefix(INVITE)
    by, title = actor_of(message), chat_title(message.chat)
    try:
        language = user_language(message.chat, message.from_user)
        good = await invites.use(token, message.chat.id, title, by, language)
    except RegistersGone:
        await send(message, registers_gone(t))
        return True
    if good:
        await send(message, access_given(balance_press(viewer.hide_empty), t))
    else:
        await answer_expired_link(message, viewer, t)
    return good
