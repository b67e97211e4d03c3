"""Where encryption keys are: in a setting or in a file; it never says what they are for."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from cryptography.fernet import Fernet, MultiFernet

from bot.vault.errors import KeyProblem, KeyUnreadable

GENERATE = "openssl rand -base64 32 | tr '+/' '-_'"
"""The shell command that makes a key."""

_EXPECTED = "is not a Fernet key (44 characters of URL-safe base64), or a list of such keys"


class KeySource(Protocol):
    """Keys are always listed newest first. `source`: the place, named for a person."""

    source: str

    def read(self) -> Sequence[str]:
        """The keys; empty as long as none was made. Raises KeyProblem, KeyUnreadable."""
        ...

    def make(self) -> Sequence[str]:
        """The keys; the first one is made if there is none. Raises KeyProblem."""
        ...

    def rotate(self) -> Sequence[str]:
        """The keys with a new one in front; the old ones stay. Raises KeyProblem."""
        ...


class ConfiguredKeys:
    """The keys of ENCRYPTION_KEY, separated by commas."""

    source = "ENCRYPTION_KEY"

    def __init__(self, configured: str) -> None:
        """Raises KeyProblem."""
        self._keys = _validated(configured.split(","), self.source)

    def read(self) -> Sequence[str]:
        return self._keys

    def make(self) -> Sequence[str]:
        return self._keys

    def rotate(self) -> Sequence[str]:
        """Only the operator can change a setting: the first key counts as the new one."""
        if len(self._keys) == 1:
            raise KeyProblem(
                f"{self.source} holds one key. Put a new one in front of it, separated by a comma "
                f"({GENERATE} makes one), restart the bot, then rotate again"
            )
        return self._keys


class KeyFile:
    """A file with one key per line, readable by its owner only; made when the first is needed.

    It is read again for each use, so that a running bot follows a rotation, and a key file that
    was restored works at once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.source = str(path)

    def read(self) -> Sequence[str]:
        try:
            return _validated(self._path.read_text(encoding="ascii").split("\n"), self.source)
        except FileNotFoundError:
            return ()
        except UnicodeDecodeError:
            raise KeyProblem(f"{self.source} {_EXPECTED}") from None
        except OSError as error:
            words = f"{self.source}: cannot be read right now ({error.strerror})"
            raise KeyUnreadable(words) from None

    def make(self) -> Sequence[str]:
        """An existing file is never replaced, whatever it contains."""
        if not (keys := self.read()):
            self._create([_new_key()])
            keys = self.read()
        return keys

    def rotate(self) -> Sequence[str]:
        """The old keys stay because backups that were made with them need them."""
        if not (older := self.read()):
            return self.make()
        keys = [_new_key(), *older]
        with _temporary_file(self._path, keys) as temporary:
            temporary.replace(self._path)
        return keys

    def _create(self, keys: Sequence[str]) -> None:
        """A file that another process created meanwhile stays."""
        with _temporary_file(self._path, keys) as temporary, suppress(FileExistsError):
            os.link(temporary, self._path)


@contextmanager
def _temporary_file(path: Path, keys: Sequence[str]) -> Iterator[Path]:
    """A complete file beside the path, synced to the disk, of mode 0600; deleted unless renamed.

    Other processes see a complete key file or none. Raises KeyProblem.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write("".join(f"{key}\n" for key in keys))
                file.flush()
                os.fsync(file.fileno())
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise KeyProblem(f"{path}: {error.strerror}") from None


def fernet(keys: Sequence[str]) -> MultiFernet:
    """Encrypts with the first key, decrypts with any. Raises ValueError for bad or no keys."""
    return _fernet(tuple(keys))


@lru_cache(maxsize=1)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _validated(lines: Sequence[str], source: str) -> tuple[str, ...]:
    """At least one key. Raises KeyProblem."""
    keys = tuple(line.strip() for line in lines if line.strip())
    try:
        fernet(keys)
    except ValueError:
        raise KeyProblem(f"{source} {_EXPECTED}") from None
    return keys


def _new_key() -> str:
    return Fernet.generate_key().decode("ascii")
