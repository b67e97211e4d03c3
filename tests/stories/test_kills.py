"""Killed between a commit and what is told of it: everybody learns of it, and learns it once.

Each operation kills the bot right after its transaction, with SIGKILL. The next bot is given the
same message or press again, and must answer as the first one would have. An answer that changes
nothing may come twice: that of a question which was answered just before the kill.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from stories.test_process import environment
from story import SECRET, Story, labels, new_world

from bot.domain.audit import Actor
from bot.storage import open_database
from sandbox.telegram.people import User

DYING = """
import os, signal, aiosqlite
from bot.cli import main

commit = aiosqlite.Connection.commit
operation = os.environ["DIES_AFTER"], int(os.environ["ENTRIES_BEFORE"])

async def commit_and_die(self):
    await commit(self)
    done = await self.execute_fetchall("SELECT 1 FROM audit WHERE event = ? AND id > ?", operation)
    if list(done):
        os.kill(os.getpid(), signal.SIGKILL)

aiosqlite.Connection.commit = commit_and_die
main(["run"])
"""


@dataclass
class Operation:
    """What is done, by the event that the trail knows it by, and what must be seen afterwards."""

    event: str
    act: Callable[[], Awaitable[object]]
    seen: Callable[[], bool]


class Killed:
    def __init__(self, story: Story, path: Path) -> None:
        self.story, self.path = story, path

    async def entries(self, event: str = "%") -> list[int]:
        async with open_database(self.path) as database:
            rows = await database.rows("SELECT id FROM audit WHERE event LIKE ? ORDER BY id", event)
        return [row["id"] for row in rows]

    @asynccontextmanager
    async def bot(self, event: str):
        before = max(await self.entries(), default=0)
        settings = environment(self.story) | {"LOG_LEVEL": "INFO"}
        dying = {"DIES_AFTER": event, "ENTRIES_BEFORE": str(before)}
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            DYING,
            env=settings | dying,
            cwd="/",
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield bot
        finally:
            if bot.returncode is None:
                bot.kill()
            await bot.wait()

    async def tell(self, *operations: Operation) -> None:
        """Each bot makes good what the one before could not say, then dies of the next one."""
        seen: Callable[[], bool] = lambda: True  # noqa: E731 - of no operation yet
        for operation in (*operations, None):
            async with self.bot(operation.event if operation else "nothing") as bot:
                await until(seen, operation)
                if operation is None:
                    return
                await operation.act()
                async with asyncio.timeout(40):
                    assert await bot.wait() == -9, (await bot.stderr.read()).decode()
            seen = operation.seen


async def until(condition: Callable[[], bool], what: object = "") -> None:
    """The bot is another process: what it has done is seen in the chats only."""
    async with asyncio.timeout(40):
        while not condition():
            await asyncio.sleep(0.02)


def said(user: User, words: str) -> int:
    """How many messages with these words the bot has in the user's chat."""
    return sum(words in m.text for m in user.chat.screen if m.sender is not user)


async def asks(user: User, text: str, words: str) -> None:
    """Write, and wait for a new message with these words."""
    before = said(user, words)
    user.posts(text)
    await until(lambda: said(user, words) > before)


async def presses(user: User, label: str, words: str) -> None:
    """Press a button of the newest screen, and wait until a message says this."""
    screens = [m for m in user.chat.screen if m.keyboard]
    user.pressed(label, next(m for m in reversed(screens) if label in " ".join(labels(m))))
    await until(lambda: said(user, words) > 0 and words in _newest(user))


def _newest(user: User) -> str:
    return max((m for m in user.chat.screen if m.sender is not user), key=lambda m: m.changed).text


@pytest.fixture
async def killed(tmp_path):
    async with new_world(tmp_path) as story:
        yield Killed(story, story.settings.database_path)


async def test_operations_of_admins(killed: Killed) -> None:
    story = killed.story
    admin, other = story.admin, story.telegram.user("Other")
    story.crystalpay.add_register("login-1", SECRET, "Bazaar", {})
    link = f"/start admin-{(await story.services.admins.new_link()).token}"
    press = []

    async def adds():
        await asks(admin, "/registers", "Registers")
        await presses(admin, "Add", "login")
        await asks(admin, "login-1", "secret")
        admin.posts(SECRET)

    async def renames():
        await asks(admin, "/registers", "Registers")
        await presses(admin, "Bazaar", "Login:")
        await presses(admin, "Rename", "new name")
        admin.posts("Shop")

    async def replaces_secret():
        await asks(admin, "/registers", "Registers")
        await presses(admin, "Shop", "Login:")
        await presses(admin, "New secret", "secret")
        admin.posts(SECRET)

    async def removes():
        await asks(admin, "/registers", "Registers")
        await presses(admin, "Shop", "Login:")
        await presses(admin, "Remove", "Remove Shop?")
        press.append(admin.pressed("Remove", _with_button(admin, "Remove")))

    async def removes_admin():
        await asks(admin, "/admins", "Admins")
        await presses(admin, "Other", "Remove Other as")
        press.append(admin.pressed("Remove", _with_button(admin, "Remove")))

    await killed.tell(
        Operation("admin_added", posting(other, link), lambda: said(other, "🔑") == 1),
        Operation("register_added", adds, lambda: said(admin, "Bazaar added") == 1),
        Operation("register_renamed", renames, lambda: said(admin, "is called Shop") == 1),
        Operation("secret_replaced", replaces_secret, lambda: said(admin, "New secret saved") == 1),
        Operation("register_removed", removes, lambda: said(admin, "No registers yet") > 0),
        Operation("admin_removed", removes_admin, lambda: "Other" not in _newest(admin)),
    )
    assert [p.answer.text for p in press if p.answers and p.answer.text] == []
    for event in ("admin_added", "register_added", "register_renamed", "register_removed"):
        assert len(await killed.entries(event)) == 1
    story.keeps_secrets()


