"""/export: the chosen file, in a chat that may see it; or a sentence that says why not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from asking import bot_with
from story import Story, labels, new_world

from bot.domain.readings import Balance, Reading
from bot.domain.registers import Register
from bot.telegram.features.export.making import ExportLimits, ExportMaker
from sandbox.telegram.messages import Message
from sandbox.telegram.people import User

NOW = datetime.now(UTC)
HEADS = "at,at_local,register,method,name,currency,before,after,change"


async def remember(story: Story, register: Register, *amounts: tuple[float, str]) -> None:
    """`amounts`: of one balance, so many hours ago."""
    for hours, amount in amounts:
        balance = Balance("USDTTRC", "USDT TRC-20", Decimal(amount), "USDT", 6)
        reading = Reading(NOW - timedelta(hours=hours), (balance,))
        story.services.recorder.record(register.id, reading)
    await story.services.recorder.flush()


async def choice(user: User, *clicks: str, command: str = "/export") -> Message:
    screen = await user.sends(command)
    for label in clicks:
        await user.clicks(label, on=screen)
    return screen


def file(message: Message) -> tuple[str, list[str]]:
    """Its name, and its lines."""
    assert message.document
    name, content = message.document
    return name, content.decode("utf-8-sig").split("\r\n")


def files(user: User) -> list[Message]:
    return [message for message in user.chat.screen if message.document]


@asynccontextmanager
async def limited(folder: Path, limits: ExportLimits) -> AsyncIterator[tuple[Story, Register]]:
    """A bot with narrow limits, and a register of 1,200 changes."""
    async with new_world(folder) as story:
        services = story.services
        maker = ExportMaker(services.exports, services.viewers, services.audit, limits)
        shop = await story.register("Shop")
        await remember(story, shop, *((n / 100, f"{n}.5") for n in range(1200, 0, -1)))
        async with bot_with(story, export_maker=maker):
            yield story, shop


async def test_the_changes_of_a_period_come_as_a_file_below_the_choice(story: Story) -> None:
    shop = await story.register("Shop")
    await remember(story, shop, (80, "100.1"), (50, "125.6"), (1, "125.1"))
    user = await story.viewer(shop)
    screen = await choice(user, "CSV", "7 d")
    assert screen.text == "📤 Export\nShop · 7 days\nTime zone: UTC"
    assert screen.labels == [
        ["✓ Changes", "Daily balances"],
        ["24 h", "✓ 7 d", "30 d", "All time"],
        ["XLSX", "✓ CSV"],
        ["📤 Export"],
    ]
    await user.clicks("📤 Export", on=screen)
    assert screen.text.endswith("\n\n✅ Sent: 3 rows")
    sent = user.chat.last
    assert sent.text == "Shop\nChanges · 7 days · 3 rows\nTime zone: UTC"
    name, lines = file(sent)
    assert name == f"Shop-changes-{datetime.now(UTC).date()}.csv"
    assert (lines[0], lines[-1]) == (HEADS, "")
    assert [line.split(",")[6:] for line in lines[1:-1]] == [
        ["", "100.100000", ""],
        ["100.100000", "125.600000", "25.500000"],
        ["125.600000", "125.100000", "-0.500000"],
    ]
    await user.clicks("24 h", on=screen)
    await user.clicks("📤 Export", on=screen)
    assert len(file(user.chat.last)[1]) == 3


async def test_daily_balances_are_of_the_days_of_the_chat(story: Story) -> None:
    shop = await story.register("Shop")
    await remember(story, shop, (60, "1"), (30, "2"))
    user = await story.viewer(shop)
    await story.services.viewers.set_timezone(user.id, "Asia/Tokyo")
    screen = await choice(user, "Daily", "CSV")
    assert "Time zone: Asia/Tokyo" in screen.text
    await user.clicks("📤 Export", on=screen)
    name, lines = file(user.chat.last)
    assert "closings" in name
    tokyo = (NOW - timedelta(hours=60)).astimezone(UTC) + timedelta(hours=9)
    assert lines[1].startswith(f"{tokyo.date()},Shop,USDTTRC,USDT TRC-20,USDT,1.000000,no,")
    assert lines[1].endswith("+09:00")


async def test_one_of_many_registers_is_picked_from_pages_and_all_are_one_press_away(
    story: Story,
) -> None:
    registers = [await story.register(f"Register {number:02}") for number in range(14)]
    await remember(story, registers[13], (2, "1"), (1, "2"))
    user = await story.viewer(*registers)
    screen = await choice(user, "All registers", "›", "Register 13")
    assert "Register 13 · 30 days" in screen.text
    await user.clicks("📤 Export", on=screen)
    assert user.chat.last.document
    assert user.chat.last.document[1].startswith(b"PK"), "an XLSX if nothing else was chosen"
    await user.clicks("Register 13", on=screen)
    await user.clicks("📋 All", on=screen)
    assert "All registers · 30 days" in screen.text


async def test_a_register_can_be_named(story: Story) -> None:
    shop, bazaar = await story.register("Shop"), await story.register("Bazaar")
    user = await story.viewer(shop, bazaar)
    assert "Bazaar · 30 days" in (await choice(user, command="/export bazaar")).text
    asked = await choice(user, command="/export hidden")
    assert "no such register" in asked.text
    assert labels(asked)[:2] == ["Shop", "Bazaar"]


async def test_a_period_without_a_change_makes_no_file(story: Story) -> None:
    shop = await story.register("Shop")
    await remember(story, shop, (80, "1"))
    user = await story.viewer(shop)
    screen = await choice(user, "24 h", "📤 Export")
    assert screen.text.endswith("\n\nNothing changed in this period.")
    assert files(user) == []
    new = await story.viewer(await story.register("New"))
    screen = await choice(new, "Daily", "📤 Export")
    assert screen.text.endswith("\n\nNothing was recorded in this period.")


async def test_a_file_comes_into_the_topic_where_it_was_asked_for(story: Story) -> None:
    shop = await story.register("Shop")
    await remember(story, shop, (1, "1"))
    forum = story.telegram.supergroup("Forum", forum=True)
    await story.services.access.allow(forum.id, [shop])
    money, member = forum.topic("Money"), story.telegram.user("Member")
    screen = await member.sends("/export", topic=money)
    await member.clicks("📤 Export", on=screen)
    assert [message for message in money.screen if message.document]


async def test_who_may_not_see_a_register_gets_no_file_of_it(story: Story) -> None:
    shop, other = await story.register("Shop"), await story.register("Other")
    await remember(story, other, (1, "1"))
    user = await story.viewer(shop)
    screen = await choice(user)
    for action in ("c", "m"):
        toast = await user.presses_data(f"exp:{action}:{other.id}:m:0:csv:0", on=screen)
        assert "out of date" in (toast.text or "")
    stranger = story.telegram.user("Stranger")
    assert "has approved" in (await stranger.sends("/export")).text
    assert files(user) == []


@pytest.mark.parametrize("everything", [True, False])
async def test_what_is_taken_while_the_file_is_made_is_not_sent(
    story: Story, everything: bool
) -> None:
    shop, other = await story.register("Shop"), await story.register("Other")
    await remember(story, shop, (1, "1"))
    user = await story.viewer(shop, other)
    screen = await choice(user)
    with story.telegram.hold("answerCallbackQuery") as hold:
        press = user.pressed("📤 Export", on=screen)
        await hold.arrived(1)
        await story.services.access.deny(user.id, [] if everything else [shop])
    await story.telegram.confirmed(press.update)
    assert files(user) == []
    assert ("has approved" if everything else "out of date") in screen.text


async def test_a_second_press_meanwhile_makes_no_second_file(story: Story) -> None:
    shop = await story.register("Shop")
    await remember(story, shop, (1, "1"))
    user = await story.viewer(shop)
    screen = await choice(user)
    with story.telegram.hold("sendDocument") as hold:
        press = user.pressed("📤 Export", on=screen)
        await hold.arrived(1)
        toast = user.pressed("📤 Export", on=screen)
        await toast.answered.wait()
    await story.telegram.confirmed(press.update)
    assert toast.answer.text == "An export is already running in this chat."
    assert len(files(user)) == 1


async def test_what_takes_long_says_how_far_it_is_and_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    limits = ExportLimits(progress_after=0, progress_every=0.01)
    async with limited(tmp_path, limits) as (story, shop):
        user = await story.viewer(shop)
        screen = await choice(user, "📤 Export")
        texts = [str(call.params.get("text")) for call in story.telegram.calls]
        assert any("Exporting… 0 rows" in text for text in texts)
        assert screen.text.endswith("✅ Sent: 1\u202f200 rows")
        assert not story.settings.database_path.with_name("bot.exports").exists()


@pytest.mark.parametrize("limits", [ExportLimits(bytes=10_000), ExportLimits(rows=1_000)])
async def test_a_file_that_telegram_does_not_take_is_left_to_the_server(
    tmp_path: Path, limits: ExportLimits
) -> None:
    async with limited(tmp_path, limits) as (story, _):
        await story.register("Bob's other")
        user = await story.viewer()
        screen = await choice(user, "CSV", "📤 Export")
        assert screen.text.endswith("\ncrystalpay-bot export export.csv --since 30d")
        screen = await choice(user, "Daily", "All time", "All registers", "Shop")
        await user.clicks("Changes", on=screen)
        await user.clicks("📤 Export", on=screen)
        assert screen.text.endswith("\ncrystalpay-bot export export.xlsx --register Shop")
        assert files(user) == []


async def test_what_a_killed_bot_left_is_gone_after_the_next_start(tmp_path: Path) -> None:
    async with new_world(tmp_path) as story:
        temporary = story.services.exports.temporary
        with temporary.opened() as folder:
            (folder / "half.csv").write_text("half")
            temporary.clear()
            assert not folder.exists()
