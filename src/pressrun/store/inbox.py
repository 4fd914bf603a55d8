"""The inbox, read safely and never touched (laws 5, 7 and 8)."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pressrun.capture import Refusal
from pressrun.errors import InputUnreachable

SUFFIXES = (".md", ".html")
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


class Found(NamedTuple):
    """A capture's name below the inbox (posix), its size in bytes, and when it last changed (ns).

    `ctime_ns` and `inode` tell apart what `touch` and `cp --preserve` make look alike. A tuple: a dataclass
    takes three times as long to make, and a scan makes one a capture.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int = 0
    inode: int = 0


def is_capture(name: str) -> bool:
    """Whether a file of this name counts as a capture: `*.md` and `*.html`, hidden names apart."""
    return name.endswith(SUFFIXES) and not name.startswith(".")


def is_below(path: str) -> bool:
    """Whether a folder's captures include the one of this path: no part of it is hidden."""
    return is_capture(path.rpartition("/")[2]) and not path.startswith(".") and "/." not in path


def stated(path: str, status: os.stat_result) -> Found:
    """What is found under this name, as lstat(2) tells it."""
    return Found(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def find(root: Path) -> list[Found]:
    """Every capture below the folder, by path. Links are named, not followed.

    Raises:
        InputUnreachable: the folder, or one below it, cannot be listed. Guessing what it holds would
            take its digests out of the edition.
    """
    found: list[Found] = []
    pending = [(os.fspath(root), "", _FOLDER)]
    while pending:
        folder, prefix, flags = pending.pop()
        try:
            names = _list(folder, prefix, flags, found)
            pending += [(f"{folder}/{name}", f"{prefix}{name}/", _FOLDER | os.O_NOFOLLOW) for name in names]
        except OSError as error:
            raise InputUnreachable(
                f"inbox {root}: cannot list {folder}: {error.strerror}; the edition stays as it was"
            ) from error
    found.sort()
    return found


def _list(folder: str, prefix: str, flags: int, found: list[Found]) -> Iterator[str]:
    """Adds a folder's captures; gives the names of the folders in it.

    A file is asked for below its open folder, not by its whole path: a quarter of a scan's time (measured).
    """
    descriptor = os.open(folder, flags)
    try:
        with os.scandir(descriptor) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield name
                elif name.endswith(SUFFIXES):
                    found.append(stated(prefix + name, entry.stat(follow_symlinks=False)))
    finally:
        os.close(descriptor)


def moved(root: Path, found: Iterable[Found]) -> set[str]:
    """Of these captures the paths of those that have changed since, or are gone."""
    others = set()
    for one in found:
        try:
            same = stated(one.path, os.lstat(f"{root}/{one.path}")) == one
        except OSError:
            same = False
        if not same:
            others.add(one.path)
    return others


def read(root: Path, path: str, limit: int) -> bytes | Refusal:
    """The file's bytes, or why they cannot be had. It is opened once; no FIFO blocks, no link is followed.

    Args:
        root: the inbox.
        path: as `find` gave it.
        limit: bytes that a capture has at the most.
    """
    # Joining them as a Path would take as long as opening the file.
    file = f"{root}/{path}"
    try:
        descriptor = os.open(file, _FLAGS)
    except OSError as error:
        return _refused(file, error)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            return Refusal("not-a-regular-file", f"it is {_kind(before.st_mode)}")
        if before.st_size > limit:
            return Refusal("too-large", f"it has {before.st_size} bytes and {limit} are allowed")
        raw = _read_all(descriptor, before.st_size)
        after = os.fstat(descriptor)
    except OSError as error:
        return _refused(file, error)
    finally:
        os.close(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(
        raw
    ) != after.st_size:
        return Refusal("changed-while-read", "it changed while it was read")
    return raw


def read_stream(stream: BinaryIO, limit: int) -> bytes | Refusal:
    """The bytes of a stream to its end, or why they are no capture: no more than the limit is held.

    Raises:
        InputUnreachable: the stream cannot be read.
    """
    try:
        raw = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        raise InputUnreachable(f"standard input: {getattr(error, 'strerror', None) or error}") from error
    if len(raw) > limit:
        return Refusal("too-large", f"it has more than the {limit} bytes that are allowed")
    return raw


def _read_all(descriptor: int, size: int) -> bytes:
    # The common file takes one call; one that has grown meanwhile is told by its size afterwards.
    raw = os.read(descriptor, size) if size else b""
    while len(raw) < size:
        more = os.read(descriptor, size - len(raw))
        if not more:
            break
        raw += more
    return raw


def _refused(path: str, error: OSError) -> Refusal:
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        mode = stat.S_IFREG
    # A link fails to open with ELOOP and a socket with ENXIO: the kind says more than the error.
    if not stat.S_ISREG(mode):
        return Refusal("not-a-regular-file", f"it is {_kind(mode)}")
    return Refusal("unreadable", f"it cannot be read ({error.strerror})")


def _kind(mode: int) -> str:
    for test, name in (
        (stat.S_ISLNK, "a symbolic link"),
        (stat.S_ISFIFO, "a FIFO"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISDIR, "a folder"),
    ):
        if test(mode):
            return name
    return "a device"
