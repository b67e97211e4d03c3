"""Faults, holds and the record of calls of the simulated Bot API."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from sandbox.faults import Fault
from sandbox.telegram import blocked, flood


async def test_a_flood_is_told_when_to_come_again(api, telegram, anna):
    telegram.fault(flood(7), "sendMessage")
    answer = await api.call("sendMessage", chat_id=anna.id, text="a")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    await api.ok("sendMessage", chat_id=anna.id, text="a")


async def test_a_bad_gateway_answers_with_a_page(api, http, telegram):
    telegram.fault(Fault(status=502))
    async with http.post(api.url("getMe")) as response:
        assert response.status == 502
        assert response.content_type == "text/html"
        assert "<h1>502 Bad Gateway</h1>" in await response.text()
    telegram.heal()
    await api.ok("getMe")


async def test_a_fault_of_one_method_leaves_the_others(api, telegram, anna):
    telegram.fault(blocked(), "SENDMESSAGE")
    assert await api.refused("sendMessage", chat_id=anna.id, text="a") == (
        "Forbidden: bot was blocked by the user"
    )
    await api.ok("getMe")


async def test_a_dropped_connection_has_no_answer(api, telegram):
    telegram.fault(Fault(drop=True, times=1))
    with pytest.raises(aiohttp.ClientError):
        await api.call("getMe")
    await api.ok("getMe")


async def test_silence_lasts_until_the_client_goes(api, http, telegram):
    telegram.fault(Fault(silence=True, times=1))
    with pytest.raises(TimeoutError):
        await http.post(api.url("getMe"), timeout=aiohttp.ClientTimeout(total=0.1))
    await api.ok("getMe")


async def test_a_held_call_goes_on_when_it_is_released(api, telegram):
    with telegram.hold("getMe") as hold:
        call = asyncio.create_task(api.ok("getMe"))
        await hold.arrived()
        assert not call.done()
    await call
    await api.ok("getMe")


async def test_every_call_is_in_the_journal(api, telegram, anna):
    params = {"chat_id": anna.id, "text": "a secret"}
    await api.ok("sendMessage", **params)
    await api.refused("sendMessage", chat_id=1, text="b")
    sent, refused = telegram.calls
    assert (sent.method, sent.params, sent.ok, sent.status) == ("sendMessage", params, True, 200)
    assert refused.description == "Bad Request: chat not found"
    assert sent.contains("secret")
    assert not refused.contains("secret")


async def test_a_server_before_bot_api_9_5_knows_no_time_and_reads_the_text_first(api, telegram):
    telegram.older_than_times()
    text = 'at <tg-time unix="1" format="r">noon</tg-time>'
    assert await api.refused("sendMessage", chat_id=404, text=text, parse_mode="HTML") == (
        'Bad Request: can\'t parse entities: Unsupported start tag "tg-time" at byte offset 3'
    )
    assert "chat not found" in await api.refused("sendMessage", chat_id=404, text="at noon")
