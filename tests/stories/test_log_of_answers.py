"""What Telegram answered gets into no log, however broken the answer was: not even at DEBUG."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest
from leaks import listening
from story import Story, figures

from bot.logs import RedactingFormatter
from bot.telegram.transport.session import JsonSession
from bot.telegram.ui.screen import Screen, edit, post
from sandbox.faults import Fault

AMOUNT = "4815162342.00108"
LINK = "https://t.me/the_bot?start=admin-a-link-of-a-test"
SAID = {"message_id": "no number", "text": f"{AMOUNT} BTC {LINK}"}
ANSWERS = {
    "cut": json.dumps({"ok": True, "result": SAID})[:-2],
    "without ok": json.dumps({"result": SAID}),
    "without a result": json.dumps({"ok": True, "rest": SAID}),
    "a list": json.dumps([SAID]),
    "a result of another kind": json.dumps({"ok": True, "result": SAID["text"]}),
    "fields of other kinds": json.dumps({"ok": SAID, "result": SAID, "parameters": SAID}),
    "a page": f"<html>{AMOUNT} {LINK}</html>",
    "no text": json.dumps(SAID).encode() + b"\xff\xfe",
}


def broken(answer: str | bytes, status: int = 200, times: int | None = 1) -> Fault:
    return Fault(status=status, times=times, content_type="application/json", body=answer)


@asynccontextmanager
async def impatient(token: str, url: str) -> AsyncIterator[Bot]:
    """The bot's connection to Telegram, which here tries once."""
    session = JsonSession(api=TelegramAPIServer.from_base(url.rstrip("/")))
    async with session:
        yield Bot(token, session=session)


def logged(error: BaseException) -> str:
    """As a log holds it, with its traceback."""
    kind = (type(error), error, error.__traceback__)
    record = logging.LogRecord("", logging.ERROR, "", 1, "%s %r", (error, error), kind)
    return RedactingFormatter("%(message)s").format(record)


@pytest.mark.parametrize("status", [200, 502])
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
async def test_an_answer_that_cannot_be_read_is_logged_by_its_type(
    story: Story, caplog: pytest.LogCaptureFixture, answer: str | bytes, status: int
) -> None:
    viewer = await story.viewer(await story.register("Shop"))
    with listening(AMOUNT) as amounts, listening("start=admin-") as links:
        story.telegram.fault(broken(answer, status), "sendMessage")
        assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"
        story.telegram.fault(broken(answer, status), "getUpdates")
        assert figures(await viewer.sends("/balance"))[0] == "💎 Shop"
    assert amounts.leaks == links.leaks == []
    assert "an answer that cannot be read (" in caplog.text


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
async def test_the_error_itself_does_not_quote_the_answer(
    story: Story, answer: str | bytes
) -> None:
    """So that no line of any log can, be it with a traceback."""
    story.telegram.fault(broken(answer, times=None))
    screen = Screen("hello")
    async with impatient(story.telegram.token, story.telegram.url) as bot:
        asks: list[Callable[[], Awaitable[object]]] = [
            bot.get_me,
            lambda: post(bot, 7, screen),
            lambda: edit(bot, 7, 1, screen),
        ]
        if answer == ANSWERS["without a result"]:
            asks.remove(bot.get_me)  # aiogram itself takes that for None
        for ask in asks:
            with pytest.raises(ClientDecodeError) as caught:
                await ask()
            assert "an answer that cannot be read (" in logged(caught.value)
            assert AMOUNT not in logged(caught.value)
            assert LINK not in logged(caught.value)


RAW = {
    "no HTTP": f"{AMOUNT} {LINK}\r\n\r\n".encode(),
    "a header that is none": f"HTTP/1.1 200 OK\r\n{AMOUNT} {LINK}\r\n\r\n".encode(),
    "a chunk that is none": (
        f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{AMOUNT} {LINK}\r\n".encode()
    ),
    "cut": f"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{AMOUNT} {LINK}".encode(),
}


@pytest.mark.parametrize("answer", RAW.values(), ids=RAW)
async def test_what_is_no_http_is_not_quoted_either(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    token = "123456:a-test-token-that-opens-nothing"
    async with server, impatient(token, f"http://127.0.0.1:{port}") as bot:
        with pytest.raises(ClientDecodeError) as caught:
            await bot.get_me()
    assert AMOUNT not in logged(caught.value)
    assert LINK not in logged(caught.value)


async def test_a_refusal_keeps_the_words_of_telegram(story: Story) -> None:
    async with impatient(story.telegram.token, story.telegram.url) as bot:
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await post(bot, 7, Screen("hello"))
