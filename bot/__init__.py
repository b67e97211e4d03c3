"""Exact balances of CrystalPAY registers, in Telegram and in the terminal."""

__version__ = "0.1.0"
