"""The screen of /balance shows all that is known, whatever was read; nothing is cut or invented."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure.amounts_made import labels, register_outcomes

from bot.domain.readings import Balance, Failure, Problem, ProblemKind, Reading, RegisterOutcome
from bot.domain.registers import Register
from bot.presentation.amounts import readable
from bot.services.changes_since import NOTHING
from bot.telegram.features.balance.callbacks import Action, BalancePress
from bot.telegram.features.balance.picker import no_such_register
from bot.telegram.features.balance.view import render
from bot.telegram.ui.callbacks import ALL_REGISTERS
from bot.telegram.ui.html import plain_text
from bot.telegram.ui.refresh_words import digest, words_after_refresh
from bot.translations import load_languages

LANGUAGES = load_languages("en")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def screen_of(outcomes, hide_empty=False, page=0, register_id=ALL_REGISTERS, language="en"):
    here = BalancePress(
        action=Action.LOOK, register_id=register_id, hide_empty=hide_empty, page=page
    )
    registers = [each.register for each in outcomes]
    return render(outcomes, NOTHING, here, registers, LANGUAGES.pick(language))


def plain(screen):
    """The text as a reader reads it."""
    return plain_text(screen.text).replace("\u2011", "-")


def whole_text(outcomes, hide_empty=False, language="en"):
    """All pages, as a reader turns them."""
    first = screen_of(outcomes, hide_empty, language=language)
    pages = [int(label[2:]) for label in labels_of(first) if label.startswith("1/")]
    return "\n".join(
        plain(screen_of(outcomes, hide_empty, page, language=language))
        for page in range(*pages or [1])
    )


def buttons(screen):
    return [b for row in screen.keyboard.inline_keyboard for b in row] if screen.keyboard else []


def labels_of(screen):
    return [button.text for button in buttons(screen)]


def shop(*balances, problem=None):
    reading = Reading(NOON, balances)
    return RegisterOutcome(Register(1, "Shop"), Failure(problem, reading) if problem else reading)


BITCOIN = Balance("BITCOIN", "Bitcoin", Decimal("0.0005"), "BTC", 8)
USDT = Balance("USDTTRC", "USDT TRC-20", Decimal("100.1"), "USDT", 6)
EMPTY = Balance("TRON", "Tron", Decimal("0"), "TRX", 6)


def test_the_documented_example_is_shown_like_this():
    screen = screen_of([shop(BITCOIN, USDT)])
    assert plain(screen) == (
        "💎 Shop\n"
        "  0.00050000 BTC · Bitcoin\n"
        "100.100000 USDT TRC-20\n"
        "🕒 Nov 22, 2026, 12:00:00\u202fPM UTC"
    )
    assert "<code>  </code><code>0.00050000</code> BTC · Bitcoin" in screen.text
    assert "<code>100.100000</code> USDT TRC\u201120" in screen.text
    assert f'<tg-time unix="{int(NOON.timestamp())}" format="r">' in screen.text
    assert labels_of(screen) == ["🔄 Refresh", "📄 Copy", "📈 History"]


@pytest.mark.parametrize(
    ("language", "hide", "label"),
    [
        ("en", True, "👁 Show empty (1)"),
        ("en", False, "🙈 Hide empty"),
        ("ru", True, "👁 Показать пустые (1)"),
        ("ru", False, "🙈 Скрыть пустые"),
    ],
)
def test_the_button_says_how_many_are_hidden_and_leads_to_the_other_state(language, hide, label):
    screen = screen_of([shop(BITCOIN, EMPTY)], hide_empty=hide, language=language)
    button = next(button for button in buttons(screen) if button.text == label)
    assert BalancePress.unpack(button.callback_data).hide_empty is not hide
    assert ("Tron" in screen.text) is not hide


def test_a_register_with_nothing_but_empties_says_so():
    assert "The only balance is empty." in screen_of([shop(EMPTY)], hide_empty=True).text
    assert "No balances." in screen_of([shop()], hide_empty=True).text


def test_a_failure_shows_the_last_known_rows_and_when_they_were_read():
    text = plain(screen_of([shop(USDT, problem=Problem(ProblemKind.TIMED_OUT))]))
    assert text.splitlines() == [
        "⚠️ Shop",
        "CrystalPAY is not answering.",
        "Last known balances:",
        "100.100000 USDT TRC-20",
        "🕒 Nov 22, 2026, 12:00:00\u202fPM UTC",
    ]


def test_a_failure_without_a_reading_shows_no_number():
    failed = RegisterOutcome(Register(1, "Shop"), Failure(Problem(ProblemKind.UNREADABLE), None))
    text = plain_text(screen_of([failed]).text)
    assert not re.search(r"\d", text)
    assert "No saved balances yet." in text


@given(register_outcomes(), st.sampled_from(["en", "ru"]))
def test_every_known_amount_is_shown_in_full(outcomes, language):
    lines = whole_text(outcomes, language=language).split("\n")
    shown = [line.strip().partition(" ")[0] for line in lines if line.strip()]
    for each in outcomes:
        for balance in each.reading.balances if each.reading else ():
            assert readable(balance.amount, balance.accuracy) in shown


@given(register_outcomes())
def test_hiding_hides_the_empty_ones_and_only_them(outcomes):
    text = whole_text(outcomes, hide_empty=True)
    known = [b for each in outcomes if each.reading for b in each.reading.balances]
    rows = re.findall(r"^ *[\u2212\d][\d\u202f.]* +(?:BTC|USDT|RUB|<b>|&amp;)", text, re.M)
    full = [balance for balance in known if not balance.is_empty]
    assert len(rows) == len(full)
    assert not any(re.fullmatch(r"[0.\u202f]+", row.split()[0]) for row in rows)


@given(register_outcomes())
def test_the_number_on_the_button_is_the_number_of_empties(outcomes):
    empties = sum(b.is_empty for each in outcomes if each.reading for b in each.reading.balances)
    said = [label for label in labels_of(screen_of(outcomes, True)) if "Show empty" in label]
    assert said == ([f"👁 Show empty ({empties})"] if empties else [])


@given(register_outcomes(most=12), st.booleans(), st.integers(-3, 40))
def test_telegram_takes_any_screen(outcomes, hide, page):
    screen = screen_of(outcomes, hide, page)
    text = plain_text(screen.text)
    assert 0 < len(text.encode("utf-16-le")) // 2 <= 4096
    assert screen.text.count("</") <= 100
    assert all(1 <= len(button.callback_data.encode()) <= 64 for button in buttons(screen))
    assert len(buttons(screen)) <= 100
    assert text.strip() == text


@given(register_outcomes(), st.booleans(), st.integers(0, 3))
def test_the_first_line_is_never_an_amount(outcomes, hide, page):
    first = screen_of(outcomes, hide, page).text.split("\n")[0]
    assert "<code>" not in first
    assert first.startswith(("💎 ", "⚠️ ")) or not outcomes


@given(register_outcomes())
def test_no_failing_register_is_missing_or_unmarked(outcomes):
    lines = whole_text(outcomes).split("\n")
    for each in outcomes:
        mark = "⚠️" if each.problem else "💎"
        assert f"{mark} {each.register.name}" in lines


def test_page_buttons_lead_to_the_neighbours_and_the_last_page_is_the_end():
    many = [Balance(f"K{n}", "N" * 60, Decimal(n + 1), "RUB", 2) for n in range(120)]
    first, last = screen_of([shop(*many)]), screen_of([shop(*many)], page=99)
    assert labels_of(first) == ["🔄 Refresh", "📄 Copy", "Σ Total", "📈 History", "1/3", "›"]
    assert labels_of(last) == ["🔄 Refresh", "📄 Copy", "Σ Total", "📈 History", "‹", "3/3"]
    track = next(button for button in buttons(first) if button.text == "›")
    assert BalancePress.unpack(track.callback_data).page == 1


def test_words_after_a_refresh_tell_a_change_from_none_however_old_the_screen():
    later = RegisterOutcome(Register(1, "Shop"), Reading(datetime.now(UTC), (USDT,)))
    (seen,) = {
        BalancePress.unpack(button.callback_data).seen
        for button in buttons(screen_of([shop(USDT)]))
        if button.text == "🔄 Refresh"
    }
    t = LANGUAGES.pick("en")
    same = words_after_refresh([later], seen, t)
    other = words_after_refresh([shop(BITCOIN)], seen, t)
    assert (same, other) == ("Checked: no change", "Updated")


@given(st.lists(labels, min_size=1, max_size=24))
def test_where_there_is_no_such_register_those_there_are_have_buttons(names):
    registers = [Register(number, name) for number, name in enumerate(names, start=1)]
    screen = no_such_register(registers, True, LANGUAGES.pick("en"))
    assert screen.text == "There's no such register here. Choose one:"
    shown = [b for b in buttons(screen) if b.callback_data.startswith("b:l:")]
    led = [BalancePress.unpack(button.callback_data).register_id for button in shown]
    first = names[:12]
    assert [b.text for b in shown][: len(first)] == first
    assert led == [*range(1, len(first) + 1), *([ALL_REGISTERS] if len(names) > 1 else [])]


def test_where_there_are_no_registers_at_all_it_says_so():
    screen = no_such_register([], True, LANGUAGES.pick("en"))
    assert screen.text == "No registers yet."


@given(register_outcomes(), register_outcomes())
def test_a_digest_tells_other_balances_from_the_same_ones_read_again(outcomes, others):
    again = [
        RegisterOutcome(each.register, Reading(NOON, each.reading.balances))
        for each in outcomes
        if each.reading
    ]
    assert digest([each for each in outcomes if each.reading]) == digest(again)

    def amounts(read):
        return [
            (each.register.id, b.key, b.amount)
            for each in read
            for b in (each.reading.balances if each.reading else ())
        ]

    assert (digest(outcomes) == digest(others)) is (amounts(outcomes) == amounts(others))


def two():
    failed = Failure(Problem(ProblemKind.TIMED_OUT), Reading(NOON, (BITCOIN,)))
    return [shop(USDT), RegisterOutcome(Register(2, "A<b>&"), failed)]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "⚠️ Not up to date: A<b>&"), ("ru", "⚠️ Не обновлены: A<b>&")]
)
def test_a_failure_among_several_is_said_in_the_last_line_and_on_its_button(language, words):
    screen = screen_of(two(), language=language)
    assert plain_text(screen.text).splitlines()[-1] == words
    assert {"Shop", "⚠️ A<b>&"} <= set(labels_of(screen))


def test_one_register_alone_says_of_its_failure_once():
    screen = screen_of(two()[1:], register_id=2)
    assert plain_text(screen.text).count("⚠️") == 1


@given(register_outcomes(most=12), st.integers(0, 20))
def test_every_page_of_several_names_those_that_failed(outcomes, page):
    last = plain_text(screen_of(outcomes, page=page).text).splitlines()[-1]
    failed = [each.register.name for each in outcomes if each.problem]
    if failed and len(outcomes) > 1:
        more = [", …"] if len(failed) > 8 else []
        assert last == "⚠️ Not up to date: " + ", ".join(failed[:8]) + "".join(more)
    else:
        assert not last.startswith("⚠️")


def copies(outcomes, number=1):
    here = BalancePress(
        action=Action.LOOK, register_id=ALL_REGISTERS, hide_empty=False, copies=number
    )
    screen = render(
        outcomes, NOTHING, here, [each.register for each in outcomes], LANGUAGES.pick("en")
    )
    return [(b.text, b.copy_text.text) for b in buttons(screen) if b.copy_text], labels_of(screen)


def test_amounts_are_copied_as_numbers():
    rubles = Balance("LZT", "LZT Market", Decimal("-1234567.5"), "RUB", 2)
    copied, all_labels = copies([shop(BITCOIN, EMPTY, rubles)])
    assert copied == [
        ("0.00050000 BTC · Bitcoin", "0.00050000"),
        ("\u22121\u202f234\u202f567.50 RUB · LZT Market", "-1234567.50"),
    ]
    assert all_labels[-1] == "‹ Back"


def test_amounts_of_several_registers_say_whose_they_are():
    assert [label for label, _ in copies(two())[0]] == [
        "100.100000 USDT TRC\u201120 (Shop)",
        "0.00050000 BTC · Bitcoin (A<b>&)",
    ]


@given(register_outcomes())
def test_every_amount_that_is_not_empty_can_be_copied_exactly(outcomes):
    found, number = [], 1
    while True:
        copied, all_labels = copies(outcomes, number)
        found += [Decimal(text) for _, text in copied]
        assert all(1 <= len(text) <= 256 for _, text in copied)
        if "›" not in all_labels:
            break
        number += 1
    known = [b for each in outcomes if each.reading for b in each.reading.balances]
    assert found == [b.amount for b in known if not b.is_empty]


@given(register_outcomes(), st.booleans())
def test_what_a_tap_copies_is_an_amount_without_padding(outcomes, hide):
    entities = re.findall(r"<code>(.*?)</code>", screen_of(outcomes, hide).text)
    paddings = [each for each in entities if not re.search(r"\d", each)]
    assert all(set(each) == {" "} for each in paddings)
    amounts = [each for each in entities if re.search(r"\d", each)]
    assert all(re.fullmatch("\u2212?[\\d\u202f]+(\\.\\d+)?", each) for each in amounts)
