"""Answers chats without access: always the same, whatever they ask."""

from aiogram import Router

from bot.telegram.filters import has_no_access
from bot.telegram.ui.no_access import refuse_message, refuse_press


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(refuse_message, has_no_access)
    router.callback_query.register(refuse_press, has_no_access)
