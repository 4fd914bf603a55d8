"""One writer an output: flock on the output folder itself, and a note of who holds it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pressrun.errors import OutputHeld, OutputUnwritable
from pressrun.store.state import make_state

_WATCH = "watch.lock"
# How often, and with how many seconds between, a watch asks for its place.
_TRIES, _MOMENT = 10, 0.05


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


@contextmanager
def kept(output: Path, state: Path) -> Iterator[None]:
    """Keeps the output for one watch, between its cycles too; a build may still press it then.

    Raises:
        OutputHeld: another watch keeps it; says which.
        OutputUnwritable: the state folder cannot be made or written to.
    """
    note = state_folder(state, output) / _WATCH
    try:
        make_state(state)
        note.parent.mkdir(exist_ok=True)
        descriptor = os.open(note, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise OutputUnwritable(
            f"{error.filename}: {error.strerror}; name another folder with --state"
        ) from error
    try:
        if not _taken(descriptor):
            raise OutputHeld(f"{output}: another watch keeps it{_holder(note)}; stop it first")
        # What a disk without room does not take is a courtesy only.
        with suppress(OSError):
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, _note().encode(), 0)
        yield
    finally:
        os.close(descriptor)


def is_kept(output: Path, state: Path) -> bool:
    """Whether a watch keeps this output now."""
    try:
        descriptor = os.open(state_folder(state, output) / _WATCH, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _taken(descriptor: int) -> bool:
    """Whether the lock could be had. Whoever only looks holds it for a moment, so it is tried again."""
    for _ in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_MOMENT)
        else:
            return True
    return False


def _note() -> str:
    return json.dumps({"host": socket.gethostname(), "pid": os.getpid()})


def _write_note(note: Path) -> None:
    try:
        note.write_text(_note(), "utf-8")
    except OSError as error:
        raise OutputUnwritable(f"{note}: {error.strerror}; name another folder with --state") from error


def _holder(note: Path) -> str:
    try:
        holder = json.loads(note.read_text("utf-8"))
        return f" (process {int(holder['pid'])} on {holder['host']})"
    except (OSError, ValueError, KeyError, TypeError):
        # The note is a courtesy; the lock is what counts.
        return ""
