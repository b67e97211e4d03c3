"""Puts into words what the bot says by itself, when it is sent: by then facts may have aged."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from bot.domain import TO_ANY_CHAT, Notification, NotificationKind, OwedMessage
from bot.services.access import Access
from bot.telegram.callbacks import AccessPress
from bot.telegram.screens import Screen
from bot.telegram.views import access as views
from bot.telegram.views import request_list
from bot.translations import Language, Languages


class Notifications:
    """Each reader gets a notification in the language of the chat, else of its only user."""

    def __init__(self, access: Access, languages: Languages, timezone: tzinfo) -> None:
        self._access = access
        self._languages = languages
        self._timezone = timezone

    async def render(self, owed: OwedMessage) -> Screen | None:
        """None for what an admin was owed who is none any more."""
        viewer = await self._access.viewer(owed.chat_id)
        if owed.notification.kind not in TO_ANY_CHAT and not viewer.is_admin:
            return None
        t = self._languages.pick(viewer.language, viewer.user_language)
        facts = owed.notification.facts
        match owed.notification.kind:
            case NotificationKind.ACCESS_REQUESTED:
                return views.request(facts, await self._access.all_registers(), t)
            case NotificationKind.BOT_ADDED:
                return await self._bot_added(facts, t)
            case _:
                return _simple(owed.notification, t)

    async def _bot_added(self, facts: Mapping[str, Any], t: Language) -> Screen:
        chat = await self._access.granted_chat(facts["chat_id"])
        here = AccessPress(action="open", chat_id=chat.chat_id)
        return views.chat(chat, await self._access.all_registers(), here, t, self._timezone)


def _simple(notification: Notification, t: Language) -> Screen:
    facts: Mapping[str, Any] = notification.facts
    match notification.kind:
        case NotificationKind.ACCESS_GIVEN:
            return views.welcome(t)
        case NotificationKind.ACCESS_DENIED:
            return views.turned_down(t)
        case NotificationKind.ACCESS_ENDED:
            return views.grant_ended(facts["names"], t)
        case NotificationKind.ACCESS_OF_CHAT_ENDED:
            return views.grant_ended_for_admins(facts["chat"], facts["names"], t)
        case NotificationKind.INVITE_USED:
            return views.invite_used(facts["chat"], facts["who"], t)
        case NotificationKind.REQUEST_OVERTAKEN:
            return request_list.overtaken(facts["chat"], facts["who"], t)
        case NotificationKind.REQUEST_EXPIRED:
            return request_list.expired(facts["chat"], t)
        case NotificationKind.REQUEST_WITHDRAWN:
            return request_list.withdrawn(facts["chat"], t)
        case NotificationKind.REQUESTS_WAITING:
            return request_list.waiting(facts["count"], t)
        case NotificationKind.BOT_REMOVED:
            return views.bot_removed(facts["chat"], t)
        case _:
            assert notification.kind is NotificationKind.REQUEST_DECIDED
            return views.decided(facts["chat"], facts["names"], facts["who"], t)
