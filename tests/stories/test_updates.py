"""How updates are fetched: one slow answer delays nobody, and nothing that was asked is lost."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import leaks
import pytest
from aiogram.types import Update
from story import SECRET, Story, figures, new_story, new_world, running_bot

from bot.app import open_services
from bot.heartbeat import Heartbeat
from bot.telegram.application import open_bot
from bot.telegram.transport.polling import Poller, TokenRefused
from bot.telegram.transport.updates_in_flight import MAX_IN_FLIGHT, UpdatesInFlight
from sandbox.faults import Fault
from sandbox.telegram import TelegramSandbox, flood
from sandbox.telegram.people import User
from sandbox.telegram.refusals import Refusal, fault_of

CROWD = 150


def polls(telegram: TelegramSandbox) -> int:
    return sum(call.method.lower() == "getupdates" for call in telegram.calls)


def kept(story: Story) -> list[int]:
    """The numbers of the updates that are on the disk."""
    with closing(sqlite3.connect(story.settings.database_path)) as connection:
        rows = connection.execute("SELECT number FROM updates_in_hand ORDER BY number")
        return [number for (number,) in rows]


@asynccontextmanager
async def locked(path: Path) -> AsyncIterator[None]:
    """Another process that holds the database's lock."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield
        other.rollback()


