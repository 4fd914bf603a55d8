"""One file of a folder, read for strangers: nothing outside it, no links, nothing that blocks."""

from __future__ import annotations

import errno
import os
import stat

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# An edition's documents are replaced whole (law 4); a person's own file may be written while it is read.
_TRIES = 3
# Links, sockets and devices, and names that no file system takes.
_NO_FILE = {errno.ELOOP, errno.ENXIO, errno.ENODEV, errno.ENAMETOOLONG, errno.EOPNOTSUPP}


#: Device, inode, size, mtime and ctime in ns: what tells a file from any other of its name. A bare
#: tuple: a server makes one for each request.
Stamp = tuple[int, int, int, int, int]


def stamp(file: str) -> Stamp | None:
    """The stamp of what stands there now; None where nothing does. It costs one system call.

    It says nothing of whether the file may be read: compare it with one that `read` gave.
    """
    try:
        return _stamped(os.stat(file, follow_symlinks=False))  # noqa: PTH116  a Path takes as long as the call
    except (OSError, ValueError):
        return None


def read(root: str, path: str, limit: int) -> tuple[Stamp, bytes] | None:
    """The file's stamp and its bytes; None where no regular file of at most `limit` bytes stands.

    Each folder on the way is opened below the one before it and none through a link, so that whatever the
    path is, what is read lies in the root. The root itself may be a link: that is how editions are swapped.

    Raises:
        OSError: the machine is at fault, and not the path: too many open files, a disk that fails.
    """
    for _ in range(_TRIES):
        try:
            found = _read_once(root, path.split("/"), limit)
        except (FileNotFoundError, NotADirectoryError, PermissionError, ValueError):
            return None
        except OSError as error:
            if error.errno in _NO_FILE:
                return None
            raise
        if found is not None:
            return found
    return None


def _read_once(root: str, parts: list[str], limit: int) -> tuple[Stamp, bytes] | None:
    folder = os.open(root, _FOLDER)
    try:
        for name in parts[:-1]:
            below = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = below
        file = os.open(parts[-1], _FILE, dir_fd=folder)
    finally:
        os.close(folder)
    try:
        before = os.fstat(file)
        if not stat.S_ISREG(before.st_mode) or before.st_size > limit:
            raise FileNotFoundError(parts[-1])
        data = _read_all(file, before.st_size)
        same = _stamped(os.fstat(file)) == _stamped(before) and len(data) == before.st_size
        return (_stamped(before), data) if same else None
    finally:
        os.close(file)


def _read_all(file: int, size: int) -> bytes:
    """So many bytes, and one more if it has grown."""
    pieces = []
    while size >= 0 and (piece := os.read(file, size + 1)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _stamped(status: os.stat_result) -> Stamp:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
