"""A secret is deleted at whatever point of the dialogue it is typed, and a login is corrected."""

import json

from asking import DELETED, HINT, another_admin, is_asked_for_a_secret, names, said, typed
from story import SECRET, Story, labels

from bot.domain.audit import THE_BOT, Actor
from sandbox.faults import Fault


async def test_a_secret_is_deleted_when_the_bot_asked_whether_to_replace_one(
    story: Story,
) -> None:
    shop = await story.register("Shop", secret="old-test-secret")
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    question = "The register Shop already has this login. Replace its secret?"
    first = await story.admin.sends(story.login(shop))
    assert first.text == question
    again = await story.admin.sends(SECRET)
    assert again.text == f"Press one of the buttons first.\n{DELETED}\n\n{question}"
    assert SECRET not in typed(story.admin)
    assert labels(first) == []
    assert labels(again) == ["🔑 New secret", "↩️ Different login", "✖️ Cancel"]
    await story.admin.clicks("New secret")
    assert labels(again) == ["✖️ Cancel"]
    assert (await story.admin.sends(SECRET)).text == "✅ New secret saved for Shop."
    assert labels(again) == []


async def test_a_secret_is_no_name_and_is_deleted(story: Story, login: str) -> None:
    await is_asked_for_a_secret(story.admin, login)
    await story.admin.sends(SECRET)
    answer = await story.admin.sends(SECRET)
    assert answer.text == (
        "That looks like a secret, not a name.\n"
        f"{DELETED}\n"
        "Send another name, shorter or with spaces."
    )
    assert SECRET not in typed(story.admin)
    assert await names(story) == ["My shop"]
    assert (await story.admin.sends("Bazaar")).text == "The register is called Bazaar."


async def test_a_secret_is_no_login_and_is_not_shown_again(story: Story, login: str) -> None:
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    answer = await story.admin.sends(SECRET)
    assert answer.text == (
        f"That looks like a secret, but the login comes first.\n{DELETED}\n"
        "Send the login, or login and secret in one message."
    )
    assert SECRET not in typed(story.admin)
    assert "added" in (await story.admin.sends(f"{login} {SECRET}")).text


async def test_a_secret_that_begins_with_a_slash_is_deleted_too(story: Story, login: str) -> None:
    await is_asked_for_a_secret(story.admin, login)
    answer = await story.admin.sends("/AbC+test/secret=")
    assert answer.text.startswith("⚠️ CrystalPAY rejected")
    assert not any("AbC" in text for text in typed(story.admin))
    assert "don't know" in (await story.admin.sends("/unknown")).text
    assert "added" in (await story.admin.sends(SECRET)).text


async def test_a_message_that_could_not_be_deleted_is_not_said_to_be(story: Story) -> None:
    await story.admin.sends("/registers")
    await story.admin.clicks("Add")
    refusal = {"ok": False, "error_code": 400, "description": "Bad Request: can't be deleted"}
    fault = Fault(status=400, body=json.dumps(refusal), content_type="application/json")
    story.telegram.fault(fault, "deleteMessage")
    await story.admin.sends(SECRET)
    for left in [m for m in story.admin.chat.screen if m.text == SECRET]:
        left.deleted = True  # as the admin is asked to do
    assert said(story.admin)[-2:] == [
        "That looks like a secret, but the login comes first.\n"
        "Send the login, or login and secret in one message.",
        "⚠️ I couldn't delete your message with the secret. Please delete it yourself.",
    ]


async def test_a_secret_of_one_who_is_no_admin_any_more_is_deleted(
    story: Story, login: str
) -> None:
    former = await another_admin(story)
    asked = await is_asked_for_a_secret(former, login)
    await story.services.admins.remove(former.id, by=THE_BOT)
    await former.sends(SECRET)
    assert "🔒" in said(former)[-1]
    assert SECRET not in typed(former)
    assert labels(asked) == []
    assert await names(story) == []
    await former.sends("hello")
    assert "hello" in typed(former)


async def test_the_login_can_be_corrected(story: Story, login: str) -> None:
    asked = await is_asked_for_a_secret(story.admin, "sohp")
    assert labels(asked) == ["↩️ Different login", "✖️ Cancel"]
    await story.admin.clicks("Different login")
    assert asked.text.startswith("Send the login of the register.")
    assert f"secret of {login}" in (await story.admin.sends(login)).text
    refused = await story.admin.sends(f"sohp {SECRET}")
    assert refused.text == (
        "⚠️ CrystalPAY rejected this register's login or secret.\n"
        "Login: sohp\n\n"
        "Nothing was saved. Send the secret again, or cancel."
    )
    assert labels(refused) == ["↩️ Different login", "✖️ Cancel"]
    assert f"secret of {login}" in (await story.admin.sends(f"Login: {login}")).text
    assert "added" in (await story.admin.sends(f"Secret 1: {SECRET}")).text
    assert not any(SECRET in text for text in typed(story.admin))


async def test_the_login_of_a_register_that_is_there_is_not_corrected(story: Story) -> None:
    shop = await story.register("Shop", secret="old-test-secret")
    login = story.login(shop)
    await story.admin.sends("/registers")
    await story.admin.clicks("Shop")
    await story.admin.clicks("New secret")
    answer = await story.admin.sends(f"another {SECRET}")
    assert answer.text == f"This register's login is {login}. Send only its secret."
    assert labels(answer) == ["✖️ Cancel"]
    assert (await story.admin.sends(f"{login} {SECRET}")).text == "✅ New secret saved for Shop."


async def test_a_register_that_is_gone_is_neither_renamed_nor_given_a_secret(story: Story) -> None:
    for label, answer in (("Rename", "Bazaar"), ("New secret", SECRET)):
        shop = await story.register("Shop")
        await story.admin.sends("/registers")
        await story.admin.clicks("Shop")
        await story.admin.clicks(label)
        await story.services.registers.remove(shop.id, by=Actor(None, "Somebody"))
        assert (await story.admin.sends(answer)).text == "This register has been removed."
        assert (await story.admin.sends("hello")).text == HINT
