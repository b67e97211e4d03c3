"""A register's secret is in the body of a request and nowhere else."""

from __future__ import annotations

import logging
import traceback

import pytest
from crystalpay.raw_server import RawServer

from bot.crystalpay import CrystalPayError
from bot.domain.registers import Credentials
from sandbox.faults import Fault

FAULTS = {
    "refused": Fault(body='{"error": true, "errors": ["Invalid auth credentials"]}'),
    "quoting": Fault(body='{"error": true, "errors": ["the-secret-of-the-shop is bad"]}'),
    "slow down": Fault(status=429),
    "out of order": Fault(status=502),
    "not JSON": Fault(body="<html>"),
    "no items": Fault(body='{"error": false}'),
    "bad encoding": Fault(body="{}", headers={"Content-Encoding": "gzip"}),
    "silent": Fault(silence=True),
    "dropped": Fault(drop=True),
}


def everything_in(error):
    """All that the error, and the errors it came from, could show to anyone."""
    seen = []
    while error is not None and error not in seen:
        seen.append(error)
        yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
        yield from traceback.format_exception(error)
        request = getattr(error, "_request", None)
        if request is not None:
            yield from (repr(request.content), repr(request.url), repr(request.headers))
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_no_error_carries_the_keys(sandbox, impatient, keys, fault):
    sandbox.fault(fault)
    with pytest.raises(CrystalPayError) as caught:
        await impatient.read_register(keys)
    shown = list(everything_in(caught.value))
    assert len(shown) > 4
    assert not any(keys.secret in text for text in shown)


async def test_the_secret_goes_into_the_body_only(keys, open_client):
    async with RawServer() as server:
        async with open_client(server.url, timeout=10, rate_limit=1000) as crystalpay:
            await crystalpay.read_info(keys)
        ((head, body),) = server.requests
    assert keys.secret.encode() in body
    assert keys.secret.encode() not in head
    assert keys.login.encode() not in head


async def test_no_log_line_of_any_level_carries_the_secret(
    sandbox, impatient, keys, caplog, request
):
    with caplog.at_level(logging.DEBUG):
        await impatient.read_register(keys)
        sandbox.fault(Fault(drop=True))
        with pytest.raises(CrystalPayError):
            await impatient.read_register(keys)
    assert caplog.records or "aiohttp_transport" in request.node.name  # aiohttp writes no lines
    assert keys.secret not in caplog.text


def test_credentials_do_not_show_their_secret():
    assert "hidden-one" not in repr(Credentials("shop", "hidden-one"))
    assert "hidden-one" not in f"{Credentials('shop', 'hidden-one')}"
