"""The one way into the inbox: a mended capture replaces the one that was read. `check --fix` alone calls it.

A reader sees the old file or the new one, whatever ends the process. Between the last look at the file
and the rename somebody may still write to it: no file system offers "replace if unchanged", and the
window is some microseconds.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from pressrun.errors import OutputUnwritable

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def replace(file: Path, before: bytes, after: bytes) -> bool:
    """Gives a regular file these bytes, whole or not at all, if it still holds those that were read.

    Mode, and as far as the system allows owner and group, stay. The folder is synced by `keep`.

    Args:
        file: not followed if it is a link, nor touched if it is anything but a regular file.
        before: what was read.
        after: what it becomes.

    Returns:
        False where the file is another one by now, and was left alone.

    Raises:
        OutputUnwritable: the disk or a permission is against it; the file is as it was.
    """
    # Hidden, so that no run takes it for a capture; short, because a capture's name may have 255 bytes.
    temporary = file.with_name(f".pressrun-{secrets.token_hex(8)}")
    try:
        status = _held(file, before)
        if status is None:
            return False
        try:
            _write(temporary, after, status)
            if _held(file, before) is None:
                return False
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputUnwritable(f"{file}: {error.strerror}; it is as it was") from error
    return True


def keep(folders: Iterable[Path]) -> None:
    """Waits until the disk has the new names in these folders.

    Raises:
        OutputUnwritable: the disk fails.
    """
    for folder in folders:
        try:
            _sync(folder)
        except OSError as error:
            raise OutputUnwritable(f"{folder}: {error.strerror}") from error


def _held(file: Path, data: bytes) -> os.stat_result | None:
    """The file's status if it is a regular file that holds these bytes."""
    try:
        descriptor = os.open(file, _READ)
    except OSError:
        # Gone, a link by now, or unreadable: none of these is the file that was read.
        return None
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        same = stat.S_ISREG(status.st_mode) and status.st_size == len(data) and stream.read() == data
        return status if same else None


def _write(temporary: Path, data: bytes, like: os.stat_result) -> None:
    descriptor = os.open(temporary, _CREATE, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, like.st_uid, like.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(like.st_mode))
        os.fsync(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
