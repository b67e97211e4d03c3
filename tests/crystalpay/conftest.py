"""A CrystalPAY with one register, and a client that has to wait for nobody."""

from __future__ import annotations

import pytest

from bot.crystalpay import CrystalPay, aiohttp_transport, httpx_transport
from bot.domain.registers import Credentials
from sandbox.crystalpay import CrystalPaySandbox, SandboxBalance

BALANCES = {
    "BITCOIN": SandboxBalance("Bitcoin", "0.0005", "BTC", 8),
    "USDTTRC": SandboxBalance("USDT TRC-20", "100.1", "USDT", 6),
    "TRON": SandboxBalance("Tron", "0", "TRX", 6),
}


@pytest.fixture
def keys():
    return Credentials("shop", "the-secret-of-the-shop")


@pytest.fixture
async def sandbox(keys):
    async with CrystalPaySandbox(limit_per_second=None) as sandbox:
        sandbox.add_register(keys.login, keys.secret, "Shop", BALANCES)
        yield sandbox


@pytest.fixture(params=[httpx_transport, aiohttp_transport])
def open_client(request):
    """The client with either transport: of a command, and of a running bot."""
    return lambda url, **limits: CrystalPay(url, transport=request.param(), **limits)


@pytest.fixture
async def crystalpay(sandbox, open_client):
    async with open_client(sandbox.url, timeout=10, rate_limit=1000) as client:
        yield client


@pytest.fixture
async def impatient(sandbox, open_client):
    async with open_client(sandbox.url, timeout=0.2, rate_limit=1000) as client:
        yield client
