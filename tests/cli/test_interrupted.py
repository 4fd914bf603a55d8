"""What becomes of a run that is ended from outside."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.process import command, environment, interruptible, run, until
from tests.press.pressing import fill, press, stamps
from tests.watch.watching import group


@contextmanager
def running(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A run that leads a group of its own, while its workers read captures."""
    with interruptible():
        begun = subprocess.Popen(
            command(*words, "--jobs", "2"),
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
    with begun as process:
        try:
            until(lambda: len(group(process.pid)) >= 3, "workers begin")
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("subcommand", ["build", "check", "columns"])
def test_ctrl_c_ends_a_run_with_a_line_and_130(tmp_path: Path, subcommand: str) -> None:
    """A terminal signals the workers as well; none of them has a word to say, and all are gone."""
    fill(tmp_path, 900)
    with running(tmp_path, subcommand) as process:
        os.killpg(process.pid, signal.SIGINT)

        assert process.communicate(timeout=60) == ("", "pressrun: interrupted\n")
        assert process.returncode == 130
        until(lambda: group(process.pid) == [], "the workers are gone")


def test_a_build_that_is_killed_takes_its_workers_along(tmp_path: Path) -> None:
    """They would hold its lock, and the next build would find the output taken."""
    fill(tmp_path, 900)
    with running(tmp_path, "build") as process:
        process.kill()
        process.wait()

        until(lambda: group(process.pid) == [], "the workers are gone", 5)

    assert run("build", "--jobs", "1", cwd=tmp_path).returncode == 0


def test_a_worker_that_is_killed_ends_a_build_with_3(tmp_path: Path) -> None:
    """For want of memory, say: it does not wait for ever for what the worker had, and the edition stands."""
    fill(tmp_path, 2)
    press(tmp_path)
    before = stamps(tmp_path / "feeds")
    fill(tmp_path, 900)
    with running(tmp_path, "build") as process:
        os.kill(max(group(process.pid)), signal.SIGKILL)

        out, err = process.communicate(timeout=60)

        assert out == ""
        assert err.startswith("pressrun: a process that reads captures was killed")
        assert err.count("\n") == 1
        assert process.returncode == 3

    assert stamps(tmp_path / "feeds") == before


def test_a_system_that_gives_no_process_ends_a_build_with_3(tmp_path: Path) -> None:
    """It is told what to do, and not where in the program it happened."""
    fill(tmp_path, 200)

    told = run("build", "--jobs", "2", cwd=tmp_path, before=("sh", "-c", 'ulimit -n 8; exec "$@"', "sh"))

    assert (told.returncode, told.stdout) == (3, "")
    assert told.stderr == (
        "pressrun: no process can be begun to read captures: Too many open files; try --jobs 1\n"
    )
