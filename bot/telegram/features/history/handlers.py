"""/history and the buttons below it. Rights are taken from the viewer, never from a button."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.services.audit import Audit
from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.history.answers import HistoryAnswers
from bot.telegram.features.history.callbacks import Action, HistoryPress, history_press
from bot.telegram.features.history.picker import no_such_subject, pick_register, register_choice
from bot.telegram.features.history.request import parse_request
from bot.telegram.features.history.subjects import subject_named
from bot.telegram.filters import has_access, not_in_channels
from bot.telegram.ui.screen import send
from bot.translations import Localization


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(show_history, Command("history"), has_access)
    presses = router.callback_query
    presses.register(on_theme_button, HistoryPress.filter(F.action == Action.THEME), has_access)
    presses.register(on_look_button, HistoryPress.filter(), has_access)


async def show_history(
    message: Message,
    command: CommandObject,
    viewer: Viewer,
    t: Localization,
    history_answers: HistoryAnswers,
    audit: Audit,
) -> None:
    """The chart of the register and balance that were named; what is missing is asked for."""
    asked = parse_request(command.args, viewer.registers)
    if asked.register is None:
        choice = register_choice()
        unknown = bool(asked.balance)
        return await send(message, pick_register(viewer.registers, choice, t, unknown=unknown))
    here = history_press(asked.register.id)
    if asked.balance:
        choices = await history_answers.screens.subjects(asked.register)
        named = subject_named(choices, asked.balance)
        if choices and named is None:
            return await send(message, no_such_subject(choices, asked.register, here, t))
        if named:
            here = here.model_copy(update={"subject": named.place, "whole": named.whole})
    if await history_answers.send(message, here, asked.register, viewer, t):
        audit.count_view(viewer.chat_id)
    return None


async def on_look_button(
    query: CallbackQuery,
    callback_data: HistoryPress,
    viewer: Viewer,
    t: Localization,
    history_answers: HistoryAnswers,
    audit: Audit,
) -> None:
    """Another balance, period or page, the list or the chart, or the same with what is new."""
    shown = await history_answers.turn(query, callback_data, viewer, t)
    if shown and callback_data.action is Action.REFRESH:
        audit.count_view(viewer.chat_id)


async def on_theme_button(
    query: CallbackQuery,
    callback_data: HistoryPress,
    viewer: Viewer,
    t: Localization,
    history_answers: HistoryAnswers,
    viewers: Viewers,
) -> None:
    chooses = viewer.register_with(callback_data.register_id) and await not_in_channels(query)
    if chooses:  # anyone may press in a channel, so a press there is nobody's choice for the chat
        await viewers.set_dark_charts(viewer.chat_id, bool(callback_data.dark))
    await history_answers.turn(query, callback_data, viewer, t)