def _with_buttons(user: User):
    return [m for m in user.chat.screen if m.keyboard][-1]


def _with_button(user: User, label: str):
    return [m for m in user.chat.screen if m.keyboard and label in " ".join(labels(m))][-1]


def posting(user: User, text: str) -> Callable[[], Awaitable[object]]:
    async def post() -> object:
        return user.posts(text)

    return post


async def test_operations_that_others_are_told_of(killed: Killed) -> None:
    story = killed.story
    admin, other = story.admin, story.telegram.user("Other")
    team = story.telegram.group("Team")
    ann, bob, guest = (story.telegram.user(name) for name in ("Ann", "Bob", "Guest"))
    shop = await story.register("Shop")
    token = (await story.services.admins.new_link()).token
    await story.services.admins.join(token, Actor(other.id, "Other"))
    for user in (admin, other):
        user.posts("/start")
    by = Actor(admin.id, "Admin")
    invite = (await story.services.invites.make([shop], None, by)).token
    answers = []

    def asking(user: User):
        async def ask() -> None:
            await asks(user, "/start", "has approved")
            answers.append(user.pressed("Request", _with_buttons(user)))

        return ask

    def deciding(label: str, name: str):
        async def decide() -> None:
            question = next(m for m in admin.chat.screen if f"{name} is asking" in m.text)
            answers.append(admin.pressed(label, question))

        return decide

    async def takes() -> None:
        await asks(admin, "/access", "Access")
        await presses(admin, "Guest", f"{guest.id}")
        answers.append(admin.pressed("✓ Shop", _with_buttons(admin)))

    async def removes_bot() -> None:
        await story.services.access.allow(team.id, [shop])
        story.telegram.removes_bot(team, by=guest)

    def both(words: str) -> bool:
        return said(admin, words) == said(other, words) == 1

    await killed.tell(
        Operation("access_requested", asking(ann), lambda: both("Ann is asking for access")),
        Operation(
            "granted",
            deciding("All", "Ann"),
            lambda: both("Ann was given access by Admin: All") and said(ann, "Access granted") == 1,
        ),
        Operation("access_requested", asking(bob), lambda: both("Bob is asking for access")),
        Operation(
            "request_denied",
            deciding("✖️ Deny", "Bob"),
            lambda: both("Bob was denied access by Admin") and said(bob, "declined") == 1,
        ),
        Operation(
            "invite_used",
            posting(guest, f"/start invite-{invite}"),
            lambda: said(guest, "Access granted") == 1 and both("Guest used an invite"),
        ),
        Operation("grant_taken", takes, lambda: "✓ Shop" not in labels(_with_buttons(admin))),
        Operation("bot_removed", removes_bot, lambda: both("I was removed from Team")),
    )
    told = [press.answer.text for press in answers if press.answers and press.answer.text]
    assert told == ["Request sent. The answer will come here."] * 2
    assert len(await killed.entries("invite_used")) == len(await killed.entries("bot_removed")) == 1
    assert len(await killed.entries("granted")) == 2, (
        "one request, and the group by the command line"
    )
    assert not (await story.services.viewers.get(guest.id)).allowed


async def test_the_first_admin_claims_the_bot(tmp_path: Path) -> None:
    async with new_world(tmp_path, admin_ids=frozenset()) as story:
        killed = Killed(story, story.settings.database_path)
        first = story.telegram.user("First")

        async def claims() -> None:
            await story.telegram.polled()  # the bot makes a link of its own at its start
            first.posts(f"/start claim-{await story.services.admins.new_claim()}")

        await killed.tell(Operation("admin_claimed", claims, lambda: said(first, "🔑") == 1))
        assert await story.services.admins.ids() == (first.id,)


async def test_an_end_is_told_once_to_both_sides(killed: Killed) -> None:
    story = killed.story
    story.admin.posts("/start")
    guest = story.telegram.user("Guest")
    guest.posts("/start")
    shop = await story.register("Shop")
    by = Actor(story.admin.id, "Admin")
    token = (await story.services.invites.make([shop], 0, by)).token

    async def ends() -> None:
        await story.services.invites.use(token, guest.id, "Guest", Actor(guest.id, "Guest"))

    await killed.tell(
        Operation(
            "grant_ended",
            ends,
            lambda: (
                said(guest, "has ended: Shop") == 1
                and said(story.admin, "Access has ended for Guest: Shop") == 1
            ),
        )
    )
    assert len(await killed.entries("grant_ended")) == 1
