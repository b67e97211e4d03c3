"""Updates reach the bot as they do at the real server: none is lost, one poller is served."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest


async def texts(api, **params):
    updates = await api.ok("getUpdates", **params)
    return [update["message"]["text"] for update in updates]


async def test_a_waiting_poll_wakes_at_once(api, telegram, anna):
    poll = asyncio.create_task(texts(api, timeout=30))
    await telegram.polled()
    anna.posts("hello")
    async with asyncio.timeout(5):
        assert await poll == ["hello"]


async def test_a_poll_with_nothing_to_tell_ends_empty(api):
    assert await api.ok("getUpdates", timeout=0) == []
    assert await api.ok("getUpdates", timeout=1) == []


async def test_an_update_comes_again_until_a_higher_offset(api, anna):
    first, second = anna.posts("one"), anna.posts("two")
    assert await texts(api) == ["one", "two"]
    assert await texts(api, offset=first.id) == ["one", "two"]
    assert await texts(api, offset=first.id + 1) == ["two"]
    assert await texts(api, offset=second.id + 1) == []


async def test_updates_outlive_a_bot_that_went_away(api, telegram, anna):
    poll = asyncio.create_task(api.ok("getUpdates", timeout=30))
    await telegram.polled()
    poll.cancel()
    anna.posts("while it was down")
    assert await texts(api, timeout=5) == ["while it was down"]


async def test_an_offset_far_above_the_last_number_is_not_believed(api, telegram, anna):
    telegram.world.updates.number_from(7_000)
    update = anna.posts("after a quiet week")
    assert update.id == 7_000
    for offset in (700_000_001, update.id + 12):
        assert await texts(api, offset=offset) == ["after a quiet week"]
    assert await texts(api, offset=update.id + 11) == []


async def test_a_server_may_answer_a_poll_at_once_with_nothing(api, telegram):
    telegram.world.updates.holds_polls = False
    async with asyncio.timeout(5):
        assert await api.ok("getUpdates", timeout=30) == []


async def test_a_negative_offset_keeps_only_the_last(api, anna):
    for text in ("one", "two", "three"):
        anna.posts(text)
    assert await texts(api, offset=-1) == ["three"]
    assert await texts(api) == ["three"]


async def test_a_batch_is_no_longer_than_its_limit(api, anna):
    anna.posts("one")
    anna.posts("two")
    assert await texts(api, limit=1) == ["one"]
    assert await texts(api, limit=0) == ["one"]
    assert await texts(api, limit=101) == ["one", "two"]


async def test_a_second_poller_ends_the_first(api, telegram):
    first = asyncio.create_task(api.call("getUpdates", timeout=30))
    await telegram.polled()
    await api.ok("getUpdates", timeout=0)
    answer = await first
    assert answer["error_code"] == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )


async def test_polling_is_refused_while_a_webhook_is_set(api):
    await api.ok("setWebhook", url="https://example.org/hook")
    assert (await api.ok("getWebhookInfo"))["url"] == "https://example.org/hook"
    assert await api.refused("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await api.ok("deleteWebhook")
    assert await api.ok("getUpdates") == []


async def test_a_webhook_must_be_https(api):
    assert "HTTPS" in await api.refused("setWebhook", url="http://example.org")


async def test_pending_updates_are_dropped_on_request(api, anna):
    anna.posts("old")
    assert (await api.ok("getWebhookInfo"))["pending_update_count"] == 1
    await api.ok("deleteWebhook", drop_pending_updates=True)
    assert await texts(api) == []


async def test_allowed_updates_are_remembered(api, telegram, anna):
    await api.ok("getUpdates", allowed_updates=["callback_query"])
    assert anna.posts("not told").id is None
    await api.ok("getUpdates")
    assert anna.posts("still not told").id is None
    await api.ok("getUpdates", allowed_updates=[])
    assert anna.posts("told").id is not None


async def test_the_kinds_of_updates_are_told_when_they_are_not_the_default(api):
    assert "allowed_updates" not in await api.ok("getWebhookInfo")
    await api.ok("getUpdates", allowed_updates=["message", "callback_query"])
    assert (await api.ok("getWebhookInfo"))["allowed_updates"] == ["callback_query", "message"]
    await api.ok("getUpdates", allowed_updates=[])
    assert "allowed_updates" not in await api.ok("getWebhookInfo")


async def test_chat_members_are_not_told_of_by_default(telegram):
    assert telegram.world.updates.put("chat_member", {}, "a member came").id is None


async def test_a_wrong_token_is_unauthorized(api, http):
    async with http.post(api.url("getMe", token="1:wrong")) as response:
        assert response.status == 401
        assert await response.json() == {
            "ok": False,
            "error_code": 401,
            "description": "Unauthorized",
        }


async def test_an_unknown_method_is_not_found(api):
    assert await api.call("getYou") == {
        "ok": False,
        "error_code": 404,
        "description": "Not Found",
    }


@pytest.mark.parametrize("way", ["json", "form", "multipart", "query"])
async def test_parameters_come_in_four_ways(api, http, telegram, anna, way):
    import aiohttp

    markup = '{"inline_keyboard": [[{"text": "Go", "callback_data": "1"}]]}'
    params = {"chat_id": str(anna.id), "text": "[1]", "reply_markup": markup}
    ways: dict[str, dict[str, Any]] = {
        "json": {"json": params},
        "form": {"data": params},
        "multipart": {"data": aiohttp.FormData(params, default_to_multipart=True)},
        "query": {"params": params},
    }
    async with http.post(api.url("SENDMESSAGE"), **ways[way]) as response:
        assert response.status == 200, await response.text()
    assert anna.chat.last.text == "[1]"
    assert anna.chat.last.labels == [["Go"]]
    assert telegram.calls[-1].params["reply_markup"]["inline_keyboard"]


async def test_get_works_as_well(api, http):
    async with http.get(api.url("getme")) as response:
        assert (await response.json())["result"]["is_bot"] is True


async def test_a_body_that_is_no_json_is_refused(api, http):
    headers = {"Content-Type": "application/json"}
    async with http.post(api.url("getMe"), data=b"{", headers=headers) as response:
        assert response.status == 400
