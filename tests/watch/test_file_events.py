"""What the system tells of files shortens the wait for the next cycle."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from pressrun.watch.file_events import FileEvents
from tests.cli.process import until
from tests.press.pressing import fill, plain
from tests.samples import write
from tests.watch.watching import Watching, watching

HOUR = ("--every", "1h")


def listening(watch: Watching) -> None:
    """Waits until the system was asked to tell, and for the two cycles that come then."""
    until(lambda: watch.cycles >= 3, "it listens")


def test_what_came_before_the_system_was_asked_is_asked_for(tmp_path: Path) -> None:
    """A file that is written between the first scan and the first event waits for no interval."""
    told = threading.Event()
    events = FileEvents(tmp_path, told.set, poll=False)
    events.start()
    try:
        assert told.wait(60)
    finally:
        events.stop()


@pytest.mark.parametrize("poll", ["false", "true"])
def test_a_new_capture_does_not_wait_for_the_interval(tmp_path: Path, poll: str) -> None:
    """Where the system tells of it, and where it has to be looked for."""
    fill(tmp_path, 2)
    with watching(tmp_path, *HOUR, variables={"PRESSRUN_WATCH__POLL": poll}) as watch:
        listening(watch)
        write(tmp_path / "inbox", "2025/03/15/new.md", plain(9))

        watch.pressed(3)


def test_a_capture_that_left_does_not_wait_either(tmp_path: Path) -> None:
    """Its digest leaves the edition."""
    fill(tmp_path, 3)
    with watching(tmp_path, *HOUR) as watch:
        listening(watch)
        (tmp_path / "inbox" / "2025/03/14/0001.md").unlink()

        watch.pressed(2)


def test_without_events_cycles_come_at_their_times_only(tmp_path: Path) -> None:
    """Whoever names times means them."""
    fill(tmp_path, 2)
    with watching(tmp_path, *HOUR, variables={"PRESSRUN_WATCH__EVENTS": "false"}) as watch:
        watch.pressed(2)
        write(tmp_path / "inbox", "new.md", plain(9))
        time.sleep(1.5)

        assert (watch.captures, watch.cycles) == (2, 1)


def test_files_that_change_for_ever_do_not_keep_it_busy(tmp_path: Path) -> None:
    """Hidden files, and those that are no captures, ask for no cycle at all."""
    fill(tmp_path, 2)
    with watching(tmp_path, *HOUR) as watch:
        listening(watch)
        before = watch.cycles
        for number in range(20):
            (tmp_path / "inbox" / ".partial.md").write_text(str(number))
            (tmp_path / "inbox" / "daily.json").write_text(str(number))
            time.sleep(0.02)
        time.sleep(0.8)

        assert watch.cycles == before


def test_a_burst_of_captures_during_a_cycle_is_published_within_one_further_cycle(tmp_path: Path) -> None:
    """What came while the press was reading is not forgotten until the next interval."""
    fill(tmp_path, 400)
    with watching(tmp_path, *HOUR, "--jobs", "1") as watch:
        until(lambda: watch.pulse.doing == "pressing", "the first cycle has begun")
        for number in range(400, 1400):
            write(tmp_path / "inbox", f"burst/{number}.md", plain(number))
        until(lambda: watch.cycles >= 1, "the first cycle is over")

        watch.pressed(1400)

        assert watch.cycles <= 2
