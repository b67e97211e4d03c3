"""What chats without a grant get: one and the same answer, whatever they ask."""

from aiogram import Router

from bot.telegram.filters import is_stranger
from bot.telegram.ui.no_access import refuse, refuse_press


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(refuse, is_stranger)
    router.callback_query.register(refuse_press, is_stranger)
