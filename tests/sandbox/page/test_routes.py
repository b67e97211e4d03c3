"""The routes behind the chat page, without a browser."""

from __future__ import annotations

import asyncio
import json
import time

import aiohttp
import pytest

from sandbox import seed
from sandbox.page import ChatPage
from sandbox.telegram import TelegramSandbox


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
    telegram.mount(ChatPage(telegram, crystalpay, users=[anna], registers={"shop": "Shop"}))
    async with aiohttp.ClientSession() as http:
        async with telegram:
            events = await http.get(f"{telegram.url}/page/events")
            await events.content.readline()
            leaving = time.monotonic()
        assert time.monotonic() - leaving < 5
        async with asyncio.timeout(5):
            await events.read()
