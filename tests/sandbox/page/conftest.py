"""The chat page with a tiny bot behind it, and a browser to visit it."""

from __future__ import annotations

import shutil
import time

import pytest

from sandbox import seed
from sandbox.crystalpay import CrystalPaySandbox
from sandbox.page import ChatPage
from sandbox.telegram import TelegramSandbox

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
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


@pytest.fixture
def key():
    """Find a button below a message, by a part of its label."""
    return lambda page, label: page.locator("button.key", has_text=label)
