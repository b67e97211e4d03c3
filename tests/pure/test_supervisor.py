"""Nothing that runs by itself dies in silence: it is told, started again, and known as failing."""

import asyncio
import logging

import pytest

from bot.background import Restarts, Supervisor
from bot.background.reports import Reports
from bot.status import Status

QUICK = Restarts(first_seconds=0.001, max_seconds=0.002, steady_seconds=60, failing_after=3)


class Flaky:
    """A task whose first runs end as it is told; the runs after those go on for ever."""

    def __init__(self, *ends: BaseException | None) -> None:
        self.ends = list(ends)
        self.runs = 0
        self.steady = asyncio.Event()

    async def work(self) -> None:
        self.runs += 1
        if not self.ends:
            self.steady.set()
            await asyncio.Event().wait()
        end = self.ends.pop(0)
        if end is not None:
            raise end


async def survived(*ends: BaseException | None, restarts: Restarts = QUICK) -> Supervisor:
    """A supervisor of a task that failed in these ways and runs now."""
    supervisor, flaky = Supervisor(restarts, expected=(OSError,)), Flaky(*ends)
    supervisor.start("flaky", flaky.work)
    await asyncio.wait_for(flaky.steady.wait(), 10)
    assert flaky.runs == len(ends) + 1
    return supervisor


async def test_a_task_that_raises_is_told_with_its_traceback_and_started_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    supervisor = await survived(KeyError("what went wrong"))
    (record,) = caplog.records
    assert record.getMessage() == "“flaky” failed and is started again"
    assert "KeyError: 'what went wrong'" in logging.Formatter().format(record)
    await supervisor.stop(1)


async def test_what_is_expected_to_fail_now_and_then_is_told_in_one_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    supervisor = await survived(OSError("the disk is full"))
    (record,) = caplog.records
    assert record.getMessage() == "“flaky” failed and is started again: the disk is full"
    assert record.exc_info is None
    await supervisor.stop(1)


@pytest.mark.parametrize("end", [None, asyncio.CancelledError()], ids=["returns", "is cancelled"])
async def test_a_task_that_ends_has_failed(
    caplog: pytest.LogCaptureFixture, end: BaseException | None
) -> None:
    supervisor = await survived(end)
    assert "failed and is started again" in caplog.text
    await supervisor.stop(1)


async def test_only_a_task_that_fails_again_and_again_is_failing() -> None:
    twice = await survived(KeyError(), KeyError())
    assert twice.failing() == ()
    thrice = await survived(KeyError(), KeyError(), KeyError())
    assert thrice.failing() == ("flaky",)
    for supervisor in (twice, thrice):
        await supervisor.stop(1)


async def test_a_task_that_has_run_for_long_enough_is_failing_no_more() -> None:
    restarts = Restarts(
        first_seconds=0.001, max_seconds=0.002, steady_seconds=0.05, failing_after=3
    )
    supervisor = await survived(KeyError(), KeyError(), KeyError(), restarts=restarts)
    async with asyncio.timeout(10):
        while supervisor.failing():
            await asyncio.sleep(0.01)
    await supervisor.stop(1)


def test_the_pause_doubles_up_to_a_minute_and_is_never_the_same() -> None:
    restarts = Restarts()
    for failures, whole in ((1, 1), (2, 2), (3, 4), (7, 60), (10_000, 60)):
        pauses = {restarts.delay_seconds(failures) for _ in range(50)}
        assert all(whole / 2 <= pause <= whole for pause in pauses)
        assert len(pauses) > 1


async def test_the_end_waits_for_no_task_that_does_not_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    release, on_ready = asyncio.Event(), asyncio.Event()

    async def stubborn() -> None:
        on_ready.set()
        try:
            await asyncio.Event().wait()
        finally:
            await release.wait()

    supervisor = Supervisor(QUICK)
    supervisor.start("stubborn", stubborn)
    await on_ready.wait()
    await asyncio.wait_for(supervisor.stop(0.01), 5)
    assert "“stubborn” did not end in time" in caplog.text
    release.set()
    await supervisor.stop(5)


async def test_what_a_task_raises_at_the_end_is_told(caplog: pytest.LogCaptureFixture) -> None:
    on_ready = asyncio.Event()

    async def breaks() -> None:
        on_ready.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise KeyError("while it ended")

    supervisor = Supervisor(QUICK)
    supervisor.start("breaks", breaks)
    await on_ready.wait()
    await supervisor.stop(5)
    assert "while it ended" in caplog.text


class Told:
    """Stands for the file: what was written, one after another."""

    def __init__(self) -> None:
        self.written: asyncio.Queue[Status] = asyncio.Queue()

    def write(self, status: Status) -> None:
        self.written.put_nowait(status)


async def test_the_report_tells_a_change_at_once_and_the_rest_now_and_then() -> None:
    failing: tuple[str, ...] = ()
    troubles = ["the disk is full", None]

    async def probe() -> str | None:
        return troubles.pop(0) if len(troubles) > 1 else troubles[0]

    file = Told()
    reports = Reports(
        file,  # type: ignore[arg-type]  # it writes into a queue
        lambda: 7.0,
        lambda: failing,
        probe,
        poll_seconds=0.001,
        write_seconds=0.05,
        check_seconds=0.001,
    )
    running = asyncio.create_task(reports.run())
    assert await asyncio.wait_for(file.written.get(), 5) == Status(7.0, (), "the disk is full")
    assert await asyncio.wait_for(file.written.get(), 5) == Status(7.0, (), None)
    failing = ("menus",)
    assert await asyncio.wait_for(file.written.get(), 5) == Status(7.0, ("menus",), None)
    assert await asyncio.wait_for(file.written.get(), 5) == Status(7.0, ("menus",), None)
    running.cancel()
    await asyncio.wait({running})
