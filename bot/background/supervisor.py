"""Runs tasks that shall run for ever: one that fails is logged and started again, never given up.

It knows nothing of what they do, only which of them fail again and again.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)

Work = Callable[[], Coroutine[Any, Any, None]]
"""Makes one run of a task. It must be fit to be run anew after it has failed anywhere."""


@dataclass(frozen=True, slots=True)
class Restarts:
    """Seconds before a task is started again, doubled with each failure in a row.

    A run of `steady` seconds ends the row; `failing`: from so many on the task counts as failing.
    """

    first: float = 1.0
    longest: float = 60.0
    steady: float = 60.0
    failing: int = 3

    def pause(self, failures: int) -> float:
        """Between a half and the whole of it, so that tasks do not start in step."""
        whole = min(self.longest, self.first * 2.0 ** min(failures - 1, 30))
        return whole * random.uniform(0.5, 1)  # noqa: S311 - nothing secret


class _Ended(Exception):
    """A task that runs for ever has returned."""


@dataclass(slots=True)
class _Task:
    name: str
    work: Work
    failures: int = 0  # in a row
    began: float | None = None  # on the loop's clock; None between two runs


class Supervisor:
    """`expected`: exceptions whose one line says enough; any other is logged with its traceback."""

    def __init__(
        self, restarts: Restarts | None = None, expected: tuple[type[Exception], ...] = ()
    ) -> None:
        self._restarts = restarts or Restarts()
        self._expected = expected
        self._tasks: list[_Task] = []
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False

    def start(self, name: str, work: Work) -> None:
        task = _Task(name, work)
        self._tasks.append(task)
        self._running.add(asyncio.create_task(self._run(task), name=name))

    def failing(self) -> tuple[str, ...]:
        """The names of tasks that fail again and again."""
        return tuple(task.name for task in self._tasks if self._fails(task))

    async def stop(self, within: float) -> None:
        """Cancel all and wait for their end, `within` seconds at most."""
        self._stopping = True
        for running in self._running:
            running.cancel()
        if not self._running:
            return
        _, left = await asyncio.wait(self._running, timeout=within)
        for running in left:
            log.error("«%s» did not end in time", running.get_name())

    def _fails(self, task: _Task) -> bool:
        now = asyncio.get_running_loop().time()
        steady = task.began is not None and now - task.began >= self._restarts.steady
        return task.failures >= self._restarts.failing and not steady

    async def _run(self, task: _Task) -> None:
        while not self._stopping:
            await self._run_once(task)
            if not self._stopping:
                await asyncio.sleep(self._restarts.pause(task.failures))

    async def _run_once(self, task: _Task) -> None:
        """Run until it fails or is stopped; its failure is logged and counted."""
        clock = asyncio.get_running_loop().time
        task.began = began = clock()
        try:
            await task.work()
            raise _Ended(f"«{task.name}» ended, but it shall run for ever")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged
            self._log(task, error)
        except asyncio.CancelledError as error:
            if self._stopping:
                raise
            self._log(task, error)  # what it waited for was cancelled, not this task
        task.failures = 1 if clock() - began >= self._restarts.steady else task.failures + 1
        task.began = None

    def _log(self, task: _Task, error: BaseException) -> None:
        if isinstance(error, self._expected):
            log.error("«%s» failed and is started again: %s", task.name, error)
        else:
            log.error("«%s» failed and is started again", task.name, exc_info=error)
