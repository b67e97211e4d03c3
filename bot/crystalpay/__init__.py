"""A small client for the CrystalPAY merchant API v3 that can only read."""

from bot.crystalpay.client import CrystalPay
from bot.crystalpay.errors import CrystalPayError, Refused, Unreachable, Unreadable
from bot.crystalpay.limiter import Priority, background_slots
from bot.crystalpay.models import RegisterInfo
from bot.crystalpay.transports import Transport, aiohttp_transport, httpx_transport

__all__ = [
    "CrystalPay",
    "CrystalPayError",
    "Priority",
    "Refused",
    "RegisterInfo",
    "Transport",
    "Unreachable",
    "Unreadable",
    "aiohttp_transport",
    "background_slots",
    "httpx_transport",
]
