"""The one way into the output (law 4): whole documents, or none.

A set is published together: every changed document is written beside its place, the disk is told to
keep them, and only then each replaces the old one, in the order in which they were added. A reader,
and a power cut, sees an old document or a new one, never half of one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from pressrun.errors import OutputUnwritable
from pressrun.store.compressed import ENDING, gzipped

#: What a temporary file's name starts with, so that a run can clear away what a crash left.
TEMPORARY = ".pressrun-"
# From this many documents on, one barrier for the whole disk is cheaper than one a file (measured).
_BARRIER_FROM = 64
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Written:
    """How many documents a set wrote, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


class Publication:
    """A set of documents on its way into the output. Add, then commit once; or abandon.

    Every method raises OutputUnwritable when the disk fails; what was published before then stands. A dry one
    tells what it would write and remove, and touches nothing. `added` are all paths, `changes` those written,
    and `new` is how many of these stood nowhere.

    Args:
        root: the output.
        dry: touch nothing.
        packed: publish each document in gzip as well, beside it, for web servers that send such files.
    """

    def __init__(self, root: Path, *, dry: bool = False, packed: bool = False) -> None:
        self._root = root
        self._dry = dry
        self._packed = packed
        self.added: list[str] = []
        self.changes: list[str] = []
        self.new = 0
        self._committed = 0
        self._pending: list[tuple[Path, Path]] = []
        self._folders: set[Path] = set()
        self._unchanged = 0

    def add(self, path: str, data: bytes) -> bool:
        """Writes the document beside its place, unless it already stands there; whether it differs."""
        target = self._root / path
        self.added.append(path)
        try:
            differs = not _holds(target, data)
            if differs:
                self.changes.append(path)
                self.new += not target.exists()
                self._hand_in(target, data)
            else:
                self._unchanged += 1
            if self._packed and (differs or not target.with_name(target.name + ENDING).is_file()):
                self._hand_in(target.with_name(target.name + ENDING), gzipped(data))
        except OSError as error:
            raise _unwritable(error, target) from error
        return differs

    def _hand_in(self, target: Path, data: bytes) -> None:
        if self._dry:
            return
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            # A new folder is a name in the one above it, which the disk has to keep as well.
            above = PurePath(target.relative_to(self._root)).parents
            self._folders |= {self._root, *(self._root / folder for folder in above)}
        temporary = target.with_name(f"{TEMPORARY}{target.name}")
        self._pending.append((temporary, target))
        _write(temporary, data)

    def commit(self, stale: Iterable[str] = ()) -> Written:
        """Puts every document in its place, in the order added, then removes the stale ones."""
        stale = list(stale)
        if self._dry:
            return Written(len(self.changes), self._unchanged, len(stale))
        try:
            if self._pending:
                self._keep([temporary for temporary, _ in self._pending])
            for temporary, target in self._pending:
                temporary.replace(target)
            for path in stale:
                self._folders.add((self._root / path).parent)
                (self._root / path).unlink(missing_ok=True)
                (self._root / (path + ENDING)).unlink(missing_ok=True)
            if self._pending or stale:
                self._keep(sorted(folder for folder in self._folders if folder.is_dir()))
            for path in stale:
                _remove_empty(self._root, (self._root / path).parent)
        except OSError as error:
            raise _unwritable(error, self._root) from error
        written = Written(len(self.changes) - self._committed, self._unchanged, len(stale))
        self._committed = len(self.changes)
        self._pending.clear()
        return written

    def clear(self, left: Iterable[str]) -> None:
        """Removes temporary files that a crashed run left."""
        if self._dry:
            return
        try:
            for path in left:
                (self._root / path).unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(error, self._root) from error

    def abandon(self) -> None:
        """Takes back what was written and not put in its place; never fails, the next run clears up too."""
        for temporary, _ in self._pending:
            try:
                temporary.unlink(missing_ok=True)
            except OSError:
                continue
        self._pending.clear()

    def _keep(self, paths: list[Path]) -> None:
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


def _holds(target: Path, data: bytes) -> bool:
    try:
        status = target.lstat()
        return status.st_size == len(data) and not target.is_symlink() and target.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError):
        return False


def _write(path: Path, data: bytes) -> None:
    # Mode 0666 less the umask: a web server under another user has to read it.
    descriptor = os.open(path, _FLAGS, 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


def _remove_empty(root: Path, folder: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _unwritable(error: OSError, where: Path) -> OutputUnwritable:
    name = error.filename or where
    return OutputUnwritable(f"{name}: {error.strerror}; the edition before stands")
