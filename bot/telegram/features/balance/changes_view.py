"""The lines below the balances that say since when changes are shown; pure."""

from collections.abc import Iterator, Sequence

from bot.domain.readings import RegisterOutcome
from bot.services.changes_since import ChangesSince
from bot.telegram.ui.html import escape
from bot.telegram.ui.relative_time import clock_time
from bot.translations import Localization

MAX_GAPS = 3
"""Of each register; that there are more is only hinted at."""


def changes_below(
    outcomes: Sequence[RegisterOutcome], changes: ChangesSince, t: Localization
) -> Iterator[str]:
    """Since when, once, and when nothing was known in between; nothing if nothing has changed."""
    if changes.since is None or not changes.registers:
        return
    since = clock_time(changes.since, t)
    yield t.gettext("± Changes since {time}").format(time=since)
    for each in outcomes:
        found = changes.registers.get(each.register.id)
        if found and found.gaps:
            gaps = [
                f"{clock_time(g.began, t)}–{clock_time(g.ended, t)}" for g in found.gaps if g.ended
            ]
            yield _not_known(each.register.name, gaps, several=len(outcomes) > 1, t=t)


def _not_known(name: str, gaps: Sequence[str], *, several: bool, t: Localization) -> str:
    shown = "; ".join(gaps[:MAX_GAPS]) + ("; …" if len(gaps) > MAX_GAPS else "")
    if several:
        words = t.gettext("{register}: not known {times}")
        return words.format(register=escape(name), times=shown)
    return t.gettext("Not known {times}").format(times=shown)
