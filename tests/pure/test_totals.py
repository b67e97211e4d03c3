"""Sums are those of their parts, digit for digit; what failed is in none and is named."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure.amounts_made import accuracies, amounts, register_outcomes

from bot.domain.readings import Balance, Failure, Problem, ProblemKind, Reading, RegisterOutcome
from bot.domain.registers import Register
from bot.domain.totals import add_up, has_sums
from bot.presentation.amounts import exact, readable
from bot.telegram.features.total.callbacks import TotalAction, TotalPress, currency_id, total_press
from bot.telegram.features.total.view import render, words_after_press
from bot.telegram.ui.html import plain_text
from bot.translations import load_languages

LANGUAGES = load_languages("en")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SILENT = Problem(ProblemKind.TIMED_OUT)

currencies = st.sampled_from(["BTC", "USDT", "RUB", "a:b", "€" * 64])
balances = st.builds(
    Balance,
    st.text("ABC", min_size=1, max_size=4),
    st.just("Name"),
    amounts,
    currencies,
    accuracies,
)
readings = st.builds(Reading, st.just(NOON), st.lists(balances, max_size=6).map(tuple))
failures = st.builds(Failure, st.just(SILENT), st.none() | readings)


@st.composite
def any_outcomes(draw):
    outcomes = draw(st.lists(st.one_of(readings, failures), max_size=5))
    return [RegisterOutcome(Register(n, f"R{n}"), each) for n, each in enumerate(outcomes, 1)]


def outcome(number, *amounts, name=None, currency="USDT", problem=None):
    parts = tuple(
        Balance(f"KEY{n}", f"{currency} {n}", Decimal(amount), currency, 2)
        for n, amount in enumerate(amounts, 1)
    )
    reading = Reading(NOON, parts)
    outcome = Failure(problem, reading if amounts else None) if problem else reading
    return RegisterOutcome(Register(number, name or f"R{number}"), outcome)


def in_currency(outcomes, currency):
    """As fractions: another arithmetic than that of the code."""
    return [
        (each.register.id, Fraction(b.amount), b.accuracy)
        for each in outcomes
        if isinstance(each.outcome, Reading)
        for b in each.outcome.balances
        if b.currency == currency
    ]


@given(any_outcomes())
def test_each_sum_is_exactly_that_of_its_parts_and_none_is_lost(outcomes):
    sums = add_up(outcomes).sums
    read = [each.outcome for each in outcomes if isinstance(each.outcome, Reading)]
    assert {s.currency for s in sums} == {b.currency for r in read for b in r.balances}
    for each in sums:
        expected = in_currency(outcomes, each.currency)
        assert Fraction(each.amount) == sum(fraction for _, fraction, _ in expected)
        assert each.accuracy == max(accuracy for _, _, accuracy in expected)
        assert [(r.id, b.amount) for r, b in each.parts] == [(i, a) for i, a, _ in expected]


@given(any_outcomes())
def test_most_sources_come_first_and_empty_parts_are_none(outcomes):
    sums = add_up(outcomes).sums
    order = [(-sum(b.amount != 0 for _, b in each.parts), each.currency) for each in sums]
    assert order == sorted(order)
    assert [-sources for sources, _ in order] == [each.sources for each in sums]
    assert [each.is_empty for each in sums] == [sources == 0 for sources, _ in order]
    assert [s.currency for s in add_up(outcomes[::-1]).sums] == [s.currency for s in sums]


@given(any_outcomes())
def test_with_a_missing_register_sums_would_be_those_and_its_last_known_balances(outcomes):
    missing = add_up(outcomes).missing
    failed = [each for each in outcomes if isinstance(each.outcome, Failure)]
    assert [each.register for each in missing] == [each.register for each in failed]
    for each, failure in zip(missing, failed, strict=True):
        last = failure.reading
        known = RegisterOutcome(each.register, last or Reading(NOON, ()))
        with_it = {s.currency: s for s in add_up([*_read(outcomes), known]).sums}
        held = {b.currency for b in last.balances if b.amount} if last else set()
        assert {s.currency: s for s in each.with_it} == {c: with_it[c] for c in held}


def _read(outcomes):
    return [each for each in outcomes if isinstance(each.outcome, Reading)]


def test_plus_and_minus_are_nothing_in_all_but_not_empty():
    (both,) = add_up([outcome(1, "5"), outcome(2, "-5.00")]).sums
    assert both.amount == 0
    assert (both.sources, both.is_empty) == (2, False)


@pytest.mark.parametrize(
    ("outcomes", "hide_empty", "has"),
    [
        ([outcome(1, "1")], True, False),
        ([outcome(1, "1", "2")], True, True),
        ([outcome(1, "1", "0")], True, False),
        ([outcome(1, "1", "0")], False, True),
        ([outcome(1, "1"), outcome(2)], True, True),
        ([], False, False),
    ],
)
def test_there_is_something_to_add_up_in_several_registers_or_several_methods(
    outcomes, hide_empty, has
):
    assert has_sums(outcomes, hide_empty) is has


def screen_of(outcomes, here=None, language="en"):
    return render(outcomes, here or total_press(True), LANGUAGES.pick(language))


def plain(screen):
    return plain_text(screen.text).replace("\u2011", "-")


def buttons(screen):
    return [b for row in screen.keyboard.inline_keyboard for b in row]


def pages(outcomes, **state):
    """All of them, as a reader turns them."""
    here = total_press(False).model_copy(update=state)
    first = screen_of(outcomes, here)
    (count,) = [int(b.text[2:]) for b in buttons(first) if b.text.startswith("1/")] or [1]
    return [screen_of(outcomes, here.model_copy(update={"page": n})) for n in range(count)]


def amounts_in(screens):
    lines = [line for screen in screens for line in plain(screen).split("\n")]
    return [line.removeprefix("Σ").strip().partition(" ")[0] for line in lines]


@given(any_outcomes())
def test_every_sum_stands_in_full_on_some_page_with_a_button_of_its_own(outcomes):
    screens = pages(outcomes)
    sent = [b.callback_data for each in screens for b in buttons(each)]
    leads_to = [TotalPress.unpack(data).currency for data in sent if data.startswith("sum:")]
    shown = amounts_in(screens)
    for each in add_up(outcomes).sums:
        assert readable(each.amount, each.accuracy) in shown
        assert currency_id(each.currency) in leads_to


@given(any_outcomes(), currencies)
def test_every_part_stands_in_full_below_its_sum(outcomes, currency):
    sums = [each for each in add_up(outcomes).sums if each.currency == currency]
    screens = pages(outcomes, currency=currency_id(currency))
    for each in sums:
        shown = amounts_in(screens)
        assert shown[0] == readable(each.amount, each.accuracy)
        for _, balance in each.parts:
            assert readable(balance.amount, balance.accuracy) in shown
        (copied,) = [b.copy_text.text for b in buttons(screens[0]) if b.copy_text]
        assert copied == exact(each.amount, each.accuracy)


@given(register_outcomes(most=12), st.sampled_from(["", "USDT", "<b>", "gone"]), st.booleans())
def test_telegram_takes_any_screen(outcomes, currency, hide):
    if not outcomes:
        return
    chosen = currency_id(currency) if currency else ""
    for screen in pages(outcomes, currency=chosen, hide_empty=hide, register_id=2**53):
        text = plain_text(screen.text)
        assert 0 < len(text.encode("utf-16-le")) // 2 <= 4096
        assert screen.text.count("</") <= 100
        assert text.strip() == text
        sent = [b.callback_data for b in buttons(screen) if b.callback_data]
        assert all(1 <= len(data.encode()) <= 64 for data in sent)


def test_a_button_never_has_more_than_telegram_takes():
    longest = TotalPress(
        action=TotalAction.REFRESH,
        register_id=-(2**53),
        hide_empty=True,
        page=99_999,
        currency=currency_id("€" * 64),
        seen="f" * 12,
    )
    assert len(longest.pack().encode()) + len(":" + "z" * 8) <= 64  # room for a moment


def test_three_hundred_currencies_are_paged_and_the_way_back_leads_to_the_page():
    many = [outcome(1, "1.5", currency=f"C{n:03}", name="Shop") for n in range(300)]
    everything = [RegisterOutcome(Register(n, f"R{n}"), e.outcome) for n, e in enumerate(many)]
    everything.append(outcome(900, "2", problem=SILENT, name="Silent"))
    screens = pages(everything)
    assert len(screens) == 25
    assert all("⚠️ Not included: Silent" in plain(screen) for screen in screens)
    (press,) = [b.callback_data for b in buttons(screens[20]) if b.text == "C245"]
    parts = screen_of(everything, TotalPress.unpack(press))
    (back,) = [b.callback_data for b in buttons(parts) if b.text == "‹ Back"]
    assert TotalPress.unpack(back).page == 20


def test_the_screen_says_what_is_missing_and_what_it_would_be():
    outcomes = [outcome(1, "100.1", name="Bazaar"), outcome(2, "25.5", name="Shop", problem=SILENT)]
    assert plain(screen_of(outcomes)).split("\n") == [
        "Σ Total",
        "⚠️ Not included: Shop",
        "100.10 USDT",
        "🕒 Nov 22, 2026, 12:00:00\u202fPM UTC",
        "",
        "⚠️ Shop",
        "CrystalPAY is not answering.",
        "With its last known balances it would be:",
        "125.60 USDT",
        "🕒 Nov 22, 2026, 12:00:00\u202fPM UTC",
    ]


@pytest.mark.parametrize(
    ("silent", "words"),
    [
        (outcome(2, problem=SILENT), "No saved balances yet."),
        (outcome(2, "0", problem=SILENT), "Its last known balances would add nothing."),
    ],
)
def test_a_missing_register_that_would_change_nothing_has_no_number(silent, words):
    screen = screen_of([outcome(1, "1"), silent])
    said = plain(screen).partition("\n\n")[2].split("\n")
    assert said[:3] == ["⚠️ R2", "CrystalPAY is not answering.", words]
    assert not any(re.match(r"\s*\d", line) for line in said)


def test_where_nothing_was_read_there_is_no_sum_and_no_time():
    title, section = plain(screen_of([outcome(1, problem=SILENT)])).split("\n\n")
    assert title == "Σ Total\n⚠️ Not included: R1"
    assert not re.search(r"\d", section.partition("\n")[2])


def test_hidden_totals_are_counted_on_the_button_and_said_to_be_empty():
    screen = screen_of([outcome(1, "0"), outcome(2, "0.00")])
    assert "All 2 balances are empty." in plain(screen)
    assert "👁 Show empty (1)" in [b.text for b in buttons(screen)]


def test_a_currency_that_is_gone_leads_to_all_sums_and_is_said():
    here = total_press(True).model_copy(update={"currency": currency_id("BTC")})
    t = LANGUAGES.pick("en")
    assert words_after_press([outcome(1, "1")], here, t) == (
        "There is no balance in this currency now."
    )
    assert plain(screen_of([outcome(1, "1")], here)).startswith("Σ Total\n")
    assert words_after_press([outcome(1, "1", currency="BTC")], here, t) is None


def test_hidden_parts_stay_hidden_where_the_sum_is_not_empty():
    here = total_press(True).model_copy(update={"currency": currency_id("USDT")})
    some = plain(screen_of([outcome(1, "1", "0")], here))
    none = plain(screen_of([outcome(1, "0", "0")], here))
    assert ("USDT 1" in some, "USDT 2" in some) == (True, False)
    assert ("USDT 1" in none, "USDT 2" in none) == (True, True)
