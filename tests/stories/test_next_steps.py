"""Every answer that ends something has buttons that lead on, and they lead where they say."""

import re
from pathlib import Path

import pytest
from asking import another_admin, bot_with_dialogues, is_asked_for_a_secret, is_told
from story import EMPTY, EXAMPLE, SECRET, Story, figures, labels, new_story, new_world

from bot.domain.audit import Actor
from sandbox.telegram.messages import Message

NEXT = ["💰 Balance", "🏪 Registers"]


def shown(message: Message) -> tuple[str, list[str]]:
    return message.text, labels(message)


async def opens_shop(story: Story) -> Message:
    """The screen of one of two registers, below /registers."""
    await story.register("Shop")
    await story.register("Other")
    screen = await story.admin.sends("/registers")
    await story.admin.clicks("Shop")
    return screen


async def leads_on(story: Story, answer: Message, name: str) -> None:
    """«Balance» shows the register and «Registers» all of them, each in place of the answer."""
    balance = await story.admin.sends("/start")  # only to have something newer in the chat
    await story.admin.clicks("Balance", on=answer)
    assert figures(answer)[0] == f"💎 {name}"
    assert "💎 Other" not in figures(answer)
    assert story.admin.chat.last is balance


async def test_help_leads_to_balances(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop", {**EXAMPLE, **EMPTY}))
    screen = await viewer.sends("/help")
    assert labels(screen) == ["💰 Balance"]
    await viewer.clicks("Balance")
    assert figures(screen)[0] == "💎 Shop"
    assert "👁 Show empty (3)" in labels(screen)
    assert viewer.chat.last is screen


async def test_help_leads_to_balances_as_the_chat_likes_to_see_them(story: Story) -> None:
    viewer = await story.viewer(await story.register("Shop", {**EXAMPLE, **EMPTY}))
    await viewer.sends("/balance")
    await viewer.clicks("Show empty")
    screen = await viewer.sends("/help")
    await viewer.clicks("Balance", on=screen)
    assert "🙈 Hide empty" in labels(screen)


async def test_help_leads_an_admin_to_registers_and_access_too(story: Story) -> None:
    assert labels(await story.admin.sends("/help")) == ["🏪 Registers", "👥 Access"]
    await story.register("Shop")
    screen = await story.admin.sends("/help")
    assert labels(screen) == ["💰 Balance", "🏪 Registers", "👥 Access"]
    await story.admin.clicks("Access")
    assert screen.text.startswith(  # other tests may have left requests, which stand below
        "Access\n\nNo chat has access yet. Admins see everything in a private chat with the bot."
    )
    other = await story.admin.sends("/help")
    await story.admin.clicks("Registers")
    assert other.text.startswith("Registers\n\n💎 Shop · OK")


async def test_help_in_russian_has_russian_buttons(story: Story) -> None:
    await story.register("Shop")
    story.admin.speaks("ru")
    screen = await story.admin.sends("/help")
    story.admin.speaks("en")
    assert labels(screen) == ["💰 Баланс", "🏪 Кассы", "👥 Доступ"]


async def test_after_a_new_name(story: Story) -> None:
    await opens_shop(story)
    await story.admin.clicks("Rename")
    answer = await story.admin.sends("Bazaar")
    assert shown(answer) == ("The register is called Bazaar.", NEXT)
    await leads_on(story, answer, "Bazaar")


async def test_after_the_name_was_kept(story: Story) -> None:
    screen = await opens_shop(story)
    await story.admin.clicks("Rename")
    await story.admin.clicks("Keep “Shop”")
    assert shown(screen) == ("The register is called Shop.", NEXT)
    await story.admin.clicks("Registers", on=screen)
    assert screen.text.startswith("Registers\n\n💎 Shop · OK")


async def test_after_a_new_secret(story: Story) -> None:
    await opens_shop(story)
    await story.admin.clicks("New secret")
    answer = await story.admin.sends(SECRET)
    assert shown(answer) == ("✅ New secret saved for Shop.", NEXT)
    await leads_on(story, answer, "Shop")


async def test_after_cancel(story: Story) -> None:
    screen = await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    await story.admin.clicks("Cancel")
    assert shown(screen) == ("Cancelled. Nothing was saved.", ["🏪 Registers"])
    await story.admin.clicks("Registers")
    assert shown(screen) == ("Registers\n\nNo registers yet.", ["+ Add"])


async def test_after_ten_minutes_without_an_answer(tmp_path: Path) -> None:
    async with new_world(tmp_path) as story, bot_with_dialogues(story) as pending_questions:
        pending_questions.lifetime = 0.05
        await story.admin.sends("/registers")
        await story.admin.clicks("Add")
        told = await is_told(story.admin, "Ten minutes")
        assert shown(told) == (
            "Ten minutes have passed, so I'm no longer waiting for an answer. Start "
            "again: /registers",
            ["🏪 Registers"],
        )
        await story.admin.clicks("Registers", on=told)
        assert told.text == "Registers\n\nNo registers yet."


@pytest.mark.parametrize(("button", "answer"), [("Rename", "Bazaar"), ("New secret", SECRET)])
async def test_after_the_register_was_removed_meanwhile(
    story: Story, button: str, answer: str
) -> None:
    await opens_shop(story)
    await story.admin.clicks(button)
    shop = await story.services.registers.named("Shop")
    await story.services.registers.remove(shop.id)
    told = await story.admin.sends(answer)
    assert shown(told) == ("This register has been removed.", ["🏪 Registers"])


@pytest.mark.parametrize("removed", [False, True])
async def test_after_an_answer_that_comes_twice(story: Story, removed: bool) -> None:
    """As after a kill: the message was acted on, and its answer was lost."""
    await opens_shop(story)
    await story.admin.clicks("Rename")
    shop = await story.services.registers.named("Shop")
    number = story.admin.chat.last.id + 1
    by = Actor(story.admin.id, "Admin", f"message:{story.admin.id}:{number}")
    await story.services.registers.rename(shop, "Bazaar", by=by)
    if removed:
        await story.services.registers.remove(shop.id)
    answer = await story.admin.sends("Bazaar")
    assert answer.id > number
    assert shown(answer) == ("The register is called Bazaar.", NEXT[1:] if removed else NEXT)
    if not removed:
        await leads_on(story, answer, "Bazaar")


async def test_below_an_invite(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        screen = await story.admin.sends("/access")
        await story.admin.clicks("Invite")
        await story.admin.clicks("Next")
        await story.admin.clicks("1 hour")
        person, group = re.findall(r"https://t\.me/\S+", screen.text)
        assert shown(screen) == (
            "This link works once and expires in 7 days. Whoever opens it gets "
            "access.\n\n"
            "For a person:\n"
            f"{person}\n\n"
            "For a group:\n"
            f"{group}",
            ["📋 For a person", "📋 For a group", "🗑 Revoke", "‹ Back"],
        )
        toast = await story.admin.clicks("Revoke")
        assert toast.text == "The link no longer works."
        assert shown(screen) == ("Unused invites\n\nNone at the moment.", ["‹ Back"])
        guest = story.telegram.user("Guest")
        payload = person.partition("?start=")[2]
        assert "has approved" in (await guest.sends(f"/start {payload}")).text


async def test_back_from_an_invite_keeps_it(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        screen = await story.admin.sends("/access")
        for label in ("Invite", "Next", "1 hour", "Back"):
            await story.admin.clicks(label)
        assert labels(screen) == ["🔗 Unused invites (1)", "+ Invite"]


async def test_below_an_admin_link(tmp_path: Path) -> None:
    async with new_story(tmp_path) as story:
        screen = await story.admin.sends("/admins")
        await story.admin.clicks("Add by link")
        (address,) = re.findall(r"https://t\.me/\S+", screen.text)
        assert shown(screen) == (
            "This link works once and expires in 24 hours. Whoever opens it becomes "
            "an admin.\n\n"
            f"{address}",
            ["📋 Copy link", "🗑 Revoke", "‹ Back"],
        )
        await story.admin.clicks("Back")
        assert labels(screen)[-1] == "🔗 Unused admin links (1)"
        other = await story.admin.sends("/admins")
        await story.admin.clicks("Add by link", on=other)
        assert (await story.admin.clicks("Revoke", on=other)).text == "The link no longer works."
        assert labels(other) == ["🗑 Revoke 1", "‹ Back"]  # the other one is still open


async def test_after_access_was_given(story: Story) -> None:
    await story.register("Shop")
    guest = story.telegram.user("Guest")
    await guest.sends("/start")
    await guest.clicks("Request")
    await story.admin.clicks("All", on=story.admin.chat.last)
    told = await story.told(guest.chat, "Access granted")
    assert shown(told) == ("✅ Access granted. See balances: /balance", ["💰 Balance"])
    await guest.clicks("Balance", on=told)
    assert figures(told)[0] == "💎 Shop"


async def test_after_an_invite_was_opened(story: Story) -> None:
    shop = await story.register("Shop")
    by = Actor(story.admin.id, "Admin")
    made = await story.services.invites.make([shop], None, by)
    guest = story.telegram.user("Guest")
    welcome = await guest.sends(f"/start invite-{made.token}")
    assert shown(welcome) == ("✅ Access granted. See balances: /balance", ["💰 Balance"])
    await guest.clicks("Balance", on=welcome)
    assert figures(welcome)[0] == "💎 Shop"


async def test_a_new_admin_adds_a_register_at_once(story: Story) -> None:
    other = await another_admin(story)
    welcome = other.chat.last
    assert shown(welcome) == (
        "🔑 You're now an admin of this bot.\n\n/registers — add a register",
        ["+ Add register"],
    )
    await other.clicks("Add register")
    assert welcome.text.startswith("Send the login of the register.")
    await other.clicks("Cancel")


async def test_after_a_register_was_added_while_another_is_asked_for(
    slow: Story, login: str
) -> None:
    await is_asked_for_a_secret(slow.admin, login)
    overview = await slow.admin.sends("/registers")
    with slow.crystalpay.hold(login) as hold:
        update = slow.admin.posts(SECRET)
        await hold.arrived(1)
        await slow.admin.pressed("Add", overview).answered.wait()
    await slow.telegram.confirmed(update)
    told = slow.admin.chat.last
    assert shown(told) == ("✅ My shop added.", NEXT)
    await slow.admin.clicks("Balance", on=told)
    assert figures(told)[0] == "💎 My shop"
    assert labels(overview) == ["✖️ Cancel"]  # the question is still asked
