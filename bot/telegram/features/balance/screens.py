"""What a press on a balance screen leads to, shown in its message; it decides no rights."""

import asyncio

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.services.audit import Audit
from bot.services.readings import Freshness
from bot.services.viewer_readings import ViewerReadings
from bot.services.viewers import Viewer
from bot.telegram.features.balance.callbacks import Action, BalancePress, PickPress
from bot.telegram.features.balance.picker import pick_register
from bot.telegram.features.balance.view import render
from bot.telegram.ui import toasts as texts
from bot.telegram.ui.asked_registers import asked_for
from bot.telegram.ui.callbacks import unpack_moment
from bot.telegram.ui.latest_press import LatestPress
from bot.telegram.ui.no_access import refuse_press
from bot.telegram.ui.refresh_words import words_after_refresh
from bot.telegram.ui.screen import replace
from bot.telegram.ui.toasts import toast
from bot.translations import Localization


class BalanceScreens:
    """Of the presses on one message that are being answered, the last decides what is shown."""

    def __init__(
        self,
        viewer_readings: ViewerReadings,
        audit: Audit,
        latest_press: LatestPress[CallbackData],
    ) -> None:
        """`latest_press`: shared with the other screens that a message may show meanwhile."""
        self._viewer_readings = viewer_readings
        self._audit = audit
        self._latest_press = latest_press
        self.latest_toggle = LatestPress[BalancePress]()

    async def turn(
        self,
        query: CallbackQuery,
        press: BalancePress,
        viewer: Viewer,
        t: Localization,
        freshness: Freshness = Freshness.SAME_SCREEN,
        words: str | None = None,
    ) -> bool:
        """Show what was read and end the press; whether there was something to show.

        `words`: of the toast; a refresh has its own.
        """
        with self._latest_press.track(query, press) as last_press:
            registers = asked_for(press.register_id, viewer)
            now, outcomes = await self._viewer_readings.read(viewer, registers, freshness)
            here = last_press()
            if not isinstance(here, BalancePress) or here.register_id != press.register_id:
                await toast(query)  # the message shows something else by now
            elif not now.allowed:
                await refuse_press(query, now, t, self._audit)
            elif not outcomes:
                await toast(query, texts.out_of_date(t))
            else:
                if press.action is Action.REFRESH:
                    words = words_after_refresh(outcomes, press.seen, t)
                since = unpack_moment(here.since)
                changes = await self._viewer_readings.changes(now, outcomes, since)
                screen = render(outcomes, changes, here, now.registers, t)
                assert query.bot
                await replace(query.bot, query, screen)  # first: this is what she waits for
                await toast(query, words)
                return True
        return False

    async def offer_registers(
        self, query: CallbackQuery, press: PickPress, viewer: Viewer, t: Localization
    ) -> None:
        """All registers of the chat on buttons; nothing is read."""
        with self._latest_press.track(query, press):
            screen = pick_register(viewer.registers, press, t)
            assert query.bot
            await asyncio.gather(replace(query.bot, query, screen), toast(query))
