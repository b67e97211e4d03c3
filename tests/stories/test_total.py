"""/total: one sum per currency, what it is made of, and who is not in it."""

import pytest
from story import EMPTY, EXAMPLE, Story, figures, labels

from bot.domain.registers import Register
from sandbox.crystalpay import SandboxBalance
from sandbox.faults import Fault
from sandbox.telegram.people import User

BAZAAR = {
    "USDTBEP": SandboxBalance("USDT BEP-20", "25.5", "USDT", 18),
    "DASH": SandboxBalance("Dash", "0", "DASH", 8),
}
BOTH = [
    "Σ Total",
    "125.600000000000000000 USDT",
    "  0.00050000 BTC",
]
PARTS = [
    "Σ 125.600000000000000000 USDT",
    "",
    "💎 Shop",
    "100.100000 USDT TRC-20",
    "",
    "💎 Bazaar",
    " 25.500000000000000000 USDT BEP-20",
]


@pytest.fixture
async def shop(story: Story) -> Register:
    return await story.register("Shop")


@pytest.fixture
async def bazaar(story: Story, shop: Register) -> Register:
    """After the shop."""
    return await story.register("Bazaar", BAZAAR)


@pytest.fixture
async def viewer(story: Story, shop: Register, bazaar: Register) -> User:
    return await story.viewer(shop, bazaar)


def silence(story: Story, register: Register) -> None:
    story.crystalpay.fault(Fault(status=502), story.login(register))


async def test_it_opens_from_the_balances_into_parts_and_back_in_one_message(
    story: Story, viewer: User, shop: Register
) -> None:
    screen = await viewer.sends("/balance")
    balances = figures(screen)
    await viewer.clicks("Σ Total")
    assert figures(screen) == BOTH
    assert labels(screen) == ["🔄 Refresh", "👁 Show empty (1)", "USDT", "BTC", "💰 Balance"]
    await viewer.clicks("USDT")
    assert figures(screen) == PARTS
    assert labels(screen) == ["🔄 Refresh", "📄 Copy", "‹ Back"]
    (copied,) = [b.copy for row in screen.keyboard for b in row if b.copy]
    assert copied == "125.600000000000000000"
    await viewer.clicks("‹ Back")
    assert figures(screen) == BOTH
    await viewer.clicks("Balance")
    assert figures(screen) == balances
    assert story.asked(shop) == 1
    assert len(viewer.chat.screen) == 2  # her question and the one answer


async def test_a_refresh_asks_again_and_stays_with_the_currency(
    story: Story, viewer: User, shop: Register
) -> None:
    screen = await viewer.sends("/total")
    assert figures(screen) == BOTH
    await viewer.clicks("USDT")
    story.crystalpay.receive(story.login(shop), "USDTTRC", "0.000001")
    assert (await viewer.clicks("Refresh")).text == "Updated"
    assert figures(screen)[0] == "Σ 125.600001000000000000 USDT"
    assert (await viewer.clicks("Refresh")).text == "Checked: no change"


async def test_the_choice_to_show_empty_ones_is_that_of_the_balances(
    story: Story, viewer: User
) -> None:
    screen = await viewer.sends("/total")
    await viewer.clicks("Show empty (1)")
    assert figures(screen) == [*BOTH, "  0.00000000 DASH"]
    assert "🙈 Hide empty" in labels(await viewer.sends("/balance"))
    assert figures(await viewer.sends("/total"))[-1] == "  0.00000000 DASH"


async def test_a_register_that_was_never_read_is_only_named(
    story: Story, viewer: User, bazaar: Register
) -> None:
    silence(story, bazaar)
    screen = await viewer.sends("/total")
    assert figures(screen) == [
        "Σ Total",
        "⚠️ Not included: Bazaar",
        "  0.00050000 BTC",
        "100.100000 USDT",
        "",
        "⚠️ Bazaar",
        "CrystalPAY has a problem (HTTP 502). Try again later.",
        "No saved balances yet.",
    ]


async def test_a_register_that_fails_is_in_no_sum_and_it_is_said_what_it_would_be(
    story: Story, viewer: User, bazaar: Register
) -> None:
    screen = await viewer.sends("/total")
    silence(story, bazaar)
    toast = await viewer.clicks("Refresh")
    assert toast.text == "Bazaar: CrystalPAY has a problem (HTTP 502). Try again later."
    assert figures(screen) == [
        "Σ Total",
        "⚠️ Not included: Bazaar",
        "  0.00050000 BTC",
        "100.100000 USDT",
        "",
        "⚠️ Bazaar",
        "CrystalPAY has a problem (HTTP 502). Try again later.",
        "With its last known balances it would be:",
        "125.600000000000000000 USDT",
    ]
    await viewer.clicks("BTC")
    assert figures(screen)[-2:] == [
        "CrystalPAY has a problem (HTTP 502). Try again later.",
        "Its last known balances would add nothing.",
    ]


async def test_a_currency_that_is_gone_is_an_ordinary_answer(story: Story, shop: Register) -> None:
    story.crystalpay.set_balances(story.login(shop), {**EXAMPLE, **BAZAAR})
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/total")
    (press,) = [b.data for row in screen.keyboard for b in row if b.data and b.label == "BTC"]
    story.crystalpay.set_balances(story.login(shop), BAZAAR)
    await viewer.clicks("Refresh")
    toast = await viewer.presses_data(press, on=screen)
    assert toast.text == "There is no balance in this currency now."
    assert figures(screen) == ["Σ Total", "25.500000000000000000 USDT"]


