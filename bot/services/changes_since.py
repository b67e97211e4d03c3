"""What has changed in registers since a moment at which somebody looked; reads no register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.changes import Change, Gap, compare
from bot.domain.readings import Balance, Reading, RegisterOutcome
from bot.services.history import History
from bot.services.recorder import MIN_GAP, Recorder


@dataclass(frozen=True, slots=True)
class RegisterChanges:
    """`changes`: by key; a balance that came or went while it was empty is none.

    `gaps`: the longer times in which nothing was known.
    """

    changes: Mapping[str, Change]
    gaps: Sequence[Gap]


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """By register id, what has changed since `since` (UTC); those without a change are left out.

    `since` None: there is nothing to compare with.
    """

    since: datetime | None
    registers: Mapping[int, RegisterChanges]

    def of(self, register_id: int) -> Mapping[str, Change]:
        """By key, what has changed in the register."""
        found = self.registers.get(register_id)
        return found.changes if found else {}


NOTHING = ChangesSince(None, {})


class Comparisons:
    """`watched`: registers are read all the time, so a time without readings is worth a word."""

    def __init__(self, history: History, recorder: Recorder, *, watched: bool) -> None:
        self._history = history
        self._recorder = recorder
        self._watched = watched

    async def since(
        self, outcomes: Sequence[RegisterOutcome], moment: datetime | None
    ) -> ChangesSince:
        """Compares the readings that are shown, not newer ones. Raises DatabaseError.

        Most often nothing has changed, and the database is not asked.
        """
        if moment is None:
            return NOTHING
        found = {}
        for each in outcomes:
            if each.reading and self._may_differ(each.register.id, each.reading, moment):
                changes = await self._changes(each.register.id, each.reading, moment)
                if changes:
                    gaps = await self._gaps(each.register.id, moment, each.reading.as_of)
                    found[each.register.id] = RegisterChanges(changes, gaps)
        return ChangesSince(moment, found)

    def _may_differ(self, register_id: int, reading: Reading, moment: datetime) -> bool:
        if reading.as_of <= moment:
            return False
        unchanged = self._recorder.unchanged_since(register_id, reading)
        return unchanged is None or unchanged > moment

    async def _changes(
        self, register_id: int, reading: Reading, moment: datetime
    ) -> dict[str, Change]:
        past = await self._history.at(register_id, moment)
        if past is None:
            return {}
        before = {balance.key: balance for balance in past.reading.balances}
        difference = compare(before, reading)
        changes = [
            _change(register_id, reading, before.get(now.key), now) for now in difference.changed
        ]
        changes += [_change(register_id, reading, before[key], None) for key in difference.gone]
        return {change.key: change for change in changes if change.difference}

    async def _gaps(self, register_id: int, since: datetime, until: datetime) -> Sequence[Gap]:
        """Cut to the time; the last one ended with the reading, if not before."""
        gaps = await self._history.gaps(register_id, since, until)
        cut = [
            replace(gap, began=max(gap.began, since), ended=min(gap.ended or until, until))
            for gap in gaps
            if self._watched or gap.problem
        ]
        return [gap for gap in cut if gap.ended and gap.ended - gap.began >= MIN_GAP]


def _change(
    register_id: int, reading: Reading, before: Balance | None, now: Balance | None
) -> Change:
    """A balance in another currency than before is a new one."""
    described = now or before
    assert described
    same_currency = before and before.currency == described.currency
    return Change(
        at=reading.as_of,
        register_id=register_id,
        key=described.key,
        name=described.name,
        currency=described.currency,
        accuracy=described.accuracy,
        before=before.amount if before and same_currency else None,
        after=now.amount if now else None,
    )
