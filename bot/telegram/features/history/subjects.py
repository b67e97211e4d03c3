"""What a chart can be about: a balance of a register, or all of one currency added up; pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.readings import Balance
from bot.presentation.labels import NO_BREAK_HYPHEN, labels
from bot.translations import Localization


@dataclass(frozen=True, slots=True)
class Subject:
    """`place`: of the balance, or of the first one of the currency if it is `whole`.

    `names`: by which it can be asked for.
    """

    place: int
    whole: bool
    label: str
    key: str
    currency: str
    accuracy: int
    is_empty: bool
    names: tuple[str, ...]


def subjects(balances: Sequence[Balance]) -> Sequence[Subject]:
    """Those of a register, whose balances of all times are given in the record's order.

    A currency of several balances stands before the first of them.
    """
    times = Counter(each.currency for each in balances)
    found: list[Subject] = []
    for place, (balance, label) in enumerate(zip(balances, labels(balances), strict=True)):
        same = [each for each in balances if each.currency == balance.currency]
        if times[balance.currency] > 1 and same[0] is balance:
            found.append(_whole(place, same))
        alone = [balance.currency] if times[balance.currency] == 1 else []
        found.append(_subject(place, balance, label, [balance.name, balance.key, *alone]))
    return found


def subject_label(subject: Subject, t: Localization) -> str:
    if subject.whole:
        return t.gettext("{currency} · all").format(currency=subject.label)
    return subject.label


def subject_at(choices: Sequence[Subject], place: int | None, whole: bool) -> Subject | None:
    """None if there is no such balance; a currency that has only one left is that one."""
    there = [each for each in choices if each.place == place]
    return next((each for each in there if each.whole == whole), there[0] if there else None)


def subject_named(choices: Sequence[Subject], words: str) -> Subject | None:
    """The one that is called so; else the only one whose name begins so. Case does not matter."""
    wanted = _loose(words)
    exact = [each for each in choices if wanted in map(_loose, each.names)]
    near = [each for each in choices if any(_loose(n).startswith(wanted) for n in each.names)]
    return exact[0] if exact else near[0] if len(near) == 1 else None


def default_subject(choices: Sequence[Subject], newest: str | None) -> Subject | None:
    """The balance with the key `newest`, else the first that is not empty, else the first."""
    single = [each for each in choices if not each.whole]
    by_key = [each for each in single if each.key == newest]
    filled = [each for each in single if not each.is_empty]
    return next(iter((*by_key, *filled, *single)), None)


def _subject(place: int, balance: Balance, label: str, names: Sequence[str]) -> Subject:
    return Subject(
        place=place,
        whole=False,
        label=label,
        key=balance.key,
        currency=balance.currency,
        accuracy=balance.accuracy,
        is_empty=balance.is_empty,
        names=(label, *names),
    )


def _whole(place: int, same: Sequence[Balance]) -> Subject:
    currency = same[0].currency
    return Subject(
        place=place,
        whole=True,
        label=currency,
        key=same[0].key,
        currency=currency,
        accuracy=max(each.accuracy for each in same),
        is_empty=all(each.is_empty for each in same),
        names=(currency,),
    )


def _loose(name: str) -> str:
    return name.replace(NO_BREAK_HYPHEN, "-").strip().casefold()
