"""Changes and gaps as lines of at most 80 columns, amounts with their points below each other."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo

import click

from bot.domain.changes import Change, Gap
from bot.presentation.amounts import readable
from bot.presentation.columns import MAX_WIDTH, aligned
from bot.presentation.names import plain

LINE_WIDTH = 80

SHORTEST_LABEL = 8
"""Characters of a longer one that are worth showing beside the amounts."""

CAME, WENT, AT_FIRST, SAME_AMOUNT = "new", "gone", "at first", "same amount"


class HistoryPage:
    """Blocks of lines that follow each other, each day's below its date."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._day: date | None = None

    def lines(self, block: Sequence[Change | Gap]) -> Iterator[str]:
        """The entries of the block in their order."""
        rows = _rows([each for each in block if isinstance(each, Change)], self._zone)
        for each in block:
            moment = each.at if isinstance(each, Change) else each.began
            yield from self._date_of(moment)
            yield next(rows) if isinstance(each, Change) else _gap_line(each, self._zone)

    def _date_of(self, moment: datetime) -> Iterator[str]:
        """Its line, unless it stands above already."""
        day = moment.astimezone(self._zone).date()
        if day != self._day:
            self._day = day
            yield click.style(f"{day}", bold=True)


def _rows(changes: Sequence[Change], zone: tzinfo) -> Iterator[str]:
    steps = _column([_step(each) for each in changes])
    afters = _column([_after(each) for each in changes])
    for change, step, after in zip(changes, steps, afters, strict=True):
        time = f"  {change.at.astimezone(zone):%H:%M:%S}"
        yield _fitted(time, (step, after), _label(change))


def _fitted(time: str, cells: tuple[str, str], label: str) -> str:
    """Digits are never cut: where they leave no room, what they are amounts of stands above."""
    amounts = f"  {cells[0]}  {cells[1]}"
    room = LINE_WIDTH - len(time) - len(amounts) - 2
    if room >= min(len(label), SHORTEST_LABEL):
        return f"{time}{amounts}  {_cut(label, room)}"
    together = len(amounts.rstrip()) <= LINE_WIDTH
    below = amounts.rstrip() if together else f"  {cells[0].strip()}\n  {cells[1].strip()}"
    return f"{time}  {_cut(label, LINE_WIDTH - len(time) - 2)}\n{below}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _step(change: Change) -> str:
    if change.begins_record:
        return AT_FIRST
    if change.before is None:
        return CAME
    if change.after is None:
        return WENT
    if change.before == change.after:
        return SAME_AMOUNT
    amount = readable(change.difference, change.accuracy)
    return f"+{amount}" if change.difference > 0 else amount


def _after(change: Change) -> str:
    return "" if change.after is None else readable(change.after, change.accuracy)


def _column(texts: Sequence[str]) -> list[str]:
    """Amounts aligned, words at their right edge; an amount that is too wide widens nothing."""
    amounts = iter(aligned([text for text in texts if _is_amount(text)]))
    cells = [next(amounts) if _is_amount(text) else text for text in texts]
    width = max((len(cell) for cell in cells if len(cell) <= MAX_WIDTH), default=0)
    return [cell.rjust(width) for cell in cells]


def _is_amount(text: str) -> bool:
    return text[-1:].isdecimal()


def _label(change: Change) -> str:
    name, currency = plain(change.name), plain(change.currency)
    named = name.casefold().startswith(currency.casefold())
    return name if named else f"{currency} · {name}"


def _gap_line(gap: Gap, zone: tzinfo) -> str:
    began = gap.began.astimezone(zone)
    if gap.ended is None:
        return f"  not known since {began:%H:%M}"
    ended = gap.ended.astimezone(zone)
    if ended.date() == began.date():
        return f"  not known {began:%H:%M}–{ended:%H:%M}"
    return f"  not known {began:%H:%M} – {ended:%Y-%m-%d %H:%M}"
