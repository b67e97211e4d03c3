"""What a press or a command of /history leads to; sends nothing and decides no rights."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.registers import Register
from bot.services.balance_series import BalanceSeries
from bot.services.history import History
from bot.services.viewers import Viewer
from bot.telegram.features.balance.callbacks import balance_press
from bot.telegram.features.history.callbacks import HistoryPress, Period, View
from bot.telegram.features.history.chart_view import chart_data, chart_text, no_history
from bot.telegram.features.history.charts import draw_chart
from bot.telegram.features.history.keyboard import Ways, chart_keyboard, list_keyboard, to
from bot.telegram.features.history.list_view import ChangeList, list_text
from bot.telegram.features.history.picker import pick_register, pick_subject
from bot.telegram.features.history.subjects import (
    Subject,
    default_subject,
    subject_at,
    subject_label,
    subjects,
)
from bot.telegram.ui.keyboards import keyboard
from bot.telegram.ui.navigation import balance_button
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

CHANGES_PER_PAGE, CHANGES_OF_SEVERAL_PER_PAGE = 8, 6
"""Those of several balances have two lines each."""

LATEST = 50
"""Changes among which the balance that changed last is looked for: many may come or go empty."""

DRAWN_AT_ONCE = 2
"""Charts in the whole process: each takes memory, and all share one interpreter."""

LENGTHS = {
    Period.DAY: timedelta(days=1),
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=30),
}


class HistoryScreens:
    """Each from the record as it is then; none is kept."""

    def __init__(self, history: History, balance_series: BalanceSeries) -> None:
        self._history = history
        self._series = balance_series
        self._drawing = asyncio.Semaphore(DRAWN_AT_ONCE)

    async def screen(
        self,
        here: HistoryPress,
        register: Register | None,
        viewer: Viewer,
        t: Localization,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> Screen | None:
        """None if it is not wanted any more when its turn to be drawn comes."""
        if register is None or here.view is View.REGISTERS:
            return pick_register(viewer.registers, here, t)
        choices = await self.subjects(register)
        subject = await self._chosen(here, register, choices)
        if subject is None:
            back = balance_button(balance_press(viewer.hide_empty, register.id), t)
            return Screen(no_history(register, t), keyboard([[back]]))
        here = _resolved(here, subject, viewer)
        several_registers = len(viewer.registers) > 1
        if here.view is View.SUBJECTS:
            return pick_subject(choices, here, t, other_registers=several_registers)
        ways = Ways(
            choices=len(choices) > 1 or several_registers,
            balance=balance_press(viewer.hide_empty, register.id),
        )
        if here.view is View.CHART:
            return await self._chart(here, register, subject, ways, t, is_wanted)
        return await self._list(here, register, choices, subject, ways, t)

    async def subjects(self, register: Register) -> Sequence[Subject]:
        return subjects(await self._history.methods(register.id))

    async def _chosen(
        self, here: HistoryPress, register: Register, choices: Sequence[Subject]
    ) -> Subject | None:
        if chosen := subject_at(choices, here.subject, here.whole):
            return chosen
        newest = await self._history.newest(register.id, None, 0, LATEST)
        keys = [c.key for c in newest.changes if c.difference and not c.begins_record]
        return default_subject(choices, keys[0] if keys else None)

    async def _chart(
        self,
        here: HistoryPress,
        register: Register,
        subject: Subject,
        ways: Ways,
        t: Localization,
        is_wanted: Callable[[], bool],
    ) -> Screen | None:
        async with self._drawing:
            if not is_wanted():
                return None
            now = datetime.now(UTC)
            since = now - LENGTHS[here.period] if here.period in LENGTHS else None
            keys = await self._keys(register, subject)
            series = await self._series.read(register.id, keys, subject.currency, since, now)
            if series is None:
                return Screen(no_history(register, t))
            data = chart_data(register, subject, series)
            picture = await draw_chart(data, t, dark=bool(here.dark))
        return Screen(
            chart_text(register, subject, series, t), chart_keyboard(here, ways, t), picture
        )

    async def _list(
        self,
        here: HistoryPress,
        register: Register,
        choices: Sequence[Subject],
        subject: Subject,
        ways: Ways,
        t: Localization,
    ) -> Screen:
        everything = here.view is View.LIST_ALL
        keys = None if everything else await self._keys(register, subject)
        several = everything or subject.whole
        per_page = CHANGES_OF_SEVERAL_PER_PAGE if several else CHANGES_PER_PAGE
        found = await self._changes(register, keys, here.page, per_page)
        if not found.changes and here.page:
            here = to(here)
            found = await self._changes(register, keys, 0, per_page)
        label = subject_label(subject, t)
        names = {each.key: each.label for each in choices if not each.whole}
        text = list_text(
            register,
            t.gettext("all balances") if everything else label,
            names if several else {},
            found,
            t,
        )
        return Screen(text, list_keyboard(here, label, found.has_older, ways, t))

    async def _keys(self, register: Register, subject: Subject) -> Sequence[str]:
        if not subject.whole:
            return [subject.key]
        return await self._series.keys_with(register.id, subject.currency)

    async def _changes(
        self, register: Register, keys: Sequence[str] | None, number: int, per_page: int
    ) -> ChangeList:
        """What the record begins with is no change."""
        page = await self._history.newest(register.id, keys, number, per_page)
        changes = [each for each in page.changes if not each.begins_record]
        has_older = page.has_older and len(changes) == len(page.changes)
        if has_older:
            after = (number + 1) * per_page
            following = await self._history.newest(register.id, keys, after, 1)
            has_older = any(not each.begins_record for each in following.changes)
        began = await self._history.began(register.id)
        assert began  # it has balances
        return ChangeList(changes, has_older, began)


def _resolved(here: HistoryPress, subject: Subject, viewer: Viewer) -> HistoryPress:
    """With everything that the buttons below the screen must keep."""
    dark = viewer.dark_charts if here.dark is None else here.dark
    return here.model_copy(update={"subject": subject.place, "whole": subject.whole, "dark": dark})
