"""/registers: everything the shell can do with registers, done in the chat; no secret stays."""

import json
from pathlib import Path

import pytest
from story import EXAMPLE, SECRET, Story, figures, labels, new_world, running_bot

from sandbox.faults import Fault


def known_to_crystalpay(story: Story, name: str = "My shop") -> str:
    """A login that CrystalPAY knows and the bot does not."""
    login = f"{name.replace(' ', '-')}-{len(story.crystalpay.requests)}"
    story.crystalpay.add_register(login, SECRET, name, EXAMPLE)
    return login


def no_message_has(story: Story, text: str) -> bool:
    return not any(text in message.text for message in story.admin.chat.screen)


async def test_a_register_is_added_in_the_chat_under_its_own_name(story: Story) -> None:
    login = known_to_crystalpay(story)
    screen = await story.admin.sends("/registers")
    assert screen.text == "Registers\n\nNo registers yet."
    await story.admin.clicks("Add")
    assert "login" in screen.text
    assert f"secret of {login}" in (await story.admin.sends(login)).text
    added = await story.admin.sends(SECRET)
    assert added.text == "✅ My shop added. Send another name for it, or keep this one."
    await story.admin.clicks("Keep “My shop”")
    assert added.text == "The register is called My shop."
    assert labels(added) == ["💰 Balance", "🏪 Registers"]
    assert figures(await story.admin.sends("/balance"))[0] == "💎 My shop"
    assert no_message_has(story, SECRET)


async def test_the_secret_is_deleted_before_crystalpay_is_asked(story: Story) -> None:
    login = known_to_crystalpay(story)
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    await story.admin.sends(login)
    with story.crystalpay.hold(login) as hold:
        update = story.admin.posts(SECRET)
        await hold.arrived(1)
        assert no_message_has(story, SECRET)
    await story.telegram.confirmed(update)


@pytest.mark.parametrize("between", [" ", "\n", "  \n "])
async def test_login_and_secret_in_one_message_are_understood_and_deleted(
    story: Story, between: str
) -> None:
    login = known_to_crystalpay(story)
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    assert "added" in (await story.admin.sends(f"{login}{between}{SECRET}")).text
    assert no_message_has(story, SECRET)


async def test_a_longer_message_that_may_hold_a_secret_is_deleted_too(story: Story) -> None:
    login = known_to_crystalpay(story)
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    answer = await story.admin.sends(f"My login is {login} and {SECRET}")
    assert answer.text == "A login is one word. Send it again."
    assert no_message_has(story, SECRET)
    assert await story.services.registers.listed() == ()


async def test_another_name_may_be_sent_and_a_bad_one_is_explained(story: Story) -> None:
    await story.register("Taken")
    login = known_to_crystalpay(story)
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    await story.admin.sends(f"{login} {SECRET}")
    bad = {
        "taken": "Another register already has this name. Choose another one.",
        "refresh": "This name is already used by a button. Choose another one.",
        "Все": "This name is already used by a button. Choose another one.",
        "long " * 7: "A name can have 1 to 32 characters. Send another one.",
    }
    for name, words in bad.items():
        assert (await story.admin.sends(name)).text == words
    assert (await story.admin.sends("Новая касса")).text == "The register is called Новая касса."
    assert figures(await story.admin.sends("/balance новая касса"))[0] == "💎 Новая касса"


async def test_an_own_name_that_is_taken_gets_a_number(story: Story) -> None:
    await story.register("My shop")
    login = known_to_crystalpay(story)
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    added = await story.admin.sends(f"{login} {SECRET}")
    assert "✅ My shop 2 added" in added.text


async def test_refused_keys_are_explained_and_may_be_sent_again(story: Story) -> None:
    login = known_to_crystalpay(story)
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    await story.admin.sends(login)
    answer = await story.admin.sends("wrong-test-secret")
    assert answer.text == (
        "⚠️ CrystalPAY rejected this register's login or secret.\n"
        f"Login: {login}\n\n"
        "Nothing was saved. Send the secret again, or cancel."
    )
    assert await story.services.registers.listed() == ()
    assert "added" in (await story.admin.sends(SECRET)).text


async def test_a_silent_crystalpay_saves_nothing_and_says_so(story: Story) -> None:
    login = known_to_crystalpay(story)
    story.crystalpay.fault(Fault(silence=True), login)
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    answer = await story.admin.sends(f"{login} {SECRET}")
    assert answer.text.startswith("⚠️ CrystalPAY is not answering.")
    await story.admin.clicks("Cancel")
    assert answer.text == "Cancelled. Nothing was saved."
    assert "only understand commands" in (await story.admin.sends(SECRET)).text
    assert await story.services.registers.listed() == ()


