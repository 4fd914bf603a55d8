"""A clock that is set does not keep a watch from its work, nor has it work for ever."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pressrun.config import Config
from pressrun.errors import ConfigurationError
from pressrun.watch.clock import Clock, Schedule
from tests.cli.process import until
from tests.press.pressing import fill
from tests.watch.watching import watching

FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


@pytest.fixture
def clock() -> Iterator[tuple[Clock, list[float]]]:
    """A clock at work, and when it ran its work."""
    ran: list[float] = []
    clock = Clock(ZoneInfo("Asia/Shanghai"), lambda: ran.append(time.monotonic()))
    clock.start()
    yield clock, ran
    clock.stop()


def test_what_is_armed_again_is_run_once_at_the_last_time_given(clock: tuple[Clock, list[float]]) -> None:
    """Later, or sooner."""
    one, ran = clock
    one.arm(0.2)
    one.arm(3600)
    time.sleep(0.5)
    assert ran == []
    one.arm(0.1)

    until(lambda: len(ran) == 1, "it is run")
    time.sleep(0.3)
    assert len(ran) == 1


def test_work_that_arms_itself_at_once_is_never_lost() -> None:
    """A thousand runs without a pause: none is taken for one too many."""
    runs = 0
    done = threading.Event()

    def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 1000:
            done.set()
        else:
            one.arm(0)

    one = Clock(ZoneInfo("UTC"), work)
    one.start()
    one.arm(0)
    try:
        assert done.wait(60)
    finally:
        one.stop()


def test_work_that_is_hurried_stays_as_late_as_it_was() -> None:
    """Work that cannot begin shows: the service manager hears nothing of a watch that is late for long."""
    begun, over = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        over.wait(60)

    one = Clock(ZoneInfo("UTC"), work)
    one.start()
    one.arm(0)
    try:
        assert begun.wait(60)
        one.arm(-40)
        one.hurry()
        one.hurry()
        assert one.remaining() == pytest.approx(-40, abs=5)
        begun.clear()
        over.set()

        assert begun.wait(60)
    finally:
        over.set()
        one.stop()


def schedule(**watch: str) -> Schedule:
    """The schedule of a config."""
    return Schedule(Config.model_validate({"watch": watch, "edition": {"timezone": "UTC"}}))


def test_cron_takes_the_place_of_every() -> None:
    """The next whole hour is at most an hour away, and never this moment's."""
    assert 0 < schedule(cron="0 * * * *", every="1s").delay() <= 3600
    assert schedule(every="7m").delay() == 420


@pytest.mark.parametrize("cron", ["61 * * * *", "0 0 30 2 *", "a * * * *"])
def test_times_that_never_come_are_refused(cron: str) -> None:
    """At the start, and not by waiting for ever."""
    with pytest.raises(ConfigurationError, match=r"watch\.cron"):
        schedule(cron=cron)


@pytest.mark.skipif(FAKETIME is None, reason="libfaketime is not installed (apt-get install faketime)")
def test_a_clock_that_is_set_is_no_pause_and_no_hurry(tmp_path: Path) -> None:
    """The next cycle comes within two intervals, no others beside it, and none costs memory."""
    fill(tmp_path, 2)
    (tmp_path / "now").write_text("+0")
    variables = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(tmp_path / "now"),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
        "PRESSRUN_WATCH__EVENTS": "false",
    }
    with watching(tmp_path, "--every", "1s", variables=variables) as watch:
        until(lambda: watch.cycles >= 2, "two cycles")
        before, first, began = memory(watch.process.pid), watch.cycles, time.monotonic()
        for jump in ("-1h", "-1d", "+1h", "+365d"):
            cycles, started = watch.cycles, time.monotonic()
            (tmp_path / "next").write_text(jump)
            (tmp_path / "next").replace(tmp_path / "now")
            until(lambda: watch.cycles > cycles, jump)  # noqa: B023  called at once
            assert time.monotonic() - started < 2 * 1 + 1, jump
        # One an interval, and one that a jump brings forward. The processor's time tells less: beside other
        # work a thread that waits for the interpreter spins in libfaketime.
        assert watch.cycles - first <= time.monotonic() - began + 4 + 1
        assert len(watch.told("clock.jumped")) <= 4
        assert memory(watch.process.pid) - before < 20 * 1024 * 1024


def memory(process: int) -> int:
    """Bytes that a process holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
