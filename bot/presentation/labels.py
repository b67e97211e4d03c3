"""What stands beside an amount: currency and name, neither said twice; pure, not escaped."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from bot.domain.readings import Balance

NO_BREAK_HYPHEN = "\u2011"

_IN_PARENTHESIS = re.compile(r"(\S.*?) \(([^()]+)\)")

_Named = tuple[str, str]  # name and currency


def labels(balances: Sequence[Balance]) -> Sequence[str]:
    """One for each balance of a register, which must be given whole: hidden ones count too.

    - A name that is the currency, or begins with it, stands alone: «DASH», «USDT TRC-20».
    - A parenthesis at the end of a name is left out when it repeats the currency: it is the code,
      or the name of the register's plain balance in that currency. «Crypto Bot (Bitcoin)» in BTC
      becomes «BTC · Crypto Bot» where there is a «Bitcoin» in BTC.
    - Labels that would read the same keep currency and whole name.
    """
    return _labels(tuple((each.name, each.currency) for each in balances))


def label_of(name: str, currency: str) -> str:
    """Of one balance alone."""
    return _short(name, currency).replace("-", NO_BREAK_HYPHEN)


@lru_cache(maxsize=256)
def _labels(balances: tuple[_Named, ...]) -> Sequence[str]:
    """Kept because CrystalPAY gives a register the same names each time."""
    known = frozenset((name.casefold(), currency) for name, currency in balances)
    short = [_short(_shortened(name, currency, known), currency) for name, currency in balances]
    times = Counter(label.casefold() for label in short)
    return tuple(
        (label if times[label.casefold()] == 1 else _long(*named)).replace("-", NO_BREAK_HYPHEN)
        for label, named in zip(short, balances, strict=True)
    )


def _shortened(name: str, currency: str, known: frozenset[_Named]) -> str:
    if not (match := _IN_PARENTHESIS.fullmatch(name)):
        return name
    rest, inside = match.groups()
    repeats = inside.casefold() == currency.casefold() or (inside.casefold(), currency) in known
    return rest if repeats else name


def _short(name: str, currency: str) -> str:
    if name.casefold() == currency.casefold():
        return currency
    begins = name.casefold().startswith(currency.casefold())
    if begins and not name[len(currency)].isalnum():
        return name
    return _long(name, currency)


def _long(name: str, currency: str) -> str:
    return f"{currency} · {name}"
