"""What a press on a screen of /total leads to, shown in its message; it decides no rights."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.services.audit import Audit
from bot.services.readings import Freshness
from bot.services.viewer_readings import ViewerReadings
from bot.services.viewers import Viewer
from bot.telegram.features.total.callbacks import TotalPress
from bot.telegram.features.total.view import render, words_after_press
from bot.telegram.ui import toasts as texts
from bot.telegram.ui.asked_registers import asked_for
from bot.telegram.ui.latest_press import LatestPress
from bot.telegram.ui.no_access import refuse_press
from bot.telegram.ui.screen import replace
from bot.telegram.ui.toasts import toast
from bot.translations import Localization


class TotalScreens:
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
        self.latest_toggle = LatestPress[TotalPress]()

    async def turn(
        self,
        query: CallbackQuery,
        press: TotalPress,
        viewer: Viewer,
        t: Localization,
        freshness: Freshness = Freshness.SAME_SCREEN,
    ) -> bool:
        """Show what was read and end the press; whether there was something to show."""
        with self._latest_press.track(query, press) as last_press:
            registers = asked_for(press.register_id, viewer)
            now, outcomes = await self._viewer_readings.read(viewer, registers, freshness)
            here = last_press()
            if not isinstance(here, TotalPress) or here.register_id != press.register_id:
                await toast(query)  # the message shows something else by now
            elif not now.allowed:
                await refuse_press(query, now, t, self._audit)
            elif not outcomes:
                await toast(query, texts.out_of_date(t))
            else:
                assert query.bot
                await replace(query.bot, query, render(outcomes, here, t))
                await toast(query, words_after_press(outcomes, press, t))
                return True
        return False
