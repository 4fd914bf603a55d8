"""`pressrun watch` as a real process: it presses at once, again and again, and ends when it is told to."""

from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.process import DEADLINE, command, environment, run, until
from tests.press.pressing import age, fill, plain, press, stamps, tree
from tests.samples import write

SUMMARY = re.compile(r"\S+ \d+ captures: \d+ published, ")


@dataclass
class Watching:
    """A watch at work: its process, its folder, and what it has said so far."""

    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def lines(self) -> list[str]:
        """Standard error so far."""
        return (self.folder / "stderr").read_text("utf-8").splitlines()

    @property
    def cycles(self) -> int:
        """How many presses it has told of."""
        return sum(SUMMARY.match(line) is not None for line in self.lines)

    @property
    def captures(self) -> int:
        """How many captures the published edition accounts for; -1 where there is none."""
        try:
            told = json.loads((self.folder / "feeds" / "edition.json").read_bytes())
        except FileNotFoundError:
            return -1
        return int(told["captures"])

    def ended(self) -> int:
        """The exit code, once it has ended."""
        return self.process.wait(DEADLINE)


@contextmanager
def watching(folder: Path, *words: str, settle: str = "0") -> Iterator[Watching]:
    """A watch over the folder's inbox, every second; it is gone when the test is over."""
    folder.mkdir(exist_ok=True)
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(
            command("watch", "--every", "1s", *words),
            cwd=folder,
            env=environment({"PRESSRUN_WATCH__SETTLE": settle}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
    try:
        yield Watching(process, folder)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_it_presses_at_once_and_again_when_something_is_new(tmp_path: Path) -> None:
    """The first edition does not wait for the interval; a file added later is in the next one."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        until(lambda: watch.captures == 2, "the first press")
        write(tmp_path / "inbox", "new.md", plain(9))

        until(lambda: watch.captures == 3, "the next press")

        until(lambda: watch.cycles >= 2, "it tells of both")
        assert not [line for line in watch.lines if "error" in line or "Traceback" in line]
        assert (tmp_path / "stdout").read_bytes() == b""


def test_a_cycle_with_nothing_new_changes_nothing(tmp_path: Path) -> None:
    """Pressing every second touches no file of an edition that is up to date."""
    fill(tmp_path, 2)
    press(tmp_path)
    before = stamps(tmp_path / "feeds")
    with watching(tmp_path) as watch:
        until(lambda: watch.cycles >= 2, "two presses")

    assert stamps(tmp_path / "feeds") == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_between_cycles_ends_it_with_0(tmp_path: Path, number: signal.Signals) -> None:
    """SIGTERM of a service manager and Ctrl-C alike, without a word."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        until(lambda: watch.cycles >= 1, "the first press")
        watch.process.send_signal(number)

        assert watch.ended() == 0
        assert all(SUMMARY.match(line) for line in watch.lines)


@pytest.mark.parametrize("whole_group", [False, True], ids=["the-process", "its-group"])
def test_a_signal_during_a_cycle_waits_for_the_edition(tmp_path: Path, *, whole_group: bool) -> None:
    """SIGTERM in the middle of a press: the edition is finished, whole, and the exit code 0.

    A service manager signals every process of the service: the workers among them.
    """
    fill(tmp_path, 600)
    with watching(tmp_path, "--jobs", "2") as watch:
        # The watch, multiprocessing's two servants, and a worker: the captures are being read.
        until(lambda: len(group(watch.process.pid)) >= 4, "workers begin")
        watch.process.send_signal(signal.SIGSTOP)
        assert watch.captures == -1
        if whole_group:
            os.killpg(watch.process.pid, signal.SIGTERM)
        else:
            watch.process.send_signal(signal.SIGTERM)
        watch.process.send_signal(signal.SIGCONT)

        assert watch.ended() == 0
        assert [line for line in watch.lines if not SUMMARY.match(line)] == []

    fill(tmp_path / "cold", 600)
    press(tmp_path / "cold")
    assert tree(tmp_path / "feeds") == tree(tmp_path / "cold" / "feeds")


def group(number: int) -> list[int]:
    """The processes of the group that this one leads."""
    members = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.getpgid(int(entry.name)) == number:
                members.append(int(entry.name))
        except ProcessLookupError:
            continue
    return members


def test_it_gives_the_edition_that_a_build_gives(tmp_path: Path) -> None:
    """Watch says when, build says what."""
    fill(tmp_path, 3)
    with watching(tmp_path) as watch:
        until(lambda: watch.captures == 3, "the first press")
    fill(tmp_path / "cold", 3)
    press(tmp_path / "cold")

    assert tree(tmp_path / "feeds") == tree(tmp_path / "cold" / "feeds")


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """The output, held as another press would hold it."""
    output.mkdir(exist_ok=True)
    descriptor = os.open(output, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def test_an_output_that_is_held_ends_it_with_4(tmp_path: Path) -> None:
    """At the start and in a later cycle: two presses of one output are a mistake that somebody must see."""
    fill(tmp_path, 2)
    with locked(tmp_path / "feeds"), watching(tmp_path) as watch:
        assert watch.ended() == 4
        assert watch.lines == ["pressrun: feeds: another press holds it; wait for it or stop it"]

    with watching(tmp_path) as watch:
        until(lambda: watch.captures == 2, "the first press")
        take_between_cycles(tmp_path / "feeds", watch)


def take_between_cycles(output: Path, watch: Watching) -> None:
    """Takes the lock as soon as no cycle holds it, and sees the watch end."""
    descriptor = os.open(output, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        assert watch.ended() == 4
        assert "another press holds it" in watch.lines[-1]
    finally:
        os.close(descriptor)


def test_the_lock_is_held_only_during_a_cycle(tmp_path: Path) -> None:
    """Between two cycles a build may press the same output."""
    fill(tmp_path, 2)
    with watching(tmp_path, "--every", "1h") as watch:
        until(lambda: watch.cycles >= 1, "the first press")

        assert run("build", cwd=tmp_path).returncode == 0
        assert watch.process.poll() is None


def test_an_inbox_that_vanishes_is_told_and_leaves_the_edition(tmp_path: Path) -> None:
    """An unmounted inbox is an error line a cycle; the edition stands, and is pressed when it is back."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        until(lambda: watch.captures == 2, "the first press")
        (tmp_path / "inbox").rename(tmp_path / "elsewhere")
        until(lambda: any("error: " in line for line in watch.lines), "the error is told")
        assert "error: inbox inbox: cannot list inbox: No such file or directory" in watch.lines[-1]
        assert watch.captures == 2
        write(tmp_path / "elsewhere", "new.md", plain(9))
        (tmp_path / "elsewhere").rename(tmp_path / "inbox")

        until(lambda: watch.captures == 3, "it presses again")


def test_an_inbox_that_is_missing_at_the_start_is_waited_for(tmp_path: Path) -> None:
    """A mount may come after the service does."""
    with watching(tmp_path) as watch:
        until(lambda: any("error: " in line for line in watch.lines), "the error is told")
        fill(tmp_path, 2)

        until(lambda: watch.captures == 2, "it presses")


def test_an_inbox_that_is_emptied_does_not_empty_the_edition(tmp_path: Path) -> None:
    """A disk that is not mounted looks like an empty folder."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        until(lambda: watch.captures == 2, "the first press")
        for path in (tmp_path / "inbox").rglob("*.md"):
            path.unlink()

        until(lambda: any("--force empties the edition" in line for line in watch.lines), "it is told")
        assert watch.captures == 2


def test_a_file_is_not_read_before_it_is_quiet(tmp_path: Path) -> None:
    """A capture that was written just now is waited for; one of long ago is pressed at once."""
    fill(tmp_path, 2)
    age(tmp_path / "inbox")
    with watching(tmp_path, settle="3600") as watch:
        until(lambda: watch.captures == 2, "old files are pressed at once")
        write(tmp_path / "inbox", "new.md", plain(9))
        told = watch.cycles
        # Two more intervals; the cycle that sees the new file waits for it.
        time.sleep(2.5)
        assert watch.captures == 2
        assert watch.cycles <= told + 1
        watch.process.send_signal(signal.SIGTERM)

        assert watch.ended() == 0


def test_a_bad_config_ends_it_at_once_with_2(tmp_path: Path) -> None:
    """Nobody watches with a config that is half understood."""
    write(tmp_path, "config.toml", '[watch]\nevery = "often"')

    finished = run("watch", cwd=tmp_path)

    assert finished.returncode == 2
    assert len(finished.stderr.splitlines()) == 1


def test_an_output_inside_the_inbox_ends_it_at_once_with_2(tmp_path: Path) -> None:
    """What no later cycle can mend is not tried again."""
    fill(tmp_path, 1)

    finished = run("watch", "--output", "inbox/feeds", cwd=tmp_path)

    assert finished.returncode == 2
    assert "lie inside each other" in finished.stderr
