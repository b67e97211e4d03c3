"""A column of amounts: every digit stays, points stand in line, wide ones widen nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pure.amounts_made import accuracies, amounts

from bot.presentation.amounts import readable
from bot.presentation.columns import MAX_WIDTH, aligned

shown = st.builds(readable, amounts, accuracies)
narrow = shown.filter(lambda text: len(text) <= MAX_WIDTH)


def parts(amount):
    integer, point, fraction = amount.partition(".")
    return len(integer), len(point + fraction)


def fit_together(column):
    before = max((parts(a)[0] for a in column), default=0)
    return before + max((parts(a)[1] for a in column), default=0) <= MAX_WIDTH


def test_points_stand_below_each_other():
    assert aligned(["0.00050000", "100.100000", "1\u202f234\u202f567.50", "7"]) == [
        "        0.00050000",
        "      100.100000  ",
        "1\u202f234\u202f567.50      ",
        "        7         ",
    ]


def test_a_wide_amount_widens_no_other():
    wide = "123\u202f456\u202f789\u202f012.123456789012"
    assert aligned(["1.5", wide, "20.25"]) == [" 1.5 ", wide, "20.25"]


def test_two_that_fit_alone_but_not_together_do_not_make_a_wider_column():
    whole, fine = "1\u202f234\u202f567\u202f890\u202f123", "0.123456789012345678"
    column = aligned([whole, fine, "2.5"])
    assert max(map(len, column)) <= MAX_WIDTH
    assert [cell.strip() for cell in column] == [whole, fine, "2.5"]


def test_no_amounts_are_no_column():
    assert aligned([]) == []


@given(st.lists(shown, max_size=30))
def test_no_digit_is_lost_and_the_order_is_kept(column):
    assert [cell.strip(" ") for cell in aligned(column)] == column


@given(st.lists(shown, max_size=30))
def test_nothing_is_padded_beyond_the_widest(column):
    for amount, cell in zip(column, aligned(column), strict=True):
        assert len(cell) <= max(MAX_WIDTH, len(amount))


@given(st.lists(narrow, min_size=1, max_size=20).filter(fit_together))
def test_what_fits_together_is_aligned_at_the_point(column):
    cells = aligned(column)
    assert len({len(cell) for cell in cells}) == 1
    ends = {cell.rstrip(" ").partition(".")[0].__len__() for cell in cells}
    assert len(ends) == 1


@given(st.lists(shown, min_size=1, max_size=20))
def test_all_that_are_padded_are_aligned_at_the_point(column):
    padded = [cell for amount, cell in zip(column, aligned(column), strict=True) if cell != amount]
    assert len({len(cell.rstrip(" ").partition(".")[0]) for cell in padded}) <= 1
