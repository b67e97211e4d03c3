"""Writes rows to a file beside a running event loop; a file is there whole or not at all."""

import asyncio
import concurrent.futures
import errno
import os
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from bot.exports.formats import Format, open_writer
from bot.exports.rows import Row

CHUNK = 250
"""Rows that are handed to the writer's thread at once: few, because it holds the interpreter."""


class ExportFailed(Exception):
    """The file cannot be written. Its text is one line for a person. Nothing was left behind."""


class TargetExists(Exception):
    """A file of this name exists, and nobody allowed replacing it."""


class TooLarge(Exception):
    """The file would have more bytes than were allowed."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a file looks like. `heads`: of its columns; `sheet`: the name of an XLSX's tab.

    `max_bytes`: of the whole file; None: as many as there are.
    """

    export_format: Format
    heads: Sequence[str]
    zone: tzinfo
    sheet: str
    max_bytes: int | None = None


async def write_file(
    target: Path,
    rows: AsyncIterator[Row],
    layout: Layout,
    *,
    overwrite: bool = False,
    on_progress: Callable[[int], None] = lambda _: None,
) -> int:
    """How many rows were written; without any there is no file. Readable by its owner only.

    Raises TargetExists, TooLarge, ExportFailed, and what `rows` raises; nothing has changed then.
    `on_progress` is told how many rows there are so far, after each chunk.
    """
    _raise_if_exists(target, overwrite)
    with as_export_failed(target), _scratch_folder(target) as folder:
        written = await _write(folder / target.name, rows, layout, on_progress)
        if written:
            await asyncio.to_thread(_move, folder / target.name, target, overwrite)
    return written


async def _write(
    path: Path, rows: AsyncIterator[Row], layout: Layout, on_progress: Callable[[int], None]
) -> int:
    writer = await asyncio.to_thread(
        open_writer, layout.export_format, path, layout.heads, layout.zone, layout.sheet
    )
    try:
        written = 0
        async for chunk in _chunks(rows):
            await asyncio.to_thread(writer.write, chunk)
            _raise_if_too_large(path, layout.max_bytes)
            written += len(chunk)
            on_progress(written)
        await _in_daemon_thread(writer.finish)
        _raise_if_too_large(path, layout.max_bytes)
    finally:
        with suppress(OSError):  # of a full disk, which has been said already
            writer.release()
    return written


async def _chunks(rows: AsyncIterator[Row]) -> AsyncIterator[Sequence[Row]]:
    chunk: list[Row] = []
    async for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


async def _in_daemon_thread(work: Callable[[], None]) -> None:
    """The end of the process does not wait for it: an XLSX takes seconds to finish."""
    done = concurrent.futures.Future[None]()

    def run() -> None:
        if done.set_running_or_notify_cancel():
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - it is raised again where it is awaited
                done.set_exception(error)
            else:
                done.set_result(None)

    threading.Thread(target=run, name="finish an export", daemon=True).start()
    await asyncio.wrap_future(done)


def _raise_if_too_large(path: Path, max_bytes: int | None) -> None:
    """An XLSX is not there until it is finished."""
    if max_bytes is not None and path.exists() and path.stat().st_size > max_bytes:
        raise TooLarge


@contextmanager
def _scratch_folder(target: Path) -> Iterator[Path]:
    """On the same disk, for the file in the making and a writer's own temporary files."""
    with tempfile.TemporaryDirectory(
        prefix=".export-", dir=target.parent, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def _move(file: Path, target: Path, overwrite: bool) -> None:
    """Atomically; it is on the disk when this returns."""
    file.chmod(0o600)
    _sync(file)
    _raise_if_exists(target, overwrite)  # it may have come meanwhile
    file.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _raise_if_exists(target: Path, overwrite: bool) -> None:
    if target.exists() and not overwrite:
        raise TargetExists(target)


@contextmanager
def as_export_failed(target: Path) -> Iterator[None]:
    """Raises ExportFailed for an error of the disk."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full" if full else error.strerror
        raise ExportFailed(f"{target}: {why}; no file was written") from None
