"""Which captures are being written, as scans show them."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from pressrun.store import inbox
from pressrun.watch.quiet import Quiet
from tests.cli.process import until
from tests.press.pressing import age, fill, plain
from tests.samples import write
from tests.watch.watching import edition_of, watching


def test_a_file_that_was_just_written_is_not_quiet(tmp_path: Path) -> None:
    """The scan says in how many seconds it is."""
    write(tmp_path, "old.md", "old")
    age(tmp_path)
    write(tmp_path, "new.md", "new")
    quiet = Quiet(60)

    assert quiet.unsettled(inbox.find(tmp_path)) == {"new.md"}
    assert quiet.wait == pytest.approx(60, abs=10)


def test_a_file_is_quiet_when_it_was_written_long_enough_ago(tmp_path: Path) -> None:
    """Nothing has to be waited for then."""
    write(tmp_path, "new.md", "new")
    quiet = Quiet(0.2)
    time.sleep(0.3)

    assert quiet.unsettled(inbox.find(tmp_path)) == set()
    assert quiet.wait is None


def test_a_file_dated_in_the_future_is_quiet_when_it_has_looked_the_same_for_so_long(tmp_path: Path) -> None:
    """A clock that was set back, or another machine's, keeps no capture out."""
    write(tmp_path, "new.md", "new")
    later = time.time() + 10_000
    os.utime(tmp_path / "new.md", (later, later))
    quiet = Quiet(0.2)

    assert quiet.unsettled(inbox.find(tmp_path)) == {"new.md"}
    time.sleep(0.25)
    assert quiet.unsettled(inbox.find(tmp_path)) == set()
    (tmp_path / "new.md").write_text("more")
    os.utime(tmp_path / "new.md", (later, later))
    assert quiet.unsettled(inbox.find(tmp_path)) == {"new.md"}


def test_without_settle_every_file_is_quiet(tmp_path: Path) -> None:
    """Zero seconds are none."""
    write(tmp_path, "new.md", "new")

    assert Quiet(0).unsettled(inbox.find(tmp_path)) == set()


def test_a_capture_that_is_written_slowly_appears_whole_soon_after_its_last_byte(tmp_path: Path) -> None:
    """Within `settle` and a second, although the next regular cycle is an hour away; never in part."""
    fill(tmp_path, 2)
    age(tmp_path / "inbox")
    text, settle = plain(9).encode(), 1.0
    with watching(tmp_path, "--every", "1h", settle=str(settle)) as watch:
        watch.pressed(2)
        with (tmp_path / "inbox" / "slow.md").open("wb", buffering=0) as file:
            for part in range(0, len(text), len(text) // 12):
                file.write(text[part : part + len(text) // 12])
                assert watch.captures == 2
                time.sleep(0.2)
        last = (tmp_path / "inbox" / "slow.md").stat().st_mtime

        watch.pressed(3)

        assert time.time() - last < settle + 1
        assert edition_of(tmp_path)["published"] == 3
        assert watch.told("capture.rejected") == []


def test_a_capture_that_is_written_for_ever_holds_up_nobody(tmp_path: Path) -> None:
    """It is not there yet; all others are published."""
    fill(tmp_path, 1)
    over = threading.Event()

    def write_on() -> None:
        while not over.wait(0.05):
            with (tmp_path / "inbox" / "endless.md").open("a") as file:
                file.write("more\n")

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        with watching(tmp_path, settle="0.5") as watch:
            watch.pressed(1)
            write(tmp_path / "inbox", "other.md", plain(9))
            watch.pressed(2)
            until(lambda: watch.cycles > 2, "it goes on")
            assert watch.captures == 2
    finally:
        over.set()
        writer.join()
