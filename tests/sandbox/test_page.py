"""The chat page in a real browser: what a visitor of the demo sees and does."""

from __future__ import annotations

import asyncio
import json
import shutil
import time

import aiohttp
import pytest

from sandbox import seed
from sandbox.crystalpay import CrystalPaySandbox
from sandbox.page import ChatPage
from sandbox.telegram import TelegramSandbox

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 820}
LABELS = {register.login: register.name for register in seed.REGISTERS}
WIDE = "<code>1\u202f234\u202f567\u202f890.123456789012</code> USDT · a long name of a balance"


@pytest.fixture
async def crystalpay():
    async with CrystalPaySandbox(limit_per_second=None) as crystalpay:
        seed.add_registers(crystalpay)
        yield crystalpay


@pytest.fixture
async def telegram(crystalpay):
    telegram = TelegramSandbox()
    people = [telegram.user("Anna"), telegram.user("Stranger")]
    telegram.mount(ChatPage(telegram, crystalpay, users=people, registers=LABELS))
    async with telegram:
        yield telegram


def keyboard(*labels):
    return {"inline_keyboard": [[{"text": label, "callback_data": label} for label in labels]]}


@pytest.fixture
async def bot(api):
    """A tiny bot: a screen with a time, a toggle that edits it, a toast and an alert."""
    await api.ok("setMyCommands", commands=[{"command": "balance", "description": "Balances"}])

    async def show(method, chat, label, **where):
        moment = f'<tg-time unix="{int(time.time()) - 125}" format="r">then</tg-time>'
        text = f"<b>Shop</b>\n<code>   0.5</code> BTC\n{WIDE}\nread {moment}\n{label}"
        copy = {"text": "Copy", "copy_text": {"text": "0.5"}}
        markup = keyboard(label, "Alert")
        markup["inline_keyboard"].append([copy])
        params = {"chat_id": chat, "text": text, "parse_mode": "HTML", "reply_markup": markup}
        await api.ok(method, **params, **where)

    async def answer(update):
        if message := update.get("message"):
            if message["text"].startswith("/"):
                await show("sendMessage", message["chat"]["id"], "Show empty")
            else:
                await api.ok("sendMessage", chat_id=message["chat"]["id"], text=message["text"])
            return
        query = update["callback_query"]
        alert = query["data"] == "Alert"
        where = query["message"]
        if not alert:
            number = where["message_id"]
            await show("editMessageText", where["chat"]["id"], "Hide empty", message_id=number)
        words = {"text": "An alert" if alert else "Shown", "show_alert": alert}
        await api.ok("answerCallbackQuery", callback_query_id=query["id"], **words)

    async with api.answering(answer):
        yield


@pytest.fixture(scope="session")
async def browser():
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    async with playwright.async_playwright() as driver:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        await browser.close()


@pytest.fixture
async def visit(telegram, bot, browser):
    """Open the page; a script error in it fails the test."""
    errors, contexts = [], []

    async def visit(viewport=DESKTOP, events=None, **settings):
        """`events`: what becomes of requests for events, instead of an answer."""
        context = await browser.new_context(viewport=viewport, locale="en-GB", **settings)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        if events:
            await page.route("**/page/events*", events)
        await page.goto(telegram.url)
        if not events:
            await page.get_by_role("button", name="Start").wait_for()
        return page

    yield visit
    for context in contexts:
        await context.close()
    assert errors == []


def key(page, name):
    return page.locator("button.key", has_text=name)


async def test_a_visitor_starts_reads_presses_and_sees_the_edit(visit, telegram):
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
    assert await page.locator(".bot .words").inner_text() == '<img src=x onerror="alert(1)">'
    assert await page.locator("#messages img").count() == 0


@pytest.mark.parametrize("way", ["Enter", "click"])
async def test_what_is_written_before_the_page_is_ready_is_kept_and_sent(visit, way):
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
    assert await page.locator(".me .words").all_inner_texts() == ["/balance"]
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
        assert anna.chat.typing_left == 0
        await api.ok("sendChatAction", chat_id=anna.id, action="typing")
        await page.get_by_text("typing…", exact=True).wait_for()
        assert 0 < anna.chat.typing_left <= 5
        if sent == "message":
            await api.ok("sendMessage", chat_id=anna.id, text="here it is")
        else:
            await page.clock.fast_forward(5000)
        await page.get_by_text("sandbox, no real money").wait_for()
    assert stranger.chat.typing_left > 0


async def test_the_menu_lists_and_sends_commands(visit):
    page = await visit()
    await page.get_by_role("button", name="Commands").click()
    await page.get_by_role("button", name="/balance Balances").click()
    await key(page, "Show empty").wait_for()
    assert await page.locator(".me .words").inner_text() == "/balance"
    assert await page.locator("#menu").is_hidden()


async def test_an_alert_waits_to_be_closed(visit):
    page = await visit()
    await page.get_by_role("button", name="Start").click()
    await key(page, "Alert").click()
    await page.get_by_role("dialog").get_by_text("An alert").wait_for()
    await page.get_by_role("button", name="OK").click()
    assert await page.get_by_role("dialog").count() == 0


