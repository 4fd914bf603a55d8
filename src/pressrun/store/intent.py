"""What a publication is about to do, noted before it begins: the next run does what a crash left undone.

Without the note an edition could stand half in its new state, items' documents before the archive that
remembers them, and an edit would be taken for what had been published already (law 4; found by killing it).
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import sys
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

#: What a temporary file's name starts with, so that a run can clear away what a crash left.
TEMPORARY = ".pressrun-"
_NOTE = f"{TEMPORARY}intent"
# From this many documents on, one barrier for the whole disk is cheaper than one a file (measured).
_BARRIER_FROM = 64
# No press writes under a hidden name, or one that is not ASCII: a note that tells of such is not ours.
_PATH = re.compile(r"[a-z0-9][A-Za-z0-9._-]*(?:/[a-z0-9][A-Za-z0-9._-]*)*")
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


class Intent(NamedTuple):
    """Documents that are to take their places, in this order, and then those that are to go; posix paths."""

    documents: tuple[str, ...]
    stale: tuple[str, ...]


def temporary(path: str) -> str:
    """Where a document is written before it takes its place."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{TEMPORARY}{name}"


def write(path: Path, data: bytes) -> None:
    """Writes a file anew. Mode 0666 less the umask: a web server under another user has to read it."""
    descriptor = os.open(path, _WRITE, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


def keep(paths: list[Path]) -> None:
    """Waits until the disk has these files or folders for good."""
    # sync(2) waits on Linux only; elsewhere it may return before the data is written.
    if len(paths) >= _BARRIER_FROM and sys.platform == "linux":
        os.sync()
        return
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def note(root: Path, intent: Intent) -> None:
    """Notes an intent, all of whose documents stand beside their places.

    Raises:
        OSError: it cannot be noted; then nothing was begun, unless it stands all the same.
    """
    beside, place = root / temporary(_NOTE), root / _NOTE
    try:
        write(beside, json.dumps(intent._asdict()).encode("ascii"))
        keep([beside])
        beside.replace(place)
        keep([root])
    except BaseException:
        # Ctrl-C as well: what a note tells of must not be taken back while it stands.
        for path in (beside, place):
            with suppress(OSError):
                path.unlink()
        raise


def stands(root: Path) -> bool:
    """Whether there is a note, of whatever make, or may be one."""
    try:
        return stat.S_ISREG((root / _NOTE).lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def withhold(root: Path) -> bool:
    """Keeps a note that is being written from coming to stand; whether one stands already."""
    with suppress(OSError):
        (root / temporary(_NOTE)).unlink(missing_ok=True)
    return stands(root)


def noted(root: Path) -> Intent | None:
    """What a publication that was not completed is about to do; None where there is none.

    What is none of ours is cleared away with the temporary files, whose name it has.

    Raises:
        OSError: the note cannot be read.
    """
    try:
        descriptor = os.open(root / _NOTE, _READ)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENXIO}:
            return None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    with os.fdopen(descriptor, "rb") as file:
        data = file.read()
    try:
        told = json.loads(data)
        return Intent(_paths(told["documents"]), _paths(told["stale"]))
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def carry_out(root: Path, intent: Intent, *, again: bool = False) -> None:
    """Does what is noted and takes the note away.

    Args:
        root: the output.
        intent: what is noted.
        again: some of it may be done already, and somebody may have cleared up since.

    Raises:
        OSError: the disk fails; the note stands, and the next run goes on here.
    """
    for path in intent.documents:
        with suppress(FileNotFoundError) if again else nullcontext():
            (root / temporary(path)).replace(root / path)
    for path in intent.stale:
        # What a person has put there since is none of ours.
        with suppress(IsADirectoryError, NotADirectoryError) if again else nullcontext():
            (root / path).unlink(missing_ok=True)
    folders = {root / folder for path in (*intent.documents, *intent.stale) for folder in _above(path)}
    keep(sorted(folder for folder in folders if folder.is_dir()))
    for path in intent.stale:
        _remove_empty(root, (root / path).parent)
    (root / _NOTE).unlink(missing_ok=True)
    # A note that came back with a power cut would take away what has been published since.
    keep([root])


def _above(path: str) -> Iterable[str]:
    return map(str, PurePosixPath(path).parents)


def _paths(told: object) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(isinstance(one, str) and _PATH.fullmatch(one) for one in told):
        raise ValueError("not paths of ours")
    return tuple(told)


def _remove_empty(root: Path, folder: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
