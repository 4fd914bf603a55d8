"""One watch an output, however many are started."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from tests.cli.process import command, environment, until
from tests.press.pressing import fill
from tests.watch.watching import Watching, watching

#: Each takes a start-up; bench/watch.py starts 50.
STARTS = int(os.environ.get("STARTS", "6"))


def test_a_second_watch_says_who_keeps_the_output_and_leaves_with_4(tmp_path: Path) -> None:
    """Between the cycles of the first one, too."""
    fill(tmp_path, 2)
    with watching(tmp_path, "--every", "1h") as first:
        until(lambda: first.cycles >= 1, "the first press")
        second = subprocess.run(
            command("watch"),
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

        assert second.returncode == 4
        host = os.uname().nodename
        assert second.stderr == (
            f"pressrun: feeds: another watch keeps it "
            f"(process {first.process.pid} on {host}); stop it first\n"
        )
        assert first.process.poll() is None


def test_of_many_that_start_at_once_one_writes(tmp_path: Path) -> None:
    """All others leave with 4."""
    fill(tmp_path, 2)
    starts = [
        subprocess.Popen(
            command("watch", "--every", "1h", "--jobs", "1"),
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(STARTS)
    ]
    try:
        until(lambda: sum(one.poll() is None for one in starts) <= 1, "all but one have left")
        (left,) = [one for one in starts if one.poll() is None]
        assert {one.returncode for one in starts if one is not left} == {4}
        until(lambda: Watching(left, tmp_path).cycles >= 1, "it has pressed")
        left.send_signal(signal.SIGTERM)
        assert left.wait(5) == 0
    finally:
        for one in starts:
            if one.poll() is None:
                one.kill()
            one.wait()


def test_a_watch_that_was_killed_leaves_its_place(tmp_path: Path) -> None:
    """The lock goes with the process, and so do its workers."""
    fill(tmp_path, 2)
    with watching(tmp_path) as first:
        until(lambda: first.cycles >= 1, "the first press")
        first.ask(signal.SIGKILL)
        first.ended()
    with watching(tmp_path) as second:
        until(lambda: second.told("cycle.done") != [], "the next one presses")
