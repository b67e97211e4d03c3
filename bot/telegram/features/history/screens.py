"""What a press or a command of /history leads to; sends nothing and decides no rights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.registers import Register
from bot.services.balance_series import BalanceSeries, Series
from bot.services.history import History
from bot.services.viewers import Viewer
from bot.telegram.features.balance.callbacks import balance_press
from bot.telegram.features.history.callbacks import HistoryPress, Period, View
from bot.telegram.features.history.chart_view import chart_data, chart_text, no_history_yet
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
from bot.telegram.features.history.turns import DrawingTurns
from bot.telegram.ui.screen import Screen
from bot.translations import Localization

CHANGES_PER_PAGE, CHANGES_OF_SEVERAL_PER_PAGE = 8, 6
"""Those of several balances have two lines each."""

LATEST = 50
"""Changes among which the balance that changed last is looked for: many may come or go empty."""

LENGTHS = {
    Period.DAY: timedelta(days=1),
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=30),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a screen is about; `here` has no default left."""

    chat_id: int
    here: HistoryPress
    register: Register
    choices: Sequence[Subject]
    subject: Subject
    ways: Ways


class HistoryScreens:
    """Each from the record as it is then; none is kept."""

    def __init__(self, history: History, balance_series: BalanceSeries) -> None:
        self._history = history
        self._series = balance_series
        self._turns = DrawingTurns()

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
        asked = await self._asked(here, register, viewer)
        if asked is None:
            return no_history_yet(register, balance_press(viewer.hide_empty, register.id), t)
        if here.view is View.SUBJECTS:
            several = len(viewer.registers) > 1
            return pick_subject(asked.choices, asked.here, t, other_registers=several)
        if here.view is View.CHART:
            return await self._chart(asked, t, is_wanted)
        return await self._list(asked, t)

    async def subjects(self, register: Register) -> Sequence[Subject]:
        return subjects(await self._history.methods(register.id))

    async def _asked(self, here: HistoryPress, register: Register, viewer: Viewer) -> _Asked | None:
        """None: the register has no history yet."""
        choices = await self.subjects(register)
        subject = subject_at(choices, here.subject, here.whole)
        subject = subject or default_subject(choices, await self._changed_last(register))
        if subject is None:
            return None
        ways = Ways(
            choices=len(choices) > 1 or len(viewer.registers) > 1,
            balance=balance_press(viewer.hide_empty, register.id),
        )
        dark = viewer.dark_charts if here.dark is None else here.dark
        resolved = {"subject": subject.place, "whole": subject.whole, "dark": dark}
        here = here.model_copy(update=resolved)
        return _Asked(viewer.chat_id, here, register, choices, subject, ways)

    async def _changed_last(self, register: Register) -> str | None:
        """The key of the balance; None if that was none of the latest changes."""
        newest = await self._history.newest(register.id, None, 0, LATEST)
        keys = [c.key for c in newest.changes if c.difference and not c.begins_record]
        return keys[0] if keys else None

    async def _chart(
        self, asked: _Asked, t: Localization, is_wanted: Callable[[], bool]
    ) -> Screen | None:
        register, subject = asked.register, asked.subject
        keyboard = chart_keyboard(asked.here, asked.ways, t)
        async with self._turns.turn(asked.chat_id):
            if not is_wanted():
                return None
            series = await self._read(asked)
            if series is None:
                return no_history_yet(register, asked.ways.balance, t)
            data = chart_data(register, subject, series)
            picture = await draw_chart(data, t, dark=bool(asked.here.dark))
        return Screen(chart_text(register, subject, series, t), keyboard, picture)

    async def _read(self, asked: _Asked) -> Series | None:
        now = datetime.now(UTC)
        period = asked.here.period
        since = now - LENGTHS[period] if period in LENGTHS else None
        keys, currency = await self._keys(asked), asked.subject.currency
        return await self._series.read(asked.register.id, keys, currency, since, now)

    async def _list(self, asked: _Asked, t: Localization) -> Screen:
        everything = asked.here.view is View.LIST_ALL
        keys = None if everything else await self._keys(asked)
        several = everything or asked.subject.whole
        per_page = CHANGES_OF_SEVERAL_PER_PAGE if several else CHANGES_PER_PAGE
        here, found = (
            asked.here,
            await self._changes(asked.register, keys, asked.here.page, per_page),
        )
        if not found.changes and here.page:
            here, found = to(here), await self._changes(asked.register, keys, 0, per_page)
        label = subject_label(asked.subject, t)
        names = {each.key: each.label for each in asked.choices if not each.whole and several}
        about = t.gettext("all balances") if everything else label
        text = list_text(asked.register, about, names, found, t)
        return Screen(text, list_keyboard(here, label, found.has_older, asked.ways, t))

    async def _keys(self, asked: _Asked) -> Sequence[str]:
        if not asked.subject.whole:
            return [asked.subject.key]
        return await self._series.keys_with(asked.register.id, asked.subject.currency)

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
