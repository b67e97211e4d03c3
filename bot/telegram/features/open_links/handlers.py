"""Links that nobody has used yet, listed and revoked from /access and /admins."""

import asyncio

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from bot.services.open_links import OpenLinks
from bot.telegram.features.open_links import view as views
from bot.telegram.features.open_links.callbacks import LinkPress
from bot.telegram.filters import for_admins
from bot.telegram.identities import actor_of
from bot.telegram.ui.screen import replace
from bot.telegram.ui.toasts import toast
from bot.translations import Localization


def register(router: Router) -> None:
    router.callback_query.register(on_open_links_button, LinkPress.filter(), for_admins)


async def on_open_links_button(
    query: CallbackQuery,
    callback_data: LinkPress,
    bot: Bot,
    open_links: OpenLinks,
    t: Localization,
) -> None:
    press, words = callback_data, None
    if press.action == "revoke":
        done = await open_links.revoke(press.link_id, actor_of(query))
        words = views.revoked(t) if done else views.cannot_revoke(t)
    links = await open_links.listed(press.kind)
    screen = views.overview(links, press.kind, press.page, t)
    await asyncio.gather(replace(bot, query, screen), toast(query, words))
