"""Writes that nobody waits for are gathered, and none is forgotten."""

import asyncio

from bot.services.delayed_writer import DelayedWriter


class Page:
    """What is wanted is written down, a moment at a time."""

    def __init__(self, collecting_seconds=0.0):
        self.wanted, self.written, self.times = [], [], 0
        self.writer = DelayedWriter("words", self.write, collecting_seconds=collecting_seconds)

    def want(self, word):
        self.wanted.append(word)
        self.writer.schedule()

    async def write(self):
        self.times += 1
        while self.wanted:
            word = self.wanted.pop(0)
            await asyncio.sleep(0)
            self.written.append(word)


async def test_what_is_wanted_at_once_is_written_in_one_go():
    page = Page(collecting_seconds=0.01)
    for word in "abc":
        page.want(word)
    assert page.written == []
    async with asyncio.timeout(5):
        while len(page.written) < 3:
            await asyncio.sleep(0.01)
    assert (page.written, page.times) == (["a", "b", "c"], 1)


async def test_closing_waits_for_no_moment_and_loses_nothing():
    page = Page(collecting_seconds=3600)
    page.want("a")
    page.want("b")
    async with asyncio.timeout(5):
        await page.writer.close()
    assert page.written == ["a", "b"]


async def test_what_is_wanted_while_others_are_written_is_written_too():
    page = Page()
    page.want("a")
    while not page.times:
        await asyncio.sleep(0)
    page.want("b")
    await page.writer.close()
    assert page.written == ["a", "b"]


async def test_closing_what_was_never_wanted_does_nothing():
    page = Page()
    await page.writer.close()
    assert page.times == 0


async def test_closing_tries_again_what_failed_before():
    page = Page()
    works = asyncio.Event()

    async def write_or_fail():
        if works.is_set():
            await page.write()

    page.writer = DelayedWriter("words", write_or_fail, collecting_seconds=0)
    page.want("a")
    await asyncio.sleep(0.05)
    works.set()
    await page.writer.close()
    assert page.written == ["a"]


async def test_a_mistake_of_ours_is_told_at_once_and_the_next_write_is_tried(
    caplog,
):
    page = Page()
    write, mistakes = page.write, [LookupError("no such word")]

    async def write_or_fail():
        if mistakes:
            raise mistakes.pop()
        await write()

    page.writer = DelayedWriter("words", write_or_fail, collecting_seconds=0)
    page.want("a")
    async with asyncio.timeout(5):
        while "The words could not be written" not in caplog.text:
            await asyncio.sleep(0.01)
    page.want("b")
    await page.writer.close()
    assert page.written == ["a", "b"]
