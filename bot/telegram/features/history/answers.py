"""Shows what a command or a press of /history leads to; of presses on a message, the last wins."""

import asyncio
import logging

from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bot.domain.registers import Register
from bot.presentation.problems import describe
from bot.services.audit import Audit
from bot.services.readings import Freshness
from bot.services.viewer_readings import RIGHTS_LIFETIME_SECONDS, ViewerReadings
from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.history.callbacks import Action, HistoryPress, View
from bot.telegram.features.history.picker import pick_register, register_choice
from bot.telegram.features.history.screens import HistoryScreens
from bot.telegram.ui.latest_press import LatestPress
from bot.telegram.ui.no_access import refuse_message, refuse_press
from bot.telegram.ui.screen import (
    Screen,
    has_picture,
    replace,
    replace_buttons,
    replace_caption,
    send,
)
from bot.telegram.ui.toasts import out_of_date, toast
from bot.telegram.ui.typing import typing
from bot.translations import Localization

log = logging.getLogger(__name__)


class HistoryAnswers:
    """Rights are looked up again if a chart took longer than they are relied on."""

    def __init__(
        self,
        screens: HistoryScreens,
        viewer_readings: ViewerReadings,
        viewers: Viewers,
        audit: Audit,
        latest_press: LatestPress[CallbackData],
    ) -> None:
        """`latest_press`: shared with the other screens that a message may show meanwhile."""
        self.screens = screens
        self._viewer_readings = viewer_readings
        self._viewers = viewers
        self._audit = audit
        self._latest_press = latest_press

    async def send(
        self,
        message: Message,
        here: HistoryPress,
        register: Register,
        viewer: Viewer,
        t: Localization,
    ) -> bool:
        """As a new message; whether the chat may see it."""
        assert message.bot
        began = _now()
        async with typing(message.bot, message, ChatAction.UPLOAD_PHOTO):
            screen = await self.screens.screen(here, register, viewer, t)
        now = await self._later(viewer, began)
        if not now.allowed:
            await refuse_message(message, t, self._audit)
            return False
        if screen is None or not now.register_with(register.id):
            await send(message, pick_register(now.registers, register_choice(), t, unknown=True))
            return False
        await _send(message, screen)
        return True

    async def turn(
        self, query: CallbackQuery, press: HistoryPress, viewer: Viewer, t: Localization
    ) -> bool:
        """Show it in place of the button's message and end the press; whether it may be seen."""
        began = _now()
        with self._latest_press.track(query, press) as last_press:
            viewer, words = await self._refreshed(press, viewer, t)
            screen = None
            if _may_see(viewer, press):
                register = viewer.register_with(press.register_id)
                screen = await self.screens.screen(
                    press, register, viewer, t, lambda: last_press() is press
                )
            viewer = await self._later(viewer, began)
            if not viewer.allowed:
                await refuse_press(query, viewer, t, self._audit)
            elif not _may_see(viewer, press):
                await toast(query, out_of_date(t))
            else:
                if screen and last_press() is press:
                    await _show(query, press.view, screen)
                await toast(query, words)
                return True
        return False

    async def _refreshed(
        self, press: HistoryPress, viewer: Viewer, t: Localization
    ) -> tuple[Viewer, str | None]:
        """The chat as it is once CrystalPAY was asked, if it is to be, and what to say then."""
        register = viewer.register_with(press.register_id)
        if press.action is not Action.REFRESH or register is None:
            return viewer, None
        viewer, outcomes = await self._viewer_readings.read(viewer, [register], Freshness.FORCE)
        problems = [each.problem for each in outcomes if each.problem]
        return viewer, describe(problems[0], t) if problems else t.gettext("Updated")

    async def _later(self, viewer: Viewer, began: float) -> Viewer:
        if _now() - began < RIGHTS_LIFETIME_SECONDS:
            return viewer
        return await self._viewers.get(viewer.chat_id)


async def _send(message: Message, screen: Screen) -> None:
    try:
        await send(message, screen)
    except TelegramBadRequest as error:
        await send(message, _without_picture(screen, error))


def _may_see(viewer: Viewer, press: HistoryPress) -> bool:
    chooses = press.view is View.REGISTERS and bool(viewer.registers)
    return chooses or viewer.register_with(press.register_id) is not None


async def _show(query: CallbackQuery, view: View, screen: Screen) -> None:
    """Choices take the place of the buttons and lists that of the caption: the picture stays."""
    bot = query.bot
    assert bot
    if not has_picture(query) or view is View.CHART:
        try:
            await replace(bot, query, screen)
        except TelegramBadRequest as error:
            await replace(bot, query, _without_picture(screen, error))
    elif view in (View.LIST, View.LIST_ALL):
        await replace_caption(bot, query, screen)
    else:
        await replace_buttons(bot, query, screen.keyboard)


def _without_picture(screen: Screen, error: TelegramBadRequest) -> Screen:
    """For chats in which pictures are forbidden. Raises the error if there was none."""
    if screen.picture is None:
        raise error
    log.info("A chart is sent without its picture: %s", error.message)
    return Screen(screen.text, screen.keyboard)


def _now() -> float:
    return asyncio.get_running_loop().time()