async def test_a_message_that_cannot_be_deleted_is_asked_to_be(story: Story) -> None:
    login = known_to_crystalpay(story)
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    await story.admin.sends(login)
    refusal = {"ok": False, "error_code": 400, "description": "Bad Request: can't be deleted"}
    fault = Fault(status=400, body=json.dumps(refusal), content_type="application/json")
    story.telegram.fault(fault, "deleteMessage")
    await story.admin.sends(SECRET)
    said = [message.text for message in story.admin.chat.screen]
    words = "⚠️ I couldn't delete your message with the secret. Please delete it yourself."
    assert said[-1] == words
    for left in [m for m in story.admin.chat.screen if m.text == SECRET]:
        left.deleted = True  # as the admin is asked to do
    assert "added" in said[-2]


async def test_a_login_that_is_there_already_is_offered_a_new_secret(story: Story) -> None:
    shop = await story.register("Shop", secret="old-test-secret")
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    answer = await story.admin.sends(story.login(shop))
    assert answer.text == "The register Shop already has this login. Replace its secret?"
    await story.admin.clicks("New secret")
    assert (await story.admin.sends(SECRET)).text == "✅ New secret saved for Shop."
    assert figures(await story.admin.sends("/balance"))[0] == "💎 Shop"


async def test_the_overview_shows_the_state_and_the_age_of_each_register(story: Story) -> None:
    await story.register("Shop")
    refused = await story.register("Refused", secret="wrong-test-secret")
    silent = await story.register("Silent")
    story.crystalpay.fault(Fault(drop=True), story.login(silent))
    screen = await story.admin.sends("/registers")
    lines = screen.text.splitlines()[2:]
    assert lines[0].startswith("💎 Shop · OK · 🕒 ")
    assert lines[1:] == ["⚠️ Refused · keys rejected", "⚠️ Silent · not answering"]
    assert labels(screen) == ["Shop", "Refused", "Silent", "+ Add"]
    await story.admin.clicks("Refused")
    assert screen.text == (
        "⚠️ Refused · keys rejected\n"
        "CrystalPAY rejected this register's login or secret.\n"
        f"Login: {story.login(refused)}"
    )


async def test_a_register_is_renamed_by_a_button(story: Story) -> None:
    await story.register("Shop")
    await story.admin.sends("/registers")
    await story.admin.clicks("Shop")
    await story.admin.clicks("Rename")
    assert (await story.admin.sends("Bazaar")).text == "The register is called Bazaar."
    assert figures(await story.admin.sends("/balance"))[0] == "💎 Bazaar"


async def test_a_register_is_removed_after_one_more_question_that_names_who_loses_it(
    story: Story,
) -> None:
    shop = await story.register("Shop")
    await story.viewer(shop)
    team = story.telegram.group("Team")
    await story.services.access.allow(team.id, [shop])
    await story.telegram.user("Member").sends("/balance", to=team)
    screen = await story.admin.sends("/registers")
    await story.admin.clicks("Shop")
    await story.admin.clicks("Remove")
    assert "• Team" in screen.text
    assert "Its history since" in screen.text
    assert labels(screen) == ["💾 Export history", "🗑 Remove", "‹ Back"]
    await story.admin.clicks("Back")
    await story.admin.clicks("Remove")
    await story.admin.clicks("Remove")
    assert screen.text == "Registers\n\nNo registers yet."
    assert await story.services.registers.listed() == ()


async def test_a_dialogue_does_not_outlive_a_restart_and_a_late_secret_is_not_taken(
    tmp_path: Path,
) -> None:
    async with new_world(tmp_path) as story:
        login = known_to_crystalpay(story)
        async with running_bot(story):
            await story.admin.sends("/registers")
            await story.admin.clicks("Add")
            await story.admin.sends(login)
        async with running_bot(story):
            answer = await story.admin.sends(SECRET)
        assert answer.text == (
            "I only understand commands: /help. If you just sent a secret, delete that message."
        )
        assert await story.services.registers.listed() == ()


async def test_in_a_group_an_admin_is_sent_to_private_and_others_hear_nothing(
    story: Story,
) -> None:
    group = story.telegram.group("Team")
    await story.services.access.allow(group.id)
    for command in ("/registers", "/access", "/admins", "/audit"):
        answer = await story.admin.sends(command, to=group)
        assert answer.text == "Use this in a private chat."
        assert answer.keyboard[0][0].url == f"https://t.me/{story.telegram.bot.username}"
        await story.telegram.user("Member").sends_unanswered(command, to=group)
