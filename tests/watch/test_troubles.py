"""What goes wrong around a watch leaves the edition as it was, is said, and passes by itself."""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pressrun.columns import Contents
from pressrun.errors import InputUnreachable, OutputHeld, OutputUnwritable
from pressrun.journal import open_journal
from pressrun.press.results import Edition, Told, guarded
from pressrun.store.publish import Written
from pressrun.watch.telling import Telling
from tests.cli.process import POWERLESS, until
from tests.press.pressing import fill, plain, press, stamps, tree
from tests.samples import write
from tests.watch.watching import Watching, group, watching


def failing(watch: Watching) -> None:
    """Waits until it has said what is wrong, and has tried again."""
    until(lambda: watch.told("cycle.failed") != [], "it is told")
    assert not watch.pulse.good
    before = watch.cycles
    until(lambda: watch.cycles > before, "it tries again")


def test_an_inbox_that_vanishes_is_told_once_and_leaves_the_edition(tmp_path: Path) -> None:
    """It is pressed again when it is back, and nobody has to do anything."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        watch.pressed(2)
        before = stamps(tmp_path / "feeds")
        (tmp_path / "inbox").rename(tmp_path / "elsewhere")
        failing(watch)
        (event,) = watch.told("cycle.failed")
        assert event["message"] == (
            "error: inbox inbox: cannot list inbox: No such file or directory; the edition stays as it was"
        )
        assert watch.pulse.error in event["message"]
        assert stamps(tmp_path / "feeds") == before
        write(tmp_path / "elsewhere", "new.md", plain(9))
        (tmp_path / "elsewhere").rename(tmp_path / "inbox")

        watch.pressed(3)
        until(lambda: watch.told("cycle.recovered") != [], "it says so")


def test_an_inbox_that_is_missing_at_the_start_is_waited_for(tmp_path: Path) -> None:
    """A mount may come after the service does."""
    with watching(tmp_path) as watch:
        failing(watch)
        fill(tmp_path, 2)

        watch.pressed(2)


def test_an_inbox_that_comes_up_empty_does_not_empty_the_edition(tmp_path: Path) -> None:
    """A disk that is not mounted looks like an empty folder."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        watch.pressed(2)
        shutil.rmtree(tmp_path / "inbox" / "2025")
        failing(watch)

        assert "--force empties the edition" in watch.told("cycle.failed")[0]["message"]
        assert watch.captures == 2


def test_a_column_that_would_lose_most_of_its_digests_is_told_of(tmp_path: Path) -> None:
    """Half an inbox is gone: the edition stands, and the cycle does not count as good."""
    fill(tmp_path, 8)
    with watching(tmp_path) as watch:
        watch.pressed(8)
        for number in range(6):
            (tmp_path / f"inbox/2025/03/14/{number:04}.md").unlink()

        until(lambda: watch.told("cycle.guarded") != [], "it is told")
        until(lambda: not watch.pulse.good, "the note says so")
        assert "have left the inbox" in watch.pulse.error


def test_a_folder_that_cannot_be_read_leaves_the_edition(tmp_path: Path) -> None:
    """To leave out what is in it would take its digests from the readers."""
    fill(tmp_path, 2)
    write(tmp_path / "inbox", "shut/a.md", plain(9))
    press(tmp_path)
    (tmp_path / "inbox" / "shut").chmod(0)
    try:
        with watching(tmp_path, before=POWERLESS) as watch:
            failing(watch)
            assert watch.captures == 3
            (tmp_path / "inbox" / "shut").chmod(0o755)
            write(tmp_path / "inbox", "new.md", plain(10))

            watch.pressed(4)
    finally:
        (tmp_path / "inbox" / "shut").chmod(0o755)


def test_a_file_that_cannot_be_read_is_a_rejected_capture(tmp_path: Path) -> None:
    """It is said once, and stops none of the others."""
    fill(tmp_path, 2)
    (tmp_path / "inbox/2025/03/14/0001.md").chmod(0)
    with watching(tmp_path, before=POWERLESS) as watch:
        until(lambda: watch.cycles >= 2, "two cycles")

        told = [(event["path"], event["code"]) for event in watch.told("capture.rejected")]
        assert told == [("2025/03/14/0001.md", "IN001")]
        assert watch.pulse.counts["published"] == 1


