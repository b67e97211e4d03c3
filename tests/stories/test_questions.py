"""What may come between a question and its end: a second answer, an old button, a lost right."""

import asyncio
import json
from pathlib import Path

import pytest
from asking import (
    DELETED,
    HINT,
    another_admin,
    bot_with_dialogues,
    is_asked_for_a_secret,
    is_told,
    names,
    said,
    typed,
)
from stories.test_process import environment, start
from story import EXAMPLE, SECRET, Story, labels, new_world, running_bot

from bot.domain.audit import THE_BOT, Event
from sandbox.faults import Fault
from sandbox.telegram.messages import Message

OUT_OF_DATE = "This button is out of date. Send the command again."
WAIT = f"One moment, I'm still checking your previous message.\n{DELETED}"


def button_of(message: Message, label: str) -> str:
    data = message.button(label).data
    assert data is not None
    return data


async def test_the_same_secret_sent_twice_at_once_makes_one_register(
    slow: Story, login: str
) -> None:
    await is_asked_for_a_secret(slow.admin, login)
    with slow.crystalpay.hold(login) as hold, slow.telegram.hold("sendMessage") as answer:
        first, second = slow.admin.posts(SECRET), slow.admin.posts(SECRET)
        await hold.arrived(1)
        await answer.arrived(1)
        assert SECRET not in typed(slow.admin)
    for update in (first, second):
        await slow.telegram.confirmed(update)
    assert await names(slow) == ["My shop"]
    assert len(slow.crystalpay.requests) == 1
    assert said(slow.admin)[-2:] == [
        WAIT,
        "✅ My shop added. Send another name for it, or keep this one.",
    ]


async def test_a_button_of_a_question_that_was_answered_is_gone_and_lies_no_more(
    story: Story, login: str
) -> None:
    asked = await is_asked_for_a_secret(story.admin, login)
    cancel, text = button_of(asked, "Cancel"), asked.text
    added = await story.admin.sends(SECRET)
    assert labels(asked) == []
    toast = await story.admin.presses_data(cancel, on=asked)
    assert (toast.text, asked.text) == (OUT_OF_DATE, text)
    keep = button_of(added, "Keep")
    assert (
        await story.admin.sends("taken " * 6)
    ).text == "A name can have 1 to 32 characters. Send another one."
    assert labels(added) == []
    assert labels(story.admin.chat.last) == ["Keep “My shop”"]
    assert (await story.admin.presses_data(keep, on=added)).text == OUT_OF_DATE
    last = story.admin.chat.last
    await story.admin.clicks("Keep")
    assert last.text == "The register is called My shop."
    assert await names(story) == ["My shop"]


async def test_a_button_that_could_not_be_taken_away_goes_when_it_is_pressed(
    story: Story, login: str
) -> None:
    asked = await is_asked_for_a_secret(story.admin, login)
    refusal = {"ok": False, "error_code": 400, "description": "Bad Request: not now"}
    body = json.dumps(refusal)
    fault = Fault(status=400, body=body, content_type="application/json", times=1)
    story.telegram.fault(fault, "editMessageReplyMarkup")
    assert "added" in (await story.admin.sends(SECRET)).text
    toast = await story.admin.clicks("Cancel", on=asked)
    assert toast.text == OUT_OF_DATE
    assert labels(asked) == []
    assert await names(story) == ["My shop"]


async def test_a_question_that_takes_the_place_of_another_takes_its_buttons(story: Story) -> None:
    await story.register("Shop")
    first = await story.admin.sends("/registers")
    second = await story.admin.sends("/registers")
    await story.admin.clicks("Add", on=first)
    assert labels(first) == ["✖️ Cancel"]
    await story.admin.clicks("Shop", on=second)
    await story.admin.clicks("Rename", on=second)
    assert labels(first) == []
    assert (await story.admin.sends("Bazaar")).text == "The register is called Bazaar."
    assert labels(second) == []


async def test_a_question_that_nobody_answered_loses_its_buttons_too(tmp_path: Path) -> None:
    async with new_world(tmp_path) as story, bot_with_dialogues(story) as pending_questions:
        pending_questions.lifetime = 0.05
        screen = await story.admin.sends("/registers")
        await story.admin.clicks("Add")
        await is_told(story.admin, "Ten minutes have passed")
        assert labels(screen) == []
        assert (await story.admin.sends(SECRET)).text == HINT


