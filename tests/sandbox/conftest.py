"""A fresh Telegram and CrystalPAY for each test, a plain client of the Bot API, a scripted bot."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest

from sandbox.crystalpay import CrystalPaySandbox, SandboxBalance
from sandbox.telegram import TelegramSandbox


class Api:
    """The Bot API over raw HTTP; parameters go as JSON."""

    def __init__(self, telegram, http):
        self.telegram = telegram
        self.http = http

    def url(self, method, token=None):
        return f"{self.telegram.url}/bot{token or self.telegram.token}/{method}"

    async def call(self, method, **params):
        async with self.http.post(self.url(method), json=params) as response:
            return await response.json()

    async def ok(self, method, **params):
        answer = await self.call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method, **params):
        """The description of the refusal."""
        answer = await self.call(method, **params)
        assert not answer["ok"], answer
        return answer["description"]

    @asynccontextmanager
    async def answering(self, answer):
        """A bot that awaits `answer(update)` for each update and then confirms it."""
        task = asyncio.create_task(self._poll(answer))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _poll(self, answer):
        offset = 0
        while True:
            for update in await self.ok("getUpdates", offset=offset, timeout=30):
                await answer(update)
                offset = update["update_id"] + 1


@pytest.fixture
async def telegram():
    async with TelegramSandbox() as telegram:
        yield telegram


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def api(telegram, http):
    return Api(telegram, http)


@pytest.fixture
async def anna(telegram):
    """A person who has started the bot."""
    anna = telegram.user("Anna")
    anna.posts("/start")
    telegram.world.updates.drop()
    return anna


@pytest.fixture
async def hello(api, anna):
    """A message of the bot with a button."""
    await api.ok("sendMessage", chat_id=anna.id, text="<b>hello</b>", parse_mode="HTML")
    return anna.chat.last


@pytest.fixture
async def echo(api):
    """A bot that answers every message with its text and a button, and every press with a toast."""

    async def answer(update):
        message = update.get("message") or update.get("channel_post")
        if message and "text" in message:
            thread = {"message_thread_id": message.get("message_thread_id")}
            keyboard = {"inline_keyboard": [[{"text": "Press me", "callback_data": "pressed"}]]}
            await api.ok(
                "sendMessage",
                chat_id=message["chat"]["id"],
                text=f"echo {message['text']}",
                reply_markup=keyboard,
                **{key: value for key, value in thread.items() if value},
            )
        if query := update.get("callback_query"):
            await api.ok(
                "editMessageText",
                chat_id=query["message"]["chat"]["id"],
                message_id=query["message"]["message_id"],
                text=f"got {query['data']}",
            )
            await api.ok("answerCallbackQuery", callback_query_id=query["id"], text="done")

    async with api.answering(answer):
        yield


BALANCES = {
    "BITCOIN": SandboxBalance("Bitcoin", "0.00050", "BTC", 8),
    "USDTTRC": SandboxBalance("USDT TRC-20", "100.100000", "USDT", 6),
    "TRON": SandboxBalance("Tron", "0", "TRX", 6),
}


@pytest.fixture
async def crystalpay():
    async with CrystalPaySandbox() as crystalpay:
        crystalpay.add_register("shop", "a-test-secret", "Shop", BALANCES)
        yield crystalpay


@pytest.fixture
async def ask(crystalpay, http):
    """Ask CrystalPAY as the register «shop»; returns the status and the body."""

    async def ask(path="balance/list/", secret="a-test-secret", login="shop", **body):
        keys = {"auth_login": login, "auth_secret": secret}
        async with http.post(crystalpay.url + path, json=keys | body) as response:
            return response.status, await response.text()

    return ask
