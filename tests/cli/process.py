"""The real program in a real process, in an environment that is the test's own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

#: A process that takes so long hangs: an inbox of a few captures takes a second.
DEADLINE = 100
#: Runs a command to which permission bits apply, even where the tests run as root.
POWERLESS = (sys.executable, str(Path(__file__).with_name("powerless.py")))

Argument = str | Path
Finished = subprocess.CompletedProcess[str]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's variables without those that configure pressrun, and some more."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PRESSRUN_")}
    return kept | dict(more or {})


def command(*arguments: Argument) -> list[str]:
    """The command line of `pressrun` with these arguments."""
    return [sys.executable, "-m", "pressrun", *map(str, arguments)]


def run(
    *arguments: Argument,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
    given: str = "",
) -> Finished:
    """`pressrun` with these arguments, run to its end; `before` is a command that runs it.

    `given` stands on its standard input.
    """
    return finish([*before, *command(*arguments)], cwd=cwd, env=env, given=given)


def finish(
    words: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None, given: str = ""
) -> Finished:
    """Any command, run to its end."""
    return subprocess.run(
        words,
        cwd=cwd,
        env=environment(env),
        input=given,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=DEADLINE,
        check=False,
    )


def until(happens: Callable[[], bool], what: str, seconds: float = DEADLINE) -> None:
    """Waits for it, and fails where it does not happen before the deadline."""
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            raise AssertionError(f"never happened: {what}")
        time.sleep(0.02)


@contextmanager
def interruptible() -> Iterator[None]:
    """Processes that are begun within can be interrupted.

    A shell starts what runs in the background with interrupts ignored, and a child inherits that.
    """
    inherited = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, inherited)
