"""Seals registers' secrets for the disk and opens them again; keeps no secret itself.

The keys are read each time that one is needed, so that a running bot follows a rotation, and a
key file that was brought back works at once. What was made of them is kept until they change.
"""

import os
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KEY_FILE = "bot.key"

GENERATE = "openssl rand -base64 32 | tr '+/' '-_'"


class KeyProblem(Exception):
    """The encryption key is missing, malformed or not the one. One line for a person, no key."""


class KeyUnreadable(KeyProblem):
    """The key file is there and cannot be read now: a failing disk, no descriptors, no right to.

    Nothing is lost; the same key may be read a moment later.
    """


class SecretLost(Exception):
    """No key that we have opens this secret."""


class EncryptionKeys(Protocol):
    """Where keys are. `source` names the place to a person."""

    source: str

    def read(self) -> Sequence[str]:
        """The keys, newest first; none as long as none was made. Raises KeyProblem.

        Of its kinds KeyUnreadable says that the same keys may be read a moment later.
        """

    def make(self) -> Sequence[str]:
        """The keys, the first one made if there was none. Raises KeyProblem."""

    def renew(self) -> Sequence[str]:
        """The keys with a new one in front. Raises KeyProblem."""


class ConfiguredKeys:
    """The keys of ENCRYPTION_KEY, separated by commas."""

    source = "ENCRYPTION_KEY"

    def __init__(self, configured: str) -> None:
        """Raises KeyProblem."""
        self._keys = _checked(configured.split(","), self.source)

    def read(self) -> Sequence[str]:
        return self._keys

    def make(self) -> Sequence[str]:
        return self._keys

    def renew(self) -> Sequence[str]:
        """Only its owner can change a setting: the key in front counts as the new one."""
        if len(self._keys) == 1:
            raise KeyProblem(
                f"{self.source} holds one key. Put a new one in front of it, separated by a comma "
                f"({GENERATE} makes one), restart the bot, then rotate again"
            )
        return self._keys


class KeyFile:
    """A file of keys, one a line, for its owner alone. Made when the first secret is sealed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.source = str(path)

    def read(self) -> Sequence[str]:
        try:
            return _checked(self._path.read_text(encoding="ascii").split("\n"), self.source)
        except FileNotFoundError:
            return ()
        except UnicodeDecodeError:
            raise KeyProblem(f"{self.source} {_EXPECTED}") from None
        except OSError as error:
            words = f"{self.source}: cannot be read right now ({error.strerror})"
            raise KeyUnreadable(words) from None

    def make(self) -> Sequence[str]:
        """A file that is there is never made anew, whatever it holds."""
        if not (keys := self.read()):
            self._write([_new_key()], instead=False)
            keys = self.read()
        return keys

    def renew(self) -> Sequence[str]:
        """Older keys stay: a backup that was made before needs them."""
        if not (older := self.read()):
            return self.make()
        keys = [_new_key(), *older]
        self._write(keys, instead=True)
        return keys

    def _write(self, keys: Sequence[str], *, instead: bool) -> None:
        """Write aside first: another process sees the whole file or none.

        `instead` of what is there; otherwise a file that another process made meanwhile stays.
        """
        try:
            aside = _written(self._path, "".join(f"{key}\n" for key in keys))
            try:
                if instead:
                    aside.replace(self._path)
                else:
                    os.link(aside, self._path)
            except FileExistsError:
                pass
            finally:
                aside.unlink(missing_ok=True)
        except OSError as error:
            raise KeyProblem(f"{self.source}: {error.strerror}") from None


class Vault:
    """Seals with the newest key; opens with any of them."""

    def __init__(self, keys: EncryptionKeys) -> None:
        self._keys = keys

    @property
    def source(self) -> str:
        """Where the keys are, for a person."""
        return self._keys.source

    def keys(self) -> Sequence[str]:
        """The keys themselves, newest first, for their owner alone. Raises KeyProblem."""
        return self._keys.read()

    def seal(self, secret: str) -> str:
        """Makes the first key if there is none. Raises KeyProblem."""
        return _sealed(_fernet(self._keys.make()), secret)

    def open(self, sealed: str) -> str:
        """Raises SecretLost; KeyUnreadable when it may open later."""
        try:
            return _opened(self._keys.read(), sealed)
        except KeyUnreadable:
            raise
        except KeyProblem:
            raise SecretLost from None

    def opens(self, sealed: str) -> bool:
        """Raises KeyUnreadable when that cannot be said now."""
        try:
            self.open(sealed)
        except SecretLost:
            return False
        return True

    def renew(self, sealed: Sequence[str]) -> list[str | None]:
        """Put a new key in front and seal each secret with it; None for one that is lost.

        Everything that was sealed before still opens. Raises KeyProblem.
        """
        keys = self._keys.renew()
        return [_sealed_anew(keys, each) for each in sealed]

    def diagnose(self, sealed: Sequence[str]) -> str | None:
        """One line for a person about those of the secrets that cannot be opened, if any."""
        try:
            lost = sum(not self.opens(each) for each in sealed)
        except KeyUnreadable as problem:
            return f"{problem}; nothing is lost, and the secrets open again when it can"
        if not lost:
            return None
        count = f"{lost} of {len(sealed)} secrets of registers cannot be read"
        try:
            missing = not self._keys.read()
        except KeyProblem as problem:
            return f"{problem}; {count}"
        reason = f"{self.source} is missing, and without it" if missing else f"with {self.source}"
        return f"{reason} {count}; restore the old key, or set these secrets again"


def open_vault(configured: str | None, folder: Path) -> Vault:
    """The vault with the configured keys, else with the key file in the folder.

    Raises KeyProblem for configured keys that are none; what is wrong with a file shows later.
    """
    return Vault(ConfiguredKeys(configured) if configured else KeyFile(folder / KEY_FILE))


_EXPECTED = "is not a Fernet key (44 characters of URL-safe base64), or a list of such keys"


def _checked(lines: Sequence[str], source: str) -> tuple[str, ...]:
    """At least one key. Raises KeyProblem."""
    keys = tuple(line.strip() for line in lines if line.strip())
    try:
        _fernet(keys)
    except ValueError:  # also for no key at all
        raise KeyProblem(f"{source} {_EXPECTED}") from None
    return keys


def _fernet(keys: Sequence[str]) -> MultiFernet:
    return _made_of(tuple(keys))


@lru_cache(maxsize=1)
def _made_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _sealed(fernet: MultiFernet, secret: str) -> str:
    return fernet.encrypt(secret.encode()).decode("ascii")


def _opened(keys: Sequence[str], sealed: str) -> str:
    if not keys:
        raise SecretLost
    try:
        return _fernet(keys).decrypt(sealed).decode()
    except (InvalidToken, ValueError):  # ValueError: letters that no token has
        raise SecretLost from None


def _sealed_anew(keys: Sequence[str], sealed: str) -> str | None:
    try:
        return _sealed(_fernet(keys), _opened(keys, sealed))
    except SecretLost:
        return None


def _new_key() -> str:
    return Fernet.generate_key().decode("ascii")


def _written(path: Path, text: str) -> Path:
    """A new file beside the path, of mode 0600, that is on the disk when this returns."""
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