async def test_a_question_is_not_over_while_its_answer_is_checked(tmp_path: Path) -> None:
    async with (
        new_world(tmp_path, crystalpay_timeout=60) as story,
        bot_with_dialogues(story) as pending_questions,
    ):
        story.crystalpay.add_register("shop", SECRET, "My shop", EXAMPLE)
        other = await another_admin(story)
        screen = await other.sends("/registers")
        asked = await is_asked_for_a_secret(story.admin, "shop")
        with story.crystalpay.hold("shop") as hold:
            update = story.admin.posts(SECRET)
            await hold.arrived(1)
            pending_questions.lifetime = 0.05
            other.pressed("Add", screen)
            await is_told(other, "Ten minutes have passed")  # which began after the secret came
            pending_questions.lifetime = 600
            assert labels(asked) != []
        await story.telegram.confirmed(update)
        assert "✅ My shop added" in said(story.admin)[-1]
        assert not any("Ten minutes" in text for text in said(story.admin))


async def test_cancel_during_the_check_saves_nothing_and_says_so(slow: Story, login: str) -> None:
    asked = await is_asked_for_a_secret(slow.admin, login)
    with slow.crystalpay.hold(login) as hold:
        update = slow.admin.posts(SECRET)
        await hold.arrived(1)
        press = slow.admin.pressed("Cancel", asked)
        await press.answered.wait()
        before = slow.telegram.world.revision
    await slow.telegram.confirmed(update)
    assert asked.text == "Cancelled. Nothing was saved."
    assert slow.admin.chat.last is asked
    assert before == slow.telegram.world.revision
    assert await names(slow) == []


async def test_another_login_during_the_check_calls_it_off(slow: Story, login: str) -> None:
    asked = await is_asked_for_a_secret(slow.admin, login)
    with slow.crystalpay.hold(login) as hold:
        update = slow.admin.posts(SECRET)
        await hold.arrived(1)
        await slow.admin.pressed("Different login", asked).answered.wait()
    await slow.telegram.confirmed(update)
    assert await names(slow) == []
    assert asked.text.startswith("Send the login")
    assert labels(asked) == ["✖️ Cancel"]
    assert "added" in (await slow.admin.sends(f"{login} {SECRET}")).text


async def test_a_button_pressed_twice_leaves_the_buttons_of_the_next_question(
    story: Story, login: str
) -> None:
    asked = await is_asked_for_a_secret(story.admin, login)
    twice = button_of(asked, "Different login")
    await story.admin.clicks("Different login")
    assert (await story.admin.presses_data(twice, on=asked)).text == OUT_OF_DATE
    await story.admin.clicks("Cancel", on=asked)
    assert asked.text == "Cancelled. Nothing was saved."


async def test_a_question_whose_answer_came_past_the_limit_waits_again(tmp_path: Path) -> None:
    async with (
        new_world(tmp_path) as story,
        bot_with_dialogues(story, a_minute=3) as pending_questions,
    ):
        await is_asked_for_a_secret(story.admin, "shop")
        asked = pending_questions.current(story.admin.id)
        assert asked
        assert "Too fast" in (await story.admin.sends(SECRET)).text
        assert SECRET not in typed(story.admin)
        assert pending_questions.current(story.admin.id) is asked
        assert pending_questions.take(asked)


async def test_one_who_is_removed_during_the_check_adds_nothing(slow: Story, login: str) -> None:
    former = await another_admin(slow)
    await is_asked_for_a_secret(former, login)
    with slow.crystalpay.hold(login) as hold:
        update = former.posts(SECRET)
        await hold.arrived(1)
        await slow.services.admins.remove(former.id, by=THE_BOT)
    await slow.telegram.confirmed(update)
    assert "🔒" in said(former)[-1]
    assert await names(slow) == []


async def test_a_register_that_is_removed_during_the_check_gets_no_secret(slow: Story) -> None:
    shop = await slow.register("Shop")
    await slow.admin.sends("/registers")
    await slow.admin.clicks("Shop")
    await slow.admin.clicks("New secret")
    with slow.crystalpay.hold(slow.login(shop)) as hold:
        update = slow.admin.posts(SECRET)
        await hold.arrived(1)
        await slow.services.registers.remove(shop.id)
    await slow.telegram.confirmed(update)
    assert said(slow.admin)[-1] == "This register has been removed."
    entries = [entry.event async for entry in slow.services.audit.since()]
    assert Event.SECRET_REPLACED not in entries


