"""What Telegram goes through: floods, faults, blocked bots, old presses; no traceback is seen."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from story import EMPTY, EXAMPLE, Story, figures, labels, new_story, new_world, running_bot

from sandbox.faults import Fault

FLOOD = Fault(
    status=429,
    times=1,
    content_type="application/json",
    body=json.dumps(
        {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
    ),
)


def answered(body: str) -> Fault:
    """Something that is no answer, as if it were one."""
    return Fault(status=200, times=1, content_type="application/json", body=body)


NONSENSE = [answered(body) for body in ('{"ok":true}', '{"ok":true,"result":7}', "[]", "{")]
NO_UPDATE = answered('{"ok":true,"result":[7]}')


def lose_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE chats")


@pytest.mark.parametrize(
    "fault", [FLOOD, Fault(status=502, times=1), Fault(drop=True, times=1), *NONSENSE], ids=str
)
async def test_an_answer_survives_a_passing_fault_of_telegrams(story: Story, fault: Fault) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    story.telegram.fault(fault, "sendMessage")
    assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"


@pytest.mark.parametrize(
    "fault",
    [FLOOD, Fault(status=502, times=2), Fault(drop=True, times=1), *NONSENSE, NO_UPDATE],
    ids=str,
)
async def test_polling_survives_a_passing_fault_of_telegrams(story: Story, fault: Fault) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    story.telegram.fault(fault, "getUpdates")
    assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"
    assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"


@pytest.mark.parametrize("method", ["getMe", "setMyCommands"])
async def test_the_start_waits_for_telegram(tmp_path: Path, method: str) -> None:
    async with new_world(tmp_path) as story:
        await story.register("Shop")
        story.telegram.fault(Fault(status=502, times=2), method)
        async with running_bot(story):
            assert figures(await story.admin.sends("/balance"))[0] == "💎 Shop"


async def test_a_webhook_that_was_left_behind_is_removed_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        await story.register("Shop")
        update = story.admin.posts("/balance")
        story.telegram.world.updates.webhook = "https://example.org/hook"
        async with running_bot(story):
            await story.telegram.confirmed(update)
        assert figures(story.admin.chat.last)[0] == "💎 Shop"


async def test_a_webhook_that_cannot_be_removed_at_once_does_not_end_the_bot(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        await story.register("Shop")
        story.telegram.world.updates.webhook = "https://example.org/hook"
        body = '{"ok": false, "error_code": 400, "description": "Bad Request: not now"}'
        story.telegram.fault(Fault(status=400, body=body, times=1), "deleteWebhook")
        async with running_bot(story):
            assert figures(await story.admin.sends("/balance"))[0] == "💎 Shop"


async def test_typing_that_telegram_does_not_take_holds_up_no_answer(tmp_path: Path) -> None:
    async with new_story(tmp_path, crystalpay_timeout=60) as story:
        shop = await story.register("Shop")
        viewer = await story.viewer(shop)
        with story.telegram.hold("sendChatAction") as typing:
            with story.crystalpay.hold(story.login(shop)) as hold:
                update = viewer.posts("/balance")
                await hold.arrived(1)
                await typing.arrived(1)
            await story.telegram.shows(lambda: viewer.chat.last_if_any)
            await story.telegram.confirmed(update)
        assert figures(viewer.chat.last)[0] == "💎 Shop"


async def test_a_user_who_blocked_the_bot_does_not_disturb_the_others(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    shop = await story.register("Shop")
    viewer, other = await story.viewer(shop), await story.viewer(shop)
    with story.crystalpay.hold(story.login(shop)) as hold:
        update = viewer.posts("/balance")
        await hold.arrived(1)
        viewer.blocks_bot()
    await story.telegram.confirmed(update)
    assert figures(await other.sends("/balance"))[0] == "💎 Shop"
    assert [r for r in caplog.records if r.levelname in ("WARNING", "ERROR")] == []


async def test_a_press_that_changes_nothing_is_answered_without_noise(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    data = screen.button("Show empty").data
    assert data
    await viewer.presses_data(data, on=screen)
    await viewer.presses_data(data, on=screen)
    assert "🙈 Hide empty" in labels(screen)
    assert [r for r in caplog.records if r.levelname in ("WARNING", "ERROR")] == []


async def test_a_press_that_is_too_old_to_be_answered_still_turns_the_screen(
    story: Story, caplog: pytest.LogCaptureFixture
) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    press = viewer.pressed("Show empty", screen)
    story.telegram.expire_presses()
    await story.telegram.confirmed(press.update)
    assert "🙈 Hide empty" in labels(screen)
    assert [r for r in caplog.records if r.levelname in ("WARNING", "ERROR")] == []


async def test_a_refusal_that_comes_as_a_success_is_not_repeated(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop", {**EXAMPLE, **EMPTY}))
    screen = await viewer.sends("/balance")
    words = {"ok": False, "error_code": 400, "description": "Bad Request: it cannot be edited"}
    story.telegram.fault(answered(json.dumps(words)), "editMessageText")
    await viewer.clicks("Show empty", on=screen)
    assert "👁 Show empty (3)" in labels(screen)  # had it been repeated, it would have succeeded


async def test_a_screen_that_cannot_be_reached_any_more_is_sent_anew(story: Story) -> None:
    shop = await story.register("Shop", {**EXAMPLE, **EMPTY})
    viewer = await story.viewer(shop)
    screen = await viewer.sends("/balance")
    screen.deleted = True
    await viewer.clicks("Show empty", on=screen)
    assert viewer.chat.last is not screen
    assert "🙈 Hide empty" in labels(viewer.chat.last)


async def test_only_the_kinds_of_updates_that_are_handled_are_asked_for(story: Story) -> None:
    viewer = await story.viewer()
    await viewer.sends("/help")
    polls = [c.params for c in story.telegram.calls if c.method.lower() == "getupdates"]
    assert set(polls[-1]["allowed_updates"]) == {
        "message",
        "channel_post",
        "callback_query",
        "my_chat_member",
    }


async def test_an_update_that_cannot_be_read_does_not_block_the_next(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    story.telegram.world.updates.put("message", {"message_id": "no number"}, "a broken update")
    assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"


async def test_what_the_bot_does_not_read_of_a_message_may_be_anything(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    person = {"id": viewer.id, "is_bot": False, "first_name": "Viewer"}
    chat = {"id": viewer.id, "type": "private", "first_name": "Viewer"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": "/balance"}
    strange = {"entities": "not a list", "reply_to_message": {"chat": None}, "dice": 7}
    await viewer.sends("/id")
    before = len(viewer.chat.messages)
    story.telegram.world.updates.put("message", {**message, **strange}, "a strange message")
    async with asyncio.timeout(10):
        while len(viewer.chat.messages) == before:
            await asyncio.sleep(0.02)
    assert figures(viewer.chat.last)[0] == "💎 Shop"


async def test_a_choice_that_cannot_be_kept_turns_the_screen_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with new_story(tmp_path) as story:
        await story.register("Shop", {**EXAMPLE, **EMPTY})
        screen = await story.admin.sends("/balance")
        with closing(sqlite3.connect(story.settings.database_path)) as connection:
            connection.execute(
                "CREATE TRIGGER no_choices BEFORE UPDATE OF hide_empty ON chats"
                " BEGIN SELECT raise(ABORT, 'no'); END"
            )
        await story.admin.clicks("Show empty", on=screen)
        assert "🙈 Hide empty" in labels(screen)
        assert "👁 Show empty (3)" in labels(await story.admin.sends("/balance"))
    assert "An update could not be answered" in caplog.text


async def test_a_fault_inside_the_bot_gets_an_apology_and_no_traceback(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        await story.register("Shop", {**EXAMPLE, **EMPTY})
        screen = await story.admin.sends("/balance")
        await asyncio.to_thread(lose_a_table, story.settings.database_path)
        toast = await story.admin.clicks("Show empty", on=screen)
        words = "Something went wrong on the bot's side. Please try again."
        assert (toast.text, toast.alert) == (words, True)
        assert (await story.admin.sends("/balance")).text == words
