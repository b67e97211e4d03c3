"""The screens of /history: names that are typed, captions that fit, buttons that carry all."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.changes import Change, Gap
from bot.domain.readings import Balance
from bot.domain.registers import Register
from bot.exports.chart import ChartData, Point
from bot.services.balance_series import Series
from bot.telegram.features.history.callbacks import Action, HistoryPress, Period, View
from bot.telegram.features.history.chart_view import chart_data, chart_text
from bot.telegram.features.history.charts import draw_chart
from bot.telegram.features.history.list_view import ChangeList, list_text
from bot.telegram.features.history.request import parse_request
from bot.telegram.features.history.subjects import (
    default_subject,
    subject_at,
    subject_named,
    subjects,
)
from bot.telegram.features.history.turns import REST, DrawingTurns
from bot.telegram.ui.html import plain_text, utf16_length
from bot.telegram.ui.pager import MAX_CAPTION_LENGTH
from bot.translations import load_languages

EN, RU = (load_languages("en").pick(code) for code in ("en", "ru"))
NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SHOP = Register(1, "Shop")
BALANCES = (
    Balance("BITCOIN", "Bitcoin", Decimal(0), "BTC", 8),
    Balance("USDTTRC", "USDT TRC-20", Decimal(0), "USDT", 6),
    Balance("DASH", "Dash", Decimal(3), "DASH", 8),
    Balance("CRYPTOBOT", "Crypto Bot", Decimal(0), "USDT", 6),
)
CHOICES = subjects(BALANCES)


def series(*points, since=24 * HOUR, began=48 * HOUR, gaps=(), count=None):
    """Points: hours before noon and amount."""
    return Series(
        since=NOON - since,
        until=NOON,
        began=NOON - began,
        points=[Point(NOON - ago * HOUR, Decimal(amount)) for ago, amount in points],
        gaps=gaps,
        gap_count=len(gaps) if count is None else count,
    )


def caption(found, t=EN, subject=CHOICES[2], register=SHOP):
    return plain_text(chart_text(register, subject, found, t)).replace("\u202f", " ")


def test_a_currency_of_several_balances_stands_before_the_first_of_them():
    assert [(each.label, each.whole, each.place) for each in CHOICES] == [
        ("BTC · Bitcoin", False, 0),
        ("USDT", True, 1),
        ("USDT TRC\u201120", False, 1),
        ("DASH", False, 2),
        ("USDT · Crypto Bot", False, 3),
    ]
    assert CHOICES[1].is_empty
    assert not CHOICES[3].is_empty


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("usdt", "USDT"),
        ("USDT TRC-20", "USDT TRC\u201120"),
        ("usdttrc", "USDT TRC\u201120"),
        ("btc", "BTC · Bitcoin"),
        ("bitc", "BTC · Bitcoin"),
        ("crypto", "USDT · Crypto Bot"),
        ("d", "DASH"),
        ("usd", None),
        ("doge", None),
    ],
)
def test_a_balance_is_found_by_what_people_call_it(words, label):
    found = subject_named(CHOICES, words)
    assert (found.label if found else None) == label


def test_the_balance_that_changed_last_is_shown_at_first_else_one_that_is_not_empty():
    assert default_subject(CHOICES, "CRYPTOBOT") == CHOICES[4]
    assert default_subject(CHOICES, None) == CHOICES[3]
    empty = subjects(BALANCES[:2])
    assert default_subject(empty, "GONE") == empty[0]
    assert default_subject((), None) is None


def test_a_place_that_is_not_there_is_no_subject_and_a_lonely_currency_is_its_balance():
    assert subject_at(CHOICES, 1, whole=True) == CHOICES[1]
    assert subject_at(CHOICES, 0, whole=True) == CHOICES[0]
    assert subject_at(CHOICES, 4, whole=False) is None
    assert subject_at(CHOICES, None, whole=False) is None


@pytest.mark.parametrize(
    ("text", "register", "balance"),
    [
        (None, None, ""),
        ("shop", "Shop", ""),
        (" SHOP  usdt trc ", "Shop", "usdt trc"),
        ("shop two usdt", "Shop two", "usdt"),
        ("shopping", None, "shopping"),
        ("usdt", None, "usdt"),
    ],
)
def test_a_register_is_named_before_its_balance(text, register, balance):
    asked = parse_request(text, [Register(1, "Shop"), Register(2, "Shop two")])
    assert (asked.register.name if asked.register else None, asked.balance) == (register, balance)


def test_an_only_register_need_not_be_named():
    asked = parse_request("usdt", [SHOP])
    assert (asked.register, asked.balance) == (SHOP, "usdt")


def test_the_caption_says_what_was_reached_and_when():
    found = series((24, "100.1"), (10, "98"), (3, "130"), (1, "125.6"))
    assert caption(found) == (
        "📈 Shop · USDT TRC\u201120\n"
        "Nov 11, 12:00 PM – Nov 12, 12:00 PM UTC\n\n"
        "100.100000 first, Nov 11, 12:00 PM\n"
        "125.600000 last, 11:00 AM\n"
        " 98.000000 lowest, 2:00 AM\n"
        "130.000000 highest, 9:00 AM\n"
        "+25.500000 change"
    )


def test_the_caption_says_so_if_nothing_happened_or_nothing_is_known():
    assert caption(series((24, "100.1"))).splitlines()[3:] == ["100.100000 no change"]
    gap = Gap(NOON - 30 * HOUR, None, None)
    assert caption(series((24, "100.1"), gaps=[gap])).splitlines()[3:] == [
        "Nothing is known about this time.",
        "",
        "Not known since Nov 11, 12:00 PM",
    ]


def test_the_longest_gaps_are_named_in_the_order_of_time_and_the_others_counted():
    began = [20, 16, 12, 8, 4]
    minutes = [40, 5, 30, 50, 6]
    gaps = [
        Gap(NOON - ago * HOUR, NOON - ago * HOUR + length * MINUTE, None)
        for ago, length in zip(began, minutes, strict=True)
    ]
    last = caption(series((24, "1"), gaps=gaps, count=9, began=12 * HOUR)).splitlines()[-2:]
    assert last == [
        "Not known Nov 11, 4:00 PM–4:40 PM; 12:00 AM–12:30 AM; 4:00 AM–4:50 AM and 6 more",
        "History begins 12:00 AM",
    ]
    assert "и ещё 6" in caption(series((24, "1"), gaps=gaps, count=9), RU)


def test_what_was_held_before_a_gap_that_began_with_it_counts():
    """A balance that was read once before CrystalPAY fell silent."""
    gap = Gap(NOON - 3 * HOUR, NOON - HOUR, None)
    text = caption(series((24, "1"), (3, "900"), (1, "2"), gaps=[gap]))
    assert "900.000000 highest, 9:00 AM" in text


def test_the_longest_names_and_amounts_fit_below_a_picture():
    amount = "9" * 42 + "." + "1" * 18
    balance = Balance("K", "<&>" * 60, Decimal(amount), "C" * 30, 18)
    register = Register(1, "<Shop & Co>" * 12)
    gaps = [Gap(NOON - n * HOUR, NOON - n * HOUR + MINUTE, None) for n in (5, 4, 3)]
    found = series((24, amount), (2, "-" + amount), (1, amount), gaps=gaps, count=10**6)
    for t in (EN, RU):
        text = plain_text(chart_text(register, subjects([balance])[0], found, t))
        assert utf16_length(text) <= MAX_CAPTION_LENGTH
        assert text.replace("\u202f", "").count(amount) == 4


def change(ago, before, after, key="USDTTRC", name="USDT TRC-20", currency="USDT"):
    was, now = (None if each is None else Decimal(each) for each in (before, after))
    return Change(NOON - ago * HOUR, 1, key, name, currency, 6, was, now)


def listed(*changes, names=None, has_older=False, t=EN):
    found = ChangeList(changes, has_older, NOON - 900 * HOUR)
    return plain_text(list_text(SHOP, "all", names or {}, found, t)).replace("\u202f", " ")


def test_a_day_is_said_once_and_the_beginning_at_the_end():
    text = listed(change(1, "1", "3"), change(2, "2", "1"), change(24, "0", "2"))
    day, year = ("Nov 12", "Nov 11"), "" if datetime.now(UTC).year == 2026 else ", 2026"
    assert text == (
        f"📈 Shop · all\n\n{day[0]}{year}\n"
        "11:00 AM +2.000000 → 3.000000\n"
        "10:00 AM −1.000000 → 1.000000\n"
        f"{day[1]}{year}\n"
        "12:00 PM +2.000000 → 2.000000\n"
        f"History begins Oct 6{year}, 12:00 AM"
    )
    assert "History" not in listed(change(1, "1", "3"), has_older=True)


def test_what_came_went_or_is_called_otherwise_says_so():
    names = {"USDTTRC": "USDT TRC\u201120"}
    text = listed(
        change(1, None, "3"),
        change(2, "3", None),
        change(3, None, "0"),
        change(4, "0", None, "GONE", "Coin-X", "OLD"),
        change(5, "3", "3", name="New name"),
        names=names,
    )
    assert [line for line in text.splitlines() if " AM" not in line][3:] == [
        "+3.000000 → 3.000000 new",
        "−3.000000 no longer listed",
        "new",
        "no longer listed",
        "now called USDT · New name",
    ]
    assert "8:00 AM OLD · Coin\u2011X" in text


def test_the_longest_changes_fit_below_a_picture_and_no_change_is_cut():
    amount = "9" * 21 + "." + "1" * 18
    many = [change(n, "-" + amount, amount) for n in range(8)]
    names = {"USDTTRC": "N" * 300}
    for t in (EN, RU):
        text = listed(*many, names=names, t=t)
        assert utf16_length(text) <= MAX_CAPTION_LENGTH
        assert text.replace(" ", "").count(f"+1{'9' * 20}8.{'2' * 18}\n") == 8
        assert "→" not in text


def test_every_press_fits_into_a_button():
    for view in View:
        press = HistoryPress(
            action=Action.REFRESH,
            register_id=2**53,
            view=view,
            period=Period.ALL,
            subject=99_999,
            whole=True,
            dark=True,
            page=99_999,
        )
        assert len(press.pack().encode()) <= 64
        assert HistoryPress.unpack(press.pack()) == press


def test_a_short_press_of_an_older_message_leads_to_the_chart():
    assert HistoryPress.unpack("h:l:7") == HistoryPress(action=Action.LOOK, register_id=7)


async def test_a_chart_is_a_picture_the_same_for_the_same_data():
    data = chart_data(SHOP, CHOICES[2], series((24, "1"), (2, "3")))
    first = await draw_chart(data, EN, dark=False)
    assert first
    assert first.startswith(b"\x89PNG\r\n\x1a\n")
    assert await draw_chart(data, EN, dark=False) == first
    assert await draw_chart(data, EN, dark=True) != first


async def test_what_cannot_be_drawn_is_logged_and_the_answer_goes_without(caplog):
    broken = ChartData("Shop", [Point(NOON, Decimal("NaN"))] * 2, [], NOON, NOON, 6, "USDT")
    assert await draw_chart(broken, EN, dark=False) is None
    assert "A chart could not be drawn" in caplog.text


async def test_a_chat_draws_one_chart_at_a_time_and_rests_and_is_forgotten():
    turns, running, most = DrawingTurns(rest=0), set(), []

    async def draws(chat_id, number):
        async with turns.turn(chat_id):
            running.add((chat_id, number))
            most.append(len(running))
            assert len({each for each in running if each[0] == chat_id}) == 1
            await asyncio.sleep(0)
            running.discard((chat_id, number))

    await asyncio.gather(*(draws(chat_id, n) for chat_id in range(4) for n in range(3)))
    assert max(most) == 2
    async with asyncio.timeout(5):
        while len(turns):
            await asyncio.sleep(0)


async def test_a_chat_rests_for_longer_than_its_chart_took_and_others_do_not_wait():
    turns, clock = DrawingTurns(), asyncio.get_running_loop().time
    began = clock()
    async with turns.turn(1):
        await asyncio.sleep(0.02)
    took = clock() - began
    async with turns.turn(2):
        others = clock() - began - took
    async with turns.turn(1):
        assert clock() - began >= took + REST * 0.02
    assert others < REST * 0.02
