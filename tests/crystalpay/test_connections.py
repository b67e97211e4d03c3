"""Connections that are slow, silent, dropped, refused, kept: what a caller gets and how often."""

from __future__ import annotations

import asyncio

import pytest
from crystalpay.raw_server import RawServer

from bot.crystalpay import Unreachable
from bot.domain.registers import Credentials
from sandbox.crystalpay import CrystalPaySandbox
from sandbox.faults import Fault


async def test_silence_ends_at_the_deadline_and_is_not_asked_again(sandbox, impatient, keys):
    sandbox.fault(Fault(silence=True))
    async with asyncio.timeout(1.2):
        with pytest.raises(Unreachable, match=r"no answer within 0\.2 s") as caught:
            await impatient.read_register(keys)
    assert caught.value.timed_out
    assert len(sandbox.requests) == 1


async def test_an_answer_that_is_late_but_in_time_is_read(sandbox, crystalpay, keys):
    sandbox.fault(Fault(delay=0.05, times=1))
    assert (await crystalpay.read_info(keys)).name == "Shop"


async def test_a_dropped_connection_is_tried_once_more(sandbox, crystalpay, keys):
    sandbox.fault(Fault(drop=True, times=1))
    assert (await crystalpay.read_info(keys)).name == "Shop"
    assert len(sandbox.requests) == 2


async def test_a_connection_that_drops_again_is_not_tried_a_third_time(sandbox, crystalpay, keys):
    sandbox.fault(Fault(drop=True))
    with pytest.raises(Unreachable) as caught:
        await crystalpay.read_info(keys)
    assert not caught.value.timed_out
    assert caught.value.status is None
    assert len(sandbox.requests) == 2


async def test_the_second_try_has_only_what_is_left_of_the_deadline(sandbox, keys, open_client):
    sandbox.fault(Fault(delay=0.45, drop=True, times=1), "shop")
    sandbox.fault(Fault(silence=True))
    async with open_client(sandbox.url, timeout=0.5, rate_limit=1000) as crystalpay:
        async with asyncio.timeout(0.9):  # a second half a second would end later
            with pytest.raises(Unreachable) as caught:
                await crystalpay.read_info(keys)
    assert caught.value.timed_out
    assert len(sandbox.requests) == 2


async def test_a_closed_port_is_unreachable(keys, open_client):
    async with CrystalPaySandbox() as gone:
        url = gone.url
    async with open_client(url, timeout=5, rate_limit=1000) as crystalpay:
        with pytest.raises(Unreachable) as caught:
            await crystalpay.read_info(keys)
    assert not caught.value.timed_out


@pytest.mark.parametrize("url", ["http://no-such-host.invalid/", "http://[", "http://a:99999999/"])
async def test_an_address_that_leads_nowhere_is_unreachable(keys, url, open_client):
    async with open_client(url, timeout=5, rate_limit=1000) as crystalpay:
        with pytest.raises(Unreachable):
            await crystalpay.read_info(keys)


async def test_one_silent_register_does_not_hold_up_the_others(sandbox, keys, open_client):
    for login in ("second", "third"):
        sandbox.add_register(login, keys.secret, login, {})
    async with open_client(sandbox.url, timeout=10, rate_limit=4) as crystalpay:
        with sandbox.hold("shop") as hold:
            silent = asyncio.create_task(crystalpay.read_info(keys))
            await hold.arrived()
            others = [Credentials(login, keys.secret) for login in ("second", "third")]
            read = await asyncio.gather(*(crystalpay.read_info(other) for other in others))
            assert [info.name for info in read] == ["second", "third"]
            assert not silent.done()
        assert (await silent).name == "Shop"


async def test_a_caller_who_gives_up_leaves_the_client_usable(sandbox, crystalpay, keys):
    with sandbox.hold() as hold:
        caller = asyncio.create_task(crystalpay.read_info(keys))
        await hold.arrived()
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
    assert (await crystalpay.read_info(keys)).name == "Shop"


async def test_one_connection_serves_one_request_after_another(keys, open_client):
    async with RawServer() as server:
        async with open_client(server.url, timeout=10, rate_limit=1000) as crystalpay:
            for _ in range(5):
                await crystalpay.read_info(keys)
        assert len(server.requests) == 5
        assert server.connections == 1


@pytest.mark.parametrize("answer", [b"SSH-2.0-something\r\n", b"HTTP/1.1 nonsense\r\n\r\n"])
async def test_what_does_not_speak_http_is_unreachable(keys, open_client, answer):
    async with (
        RawServer(answer) as server,
        open_client(server.url, timeout=5, rate_limit=1000) as crystalpay,
    ):
        with pytest.raises(Unreachable):
            await crystalpay.read_info(keys)


async def test_only_encodings_that_can_be_read_are_asked_for(keys, open_client):
    async with RawServer() as server:
        async with open_client(server.url, timeout=5, rate_limit=1000) as crystalpay:
            await crystalpay.read_info(keys)
        ((head, _),) = server.requests
    (asked,) = [line for line in head.lower().split(b"\r\n") if line.startswith(b"accept-encoding")]
    assert asked == b"accept-encoding: gzip"
