"""Renders owed messages when they are sent, because facts and languages may have changed."""

from collections.abc import Mapping
from typing import Any

from bot.domain.notifications import TO_ANY_CHAT, Notification, NotificationKind, OwedMessage
from bot.services.access import Access
from bot.services.viewers import Viewers
from bot.telegram.features.access import view as access_view
from bot.telegram.features.access.callbacks import AccessAction, AccessPress
from bot.telegram.features.access_requests import list_view as request_list
from bot.telegram.features.access_requests.view import decision_made, request
from bot.telegram.features.balance.callbacks import balance_press
from bot.telegram.notification_view import (
    access_denied,
    bot_removed,
    grant_ended,
    grant_ended_for_admins,
    invite_used,
)
from bot.telegram.ui.no_access import access_given
from bot.telegram.ui.screen import Screen
from bot.translations import Languages, Localization


class Notifications:
    """In the language that the chat has fixed, else the one its only user was last seen with."""

    def __init__(self, viewers: Viewers, access: Access, languages: Languages) -> None:
        self._viewers = viewers
        self._access = access
        self._languages = languages

    async def render(self, owed: OwedMessage) -> Screen | None:
        """None if it was owed to somebody as an admin who no longer is one."""
        viewer = await self._viewers.get(owed.chat_id)
        if owed.notification.kind not in TO_ANY_CHAT and not viewer.is_admin:
            return None
        codes = viewer.language, viewer.user_language
        t = self._languages.pick(*codes, timezone=viewer.timezone)
        facts = owed.notification.facts
        match owed.notification.kind:
            case NotificationKind.ACCESS_REQUESTED:
                return request(facts, await self._access.all_registers(), t)
            case NotificationKind.BOT_ADDED:
                return await self._bot_added(facts, t)
            case NotificationKind.ACCESS_GIVEN:
                return access_given(balance_press(viewer.hide_empty), t)
            case _:
                return _from_facts(owed.notification, t)

    async def _bot_added(self, facts: Mapping[str, Any], t: Localization) -> Screen:
        granted = await self._access.granted_chat(facts["chat_id"])
        here = AccessPress(action=AccessAction.OPEN, chat_id=granted.chat_id)
        return access_view.chat(granted, await self._access.all_registers(), here, t)


def _from_facts(notification: Notification, t: Localization) -> Screen:
    facts: Mapping[str, Any] = notification.facts
    match notification.kind:
        case NotificationKind.ACCESS_DENIED:
            return access_denied(t)
        case NotificationKind.ACCESS_ENDED:
            return grant_ended(facts["names"], t)
        case NotificationKind.ACCESS_OF_CHAT_ENDED:
            return grant_ended_for_admins(facts["chat"], facts["names"], t)
        case NotificationKind.INVITE_USED:
            return invite_used(facts["chat"], facts["who"], t)
        case NotificationKind.REQUEST_OVERTAKEN:
            return request_list.request_overtaken(facts["chat"], facts["who"], t)
        case NotificationKind.REQUEST_EXPIRED:
            return request_list.request_expired(facts["chat"], t)
        case NotificationKind.REQUEST_WITHDRAWN:
            return request_list.request_withdrawn(facts["chat"], t)
        case NotificationKind.REQUESTS_WAITING:
            return request_list.requests_waiting(facts["count"], t)
        case NotificationKind.BOT_REMOVED:
            return bot_removed(facts["chat"], t)
        case _:
            assert notification.kind is NotificationKind.REQUEST_DECIDED
            return decision_made(facts["chat"], facts["names"], facts["who"], t)
