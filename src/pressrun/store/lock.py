"""One writer an output: flock on the output folder itself, and a note of who holds it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pressrun.errors import OutputHeld, OutputUnwritable
from pressrun.store.state import make_state


def state_folder(state: Path, output: Path) -> Path:
    """The folder inside the state that belongs to this output."""
    name = hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:16]
    return state / name


@contextmanager
def held(output: Path, state: Path) -> Iterator[None]:
    """Holds the output for one press; the lock goes with the process, however it ends.

    Raises:
        OutputHeld: another press has it; says which, where that press left a note.
        OutputUnwritable: the output or the state folder cannot be made or opened.
    """
    note = state_folder(state, output) / "press.json"
    try:
        output.mkdir(parents=True, exist_ok=True)
        make_state(state)
        note.parent.mkdir(exist_ok=True)
        descriptor = os.open(output, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise OutputUnwritable(f"{error.filename}: {error.strerror}; name another folder") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputHeld(
                f"{output}: another press holds it{_holder(note)}; wait for it or stop it"
            ) from None
        _write_note(note)
        yield
    finally:
        os.close(descriptor)


def _write_note(note: Path) -> None:
    try:
        note.write_text(json.dumps({"host": socket.gethostname(), "pid": os.getpid()}), "utf-8")
    except OSError as error:
        raise OutputUnwritable(f"{note}: {error.strerror}; name another folder with --state") from error


def _holder(note: Path) -> str:
    try:
        holder = json.loads(note.read_text("utf-8"))
        return f" (process {int(holder['pid'])} on {holder['host']})"
    except (OSError, ValueError, KeyError, TypeError):
        # The note is a courtesy; the lock is what counts.
        return ""
