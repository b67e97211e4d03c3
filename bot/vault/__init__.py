"""Encrypts what must not be readable on the disk, and decrypts it; stores no secret itself."""

from bot.vault.errors import KeyProblem, KeyUnreadable, SecretLost
from bot.vault.vault import KEY_FILE, Vault, open_vault

__all__ = ["KEY_FILE", "KeyProblem", "KeyUnreadable", "SecretLost", "Vault", "open_vault"]
