"""/history: a picture with its caption, switched in place, and the list of changes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from story import EXAMPLE, Story, labels

from bot.domain.readings import Balance, Reading
from bot.domain.registers import Register
from sandbox.faults import Fault
from sandbox.telegram.messages import Message
from sandbox.telegram.refusals import bad, fault_of

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NOW = timedelta(0)
PNG = b"\x89PNG\r\n\x1a\n"
NO_PICTURES = fault_of(bad("not enough rights to send photos to the chat"))

BUTTONS = [
    *["24 h", "✓ 7 d", "30 d", "Max"],
    *["📋 List", "🔄 Refresh", "🔎 Choose a balance", "🌙 Dark", "💰 Balance"],
]
LIST_BUTTONS = ["All balances", "📈 Chart", "🔄 Refresh", "🔎 Choose a balance", "💰 Balance"]


def balances(**amounts: str) -> tuple[Balance, ...]:
    """USDT, BEP or BTC."""
    kinds = {
        "USDT": ("USDTTRC", "USDT TRC-20", "USDT", 6),
        "BEP": ("USDTBEP", "USDT BEP-20", "USDT", 6),
        "BTC": ("BITCOIN", "Bitcoin", "BTC", 8),
    }
    found = []
    for kind, amount in amounts.items():
        key, name, currency, accuracy = kinds[kind]
        found.append(Balance(key, name, Decimal(amount), currency, accuracy))
    return tuple(found)


async def held(
    story: Story, register: Register, since: timedelta, until: timedelta, **amounts: str
) -> datetime:
    """It was read every two minutes, from so long ago until then; when for the first time."""
    now = datetime.now(UTC).replace(microsecond=0)
    first = at = now - since
    while at < now - until:
        story.services.recorder.record(register.id, Reading(at, balances(**amounts)))
        at += 2 * MINUTE
    await story.services.recorder.flush()
    return first


def said(moment: datetime, now: datetime | None = None) -> str:
    """As the English caption says a moment: today without its day."""
    clock = f"{moment:%-I:%M\u202f%p}"
    return (
        clock if moment.date() == (now or datetime.now(UTC)).date() else f"{day(moment)}, {clock}"
    )


def day(moment: datetime) -> str:
    this_year = moment.year == datetime.now(UTC).year
    return f"{moment:%b} {moment.day}" + ("" if this_year else f", {moment.year}")


def span(began: datetime, ended: datetime) -> str:
    if began.date() != ended.date():
        return f"{said(began)} – {said(ended)}"
    return f"{said(began)}–{ended:%-I:%M\u202f%p}"


def in_full(moment: datetime) -> str:
    return f"{day(moment)}, {moment:%-I:%M\u202f%p}"


def is_one_of(text: str, expected: Callable[[datetime], str]) -> bool:
    """Whether it is what is expected, in this minute or the one before."""
    now = datetime.now(UTC)
    return text in (expected(now), expected(now - MINUTE))


def picture(message: Message) -> bytes:
    assert message.photo
    assert message.photo.startswith(PNG)
    return message.photo


async def a_shop(story: Story) -> tuple[Register, datetime, datetime]:
    """100.1 USDT from 70 minutes ago, 125.6 from 30 minutes ago; not read from 50 to 40."""
    shop = await story.register("Shop")
    first = await held(story, shop, 70 * MINUTE, 50 * MINUTE, USDT="100.1", BTC="0.0005")
    await held(story, shop, 40 * MINUTE, 30 * MINUTE, USDT="100.1", BTC="0.0005")
    second = await held(story, shop, 30 * MINUTE, NOW, USDT="125.6", BTC="0.0005")
    return shop, first, second


async def test_a_chart_says_exactly_what_was_reached_and_when(story: Story) -> None:
    shop, first, second = await a_shop(story)
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/history")
    picture(screen)
    gap = span(first + 18 * MINUTE, first + 30 * MINUTE)

    def caption(now: datetime) -> str:
        return (
            "📈 Shop · USDT TRC‑20\n"
            f"{in_full(now - timedelta(days=7))} – {in_full(now)} UTC\n\n"
            f"100.100000 first, {said(first)}\n"
            f"125.600000 last, {said(second)}\n"
            f"100.100000 lowest, {said(first)}\n"
            f"125.600000 highest, {said(second)}\n"
            f"+25.500000 change\n\n"
            f"Not known {gap}\n"
            f"History begins {said(first)}"
        )

    assert is_one_of(screen.text, caption), screen.text
    assert labels(screen) == BUTTONS
    assert story.asked(shop) == 0


async def test_periods_and_balances_are_switched_in_the_same_message(story: Story) -> None:
    shop, *_ = await a_shop(story)
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/history")
    seen = {picture(screen)}
    for label in ("24 h", "30 d", "Max"):
        await viewer.clicks(label)
        seen.add(picture(screen))
        assert f"✓ {label}" in labels(screen)
    assert len(seen) == 4
    await viewer.clicks("Choose a balance")
    assert labels(screen) == ["✓ USDT TRC‑20", "BTC · Bitcoin", "‹ Back"]
    assert picture(screen) in seen  # it stays, and what stands below it
    assert "125.600000 last" in screen.text
    await viewer.clicks("BTC · Bitcoin")
    assert picture(screen) not in seen
    assert "📈 Shop · BTC · Bitcoin" in screen.text
    assert "\n0.00050000 no change\n" in screen.text
    assert "✓ Max" in labels(screen)
    assert len(viewer.chat.screen) == 2  # her question and the one answer


async def test_dark_is_remembered_by_the_chat(story: Story) -> None:
    shop, *_ = await a_shop(story)
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/history")
    light = picture(screen)
    await viewer.clicks("Dark")
    assert picture(screen) != light
    assert "☀️ Light" in labels(screen)
    assert "☀️ Light" in labels(await viewer.sends("/history"))
    await viewer.clicks("Light")
    assert "🌙 Dark" in labels(await viewer.sends("/history"))


async def test_a_press_in_a_channel_changes_only_that_message(story: Story) -> None:
    shop, *_ = await a_shop(story)
    channel = story.telegram.channel("News")
    await story.services.access.allow(channel.id, [shop])
    first = await channel.posts("/history")
    reader = story.telegram.user("Reader")
    await reader.clicks("Dark", on=first)
    await reader.clicks("24 h", on=first)
    assert "☀️ Light" in labels(first)
    assert "🌙 Dark" in labels(await channel.posts("/history shop usdt"))


async def test_the_list_says_each_change_newest_first_below_the_picture(story: Story) -> None:
    shop = await story.register("Shop")
    began = await held(story, shop, 30 * MINUTE, 28 * MINUTE, USDT="1", BTC="2")
    amounts = [str(2 + step) for step in range(9)]
    for step, amount in enumerate(amounts):
        await held(
            story, shop, (26 - 2 * step) * MINUTE, (24 - 2 * step) * MINUTE, USDT=amount, BTC="2"
        )
    last = await held(story, shop, 2 * MINUTE, NOW, USDT="10")
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/history shop USDT")
    drawn = picture(screen)
    await viewer.clicks("List")
    lines = screen.text.splitlines()
    assert lines[0] == "📈 Shop · USDT TRC‑20"
    changes = [line for line in lines[2:] if "→" in line]
    assert [line.partition("M ")[2] for line in changes] == [
        f"+1.000000 → {amount}.000000" for amount in range(10, 2, -1)
    ]
    assert labels(screen) == ["1", "›", *LIST_BUTTONS]
    await viewer.clicks("›")
    assert screen.text.endswith(f"M +1.000000 → 2.000000\nHistory begins {said(began)}")
    assert labels(screen) == ["‹", "2", *LIST_BUTTONS]
    assert picture(screen) == drawn
    await viewer.clicks("All balances")
    assert labels(screen)[:3] == ["1", "›", "Only USDT TRC‑20"]
    gone = f"{last:%-I:%M\u202f%p} BTC · Bitcoin\n−2.00000000 no longer listed\n"
    assert gone in screen.text
    await viewer.clicks("Chart")
    assert labels(screen) == BUTTONS
    assert story.calls("sendPhoto", viewer.id) == 1


async def test_before_the_first_change_the_list_says_since_when_it_is_recorded(
    story: Story,
) -> None:
    shop = await story.register("Shop")
    began = await held(story, shop, 10 * MINUTE, NOW, USDT="1")
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/history")
    assert labels(screen) == [label for label in BUTTONS if "Choose" not in label]
    await viewer.clicks("List")
    assert screen.text == (
        f"📈 Shop · USDT TRC‑20\n\nNo changes yet.\nHistory begins {said(began)}"
    )
    assert labels(screen) == ["📈 Chart", "🔄 Refresh", "💰 Balance"]


async def test_all_balances_of_a_currency_are_one_line_and_one_list(story: Story) -> None:
    shop = await story.register("Shop")
    await held(story, shop, 30 * MINUTE, 20 * MINUTE, USDT="100", BEP="5")
    await held(story, shop, 20 * MINUTE, 10 * MINUTE, USDT="80", BEP="25")  # moved: no change
    await held(story, shop, 10 * MINUTE, NOW, USDT="80")
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/history usdt")
    assert "📈 Shop · USDT · all" in screen.text
    rows = [line.partition(",")[0] for line in screen.text.splitlines()[3:8]]
    assert rows == [
        "105.000000 first",
        " 80.000000 last",
        " 80.000000 lowest",
        "105.000000 highest",
        "−25.000000 change",
    ]
    await viewer.clicks("Choose a balance")
    assert labels(screen)[:3] == ["✓ USDT · all", "USDT TRC‑20", "USDT BEP‑20"]
    await viewer.clicks("Back")
    await viewer.clicks("List")
    said_of = [
        line.split("M ")[-1]
        for line in screen.text.splitlines()[2:]
        if line not in {day(datetime.now(UTC) - ago) for ago in (NOW, HOUR)}
    ]
    assert said_of[:-1] == [
        "USDT BEP‑20",
        "−25.000000 no longer listed",
        "USDT BEP‑20",
        "+20.000000 → 25.000000",
        "USDT TRC‑20",
        "−20.000000 → 80.000000",
    ]


async def test_with_several_registers_it_asks_which_one(story: Story) -> None:
    await a_shop(story)
    await story.register("Market")
    viewer = await story.viewer()
    screen = await viewer.sends("/history")
    assert screen.text == "Which register?"
    assert sorted(labels(screen)) == ["Market", "Shop"]
    await viewer.clicks("Shop")  # a text becomes a picture
    assert picture(screen)
    assert "📈 Shop · USDT TRC‑20" in screen.text
    await viewer.clicks("Choose a balance")
    await viewer.clicks("Choose a register")
    assert sorted(labels(screen)) == ["Market", "Shop", "‹ Back"]
    await viewer.clicks("Market")
    answer = viewer.chat.last
    assert answer.text == "📈 Market\nNo history yet."
    assert labels(answer) == ["💰 Balance"]
    assert labels(screen) == []  # the picture that it follows
    named = await viewer.sends("/history SHOP bitcoin")
    assert "📈 Shop · BTC · Bitcoin" in named.text


async def test_what_is_not_there_is_answered_with_what_there_is(story: Story) -> None:
    shop, *_ = await a_shop(story)
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/history shop dogecoin")
    assert screen.text == "There's no such balance in Shop. Choose one:"
    assert labels(screen) == ["USDT TRC‑20", "BTC · Bitcoin", "‹ Back"]
    await viewer.clicks("USDT")
    assert picture(screen)
    await story.register("Market")
    everything = await story.viewer()
    unknown = await everything.sends("/history bazaar")
    assert unknown.text == "There's no such register here. Choose one:"
    await viewer.presses_data(f"h:l:{shop.id}:c:a:77:0::0", on=screen)
    assert "📈 Shop · USDT TRC‑20" in screen.text  # a balance that is not there: the usual one


async def test_a_button_below_one_register_leads_there_and_back(story: Story) -> None:
    shop = await story.register("Shop", EXAMPLE)
    await held(story, shop, 10 * MINUTE, 5 * MINUTE, USDT="100", BTC="0.0005")
    await story.register("Market")
    viewer = await story.viewer()
    everything = await viewer.sends("/balance")
    assert "📈 History" not in labels(everything)
    screen = await viewer.sends("/balance shop")
    await viewer.clicks("History")
    assert picture(screen)
    assert "+0.100000 change" in screen.text
    await viewer.clicks("Balance")
    assert viewer.chat.last is not screen
    assert viewer.chat.last.text.startswith("💎 Shop\n")
    assert labels(screen) == []


async def test_refresh_asks_crystalpay_first(story: Story) -> None:
    shop, *_ = await a_shop(story)
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/history shop usdt")
    story.crystalpay.receive(story.login(shop), "USDTTRC", "1000")
    assert (await viewer.clicks("Refresh")).text == "Updated"
    assert "1\u202f100.100000 last" in screen.text
    await viewer.clicks("List")
    story.crystalpay.fault(Fault(status=502), story.login(shop))
    toast = await viewer.clicks("Refresh")
    assert toast.text == "CrystalPAY has a problem (HTTP 502). Try again later."
    assert "📈 Chart" in labels(screen)
    assert story.asked(shop) >= 2


async def test_rights_are_looked_up_for_each_press(story: Story) -> None:
    shop, *_ = await a_shop(story)
    other = await story.register("Market")
    viewer = await story.viewer(shop, other)
    screen = await viewer.sends("/history shop")
    before = screen.text, picture(screen)
    await story.services.access.deny(viewer.id, [shop])
    for label in ("24 h", "List", "Refresh", "Dark", "Choose a balance"):
        toast = await viewer.clicks(label, on=screen)
        assert toast.text == "This button is out of date. Send the command again."
    await story.services.access.deny(viewer.id)
    assert "no access" in (await viewer.clicks("24 h", on=screen)).text
    assert (screen.text, picture(screen)) == before
    assert "has approved" in (await viewer.sends("/history shop")).text


async def test_where_pictures_are_forbidden_the_figures_are_told(story: Story) -> None:
    shop, *_ = await a_shop(story)
    viewer = await story.viewer(shop)
    for method in ("sendPhoto", "editMessageMedia"):
        story.telegram.fault(NO_PICTURES, method)
    screen = await viewer.sends("/history")
    assert screen.photo is None
    assert "125.600000 last" in screen.text
    await viewer.clicks("24 h")
    assert "✓ 24 h" in labels(screen)
    await viewer.clicks("List")
    assert "+25.500000 → 125.600000" in screen.text
    await viewer.clicks("Choose a balance")
    assert screen.text == "Which balance?"
    assert screen.photo is None


async def test_it_is_told_in_russian(story: Story) -> None:
    shop, first, second = await a_shop(story)
    viewer = await story.viewer(shop, language="ru")
    screen = await viewer.sends("/history")
    assert f"{second:%H:%M}" in screen.text
    lines = screen.text.splitlines()
    assert lines[0] == "📈 Shop · USDT TRC‑20"
    assert [line.partition(",")[0] for line in lines[3:8]] == [
        "100.100000 первый",
        "125.600000 посл.",
        "100.100000 мин.",
        "125.600000 макс.",
        "+25.500000 изменение",
    ]
    assert lines[9].startswith("Нет данных ")
    assert lines[10].startswith("История с ")
    assert lines[10].endswith(f"{first:%H:%M}")
    assert labels(screen) == [
        *["24 ч", "✓ 7 дн.", "30 дн.", "Макс."],
        *["📋 Список", "🔄 Обновить", "🔎 Выбрать баланс", "🌙 Тёмный", "💰 Баланс"],
    ]