async def test_a_bot_that_is_ended_during_the_check_still_adds_and_says_so(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path, crystalpay_timeout=60) as story:
        story.crystalpay.add_register("shop", SECRET, "My shop", EXAMPLE)
        hold = story.crystalpay.hold("shop")
        async with running_bot(story):
            await is_asked_for_a_secret(story.admin, "shop")
            story.admin.posts(SECRET)
            await hold.arrived(1)
            asyncio.get_running_loop().call_later(0.2, hold.release)  # after it is told to end
        assert "✅ My shop added" in said(story.admin)[-1]
        assert await names(story) == ["My shop"]


@pytest.mark.parametrize(("held", "left"), [("check", []), ("answer", ["My shop"])])
async def test_an_answer_that_comes_again_after_a_kill_adds_nothing_and_is_told_what_is_true(
    tmp_path: Path, held: str, left: list[str]
) -> None:
    async with new_world(tmp_path) as story:
        story.crystalpay.add_register("shop", SECRET, "My shop", EXAMPLE)
        first = await start("run", **environment(story))
        asked = await is_asked_for_a_secret(story.admin, "shop")
        at = (
            story.crystalpay.hold("shop") if held == "check" else story.telegram.hold("sendMessage")
        )
        with at:
            update = story.admin.posts(SECRET)
            await at.arrived(1)
            first.kill()
            await first.wait()
            assert SECRET not in typed(story.admin)
            assert await names(story) == left
        second = await start("run", **environment(story))
        await story.telegram.confirmed(update)
        answer = HINT if held == "check" else "✅ My shop added."
        await story.telegram.shows(lambda: said(story.admin)[-1].startswith(answer))
        assert await names(story) == left
        if labels(asked):
            assert (await story.admin.clicks("Cancel", on=asked)).text == OUT_OF_DATE
        assert labels(asked) == []
        second.terminate()
        await second.communicate()


@pytest.mark.parametrize(("secret", "outcome"), [(SECRET, "added"), ("wrong", "refused")])
async def test_a_question_asked_during_the_check_stays_asked(
    slow: Story, login: str, secret: str, outcome: str
) -> None:
    asked = await is_asked_for_a_secret(slow.admin, login)
    overview = await slow.admin.sends("/registers")
    with slow.crystalpay.hold(login) as hold:
        update = slow.admin.posts(secret)
        await hold.arrived(1)
        await slow.admin.pressed("Add", overview).answered.wait()
    await slow.telegram.confirmed(update)
    answers = {
        "added": ("✅ My shop added.", ["💰 Balance", "🏪 Registers"]),
        "refused": (
            "⚠️ CrystalPAY rejected this register's login or secret.\n"
            f"Login: {login}\n\n"
            "Nothing was saved.",
            ["🏪 Registers"],
        ),
    }
    last = slow.admin.chat.last
    assert (last.text, labels(last)) == answers[outcome]
    assert labels(asked) == []
    assert labels(overview) == ["✖️ Cancel"]
    assert "secret of another" in (await slow.admin.sends("another")).text


@pytest.mark.parametrize("same_login", [True, False])
async def test_two_admins_who_add_at_once_add_each_register_once(
    slow: Story, login: str, same_login: bool
) -> None:
    other = await another_admin(slow)
    second = login if same_login else "another-shop"
    if not same_login:
        slow.crystalpay.add_register(second, SECRET, "My shop", EXAMPLE)
    await is_asked_for_a_secret(slow.admin, login)
    await is_asked_for_a_secret(other, second)
    with slow.crystalpay.hold() as hold:
        updates = [slow.admin.posts(SECRET), other.posts(SECRET)]
        await hold.arrived(2)
    for update in updates:
        await slow.telegram.confirmed(update)
    ends = sorted(text.splitlines()[0] for text in (said(slow.admin)[-1], said(other)[-1]))
    added = "✅ {} added. Send another name for it, or keep this one."
    if same_login:
        known = "The register My shop already has this login. Replace its secret?"
        assert ends == [known, added.format("My shop")]
        assert await names(slow) == ["My shop"]
    else:
        assert ends == [added.format("My shop 2"), added.format("My shop")]
        assert sorted(await names(slow)) == ["My shop", "My shop 2"]
