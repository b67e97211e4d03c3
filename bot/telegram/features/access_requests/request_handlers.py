"""A chat without access requests it by a button; every admin is asked."""

from aiogram import Router
from aiogram.types import CallbackQuery, Chat, Message

from bot.services.access_requests import AccessRequests
from bot.services.viewers import Viewer
from bot.telegram.features.access_requests.view import request_toast
from bot.telegram.identities import actor_of, chat_title, user_language
from bot.telegram.ui.no_access import RequestAccessPress
from bot.telegram.ui.screen import topic_of
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization


def register(router: Router) -> None:
    router.callback_query.register(on_request_access_button, RequestAccessPress.filter())


async def on_request_access_button(
    query: CallbackQuery,
    viewer: Viewer,
    access_requests: AccessRequests,
    event_chat: Chat,
    t: Localization,
) -> None:
    if viewer.allowed:
        return await toast(query, out_of_date(t))
    topic = topic_of(query.message) if isinstance(query.message, Message) else None
    title, language = chat_title(event_chat), user_language(event_chat, query.from_user)
    refusal = await access_requests.ask(viewer.chat_id, title, actor_of(query), topic, language)
    return await toast(query, request_toast(refusal, t), alert=True)
