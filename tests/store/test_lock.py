"""One press an output: flock on the output folder, which goes with the process."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pressrun.errors import OutputHeld, OutputUnwritable
from pressrun.store.lock import held, state_folder
from tests.cli.process import environment, run, until
from tests.laws.witnessed import witness
from tests.press.pressing import config, fill, press, tree


@contextmanager
def halted(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real press that has stopped itself just in front of its first replacement, holding the output."""
    words = witness(folder / "log", "build", *arguments, fault="os.rename:1:stop")
    process = subprocess.Popen(words, cwd=folder, env=environment(), stderr=subprocess.DEVNULL)
    try:
        until(lambda: stopped(process.pid), "the press stops")
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def stopped(number: int) -> bool:
    """Whether the process of this number has been stopped."""
    status = Path(f"/proc/{number}/stat").read_text("utf-8")
    return status.rpartition(")")[2].split()[0] == "T"


def test_a_second_press_leaves_with_4_and_names_the_holder(tmp_path: Path) -> None:
    """One line says which process on which host has the output; nothing is written."""
    fill(tmp_path, 2)
    with halted(tmp_path) as first:
        before = tree(tmp_path / "feeds")

        finished = run("build", cwd=tmp_path)

        assert finished.returncode == 4
        assert finished.stdout == ""
        assert finished.stderr == (
            f"pressrun: feeds: another press holds it (process {first.pid} on {socket.gethostname()}); "
            "wait for it or stop it\n"
        )
        assert tree(tmp_path / "feeds") == before


def test_the_first_press_goes_on_as_if_nothing_had_been(tmp_path: Path) -> None:
    """The one that was refused disturbs neither the lock nor the edition."""
    fill(tmp_path, 2)
    with halted(tmp_path) as first:
        run("build", cwd=tmp_path)
        first.send_signal(signal.SIGCONT)

        assert first.wait(60) == 0

    fill(tmp_path / "other", 2)
    press(tmp_path / "other")
    assert tree(tmp_path / "feeds") == tree(tmp_path / "other" / "feeds")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_lock_goes_with_sigkill(tmp_path: Path, jobs: str) -> None:
    """A press that is killed, with its workers or without, holds the output no longer."""
    fill(tmp_path, 150)
    with halted(tmp_path, "--jobs", jobs) as first:
        first.kill()
        first.wait()

        finished = run("build", "--jobs", "1", cwd=tmp_path)
        try:
            assert (finished.returncode, finished.stderr) == (0, "")
        finally:
            reap(tmp_path)


def test_the_workers_of_a_press_go_with_sigkill(tmp_path: Path) -> None:
    """No process of a press outlives it."""
    fill(tmp_path, 150)
    with halted(tmp_path, "--jobs", "2") as first:
        first.kill()
        first.wait()
    try:
        until(lambda: not working_in(tmp_path), "the workers end", seconds=5)
    finally:
        reap(tmp_path)


def working_in(folder: Path) -> list[int]:
    """The processes whose working folder this is."""
    numbers = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() == folder:
                numbers.append(int(entry.name))
        except OSError:
            continue
    return numbers


def reap(folder: Path) -> None:
    """Ends the processes that a killed press of this folder left behind."""
    for number in working_in(folder):
        os.kill(number, signal.SIGKILL)


def test_two_outputs_are_pressed_at_once(tmp_path: Path) -> None:
    """The lock is the output's: another output of the same inbox and state is free."""
    fill(tmp_path, 2)
    with halted(tmp_path):
        assert run("build", "--output", "other", cwd=tmp_path).returncode == 0


def test_one_output_by_two_names_is_one(tmp_path: Path) -> None:
    """A link to the output leads to the same lock."""
    fill(tmp_path, 2)
    with halted(tmp_path):
        (tmp_path / "link").symlink_to("feeds")

        assert run("build", "--output", "link", cwd=tmp_path).returncode == 4


def test_another_state_does_not_help(tmp_path: Path) -> None:
    """The lock is on the output itself; only the note of the holder is in the state."""
    fill(tmp_path, 2)
    with halted(tmp_path):
        finished = run("build", "--state", "other", cwd=tmp_path)

        assert finished.returncode == 4
        assert finished.stderr == "pressrun: feeds: another press holds it; wait for it or stop it\n"


def test_a_check_needs_no_lock(tmp_path: Path) -> None:
    """Checking reads captures alone."""
    fill(tmp_path, 2)
    with halted(tmp_path):
        assert run("check", "inbox", cwd=tmp_path).returncode == 0


def test_the_lock_is_free_after_a_press_and_after_a_failed_one(tmp_path: Path) -> None:
    """It is held inside the block and no longer, however the block is left."""
    output, state = tmp_path / "feeds", tmp_path / "state"
    with held(output, state), pytest.raises(OutputHeld), held(output, state):
        pass
    with pytest.raises(ZeroDivisionError), held(output, state):
        _ = 1 / 0
    with held(output, state):
        pass


def test_any_flock_on_the_output_keeps_the_press_out(tmp_path: Path) -> None:
    """A backup script that takes flock(1) on the folder is respected."""
    fill(tmp_path, 1)
    output = tmp_path / "feeds"
    output.mkdir()
    descriptor = os.open(output, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        with pytest.raises(OutputHeld):
            press(tmp_path)
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("note", ["", "{", "[]", "{}", '{"pid": "x", "host": "h"}', '{"host": "h"}', "\xff"])
def test_a_damaged_note_is_only_a_missing_courtesy(tmp_path: Path, note: str) -> None:
    """Whatever the note says, the second press is told that the output is held."""
    output, state = tmp_path / "feeds", tmp_path / "state"
    with held(output, state):
        (state_folder(state, output) / "press.json").write_bytes(note.encode("latin-1"))
        with (
            pytest.raises(OutputHeld, match=r": another press holds it; wait for it or stop it\Z"),
            held(output, state),
        ):
            pass


def test_the_note_says_who_presses(tmp_path: Path) -> None:
    """Host and process number, in the part of the state that belongs to this output."""
    output, state = tmp_path / "feeds", tmp_path / "state"
    with held(output, state):
        (note,) = state.glob("*/press.json")
        assert json.loads(note.read_text("utf-8")) == {"host": socket.gethostname(), "pid": os.getpid()}


def test_nothing_of_the_state_lies_below_the_output(tmp_path: Path) -> None:
    """The output holds the edition and nothing else, also while it is pressed."""
    with held(tmp_path / "feeds", tmp_path / "state"):
        assert tree(tmp_path / "feeds") == {}


@pytest.mark.parametrize("key", ["output", "state"])
def test_a_file_in_the_place_of_a_folder_is_an_output_that_cannot_be_written(
    tmp_path: Path, key: str
) -> None:
    """The message names it and what to do."""
    fill(tmp_path, 1)
    (tmp_path / "file").write_text("text", "utf-8")
    values: dict[str, Any] = {key: str(tmp_path / "file" / "folder")}
    assert getattr(config(tmp_path, **values), key) == str(tmp_path / "file" / "folder")

    with pytest.raises(OutputUnwritable, match=r"/file/folder.*: Not a directory; name another folder\Z"):
        press(tmp_path, **values)
