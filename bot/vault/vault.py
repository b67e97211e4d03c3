"""Encrypts secrets for the disk with the newest key and decrypts them with any; stores none."""

from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import InvalidToken

from bot.vault.errors import KeyProblem, KeyUnreadable, SecretLost
from bot.vault.key_sources import ConfiguredKeys, KeyFile, KeySource, fernet

KEY_FILE = "bot.key"


class Vault:
    def __init__(self, keys: KeySource) -> None:
        self._keys = keys

    @property
    def source(self) -> str:
        """Where the keys are, for a person."""
        return self._keys.source

    def keys(self) -> Sequence[str]:
        """The keys themselves, newest first, for their owner only. Raises KeyProblem."""
        return self._keys.read()

    def encrypt(self, secret: str) -> str:
        """Makes the first key if there is none. Raises KeyProblem."""
        return _encrypt(self._keys.make(), secret)

    def decrypt(self, encrypted: str) -> str:
        """Raises SecretLost, or KeyUnreadable if the same may work later."""
        try:
            return _decrypt(self._keys.read(), encrypted)
        except KeyUnreadable:
            raise
        except KeyProblem:
            raise SecretLost from None

    def can_decrypt(self, encrypted: str) -> bool:
        """Raises KeyUnreadable if that cannot be told now."""
        try:
            self.decrypt(encrypted)
        except SecretLost:
            return False
        return True

    def rotate(self, encrypted: Sequence[str]) -> list[str | None]:
        """Make a new key and encrypt each secret with it; None for one that is lost.

        What was encrypted before can still be decrypted. Raises KeyProblem.
        """
        keys = self._keys.rotate()
        return [_reencrypt(keys, each) for each in encrypted]

    def diagnose(self, encrypted: Sequence[str]) -> str | None:
        """One line for a person about secrets that cannot be decrypted; None if all can be."""
        try:
            lost = sum(not self.can_decrypt(each) for each in encrypted)
        except KeyUnreadable as problem:
            return f"{problem}; nothing is lost, and the secrets open again when it can"
        if not lost:
            return None
        count = f"{lost} of {len(encrypted)} secrets of registers cannot be read"
        try:
            missing = not self._keys.read()
        except KeyProblem as problem:
            return f"{problem}; {count}"
        reason = f"{self.source} is missing, and without it" if missing else f"with {self.source}"
        return f"{reason} {count}; restore the old key, or set these secrets again"


def open_vault(configured: str | None, folder: Path) -> Vault:
    """The vault with the keys that are configured, else with the key file in the folder.

    Raises KeyProblem for malformed configured keys; a problem with the file shows on its first use.
    """
    return Vault(ConfiguredKeys(configured) if configured else KeyFile(folder / KEY_FILE))


def _encrypt(keys: Sequence[str], secret: str) -> str:
    return fernet(keys).encrypt(secret.encode()).decode("ascii")


def _decrypt(keys: Sequence[str], encrypted: str) -> str:
    if not keys:
        raise SecretLost
    try:
        return fernet(keys).decrypt(encrypted).decode()
    except (InvalidToken, ValueError):  # ValueError: characters that no token contains
        raise SecretLost from None


def _reencrypt(keys: Sequence[str], encrypted: str) -> str | None:
    try:
        return _encrypt(keys, _decrypt(keys, encrypted))
    except SecretLost:
        return None
