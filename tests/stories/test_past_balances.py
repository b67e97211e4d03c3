"""/balance at a moment: the balances as they stood then in the chat's time zone."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from story import EMPTY, EXAMPLE, Story, labels

from bot.domain.readings import Balance, Reading
from bot.domain.registers import Register

MORNING = datetime(2020, 2, 1, 10, 58, tzinfo=UTC)  # 13:58 in Moscow
EXAMPLES = "Write it like this:\n/balance 01.11\n/balance 2026-11-01 14:00\n/balance yesterday"


async def known(story: Story, register: Register, *readings: tuple[datetime, str]) -> None:
    """USDT as it was at these moments, beside a Litecoin of nothing; newest last."""
    for as_of, usdt in readings:
        balances = (
            Balance("USDTTRC", "USDT TRC-20", Decimal(usdt), "USDT", 6),
            Balance("LITECOIN", "Litecoin", Decimal(0), "LTC", 8),
        )
        story.services.recorder.record(register.id, Reading(as_of, balances))
    await story.services.recorder.flush()


async def shop_of_moscow(story: Story, language: str = "en"):
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    two_minutes_later = MORNING + timedelta(minutes=2)
    the_next_day = MORNING + timedelta(days=1)
    await known(story, shop, (MORNING, "100.1"), (two_minutes_later, "125.6"), (the_next_day, "7"))
    viewer = await story.viewer(shop, language=language)
    await story.services.viewers.set_timezone(viewer.id, "Europe/Moscow")
    return shop, viewer


async def test_the_balances_of_a_moment_are_shown_with_it_in_full(story: Story) -> None:
    shop, viewer = await shop_of_moscow(story)
    screen = await viewer.sends("/balance 2020-02-01 13:59")
    assert screen.html == (
        "📅 <b>1 February 2020, 13:59 MSK</b>\n\n"
        "💎 <b>Shop</b>\n"
        "<code>100.100000</code> USDT TRC\u201120"
    )
    assert labels(screen) == ["👁 Show empty (1)", "💰 Balances now"]
    assert "125.600000" in (await viewer.sends("/balance shop 01.02.2020 14:00")).text
    assert story.asked(shop) == 0
    await viewer.clicks("Balances now")
    assert story.asked(shop) == 1
    assert "100.100000" in viewer.chat.last.text


async def test_what_was_not_known_is_said_with_the_last_that_was(story: Story) -> None:
    _, viewer = await shop_of_moscow(story)
    screen = await viewer.sends("/balance 01.02.2020 15:30")
    assert screen.text == (
        "📅 1 February 2020, 15:30 MSK\nRead as day.month: 1 February 2020\n\n"
        "💎 Shop\n125.600000 USDT TRC\u201120\n"
        "⚠️ Not known at 15:30; last known 14:00"
    )
    later = await viewer.sends("/balance 13.03.2020")
    assert later.text.startswith("📅 13 March 2020, 23:59:59 MSK\n\n")
    assert later.text.endswith("⚠️ Not known at 23:59:59; last known 2 February 2020, 13:58 MSK")


async def test_before_the_record_it_is_said_when_that_begins(story: Story) -> None:
    _, viewer = await shop_of_moscow(story, "ru")
    new = await story.register("Новая")
    await story.services.access.allow(viewer.id, [new])
    screen = await viewer.sends("/balance 31.01.2020")
    assert screen.text == (
        "📅 31 января 2020, 23:59:59 MSK\n\n"
        "💎 Shop\nИстория начинается 1 февраля 2020, 13:58 MSK.\n\n"
        "💎 Новая\nИстории пока нет."
    )
    assert labels(screen) == ["💰 Балансы сейчас"]


async def test_yesterday_is_its_end_and_today_is_now(story: Story) -> None:
    shop = await story.register("Shop")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    await known(story, shop, (yesterday.replace(hour=0, minute=5), "5"))
    viewer = await story.viewer(shop)
    for words in ("Shop yesterday", "вчера"):
        screen = await viewer.sends(f"/balance {words}")
        assert f"{yesterday.day} {yesterday:%B %Y}, 23:59:59 UTC" in screen.text
        assert "5.000000 USDT" in screen.text
        assert "⚠️ Not known at 23:59:59; last known 00:05" in screen.text
    assert story.asked(shop) == 0
    for words in ("today", "shop сегодня"):
        assert "🔄 Refresh" in labels(await viewer.sends(f"/balance {words}"))


async def test_empty_balances_are_shown_in_place_and_that_is_remembered(story: Story) -> None:
    _, viewer = await shop_of_moscow(story)
    screen = await viewer.sends("/balance 01.02.2020 13:59")
    await viewer.clicks("Show empty (1)")
    assert screen.text.startswith("📅 1 February 2020, 13:59 MSK\nRead as day.month")
    assert "0.00000000 LTC" in screen.text
    assert labels(screen) == ["🙈 Hide empty", "💰 Balances now"]
    assert not (await story.services.viewers.get(viewer.id)).hide_empty
    await viewer.clicks("Hide empty")
    assert "LTC" not in screen.text


async def test_a_press_shows_only_what_the_chat_may_still_see(story: Story) -> None:
    shop, viewer = await shop_of_moscow(story)
    screen = await viewer.sends("/balance Shop 01.02.2020 13:59")
    other = await story.register("Other")
    await story.services.access.allow(viewer.id, [other])
    await story.services.access.deny(viewer.id, [shop])
    for data in (screen.keyboard[0][0].data, f"bp:{10**14}:0:1:0:0:0"):
        toast = await viewer.presses_data(data, screen)
        assert toast.text == "This button is out of date. Send the command again."
    await story.services.access.deny(viewer.id)
    assert (await viewer.clicks("Show empty")).alert
    assert "100.1" in screen.text
    assert "owner has approved" in (await viewer.sends("/balance 01.02.2020")).text


async def test_a_name_goes_before_a_date_and_the_longest_name_wins(story: Story) -> None:
    shop, shop_two = await story.register("Shop"), await story.register("Shop 01.02.2020")
    await known(story, shop, (MORNING, "1"))
    await known(story, shop_two, (MORNING, "2"))
    named = await story.register("Yesterday")
    viewer = await story.viewer(shop, shop_two, named)
    assert "💎 Yesterday" in (await viewer.sends("/balance yesterday")).text
    assert story.asked(named) == 1
    assert "2.000000" in (await viewer.sends("/balance shop 01.02.2020 02.02.2020")).text
    assert "1.000000" in (await viewer.sends("/balance shop 02.02.2020 11:00")).text


async def test_what_is_no_moment_of_the_past_says_so(story: Story) -> None:
    _, viewer = await shop_of_moscow(story)
    no_such = await viewer.sends("/balance 31.02")
    assert no_such.text == f"There's no such date or time.\n\n{EXAMPLES}"
    unreadable = await viewer.sends("/balance Shop 01/02")
    assert unreadable.text == f"I can't read this date or time.\n\n{EXAMPLES}"
    future = await viewer.sends("/balance 01.12.2999 14:00")
    assert future.text == "1 December 2999, 14:00 MSK is in the future."
    assert "no such register" in (await viewer.sends("/balance Shop soon")).text


async def test_a_channel_and_a_group_are_shown_the_past_too(story: Story) -> None:
    shop = await story.register("Shop")
    await known(story, shop, (MORNING, "100.1"))
    channel, group = story.telegram.channel("News"), story.telegram.group("Team")
    for chat in (channel, group):
        await story.services.access.allow(chat.id, [shop])
    member = story.telegram.user("Member", language="ru")
    assert "100.100000" in (await channel.posts("/balance 2020-02-01 10:58")).text
    await member.clicks("Show empty", on=channel.last)
    assert (await story.services.viewers.get(channel.id)).hide_empty
    assert "📅 1 февраля 2020" in (await member.sends("/balance 2020-02-01", to=group)).text
