"""/balance at a moment of the past, and the buttons below it. Rights are taken from the viewer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.domain.registers import Register
from bot.presentation.moments import BadMoment, ParsedMoment
from bot.services.audit import Audit
from bot.services.history import History
from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.balance.past_callbacks import PastPress
from bot.telegram.features.balance.past_request import PastRequest, parse_request
from bot.telegram.features.balance.past_view import PastBalances, bad_moment, past_screen
from bot.telegram.filters import has_access, not_in_channels
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.press_answer import show
from bot.telegram.ui.screen import send
from bot.telegram.ui.toasts import out_of_date, toast
from bot.translations import Localization


def register(router: Router) -> None:
    for posts in (router.message, router.channel_post):
        posts.register(show_past_balance, Command("balance"), has_access, asks_about_the_past)
    router.callback_query.register(on_past_button, PastPress.filter(), has_access)


async def asks_about_now(
    _: Message, command: CommandObject, viewer: Viewer, t: Localization
) -> bool | dict[str, Any]:
    """Also what names nothing that is known. Of «Shop today» the handler is given «Shop»."""
    asked = _asked(command, viewer, t)
    if asked is None:
        return True
    if isinstance(asked.moment, ParsedMoment) and asked.moment.is_now:
        name = asked.register.name if asked.register else None
        return {"command": replace(command, args=name)}
    return False


async def asks_about_the_past(
    _: Message, command: CommandObject, viewer: Viewer, t: Localization
) -> bool | dict[str, Any]:
    """Also what is a date of no past; gives the handler what was `asked`."""
    asked = _asked(command, viewer, t)
    return {"asked": asked} if asked else False


async def show_past_balance(
    message: Message,
    asked: PastRequest,
    viewer: Viewer,
    t: Localization,
    history: History,
    audit: Audit,
) -> None:
    if isinstance(asked.moment, BadMoment):
        return await send(message, bad_moment(asked.moment, t))
    here = PastPress(
        at=int(asked.moment.at.timestamp()),
        register_id=asked.register.id if asked.register else ALL_REGISTERS,
        hide_empty=viewer.hide_empty,
        day_month=asked.moment.read_as_day_month,
    )
    found = await _balances(_registers(here, viewer), here, history)
    await send(message, past_screen(found, here, t))
    return audit.count_view(viewer.chat_id)


async def on_past_button(
    query: CallbackQuery,
    callback_data: PastPress,
    viewer: Viewer,
    t: Localization,
    history: History,
    viewers: Viewers,
) -> None:
    """Another page, or with or without empty balances, which is remembered as on today's screen."""
    registers = _registers(callback_data, viewer)
    if not registers:
        await toast(query, out_of_date(t))
        return
    found = await _balances(registers, callback_data, history)
    await show(query, past_screen(found, callback_data, t))
    if callback_data.toggles and await not_in_channels(query):  # anyone may press in those
        await viewers.set_hide_empty(viewer.chat_id, callback_data.hide_empty)


def _asked(command: CommandObject, viewer: Viewer, t: Localization) -> PastRequest | None:
    if not command.args:
        return None
    return parse_request(command.args, viewer, datetime.now(UTC), t.timezone)


def _registers(here: PastPress, viewer: Viewer) -> Sequence[Register]:
    """What is asked for, as far as the chat may see it now."""
    if here.register_id == ALL_REGISTERS:
        return viewer.registers
    register = viewer.register_with(here.register_id)
    return [register] if register else []


async def _balances(
    registers: Sequence[Register], here: PastPress, history: History
) -> Sequence[PastBalances]:
    return [await _balances_of(each, here.moment, history) for each in registers]


async def _balances_of(register: Register, moment: datetime, history: History) -> PastBalances:
    known = await history.at(register.id, moment)
    if known:
        return PastBalances(register, known)
    return PastBalances(register, None, await history.began(register.id))
