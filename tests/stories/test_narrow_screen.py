"""No row of a balance screen wraps on a phone of 360 pixels with text of Telegram's size."""

import asyncio
import os
import re
import shutil
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")

TEXT_SIZE = ".content { font-size: 17px; }"

WRAPPED = """() => {
  const words = [...document.querySelectorAll('li.bot .content')].at(-1);
  const texts = [];
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  // Where each line of the text begins and ends on the screen, letter by letter.
  const lines = [{said: '', tops: new Set()}];
  for (const node of texts) for (let at = 0; at < node.data.length; at++) {
    if (node.data[at] === '\\n') { lines.push({said: '', tops: new Set()}); continue; }
    const letter = document.createRange();
    letter.setStart(node, at);
    letter.setEnd(node, at + 1);
    const line = lines.at(-1);
    line.said += node.data[at];
    const box = letter.getBoundingClientRect();
    if (box.width) line.tops.add(Math.round((box.top + box.bottom) / 2 / 12));
  }
  return lines.map(({said, tops}) => [said, Math.max(...tops) - Math.min(...tops)]);
}"""
"""Each line of the newest message, and how many times 12 pixels its letters are apart."""


@pytest.fixture
async def address() -> AsyncIterator[str]:
    command = Path(sys.executable).with_name("crystalpay-bot")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    demo = await asyncio.create_subprocess_exec(
        command, "demo", "--port", "0", stdout=PIPE, env=environment
    )
    assert demo.stdout
    announced = (await asyncio.wait_for(demo.stdout.readline(), 30)).decode()
    yield re.findall(r"http://127\.0\.0\.1:\d+", announced)[0]
    demo.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(demo.wait(), 15) == 0


async def wrapped(page, said: str) -> list[str]:
    """The lines of the newest message that take more than one line, once it says this."""
    await playwright.expect(page.locator("li.bot .content").last).to_contain_text(said)
    lines = await page.evaluate(WRAPPED)
    assert len(lines) > 10
    return [line for line, apart in lines if apart > 1]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_no_row_wraps(address: str, language: str) -> None:
    empty, copy = {"en": ("👁", "📄 Copy"), "ru": ("👁", "📄 Скопировать")}[language]
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 360, "height": 740}, bypass_csp=True)
        await page.goto(address)
        await page.add_style_tag(content=TEXT_SIZE)
        await page.get_by_role("button", name=language.upper(), exact=True).click()
        await page.get_by_role("textbox").fill("/balance")
        await page.get_by_role("textbox").press("Enter")
        assert await wrapped(page, "0.00050000") == []
        await page.get_by_role("button", name=copy, exact=True).last.click()
        await page.get_by_role("button", name="1\u202f234\u202f567.50").last.wait_for()
        await page.get_by_role("button", name="‹").last.click()
        await page.get_by_role("button", name=empty).last.click()
        assert await wrapped(page, "EUROC") == []
        await page.get_by_role("button", name="Σ").last.click()
        assert await wrapped(page, "1\u202f312\u202f778.49") == []
        await browser.close()