async def test_a_copy_button_copies(visit):
    page = await visit(permissions=["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Start").click()
    await key(page, "Copy").click()
    await page.get_by_text("Copied: 0.5").wait_for()
    assert await page.evaluate("navigator.clipboard.readText()") == "0.5"


async def test_the_page_is_used_with_keys_alone(visit):
    page = await visit()
    await page.get_by_role("button", name="Start").focus()
    await page.keyboard.press("Enter")
    await key(page, "Show empty").focus()
    await page.keyboard.press("Enter")
    await key(page, "Hide empty").wait_for()
    assert await page.evaluate("document.activeElement.textContent") == "Hide empty"


async def test_the_language_is_the_user_s_and_the_page_s(visit, telegram):
    page = await visit()
    await page.get_by_role("button", name="Start").click()
    await key(page, "Show empty").wait_for()
    await page.get_by_role("button", name="RU").click()
    await page.get_by_text("Песочница CrystalPAY").wait_for()
    await page.get_by_text("2 минуты назад").wait_for()
    assert await page.locator("html").get_attribute("lang") == "ru"
    [anna, stranger] = [u for u in telegram.world.accounts.values() if not u.is_bot]
    assert (anna.language, stranger.language) == ("ru", "en")


async def test_the_stranger_has_a_chat_of_their_own(visit):
    page = await visit()
    await page.get_by_role("button", name="Start").click()
    await key(page, "Show empty").wait_for()
    await page.get_by_role("button", name="Stranger").click()
    await page.get_by_role("button", name="Start").wait_for()
    assert await page.locator("#messages li").count() == 0


async def test_a_deleted_message_goes_away(visit, api, telegram):
    page = await visit()
    await page.get_by_role("button", name="Start").click()
    await key(page, "Show empty").wait_for()
    [anna, _] = [u for u in telegram.world.accounts.values() if not u.is_bot]
    await api.ok("deleteMessage", chat_id=anna.id, message_id=anna.chat.last.id)
    await page.locator(".bot").wait_for(state="detached")


async def test_faults_are_chosen_per_register(visit, http, crystalpay):
    page = await visit()
    await page.get_by_label("Shop").select_option("Bad gateway (502)")
    await page.locator(".register.ill").wait_for()
    shop, market = seed.REGISTERS
    for register, status in ((shop, 502), (market, 200)):
        keys = {"auth_login": register.login, "auth_secret": register.secret}
        async with http.post(crystalpay.url + "balance/list/", json=keys) as response:
            assert response.status == status


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_it_all_without_scrolling_sideways(visit, scheme):
    page = await visit(PHONE, color_scheme=scheme, has_touch=True)
    await page.get_by_role("button", name="Start").click()
    await key(page, "Show empty").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    assert await page.evaluate("document.querySelector('#scroll').scrollWidth") == 360
    assert await page.locator("#panel").is_hidden()
    await page.get_by_role("button", name="Faults").click()
    await page.get_by_label("Shop").wait_for()
    await page.keyboard.press("Escape")
    assert await page.locator("#panel").is_hidden()
    ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 33, 43)"}[scheme]


async def seen(http, telegram, user=0):
    """The first state /page/events tells."""
    async with http.get(f"{telegram.url}/page/events?user={user}") as response:
        assert response.content_type == "text/event-stream"
        return json.loads((await response.content.readline()).removeprefix(b"data: "))


async def test_the_page_is_told_of_every_change(telegram, http):
    first = await seen(http, telegram)
    assert [user["name"] for user in first["users"]] == ["Anna", "Stranger"]
    assert first["messages"] == []
    async with http.post(f"{telegram.url}/page/say", json={"user": first["me"], "text": "hi"}):
        pass
    [message] = (await seen(http, telegram, first["me"]))["messages"]
    assert (message["text"], message["from_bot"]) == ("hi", False)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("say", {"user": 1, "text": "a"}),
        ("press", {"user": 5_000_000_001, "message": 99, "data": "a"}),
        ("language", {"user": 5_000_000_001, "language": "xx"}),
        ("fault", {"login": "demo-shop", "fault": "unheard of"}),
        ("fault", {"login": "nobody", "fault": "works"}),
        ("payment", {}),
    ],
)
async def test_the_page_takes_no_nonsense(telegram, http, name, asked):
    async with http.post(f"{telegram.url}/page/{name}", json=asked) as response:
        assert response.status == 400


async def test_another_site_cannot_post_here(telegram, http):
    url = f"{telegram.url}/page/say"
    async with http.post(url, data='{"user": 1}', headers={"Content-Type": "text/plain"}) as no:
        assert no.status == 415


async def test_faults_and_payments_reach_crystalpay(telegram, http, crystalpay):
    for fault in ("keys", "slow", "broken", "works"):
        asked = {"login": "demo-shop", "fault": fault}
        async with http.post(f"{telegram.url}/page/fault", json=asked) as response:
            assert response.status == 200
        state = await seen(http, telegram)
        assert [register["fault"] for register in state["registers"]] == [fault, "works"]
    async with http.post(f"{telegram.url}/page/payment", json={"login": "demo-shop"}):
        pass
    keys = {"auth_login": "demo-shop", "auth_secret": seed.SHOP.secret, "method": "USDTTRC"}
    async with http.post(crystalpay.url + "balance/get/", json=keys) as response:
        assert json.loads(await response.text())["amount"] == "125.6"


async def test_nothing_of_the_page_comes_from_elsewhere(telegram, http):
    async with http.get(telegram.url) as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert "http" not in (await response.text()).replace("http://www.w3.org/2000/svg", "")


async def test_an_open_page_does_not_hold_the_server_open(crystalpay):
    telegram = TelegramSandbox()
    anna = telegram.user("Anna")
    telegram.mount(ChatPage(telegram, crystalpay, users=[anna], registers=LABELS))
    async with aiohttp.ClientSession() as http:
        async with telegram:
            events = await http.get(f"{telegram.url}/page/events")
            await events.content.readline()
            leaving = time.monotonic()
        assert time.monotonic() - leaving < 5
        async with asyncio.timeout(5):
            await events.read()
