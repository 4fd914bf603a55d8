"""A person at a terminal: the real program on a pseudo terminal, its questions read and answered."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.cli.process import DEADLINE, Argument, command, environment, interruptible

#: What Control-D sends: the end of the input.
END = b"\x04"


class Talked(NamedTuple):
    """How the program left, what stood on its standard output, and what on the screen."""

    returncode: int
    stdout: str
    screen: str


def talk(
    *arguments: Argument,
    answers: Sequence[str | bytes | int],
    cwd: Path,
    env: Mapping[str, str] | None = None,
) -> Talked:
    """`pressrun` with a terminal as standard input and error; standard output is a pipe.

    Each prompt (it ends in `]: `) is answered with a line, with bytes as they are, or with a signal.
    The screen shows the answers as a terminal does.
    """
    ours, theirs = pty.openpty()
    with interruptible():
        process = subprocess.Popen(
            command(*arguments),
            cwd=cwd,
            env=environment(env),
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
        )
    os.close(theirs)
    screen = ""
    try:
        for number, answer in enumerate(answers, start=1):
            screen += _read(ours, screen, number)
            if isinstance(answer, int):
                process.send_signal(answer)
            else:
                os.write(ours, answer if isinstance(answer, bytes) else f"{answer}\n".encode())
        screen += _read(ours, screen, len(answers) + 1)
        stdout, _ = process.communicate(timeout=DEADLINE)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
        os.close(ours)
    return Talked(process.returncode, stdout.decode(), screen.replace("\r\n", "\n"))


def _read(terminal: int, before: str, prompts: int) -> str:
    """What appears until so many prompts stand there, or until the program has left."""
    raw = b""
    deadline = time.monotonic() + DEADLINE
    while (before + raw.decode("utf-8", "replace")).count("]: ") < prompts:
        assert time.monotonic() < deadline, f"no prompt {prompts} after {before + repr(raw)}"
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            chunk = os.read(terminal, 4096)
        except OSError:
            # Linux says so when nobody holds the other end any more.
            break
        if not chunk:
            break
        raw += chunk
    return raw.decode("utf-8", "replace")
