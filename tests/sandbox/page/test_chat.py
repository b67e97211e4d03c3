"""The chat in a real browser: what a visitor of the demo reads, writes and presses."""

from __future__ import annotations

import asyncio

import pytest


async def test_a_visitor_starts_reads_presses_and_sees_the_edit(visit, telegram, key):
    page = await visit()
    await page.get_by_role("button", name="Start").click()
    await key(page, "Show empty").click()
    await page.get_by_role("status").get_by_text("Shown").wait_for()
    await key(page, "Hide empty").wait_for()
    assert await page.locator(".bot").count() == 1
    assert "edited" in await page.locator(".bot .stamp").inner_text()
    assert await page.locator(".bot code").first.text_content() == "   0.5"
    assert await page.locator(".bot time").inner_text() == "2 minutes ago"


async def test_a_message_is_typed_and_sent_with_enter(visit, telegram):
    page = await visit()
    await page.get_by_label("Message").fill('<img src=x onerror="alert(1)">')
    await page.get_by_label("Message").press("Enter")
    await page.locator(".bot").wait_for()
    assert await page.locator(".bot .content").inner_text() == '<img src=x onerror="alert(1)">'
    assert await page.locator("#messages img").count() == 0


@pytest.mark.parametrize("way", ["Enter", "click"])
async def test_what_is_written_before_the_page_is_ready_is_kept_and_sent(visit, way, key):
    asked, ready = asyncio.Event(), asyncio.Event()

    async def late(route):
        asked.set()
        await ready.wait()
        await route.continue_()

    page = await visit(events=late)
    async with asyncio.timeout(10):
        await asked.wait()
    await page.locator("#input").fill("/balance")
    await page.locator("#open-menu").click()
    for _ in range(2):  # somebody who is impatient
        if way == "Enter":
            await page.locator("#input").press("Enter")
        else:
            await page.locator("#send").click()
    assert await page.locator("#input").input_value() == "/balance"
    assert await page.locator("#messages li").count() == 0
    ready.set()
    await key(page, "Show empty").wait_for()
    assert await page.locator(".me .content").all_inner_texts() == ["/balance"]
    assert await page.locator("#input").input_value() == ""


async def test_what_could_not_be_sent_is_given_back(visit):
    page = await visit()
    await page.route("**/page/say", lambda route: route.fulfill(status=200, body="{"))
    await page.get_by_label("Message").fill("not lost")
    await page.get_by_label("Message").press("Enter")
    await page.wait_for_function("document.getElementById('input').value === 'not lost'")


async def test_typing_is_shown_until_the_next_message_or_for_five_seconds(visit, api, telegram):
    page = await visit()
    note = page.locator("#bot-note")
    assert await note.inner_text() == "sandbox, no real money"
    [anna, stranger] = [u for u in telegram.world.accounts.values() if not u.is_bot]
    anna.chat.bot = stranger.chat.bot = "member"
    await page.clock.install()
    for sent in ("message", "nothing"):
        await api.ok("sendChatAction", chat_id=stranger.id, action="typing")
        await api.ok("sendChatAction", chat_id=anna.id, action="upload_document")
        await page.get_by_text("sending a file…", exact=True).wait_for()
        await api.ok("sendChatAction", chat_id=anna.id, action="typing")
        await page.get_by_text("typing…", exact=True).wait_for()
        assert 0 < anna.chat.typing_left <= 5
        if sent == "message":
            await api.ok("sendMessage", chat_id=anna.id, text="here it is")
        else:
            await page.clock.fast_forward(5000)
        await page.get_by_text("sandbox, no real money").wait_for()
    assert stranger.chat.typing_left > 0


async def test_the_menu_lists_and_sends_commands(visit, key):
    page = await visit()
    await page.get_by_role("button", name="Commands").click()
    await page.get_by_role("button", name="/balance Balances").click()
    await key(page, "Show empty").wait_for()
    assert await page.locator(".me .content").inner_text() == "/balance"
    assert await page.locator("#menu").is_hidden()


async def test_an_alert_waits_to_be_closed(visit, key):
    page = await visit()
    await page.get_by_role("button", name="Start").click()
    await key(page, "Alert").click()
    await page.get_by_role("dialog").get_by_text("An alert").wait_for()
    await page.get_by_role("button", name="OK").click()
    assert await page.get_by_role("dialog").count() == 0


async def test_the_page_is_used_with_keys_alone(visit, key):
    page = await visit()
    await page.get_by_role("button", name="Start").focus()
    await page.keyboard.press("Enter")
    await key(page, "Show empty").focus()
    await page.keyboard.press("Enter")
    await key(page, "Hide empty").wait_for()
    assert await page.evaluate("document.activeElement.textContent") == "Hide empty"


async def test_the_language_is_the_user_s_and_the_page_s(visit, telegram, key):
    page = await visit()
    await page.get_by_role("button", name="Start").click()
    await key(page, "Show empty").wait_for()
    await page.get_by_role("button", name="RU").click()
    await page.get_by_text("Песочница CrystalPAY").wait_for()
    await page.get_by_text("2 минуты назад").wait_for()
    assert await page.locator("html").get_attribute("lang") == "ru"
    [anna, stranger] = [u for u in telegram.world.accounts.values() if not u.is_bot]
    assert (anna.language, stranger.language) == ("ru", "en")


async def test_the_stranger_has_a_chat_of_their_own(visit, key):
    page = await visit()
    await page.get_by_role("button", name="Start").click()
    await key(page, "Show empty").wait_for()
    await page.get_by_role("button", name="Stranger").click()
    await page.get_by_role("button", name="Start").wait_for()
    assert await page.locator("#messages li").count() == 0


async def test_a_deleted_message_goes_away(visit, api, telegram, key):
    page = await visit()
    await page.get_by_role("button", name="Start").click()
    await key(page, "Show empty").wait_for()
    [anna, _] = [u for u in telegram.world.accounts.values() if not u.is_bot]
    await api.ok("deleteMessage", chat_id=anna.id, message_id=anna.chat.last.id)
    await page.locator(".bot").wait_for(state="detached")
