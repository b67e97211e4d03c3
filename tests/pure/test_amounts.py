"""Amounts lose nothing on their way from text to text, and nothing but numbers is one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure.amounts_made import accuracies, written_amounts

from bot.domain.amounts import MAX_AMOUNT_DIGITS, parse_amount
from bot.presentation.amounts import MINUS, NARROW_NO_BREAK_SPACE, exact, readable


def read_back(shown):
    return Decimal(shown.replace(NARROW_NO_BREAK_SPACE, "").replace(MINUS, "-"))


@pytest.mark.parametrize(
    ("written", "accuracy", "shown"),
    [
        ("0.0005", 8, "0.00050000"),
        ("100.1", 6, "100.100000"),
        ("1234567.5", 2, "1\u202f234\u202f567.50"),
        ("0.00000309", 8, "0.00000309"),
        ("0.000003091", 8, "0.000003091"),
        ("4.0e-6", 8, "0.00000400"),
        ("1E+5", 0, "100\u202f000"),
        ("0", 0, "0"),
        ("-0.00", 2, "0.00"),
        ("-0.05", 2, "\u22120.05"),
        ("-1234", 2, "\u22121\u202f234.00"),
        ("999", 0, "999"),
        ("0E+5", 2, "0.00"),
        ("007", 0, "7"),
    ],
)
def test_an_amount_is_shown_like_this(written, accuracy, shown):
    assert readable(parse_amount(written), accuracy) == shown


@given(written_amounts(), accuracies)
def test_what_is_shown_is_what_was_written(written, accuracy):
    amount = parse_amount(written)
    assert amount == Decimal(written)
    assert read_back(readable(amount, accuracy)) == Decimal(written)
    assert Decimal(exact(amount, accuracy)) == Decimal(written)


@given(written_amounts(), accuracies)
def test_an_amount_has_at_least_the_digits_of_its_accuracy_and_no_exponent(written, accuracy):
    for shown in (
        readable(parse_amount(written), accuracy),
        exact(parse_amount(written), accuracy),
    ):
        integer, point, fraction = shown.partition(".")
        assert integer.strip("-" + MINUS)
        assert len(fraction) >= accuracy
        assert bool(point) == bool(fraction)
        assert "e" not in shown.lower()


@given(written_amounts(), accuracies)
def test_only_the_integer_part_is_grouped_and_by_threes(written, accuracy):
    integer, _, fraction = readable(parse_amount(written), accuracy).partition(".")
    first, *groups = integer.lstrip(MINUS).split(NARROW_NO_BREAK_SPACE)
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in groups)
    assert fraction == exact(parse_amount(written), accuracy).partition(".")[2]


@given(written_amounts(), accuracies)
def test_an_integer_part_has_no_leading_zeros(written, accuracy):
    integer = exact(parse_amount(written), accuracy).lstrip("-").partition(".")[0]
    assert integer == "0" or not integer.startswith("0")


@given(written_amounts())
def test_a_zero_carries_no_sign(written):
    shown = exact(parse_amount(written), 2)
    assert shown.startswith("-") == (Decimal(written) < 0)


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", ".", "-", "e5", "1e", "NaN", "sNaN", "Infinity", "-inf", "nan123"),
        *(" 1", "1 ", "1\n", "1_000", "1,5", "1 000", "0x10", "1.2.3", "--1", "+-1", "1e5.5"),
        *("١٢٣", "１２３", "1२", "²", "½", "五", "1\u202f000", "\u22125", "True", "None"),
        *("1e9999", "1e-9999", "1e99999", "1e999999999999", "1" * 61, "0." + "0" * 60 + "1"),
        "0" * 1000,
    ],
)
def test_this_is_no_amount(written):
    with pytest.raises(ValueError, match=r"not a decimal number|digits"):
        parse_amount(written)


@given(st.text())
def test_any_text_is_an_amount_or_refused(text):
    try:
        amount = parse_amount(text)
    except ValueError:
        return
    assert amount.is_finite()
    assert len(exact(amount, 0)) <= 2 * MAX_AMOUNT_DIGITS + 2


@given(st.integers(-(10**4), 10**4), st.integers(0, 10**60 - 1))
def test_an_exponent_beyond_any_money_is_refused(exponent, digits):
    written = f"{digits}e{exponent}"
    try:
        shown = exact(parse_amount(written), 0)
    except ValueError:
        assert exponent < -MAX_AMOUNT_DIGITS or len(str(digits)) + exponent > MAX_AMOUNT_DIGITS
    else:
        assert Decimal(shown) == Decimal(written)
