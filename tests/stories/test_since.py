"""What has changed since a chat last looked: below the row, exact, and once with the time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from story import EMPTY, EXAMPLE, Story, as_of, figures, labels, new_world, running_bot

from sandbox.crystalpay import SandboxBalance

HOUR = timedelta(hours=1)
USDT = EXAMPLE["USDTTRC"]
BITCOIN = EXAMPLE["BITCOIN"]
LITECOIN = SandboxBalance("Litecoin", "3", "LTC", 8)


def at(moment: datetime) -> str:
    return f"{moment:%H:%M}".removeprefix("0")


async def test_a_payment_stands_below_its_row_until_the_next_look(story: Story) -> None:
    shop = await story.register("Shop")
    viewer = await story.viewer(shop)
    first = await viewer.sends("/balance")
    (seen,) = as_of(first)
    story.crystalpay.receive(story.login(shop), "USDTTRC", "25.5")
    await viewer.clicks("Refresh")  # compares with nothing: the chat had never looked before
    assert figures(first) == ["💎 Shop", "  0.00050000 BTC · Bitcoin", "125.600000 USDT TRC-20"]
    second = await viewer.sends("/balance")
    assert figures(second)[:4] == [
        "💎 Shop",
        "  0.00050000 BTC · Bitcoin",
        "125.600000 USDT TRC-20",
        "+25.500000",
    ]
    assert f'± Changes since <tg-time unix="{seen}" format="t">' in second.html
    third = await viewer.sends("/balance")
    assert figures(third) == figures(first)


async def test_refresh_and_toggle_keep_the_moment_that_is_compared_with(story: Story) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    await story.was(shop, 2 * HOUR)
    viewer = await story.viewer(shop)
    await story.looked(viewer, HOUR)
    screen = await viewer.sends("/balance")
    assert "Changes" not in screen.text
    story.crystalpay.receive(story.login(shop), "USDTTRC", "1")
    await viewer.clicks("Refresh")
    assert "+1.000000" in screen.text
    await viewer.clicks("Show empty (3)")
    story.crystalpay.receive(story.login(shop), "USDTTRC", "0.5")
    await viewer.clicks("Refresh")
    assert "+1.500000" in screen.text
    assert screen.text.count("± Changes since") == 1


async def test_what_became_empty_is_not_hidden_and_what_came_or_went_is_named(story: Story) -> None:
    now = {"BITCOIN": replace(BITCOIN, amount="0"), "LITECOIN": LITECOIN}
    shop = await story.register("Shop", now)
    await story.was(shop, 2 * HOUR)
    viewer = await story.viewer(shop)
    await story.looked(viewer, HOUR)
    screen = await viewer.sends("/balance")
    assert figures(screen)[:6] == [
        "💎 Shop",
        "   0.00000000 BTC · Bitcoin",
        "  −0.00050000",
        "   3.00000000 LTC · Litecoin",
        "  +3.00000000 new",
        "−100.100000 USDT TRC-20, no longer listed",
    ]
    assert labels(screen) == ["🔄 Refresh", "📄 Copy", "📈 History", "± Hide changes"]


async def test_a_time_in_which_nothing_was_known_is_named_with_the_changes(story: Story) -> None:
    shop = await story.register("Shop", {"USDTTRC": replace(USDT, amount="7")})
    await story.was(shop, 5 * HOUR, {"USDTTRC": USDT})
    await story.failed(shop, 4.9 * HOUR)
    viewer = await story.viewer(shop)
    early = await story.viewer(shop)
    await story.looked(early, 6 * HOUR)
    assert "Changes" not in (await early.sends("/balance")).text  # it began later than that
    await story.looked(viewer, 4.95 * HOUR)
    screen = await viewer.sends("/balance")
    assert "−93.100000" in screen.text
    assert "Not known" in screen.text


async def test_the_change_button_hides_changes_for_the_chat_and_settings_undo_it(
    story: Story,
) -> None:
    shop = await story.register("Shop", {"USDTTRC": replace(USDT, amount="7")})
    await story.was(shop, 2 * HOUR, {"USDTTRC": USDT})
    viewer = await story.viewer(shop)
    await story.looked(viewer, HOUR)
    screen = await viewer.sends("/balance")
    press = await viewer.clicks("Hide changes")
    assert press.text == "Changes are hidden from now on. To show them again: /settings"
    assert figures(screen) == ["💎 Shop", "7.000000 USDT TRC-20"]
    await story.looked(viewer, HOUR)
    assert figures(await viewer.sends("/balance")) == figures(screen)


async def test_looking_at_one_register_does_not_count_as_having_seen_the_others(
    story: Story,
) -> None:
    shop, market = await story.register("Shop"), await story.register("Market")
    await story.was(shop, 2 * HOUR)
    await story.was(market, 2 * HOUR, {"BITCOIN": replace(BITCOIN, amount="1")})
    viewer = await story.viewer(shop, market)
    await story.looked(viewer, HOUR)
    await viewer.sends("/balance Shop")
    assert "−0.99950000" in (await viewer.sends("/balance")).text


async def test_in_russian_with_the_date_of_another_day(story: Story) -> None:
    shop = await story.register("Касса", {"USDTTRC": replace(USDT, amount="7")})
    await story.was(shop, 72 * HOUR, {"USDTTRC": USDT})
    viewer = await story.viewer(shop, language="ru")
    await story.looked(viewer, 48 * HOUR)
    screen = await viewer.sends("/balance")
    day = datetime.now(UTC) - 48 * HOUR
    assert f"± Изменения с {day.day} " in screen.text
    assert 'format="dt"' in screen.html


async def test_after_a_restart_the_screen_still_compares_with_the_same_moment(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        shop = await story.register("Shop")
        async with running_bot(story):
            await story.admin.sends("/balance")
            screen = await story.admin.sends("/balance")
        story.crystalpay.receive(story.login(shop), "USDTTRC", "25.5")
        async with running_bot(story):
            await story.admin.clicks("Refresh")
            assert "+25.500000" in screen.text
            assert "+25.500000" in (await story.admin.sends("/balance")).text
