"""Shows what a command or a press of /history leads to; of presses on a message, the last wins."""

import asyncio
import logging

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, Message

from bot.domain.registers import Register
from bot.services.audit import Audit
from bot.services.viewer_readings import RIGHTS_LIFETIME_SECONDS
from bot.services.viewers import Viewer, Viewers
from bot.telegram.features.history.callbacks import HistoryPress, View
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

    def __init__(self, screens: HistoryScreens, viewers: Viewers, audit: Audit) -> None:
        self.screens = screens
        self._viewers = viewers
        self._audit = audit
        self._latest_press = LatestPress[HistoryPress]()

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
        if not (screen and now.register_with(register.id)):
            await refuse_message(message, t, self._audit)
            return False
        try:
            await send(message, screen)
        except TelegramBadRequest as error:
            await send(message, _without_picture(screen, error))
        return True

    async def turn(
        self,
        query: CallbackQuery,
        press: HistoryPress,
        viewer: Viewer,
        t: Localization,
        words: str | None = None,
    ) -> None:
        """Show it in place of the pressed button's message and end the press, with `words`."""
        register = viewer.register_with(press.register_id)
        if register is None and not (press.view is View.REGISTERS and viewer.registers):
            return await toast(query, out_of_date(t))
        began = _now()
        with self._latest_press.track(query, press) as last_press:
            screen = await self.screens.screen(
                press, register, viewer, t, lambda: last_press() is press
            )
            now = await self._later(viewer, began)
            if not now.allowed:
                return await refuse_press(query, now, t, self._audit)
            if register and not now.register_with(register.id):
                return await toast(query, out_of_date(t))
            if screen and last_press() is press:
                assert query.bot
                await _show(query.bot, query, press.view, screen)
        return await toast(query, words)

    async def _later(self, viewer: Viewer, began: float) -> Viewer:
        if _now() - began < RIGHTS_LIFETIME_SECONDS:
            return viewer
        return await self._viewers.get(viewer.chat_id)


async def _show(bot: Bot, query: CallbackQuery, view: View, screen: Screen) -> None:
    """Choices take the place of the buttons and lists that of the caption: the picture stays."""
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