async def test_a_chat_in_flood_control_delays_nobody_and_its_answer_is_not_lost(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        viewer, slow = await story.viewer(await story.register("Shop")), story.telegram.user("Slow")
        async with running_bot(story):
            story.telegram.fault(flood(25), "sendMessage")
            with story.telegram.hold("sendMessage") as hold:
                waiting = slow.posts("/id")
                await hold.arrived(1)
            others = [story.telegram.user(f"Other {number}") for number in range(CROWD)]
            for other in others:
                other.posts("/id")
            viewer.posts("/balance")
            await story.telegram.shows(lambda: viewer.chat.last_if_any)
            await story.telegram.shows(lambda: all(other.chat.last_if_any for other in others))
            assert slow.chat.last_if_any is None
            assert figures(viewer.chat.last)[0] == "💎 Shop"
            assert waiting not in story.telegram.world.updates.pending
        assert slow.chat.last_if_any is None
        assert kept(story) == [waiting.id]
        async with running_bot(story):
            await story.telegram.shows(lambda: slow.chat.last_if_any)
        assert kept(story) == []


async def test_an_answer_comes_while_more_than_a_batch_of_others_waits(tmp_path: Path) -> None:
    async with new_story(tmp_path, crystalpay_timeout=30) as story:
        slow, shop = await story.register("Slow"), await story.register("Shop")
        crowd = [await story.viewer(slow) for _ in range(CROWD)]
        viewer = await story.viewer(shop)
        with story.crystalpay.hold(story.login(slow)) as hold:
            waiting = [other.posts("/balance") for other in crowd]
            await hold.arrived(1)
            viewer.posts("/balance")
            await story.telegram.shows(lambda: viewer.chat.last_if_any)
            assert figures(viewer.chat.last)[0] == "💎 Shop"
            assert not any(other.chat.last_if_any for other in crowd)
            async with asyncio.timeout(15):
                for update in waiting:
                    await story.telegram.world.updates.acknowledged(update)
            assert {update.id for update in waiting} <= set(kept(story))
        await story.telegram.settled()
        assert all(figures(other.chat.last)[0] == "💎 Slow" for other in crowd)


async def test_answers_that_hang_leave_a_connection_for_updates_and_presses(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        await story.register("Shop")
        screen = await story.admin.sends("/balance")
        with story.telegram.hold("sendMessage") as hold:
            for number in range(CROWD):
                story.telegram.user(f"Other {number}").posts("/id")
            await hold.arrived(CROWD)
            press = story.admin.pressed("Refresh", screen)
            async with asyncio.timeout(10):
                await press.answered.wait()
        await story.telegram.settled()


async def test_a_quick_answer_costs_no_write(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        await story.telegram.user("First").sends("/id")  # models are built by the first answer
        with closing(sqlite3.connect(story.settings.database_path)) as connection:
            connection.execute(
                "CREATE TRIGGER never BEFORE INSERT ON updates_in_hand"
                " BEGIN SELECT raise(ABORT, 'it was kept'); END"
            )
        quick = [await story.telegram.user("Quick").sends("/id") for _ in range(5)]
        assert all(quick)


async def test_a_secret_that_waits_is_on_the_disk_sealed_only(tmp_path: Path) -> None:
    async with new_story(tmp_path, crystalpay_timeout=30) as story:
        login = "login-to-be"
        story.crystalpay.add_register(login, SECRET, "Shop", {})
        await story.admin.sends("/registers")
        await story.admin.clicks("Add")
        await story.admin.sends(login)
        with story.crystalpay.hold(login) as hold:
            update = story.admin.posts(SECRET)
            await hold.arrived(1)
            await story.telegram.world.updates.acknowledged(update)
            assert update.id in kept(story)
            leaks.nowhere(SECRET, tmp_path, story.telegram.calls)
        await story.telegram.settled()
        assert [each.register.name for each in await story.services.registers.listed()] != []


async def test_what_cannot_be_kept_is_not_confirmed_until_it_can(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with new_story(tmp_path, crystalpay_timeout=30) as story:
        shop = await story.register("Shop")
        await story.admin.sends("/id")  # the bot runs, and knows the chat
        with story.crystalpay.hold(story.login(shop)) as hold:
            async with locked(story.settings.database_path):
                update = story.admin.posts("/balance")
                await hold.arrived(1)
                async with asyncio.timeout(15):
                    while "Updates cannot be stored" not in caplog.text:
                        await asyncio.sleep(0.05)
                assert update in story.telegram.world.updates.pending
            async with asyncio.timeout(15):
                await story.telegram.world.updates.acknowledged(update)
            assert kept(story) == [update.id]
        await story.telegram.settled()
        assert figures(story.admin.chat.last)[0] == "💎 Shop"


async def test_update_numbers_may_number_from(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    updates = story.telegram.world.updates
    before, first = updates.put("message", {}, "the last of before").id, 7_000
    await story.telegram.settled()
    try:
        updates.number_from(first)
        for _ in range(3):
            assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"
        assert updates.pending == []
    finally:
        assert before
        updates.number_from(before + 1_000)
    assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"


class Polling:
    """A poller between a sandbox and a list: what was handled, in order."""

    def __init__(self, telegram: TelegramSandbox, folder: Path) -> None:
        self.telegram = telegram
        self.handled: list[str] = []
        self.heartbeat = Heartbeat(folder / "bot.alive")
        self.changed = asyncio.Condition()
        self.free = asyncio.Event()  # set: handlers end
        self.free.set()

    async def handle(self, update: Update) -> None:
        assert update.message is not None
        async with self.changed:
            self.handled.append(update.message.text or "")
            self.changed.notify_all()
        await self.free.wait()

    async def has(self, *texts: str) -> None:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: self.handled == list(texts))


@asynccontextmanager
async def polling(
    story: Story, folder: Path, checks: tuple[float, ...] = (0.01,) * 3
) -> AsyncIterator[tuple[Polling, asyncio.Task[None]]]:
    bot = open_bot(story.telegram.token, story.telegram.url)
    made = Polling(story.telegram, folder)
    async with open_services(story.settings) as services:
        poller = Poller(
            bot,
            made.handle,
            ["message"],
            services.update_inbox,
            made.heartbeat,
            token_checks=checks,
        )
        running = asyncio.create_task(poller.run())
        try:
            yield made, running
        finally:
            running.cancel()
            await asyncio.wait({running})
            await poller.finish()
            await bot.session.close()


@pytest.fixture
async def quiet(tmp_path: Path) -> AsyncIterator[Story]:
    """A world in which no bot runs."""
    async with new_world(tmp_path) as story:
        yield story


def answer(*updates: object) -> Fault:
    """getUpdates that brings this each time, whatever is asked."""
    body = json.dumps({"ok": True, "result": updates})
    return Fault(body=body, content_type="application/json")


def message(user: User, text: str) -> dict[str, object]:
    person = {"id": user.id, "is_bot": False, "first_name": "A"}
    chat = {"id": user.id, "type": "private", "first_name": "A"}
    return {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": text}


async def test_an_update_without_a_number_is_told_of_and_ends_nothing(
    quiet: Story, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told = {"message": message(quiet.admin, "secret words")}
    numbers = [{"update_id": number} for number in (None, "1", True, 1.0, -1, 2**63)]
    quiet.telegram.fault(answer(told, 7, *numbers), "getUpdates")
    async with polling(quiet, tmp_path) as (made, running):
        async with asyncio.timeout(10):
            while polls(quiet.telegram) < 2:
                await asyncio.sleep(0.01)
        quiet.telegram.heal()
        quiet.admin.posts("after it")
        await made.has("after it")
        assert not running.done()
    assert "An update without a number is skipped (message)" in caplog.text
    assert "secret words" not in caplog.text


async def test_a_batch_that_brings_nothing_new_is_paced_handled_once_and_no_sign_of_life(
    quiet: Story, tmp_path: Path
) -> None:
    update = {"update_id": 5, "message": message(quiet.admin, "again")}
    quiet.telegram.fault(answer(update), "getUpdates")
    async with polling(quiet, tmp_path) as (made, _):
        await made.has("again")
        (tmp_path / "bot.alive").unlink()
        before = polls(quiet.telegram)
        await asyncio.sleep(1)
        assert polls(quiet.telegram) - before <= 3
        assert made.handled == ["again"]
        assert made.heartbeat.age() is None


async def test_a_server_that_holds_no_poll_is_asked_three_times_a_second_at_most(
    quiet: Story, tmp_path: Path
) -> None:
    quiet.telegram.world.updates.holds_polls = False
    async with polling(quiet, tmp_path) as (made, _):
        quiet.admin.posts("first")
        await made.has("first")
        before = polls(quiet.telegram)
        await asyncio.sleep(1)
        assert 1 <= polls(quiet.telegram) - before <= 3
        quiet.admin.posts("second")
        await made.has("first", "second")
        assert made.heartbeat.age() is not None


async def test_a_handler_that_does_not_end_when_it_is_given_up_is_left_behind_kept(
    quiet: Story,
) -> None:
    at_last = asyncio.Event()

    async def stubborn(_: object) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await at_last.wait()

    in_flight = UpdatesInFlight(stubborn, quiet.services.update_inbox)
    in_flight.start(7, {"update_id": 7})
    async with asyncio.timeout(5):
        await in_flight.finish(0)
    assert in_flight.first_unconfirmed() is None
    assert kept(quiet) == [7]
    at_last.set()


async def test_no_more_is_fetched_than_can_be_held(quiet: Story, tmp_path: Path) -> None:
    async with polling(quiet, tmp_path) as (made, _):
        made.free.clear()
        updates = [quiet.admin.posts(str(number)) for number in range(MAX_IN_FLIGHT + 150)]
        async with asyncio.timeout(30):
            await quiet.telegram.world.updates.acknowledged(updates[MAX_IN_FLIGHT - 101])
            while len(made.handled) < MAX_IN_FLIGHT:
                await asyncio.sleep(0.01)
        before = polls(quiet.telegram)
        await asyncio.sleep(0.5)
        assert (len(made.handled), polls(quiet.telegram)) == (MAX_IN_FLIGHT, before)
        made.free.set()
        await quiet.telegram.world.updates.acknowledged(updates[-1])
        assert len(made.handled) == len(updates)


@pytest.mark.parametrize("code", [401, 404])
async def test_one_refusal_of_the_token_ends_nothing(
    quiet: Story, tmp_path: Path, code: int
) -> None:
    quiet.telegram.fault(fault_of(Refusal(code), times=1), "getUpdates")
    quiet.telegram.fault(fault_of(Refusal(code), times=1), "getMe")
    quiet.admin.posts("still here")
    async with polling(quiet, tmp_path) as (made, running):
        await made.has("still here")
        assert not running.done()


async def test_a_token_that_is_refused_for_good_ends_the_bot(quiet: Story, tmp_path: Path) -> None:
    async with polling(quiet, tmp_path) as (made, running):
        quiet.admin.posts("before")
        await made.has("before")
        quiet.telegram.token = "123456789:another-token-that-opens-nothing"
        quiet.admin.posts("after")  # wakes the poll that was begun with the old one
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(running, 10)
    asked = [call for call in quiet.telegram.calls if call.method.lower() == "getme"]
    assert len(asked) == 3
