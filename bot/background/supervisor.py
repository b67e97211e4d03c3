"""Runs tasks that never end: one that fails is logged and restarted, however often it fails.

It does not know what they do, only which of them fail repeatedly.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)

Work = Callable[[], Coroutine[Any, Any, None]]
"""Starts one run of a task. Wherever a run fails, the next one must be able to begin."""


@dataclass(frozen=True, slots=True)
class Restarts:
    """How a failed task is restarted: after `first_seconds`, doubled with each further failure.

    A run of `steady_seconds` without a failure resets the count of failures. With `failing_after`
    failures, a task counts as failing.
    """

    first_seconds: float = 1.0
    max_seconds: float = 60.0
    steady_seconds: float = 60.0
    failing_after: int = 3

    def delay_seconds(self, failures: int) -> float:
        """Varied at random (50 to 100 %), so that several tasks do not restart at the same time."""
        longest = min(self.max_seconds, self.first_seconds * 2.0 ** min(failures - 1, 30))
        return longest * random.uniform(0.5, 1)  # noqa: S311 - it need not be unpredictable


class _Ended(Exception):
    """A task that should never end has returned."""


@dataclass(slots=True)
class _Task:
    name: str
    work: Work
    failures: int = 0  # since the last steady run
    began: float | None = None  # seconds on the loop's clock; None between two runs


class Supervisor:
    """`expected`: exceptions that are logged without a traceback."""

    def __init__(
        self, restarts: Restarts | None = None, expected: tuple[type[Exception], ...] = ()
    ) -> None:
        self._restarts = restarts or Restarts()
        self._expected = expected
        self._tasks: list[_Task] = []
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False

    def start(self, name: str, work: Work) -> None:
        """Run the task until `stop`. `name`: for the log and for `failing`."""
        task = _Task(name, work)
        self._tasks.append(task)
        self._running.add(asyncio.create_task(self._run(task), name=name))

    def failing(self) -> tuple[str, ...]:
        """The names of the tasks that fail repeatedly."""
        return tuple(task.name for task in self._tasks if self._is_failing(task))

    async def stop(self, max_seconds: float) -> None:
        """Cancel all tasks and wait until they have ended, for so long at most."""
        self._stopping = True
        for running in self._running:
            running.cancel()
        if not self._running:
            return
        _, still_running = await asyncio.wait(self._running, timeout=max_seconds)
        for running in still_running:
            log.error("“%s” did not end in time", running.get_name())

    def _is_failing(self, task: _Task) -> bool:
        now = asyncio.get_running_loop().time()
        steady = task.began is not None and now - task.began >= self._restarts.steady_seconds
        return task.failures >= self._restarts.failing_after and not steady

    async def _run(self, task: _Task) -> None:
        while not self._stopping:
            await self._run_once(task)
            if not self._stopping:
                await asyncio.sleep(self._restarts.delay_seconds(task.failures))

    async def _run_once(self, task: _Task) -> None:
        """Run until it fails or is stopped; log and count a failure."""
        clock = asyncio.get_running_loop().time
        task.began = began = clock()
        try:
            await task.work()
            raise _Ended(f"“{task.name}” ended, but it should run forever")
        except Exception as error:  # noqa: BLE001 - logged, and the task is restarted
            self._log(task, error)
        except asyncio.CancelledError as error:
            if self._stopping:
                raise
            self._log(task, error)  # something that it awaited was cancelled, not this task
        task.failures = 1 if clock() - began >= self._restarts.steady_seconds else task.failures + 1
        task.began = None

    def _log(self, task: _Task, error: BaseException) -> None:
        if isinstance(error, self._expected):
            log.error("“%s” failed and is started again: %s", task.name, error)
        else:
            log.error("“%s” failed and is started again", task.name, exc_info=error)
