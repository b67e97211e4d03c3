"""/export and its buttons. Rights are taken from the viewer, never from a button."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.services.viewers import Viewer
from bot.telegram.features.export.callbacks import ExportAction, ExportPress, export_press
from bot.telegram.features.export.making import ExportMaker
from bot.telegram.features.export.view import choice, pick
from bot.telegram.ui.asked_registers import asked_for
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.screen import send
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(show_choice, Command("export"))
    presses = router.callback_query
    presses.register(on_make_button, ExportPress.filter(F.action == ExportAction.MAKE))
    presses.register(on_pick_button, ExportPress.filter(F.action == ExportAction.PICK))
    presses.register(on_choice_button, ExportPress.filter())


async def show_choice(
    message: Message, command: CommandObject, viewer: Viewer, t: Localization
) -> None:
    """For all registers of the chat, or the one that was named."""
    named = viewer.register_named(command.args) if command.args else None
    if command.args and named is None and viewer.registers:
        return await send(message, pick(viewer.registers, export_press(), t, unknown=True))
    press = export_press(named.id) if named else export_press()
    return await send(message, choice(press, viewer.registers, t.timezone, t))


async def on_choice_button(
    query: CallbackQuery, callback_data: ExportPress, viewer: Viewer, t: Localization
) -> None:
    if not asked_for(callback_data.register_id, viewer):
        return await toast(query, out_of_date(t))
    return await show(query, choice(callback_data, viewer.registers, t.timezone, t))


async def on_pick_button(
    query: CallbackQuery, callback_data: ExportPress, viewer: Viewer, t: Localization
) -> None:
    await show(query, pick(viewer.registers, callback_data, t))


async def on_make_button(
    query: CallbackQuery,
    callback_data: ExportPress,
    viewer: Viewer,
    t: Localization,
    export_maker: ExportMaker,
) -> None:
    await export_maker.make(query, callback_data, viewer, t)
