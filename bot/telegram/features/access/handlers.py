"""/access: which chat may see what, changed by buttons."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.services.access import Access
from bot.services.viewers import Viewer
from bot.telegram.features.access import view as views
from bot.telegram.features.access.callbacks import AccessAction, AccessPress
from bot.telegram.filters import is_admin_chat
from bot.telegram.identities import actor_of
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.screen import Screen, send
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization


def register(router: Router) -> None:
    router.message.register(show_access, Command("access"), is_admin_chat)
    for handler, action in (
        (on_list_button, AccessAction.LIST),
        (on_open_button, AccessAction.OPEN),
        (on_toggle_button, AccessAction.GIVE),
        (on_toggle_button, AccessAction.TAKE),
        (on_confirm_removal_button, AccessAction.CONFIRM_REMOVAL),
        (on_remove_button, AccessAction.REMOVE),
    ):
        router.callback_query.register(
            handler, AccessPress.filter(F.action == action), is_admin_chat
        )


async def show_access(message: Message, access: Access, t: Localization) -> None:
    await send(message, await _overview(AccessPress(action=AccessAction.LIST), access, t))


async def on_list_button(
    query: CallbackQuery, callback_data: AccessPress, access: Access, t: Localization
) -> None:
    await show(query, await _overview(callback_data, access, t))


async def on_open_button(
    query: CallbackQuery,
    callback_data: AccessPress,
    viewer: Viewer,
    access: Access,
    t: Localization,
) -> None:
    chat = await access.granted_chat(callback_data.chat_id)
    await show(query, views.chat(chat, viewer.registers, callback_data, t))


async def on_toggle_button(
    query: CallbackQuery,
    callback_data: AccessPress,
    viewer: Viewer,
    access: Access,
    t: Localization,
) -> None:
    """Give or take one register, or the grant for all registers."""
    press, by = callback_data, actor_of(query)
    register = viewer.register_with(press.register_id)
    if register is None and press.register_id != ALL_REGISTERS:
        return await toast(query, out_of_date(t))
    if press.action is AccessAction.GIVE:
        await access.allow(press.chat_id, [register] if register else [], by)
    else:
        await access.revoke(press.chat_id, register, by)
    return await on_open_button(query, press, viewer, access, t)


async def on_confirm_removal_button(
    query: CallbackQuery, callback_data: AccessPress, access: Access, t: Localization
) -> None:
    chat = await access.granted_chat(callback_data.chat_id)
    await show(query, views.ask_to_remove(chat, callback_data, t))


async def on_remove_button(
    query: CallbackQuery, callback_data: AccessPress, access: Access, t: Localization
) -> None:
    await access.deny(callback_data.chat_id, by=actor_of(query))
    await show(query, await _overview(callback_data, access, t))


async def _overview(press: AccessPress, access: Access, t: Localization) -> Screen:
    """Page 0 starts at the beginning, any other one at the chat that the button carries."""
    first = press.chat_id if press.page else None
    page = await access.granted_page(first, views.CHATS_PER_PAGE, press.skip)
    is_gone = first and not press.skip and page.chats and page.chats[0].chat_id < first
    return views.overview(page, press.page - bool(is_gone), t)