async def test_one_register_is_added_up_by_name(
    story: Story, shop: Register, bazaar: Register
) -> None:
    both = {**EXAMPLE, "USDTBEP": SandboxBalance("USDT BEP-20", "0.9", "USDT", 6)}
    story.crystalpay.set_balances(story.login(shop), both)
    viewer = await story.viewer(shop, bazaar)
    screen = await viewer.sends("/total shop")
    assert figures(screen) == ["Σ Total · Shop", "101.000000 USDT", "  0.00050000 BTC"]
    await viewer.clicks("Balance")
    assert figures(screen)[0] == "💎 Shop"
    await viewer.clicks("Σ Total")
    assert figures(screen)[0] == "Σ Total · Shop"
    assert story.asked(bazaar) == 0


async def test_a_name_that_is_none_of_the_chat_offers_those_that_are(
    story: Story, shop: Register, bazaar: Register
) -> None:
    viewer = await story.viewer(bazaar)
    screen = await viewer.sends("/total Shop")
    assert screen.text == "There's no such register here. Choose one:"
    assert labels(screen) == ["Bazaar", "Σ Total"]
    await viewer.clicks("Bazaar")
    assert figures(screen) == ["Σ Total · Bazaar", "25.500000000000000000 USDT"]
    assert (story.asked(shop), story.asked(bazaar)) == (0, 1)


async def test_there_is_no_sum_of_a_single_balance(story: Story, shop: Register) -> None:
    viewer = await story.viewer(shop)
    assert "Σ Total" not in labels(await viewer.sends("/balance"))
    more = {**EXAMPLE, "USDTBEP": SandboxBalance("USDT BEP-20", "0", "USDT", 6)}
    story.crystalpay.set_balances(story.login(shop), more)
    await viewer.clicks("Refresh")
    assert "Σ Total" not in labels(viewer.chat.last)
    await viewer.clicks("Show empty")
    assert "Σ Total" in labels(viewer.chat.last)


async def test_rights_are_looked_up_at_each_press(
    story: Story, viewer: User, shop: Register, bazaar: Register
) -> None:
    screen = await viewer.sends("/total")
    await story.services.access.deny(viewer.id, [bazaar])
    await viewer.clicks("USDT")
    assert figures(screen) == ["Σ 100.100000 USDT", "", "💎 Shop", "100.100000 USDT TRC-20"]
    await story.services.access.deny(viewer.id)
    assert (await viewer.clicks("‹ Back")).alert
    assert figures(screen)[0] == "Σ 100.100000 USDT"  # what she saw already
    assert "has approved" in (await viewer.sends("/total")).text
    assert "has approved" in (await viewer.sends("/total Shop")).text


async def test_a_slow_refresh_of_the_balances_does_not_come_over_the_total(
    story: Story, viewer: User, shop: Register
) -> None:
    screen = await viewer.sends("/balance")
    with story.crystalpay.hold(story.login(shop)) as hold:
        refreshing = viewer.pressed("Refresh", screen)
        await hold.arrived(1)
        opening = viewer.pressed("Σ Total", screen)
        await opening.answered.wait()
        assert figures(screen) == BOTH
    await story.telegram.confirmed(refreshing.update)
    assert figures(screen) == BOTH


async def test_a_channel_and_a_group_may_ask_and_a_press_in_a_channel_is_nobodys_choice(
    story: Story, shop: Register
) -> None:
    story.crystalpay.set_balances(story.login(shop), {**EXAMPLE, **EMPTY})
    channel = story.telegram.channel("News")
    await story.services.access.allow(channel.id, [shop])
    screen = await channel.posts("/total")
    assert figures(screen) == ["Σ Total", "  0.00050000 BTC", "100.100000 USDT"]
    reader = story.telegram.user("Reader")
    await reader.clicks("Show empty (3)", on=screen)
    assert len(figures(screen)) == 6
    assert len(figures(await channel.posts("/total"))) == 3


async def test_without_registers_it_says_so(story: Story) -> None:
    assert (await story.admin.sends("/total")).text == "No registers yet."


async def test_sums_of_sixty_digits_are_exact(story: Story, shop: Register) -> None:
    """Each is too long for the column; the sum is one digit longer than both."""
    nines, one = "9" * 30 + "." + "9" * 30, "0." + "0" * 29 + "1"
    balances = {
        "A": SandboxBalance("A", nines, "X", 30),
        "B": SandboxBalance("B", one, "X", 30),
    }
    story.crystalpay.set_balances(story.login(shop), balances)
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/total")
    grouped = "1" + "\u202f000" * 10 + "." + "0" * 30
    assert figures(screen) == ["Σ Total", f"{grouped} X"]


async def test_it_is_said_in_russian(story: Story, shop: Register, bazaar: Register) -> None:
    viewer = await story.viewer(shop, bazaar, language="ru")
    screen = await viewer.sends("/balance")
    silence(story, bazaar)
    await viewer.clicks("Обновить")
    await viewer.clicks("Σ Итого")
    assert figures(screen) == [
        "Σ Итого",
        "⚠️ Не учтено: Bazaar",
        "  0.00050000 BTC",
        "100.100000 USDT",
        "",
        "⚠️ Bazaar",
        "CrystalPAY временно не работает (HTTP 502). Попробуйте позже.",
        "С её последними сохранёнными балансами было бы:",
        "125.600000000000000000 USDT",
    ]
    assert labels(screen) == ["🔄 Обновить", "BTC", "USDT", "💰 Баланс"]
    await viewer.clicks("BTC")
    assert figures(screen)[-1] == "Её последние сохранённые балансы ничего не добавили бы."