def test_an_inbox_that_is_read_only_is_all_it_needs(tmp_path: Path) -> None:
    """No file of it is touched."""
    fill(tmp_path, 2)
    before = stamps(tmp_path / "inbox")
    for folder in (tmp_path / "inbox", *(tmp_path / "inbox").rglob("*")):
        folder.chmod(0o555 if folder.is_dir() else 0o444)
    try:
        with watching(tmp_path, before=POWERLESS) as watch:
            watch.pressed(2)
    finally:
        for folder in (tmp_path / "inbox", *(tmp_path / "inbox").rglob("*")):
            folder.chmod(0o755)

    assert stamps(tmp_path / "inbox") == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two mebibytes."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(words, check=False).returncode:
        pytest.skip("needs to mount a tmpfs, which takes root")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_leaves_the_edition_and_is_filled_when_there_is_room(
    tmp_path: Path, small_disk: Path
) -> None:
    """No document is torn, no temporary file is left, and the next cycle after the cleaning is good."""
    fill(tmp_path, 2)
    with watching(tmp_path, "--output", str(small_disk / "feeds")) as watch:
        until(lambda: watch.told("cycle.done") != [], "the first press")
        before = tree(small_disk / "feeds")
        ballast = small_disk / "ballast"
        with ballast.open("wb") as file:
            while True:
                try:
                    file.write(bytes(65536))
                    file.flush()
                except OSError:
                    break
        fill(tmp_path, 60)
        until(lambda: watch.told("cycle.failed") != [], "it is told")
        assert "No space left on device" in watch.told("cycle.failed")[0]["message"]
        assert tree(small_disk / "feeds") == before
        ballast.unlink()

        until(lambda: watch.told("cycle.recovered") != [], "it works again")
    assert len(tree(small_disk / "feeds")) > len(before) + 50


def test_a_worker_that_is_killed_is_a_trouble_that_passes(tmp_path: Path) -> None:
    """For want of memory, say: the cycle fails, the edition stands, the next one tries again."""
    fill(tmp_path, 2)
    press(tmp_path)
    before = stamps(tmp_path / "feeds")
    fill(tmp_path, 900)
    with watching(tmp_path, "--jobs", "2") as watch:
        until(lambda: len(group(watch.process.pid)) >= 4, "workers begin")
        os.kill(max(group(watch.process.pid)), signal.SIGKILL)

        until(lambda: watch.told("cycle.failed") != [], "it is told")
        assert watch.told("cycle.failed")[0]["message"] == (
            "error: a process that reads captures was killed, perhaps for want of memory: try fewer --jobs"
        )
        assert stamps(tmp_path / "feeds") == before
        watch.pressed(900)


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    """Where events are said, as JSON; logging is the process's own, so it is given back as it was."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level, raises = root.handlers[:], root.level, logging.raiseExceptions
    open_journal("json", stream)
    yield stream
    root.handlers[:], logging.raiseExceptions = handlers, raises
    root.setLevel(level)


def names(journal: io.StringIO) -> list[str]:
    """The events so far, by name."""
    return [json.loads(line)["event"] for line in journal.getvalue().splitlines()]


EDITION = Edition(Contents(3, 2, 0, 0, {}, ()), Written(2, 0, 0), 0, ())


def test_a_ledger_that_cannot_be_written_is_said_once(journal: io.StringIO) -> None:
    """And again when it can be and then cannot; the cycles themselves are good."""
    telling = Telling()
    lost = replace(EDITION, note="ledger.sqlite3: No space left on device")
    for edition in (lost, lost, EDITION, lost):
        telling.done(edition, 1.0, silent=False)

    assert names(journal) == [
        "cycle.done",
        "ledger.lost",
        "cycle.done",
        "cycle.done",
        "cycle.done",
        "ledger.lost",
    ]


def test_what_was_published_beside_a_guarded_column_is_told(journal: io.StringIO) -> None:
    """Every outcome of a file is an event, whatever else is wrong."""
    edition = replace(EDITION, guarded=("a",), told=(Told("new", "b", "Title", "b.md"),))
    Telling().trouble("cycle.guarded", guarded(edition), edition)

    assert names(journal) == ["digest.new", "cycle.guarded"]


def test_a_trouble_is_said_again_when_it_is_another_one(journal: io.StringIO) -> None:
    """Once each; the same file system error of another file is the same trouble."""
    telling = Telling()
    full = OutputUnwritable("a: No space left on device")
    full.__cause__ = OSError(28, "No space left on device")
    other = OutputUnwritable("b: No space left on device")
    other.__cause__ = OSError(28, "No space left on device")

    for error, lines in ((full, 1), (full, 1), (other, 1), (InputUnreachable("inbox: gone"), 2)):
        telling.trouble("cycle.failed", error)
        assert names(journal) == ["cycle.failed"] * lines


def test_a_fault_of_the_program_is_an_event_too(journal: io.StringIO) -> None:
    """Whoever reads the log alone sees why the watch is gone; what is said at the end is not said twice."""
    telling = Telling()
    telling.fatal(OutputHeld("feeds: another press holds it"))
    telling.fatal(BrokenPipeError(32, "Broken pipe"))

    assert [json.loads(line)["message"] for line in journal.getvalue().splitlines()] == [
        "fault of the program: BrokenPipeError(32, 'Broken pipe')"
    ]
