"""Telegram and CrystalPAY on loopback, written for speed: they answer, refuse nothing, note times.

What the real ones refuse is the sandbox's business (sandbox); here only the clock counts.
"""

from bench.servers.crystalpay import CrystalPay
from bench.servers.telegram import Telegram

__all__ = ["CrystalPay", "Telegram"]
