"""/admins: who the admins are; added by links, removed by buttons."""

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.admins import Admins, CannotRemove
from bot.telegram.features.admins import view as views
from bot.telegram.features.admins.callbacks import AdminAction, AdminPress
from bot.telegram.filters import is_admin_chat
from bot.telegram.identities import actor_of
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.screen import Screen, send
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(show_admins, Command("admins"), is_admin_chat)
    for handler, action in (
        (on_list_button, AdminAction.LIST),
        (on_make_link_button, AdminAction.MAKE_LINK),
        (on_confirm_removal_button, AdminAction.CONFIRM_REMOVAL),
        (on_remove_button, AdminAction.REMOVE),
    ):
        router.callback_query.register(
            handler, AdminPress.filter(F.action == action), is_admin_chat
        )


async def show_admins(message: Message, admins: Admins, t: Localization) -> None:
    await send(message, await _overview(0, admins, t))


async def on_list_button(
    query: CallbackQuery, callback_data: AdminPress, admins: Admins, t: Localization
) -> None:
    await show(query, await _overview(callback_data.page, admins, t))


async def on_make_link_button(
    query: CallbackQuery, bot: Bot, admins: Admins, t: Localization
) -> None:
    made = await admins.new_link(actor_of(query))
    await show(query, views.link((await bot.me()).username or "", made, t))


async def on_confirm_removal_button(
    query: CallbackQuery, callback_data: AdminPress, admins: Admins, t: Localization
) -> None:
    removable = {each.user_id: each for each in await admins.listed() if not each.fixed}
    admin = removable.get(callback_data.user_id)
    if admin is None:
        return await toast(query, out_of_date(t))
    return await show(query, views.ask_to_remove(admin, t, callback_data.page))


async def on_remove_button(
    query: CallbackQuery, callback_data: AdminPress, admins: Admins, t: Localization
) -> None:
    words = None
    try:
        await admins.remove(callback_data.user_id, actor_of(query))
    except CannotRemove:
        words = views.cannot_remove(t)
    await show(query, await _overview(callback_data.page, admins, t), words)


async def _overview(page: int, admins: Admins, t: Localization) -> Screen:
    listed, links = await admins.listed(), await admins.count_unused_links()
    return views.overview(listed, links, t, page)
