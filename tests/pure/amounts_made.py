"""What hypothesis makes amounts, balances and readings from."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from bot.domain.readings import Balance, Failure, Problem, ProblemKind, Reading, RegisterOutcome
from bot.domain.registers import Register

digits = st.text("0123456789", max_size=30)
exponents = st.sampled_from(["", "e0", "e-6", "E+5", "e-12", "E7", "e12"])


@st.composite
def written_amounts(draw):
    """A plain decimal number as CrystalPAY may write it; within the longest amount."""
    sign = draw(st.sampled_from(["", "-", "+"]))
    integer, fraction = draw(digits), draw(digits)
    point = draw(st.sampled_from(["", "."])) if integer and not fraction else "."
    if not integer and not fraction:
        integer, point = "0", ""
    if not fraction and point == "":
        return sign + integer + draw(exponents)
    return sign + integer + point + fraction + draw(exponents)


amounts = written_amounts().map(Decimal)
accuracies = st.integers(0, 30)

labels = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=64)

# A screen is made of many values: each from a few that differ in what matters, to be quick.
TRICKY_AMOUNTS = tuple(
    Decimal(written)
    for written in (
        *("0", "0.00", "-0.0", "0E-8", "0.0005", "4.0e-6", "100.1", "1234567.5", "-0.05", "-1234"),
        *("1E+5", "312.000000001", "0.000000000000000001", "123456789012.123456789", "9" * 30),
        *("1234567890123.12345", "0." + "1" * 30, "15000"),
    )
)
TRICKY_NAMES = ("Bitcoin", "USDT TRC-20", "N" * 64, "💎" * 64, "<b>A&amp;B</b>", "Б", "5 000.00")

balances = st.builds(
    Balance,
    key=st.just("KEY"),
    name=st.sampled_from(TRICKY_NAMES),
    amount=st.sampled_from(TRICKY_AMOUNTS),
    currency=st.sampled_from(["BTC", "USDT", "RUB", "<b>", "&amp;"]),
    accuracy=st.sampled_from([0, 2, 6, 8, 18, 30]),
)
readings = st.builds(
    Reading,
    as_of=st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    # The longest register: a few rows again and again.
    balances=st.builds(
        lambda rows, times: tuple(rows * times),
        st.lists(balances, max_size=8),
        st.sampled_from([1, 1, 4, 30]),
    ),
)
problems = st.builds(
    Problem,
    kind=st.sampled_from(ProblemKind),
    detail=st.sampled_from(["", "HTTP 502", "<b>no</b> & no", "ы" * 1200]),
)
names = st.sampled_from(TRICKY_NAMES)
outcomes = st.one_of(readings, st.builds(Failure, problems, st.one_of(st.none(), readings)))


@st.composite
def register_outcomes(draw, most=6):
    """Outcomes of registers with ids from 1 on and names of their own."""
    return [
        RegisterOutcome(Register(number, f"{number} {draw(names)}"[:32]), draw(outcomes))
        for number in range(1, 1 + draw(st.integers(0, most)))
    ]
