"""Links that nobody has used yet, listed and revoked from /access and /admins."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.services.unused_links import UnusedLinks
from bot.telegram.features.unused_links import view as views
from bot.telegram.features.unused_links.callbacks import LinkAction, LinkPress
from bot.telegram.filters import is_admin_chat
from bot.telegram.identities import actor_of
from bot.telegram.ui.press_answer import show
from bot.translations import Localization


def register(router: Router) -> None:
    for handler, action in (
        (on_list_button, LinkAction.LIST),
        (on_revoke_button, LinkAction.REVOKE),
    ):
        router.callback_query.register(handler, LinkPress.filter(F.action == action), is_admin_chat)


async def on_list_button(
    query: CallbackQuery,
    callback_data: LinkPress,
    unused_links: UnusedLinks,
    t: Localization,
    words: str | None = None,
) -> None:
    """`words`: of the toast."""
    links = await unused_links.listed(callback_data.kind)
    await show(query, views.overview(links, callback_data.kind, callback_data.page, t), words)


async def on_revoke_button(
    query: CallbackQuery, callback_data: LinkPress, unused_links: UnusedLinks, t: Localization
) -> None:
    done = await unused_links.revoke(callback_data.link_id, actor_of(query))
    words = views.revoked(t) if done else views.cannot_revoke(t)
    await on_list_button(query, callback_data, unused_links, t, words)
