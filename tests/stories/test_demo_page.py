"""The demo as its visitor sees it: the real bot, in a real browser."""

import asyncio
import os
import re
import shutil
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")


@pytest.fixture
async def page() -> AsyncIterator[Any]:
    """A phone of 360 pixels that shows the chat page of a demo of its own."""
    command = Path(sys.executable).with_name("crystalpay-bot")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    demo = await asyncio.create_subprocess_exec(
        command, "demo", "--port", "0", stdout=PIPE, env=environment
    )
    assert demo.stdout
    announced = (await asyncio.wait_for(demo.stdout.readline(), 30)).decode()
    address = re.findall(r"http://127\.0\.0\.1:\d+", announced)[0]
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 360, "height": 740})
        await page.goto(address)
        yield page
        await browser.close()
    demo.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(demo.wait(), 15) == 0


async def says(page, text: str) -> None:
    await page.get_by_role("textbox").fill(text)
    await page.get_by_role("textbox").press("Enter")


async def becomes(page, user: str) -> None:
    chosen = page.get_by_role("radio", name=user).or_(page.get_by_role("button", name=user))
    await chosen.first.click()


async def presses(page, label: str) -> None:
    await page.get_by_role("button", name=label, exact=True).last.click()


async def test_a_visitor_sees_balances_breaks_a_register_and_lets_a_stranger_in(page) -> None:
    expect = playwright.expect
    await says(page, "/balance")
    await expect(page.get_by_text("0.00050000").first).to_be_visible(timeout=15_000)
    await presses(page, "👁 Show empty (30)")
    await expect(page.get_by_role("button", name="🙈 Hide empty")).to_be_visible()

    await becomes(page, "Stranger")
    await says(page, "/balance")
    await presses(page, "🔔 Request access")
    await expect(page.get_by_text("Request sent.")).to_be_visible()
    await presses(page, "OK")
    await becomes(page, "Admin")
    await expect(page.get_by_text("is asking for access.")).to_be_visible()
    await page.get_by_role("button", name="Market", exact=True).last.click()
    await expect(page.get_by_text("was given access by Admin: Market")).to_be_visible()
    await becomes(page, "Stranger")
    await expect(page.get_by_text("Access granted")).to_be_visible()
    await says(page, "/balance")
    await expect(page.get_by_text("8\u202f915.204000")).to_be_visible()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width == 360
