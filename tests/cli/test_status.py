"""`pressrun status`: what is running, how the last cycle went, when the next one comes."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

from tests.cli.process import Finished, run, until
from tests.press.pressing import fill
from tests.watch.watching import watching


def status(folder: Path, *words: str) -> Finished:
    """What it tells of the folder's edition."""
    return run("status", *words, cwd=folder)


def test_without_a_watch_it_says_so(tmp_path: Path) -> None:
    """Exit code 3: for a script that asks whether all is well."""
    told = status(tmp_path)

    assert (told.returncode, told.stdout) == (3, "feeds: no watch has run\n")
    assert list(tmp_path.iterdir()) == []


def test_a_watch_that_is_well(tmp_path: Path) -> None:
    """Process, last cycle, counts, next run; the watch is not disturbed by being asked."""
    fill(tmp_path, 2)
    with watching(tmp_path, "--every", "1h") as watch:
        until(lambda: watch.cycles >= 1, "the first press")
        told = status(tmp_path)
        lines = told.stdout.splitlines()

        assert told.returncode == 0
        assert lines[0].startswith(f"feeds: watching (process {watch.process.pid} on ")
        assert re.fullmatch(r"last cycle: \S+Z?\S* \(\d+ s ago\), \d+\.\d s, good", lines[1])
        assert "2 captures" in lines[2]
        assert lines[3].startswith("next cycle: ")
        pulse = json.loads(status(tmp_path, "--json").stdout)
        assert (pulse["running"], pulse["pulse"]["counts"]["published"]) == (True, 2)


def test_a_watch_whose_last_cycle_failed(tmp_path: Path) -> None:
    """What was wrong, and exit code 3."""
    with watching(tmp_path, "--every", "1h") as watch:
        until(lambda: watch.cycles >= 1, "the first cycle")
        told = status(tmp_path)

    assert told.returncode == 3
    assert "failed: inbox inbox: cannot list inbox" in told.stdout
    assert "last good cycle: none" in told.stdout


def test_a_watch_that_was_killed_is_not_taken_for_one_that_runs(tmp_path: Path) -> None:
    """Its note stays; the lock went with the process."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        until(lambda: watch.cycles >= 1, "the first press")
        watch.ask(signal.SIGKILL)
        watch.ended()

    told = status(tmp_path)
    assert told.returncode == 3
    assert "no watch is running; the last one gone without a word" in told.stdout
