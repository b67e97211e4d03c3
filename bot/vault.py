"""Seals registers' secrets for the disk and opens them again; keeps no secret itself."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KEY_FILE = "bot.key"


class KeyProblem(Exception):
    """The encryption key is missing, malformed or not the one. One line for a person, no key."""


class SecretLost(Exception):
    """No key that we have opens this secret."""


class Vault:
    """Seals with the newest key; opens with any of them."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Raises KeyProblem for anything but Fernet keys (32 bytes, URL-safe base64)."""
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise KeyProblem(
                "the encryption key is not a Fernet key (44 characters of URL-safe base64); "
                "check ENCRYPTION_KEY, or the file bot.key beside the database"
            ) from None

    def seal(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """Raises SecretLost."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise SecretLost from None

    def opens(self, sealed: str) -> bool:
        try:
            self.open(sealed)
        except SecretLost:
            return False
        return True


def open_vault(configured: str | None, folder: Path, sealed: Iterable[str]) -> Vault:
    """The vault with the configured keys, else with the key file in the folder.

    A key file is made on first use, but never while there are `sealed` secrets that it could not
    open. Raises KeyProblem when none of those secrets can be opened: a lost key must not look
    like registers that fail.
    """
    sealed = tuple(sealed)
    if configured:
        source = "ENCRYPTION_KEY"
        keys = [key.strip() for key in configured.split(",") if key.strip()]
    else:
        path = folder / KEY_FILE
        source = str(path)
        keys = [_key_file(path, may_make=not sealed)]
    vault = Vault(keys)
    if sealed and not any(vault.opens(secret) for secret in sealed):
        raise KeyProblem(
            f"{source} is not the key that the registers' secrets were saved with; "
            "bring the old key back, or remove the registers and add them anew"
        )
    return vault


def _key_file(path: Path, *, may_make: bool) -> str:
    try:
        if may_make:
            _make_key(path)
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise KeyProblem(
            f"{path} is missing, and without it the registers' secrets cannot be read; "
            "bring it back from a backup, or set ENCRYPTION_KEY"
        ) from None
    except UnicodeDecodeError:
        raise KeyProblem(f"{path} does not hold a key") from None
    except OSError as error:
        raise KeyProblem(f"{path}: {error.strerror}") from None


def _make_key(path: Path) -> None:
    """Write aside, then link: another process sees a whole key or none, and the first one wins."""
    if path.exists():
        return
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)  # of mode 0600
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key())
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
