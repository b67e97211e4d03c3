"""A small client of the CrystalPAY merchant API v3 that can read, and nothing else."""

from bot.crystalpay.client import CrystalPay
from bot.crystalpay.errors import CrystalPayError, Refused, Unreachable, Unreadable
from bot.crystalpay.models import RegisterInfo

__all__ = [
    "CrystalPay",
    "CrystalPayError",
    "Refused",
    "RegisterInfo",
    "Unreachable",
    "Unreadable",
]
