"""The one way into the output (law 4): whole documents, or none.

A set is published together: every changed document is written beside its place, the disk is told to
keep them, what is to happen is noted, and only then each replaces the old one, in the order in which they
were added. A reader, and a power cut, sees an old document or a new one, never half of one; the next run
does what a crash left undone, before it looks at anything (`resume`).
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pressrun.errors import OutputUnwritable
from pressrun.store.compressed import ENDING, gzipped
from pressrun.store.intent import (
    TEMPORARY,
    Intent,
    carry_out,
    keep,
    note,
    noted,
    stands,
    temporary,
    withhold,
    write,
)
from pressrun.store.lock import held

# A person has put something else in a document's place.
_IN_THE_WAY = {errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENOTEMPTY}


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
        attend: called before each document, and before the first takes its place; may raise to give up.
    """

    def __init__(
        self,
        root: Path,
        *,
        dry: bool = False,
        packed: bool = False,
        attend: Callable[[], None] = lambda: None,
    ) -> None:
        self._root = root
        self._dry = dry
        self._packed = packed
        self._attend = attend
        self.added: list[str] = []
        self.changes: list[str] = []
        self.new = 0
        self._committed = 0
        self._pending: list[str] = []
        self._folders: set[Path] = set()
        self._unchanged = 0

    def add(self, path: str, data: bytes) -> bool:
        """Writes the document beside its place, unless it already stands there; whether it differs."""
        self._attend()
        target = self._root / path
        self.added.append(path)
        try:
            differs = not _holds(target, data)
            if differs:
                self.changes.append(path)
                self.new += not target.exists()
                self._hand_in(path, data)
            else:
                self._unchanged += 1
            if self._packed and (differs or not target.with_name(target.name + ENDING).is_file()):
                self._hand_in(path + ENDING, gzipped(data))
        except OSError as error:
            raise _unwritable(error, target) from error
        return differs

    def _hand_in(self, path: str, data: bytes) -> None:
        if self._dry:
            return
        beside = self._root / temporary(path)
        if beside.parent not in self._folders:
            beside.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(beside.parent)
        self._pending.append(path)
        write(beside, data)

    def commit(self, stale: Iterable[str] = ()) -> Written:
        """Puts every document in its place, in the order added, then removes the stale ones."""
        stale = list(stale)
        if self._dry:
            return Written(len(self.changes), self._unchanged, len(stale))
        gone = tuple(one for path in stale for one in (path, path + ENDING))
        try:
            if self._pending:
                keep([self._root / temporary(path) for path in self._pending])
            self._attend()
            if self._pending or gone:
                self._carry_out(Intent(tuple(self._pending), gone))
        except OSError as error:
            raise _unwritable(error, self._root) from error
        written = Written(len(self.changes) - self._committed, self._unchanged, len(stale))
        self._committed = len(self.changes)
        return written

    def _carry_out(self, intent: Intent) -> None:
        note(self._root, intent)
        # From here on the next run would do it: nothing is taken back any more.
        self._pending.clear()
        try:
            carry_out(self._root, intent)
        except OSError as error:
            raise _incomplete(error, self._root) from error

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
        if self._pending and withhold(self._root):
            # The next run does what is noted, and needs it.
            self._pending.clear()
        for path in self._pending:
            try:
                (self._root / temporary(path)).unlink(missing_ok=True)
            except OSError:
                continue
        self._pending.clear()


def resume(root: Path) -> None:
    """Completes the publication that a crash, or a disk that failed, left half-way.

    Raises:
        OutputUnwritable: the disk fails; the next run tries again.
    """
    try:
        intent = noted(root)
        if intent is not None:
            carry_out(root, intent, again=True)
    except OSError as error:
        raise _incomplete(error, root) from error


def complete(root: Path, state: Path) -> None:
    """The same before anything else is asked: it needs no inbox, and a folder may be mounted late.

    Raises:
        OutputHeld: another press is at it.
        OutputUnwritable: as `resume`.
    """
    if stands(root):
        with held(root, state):
            resume(root)


def sweep(root: Path) -> None:
    """Removes every temporary file below the output, when a cycle has to be left as it is; never fails.

    Where documents are taking their places already, the next run does the rest: what it needs stays.
    """
    if withhold(root):
        return
    for folder, _, names in os.walk(root):
        for name in names:
            if name.startswith(TEMPORARY):
                with suppress(OSError):
                    os.unlink(os.path.join(folder, name))  # noqa: PTH108, PTH118  there may be thousands


def _holds(target: Path, data: bytes) -> bool:
    try:
        status = target.lstat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        return status.st_size == len(data) and not target.is_symlink() and target.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError):
        return False


def _unwritable(error: OSError, where: Path) -> OutputUnwritable:
    return OutputUnwritable(f"{_place(error, where)}: {error.strerror}; the edition before stands")


def _incomplete(error: OSError, where: Path) -> OutputUnwritable:
    cure = "move it away, and " if error.errno in _IN_THE_WAY else ""
    return OutputUnwritable(
        f"{_place(error, where)}: {error.strerror}; {cure}the next run completes the edition"
    )


def _place(error: OSError, where: Path) -> str | Path:
    """What went wrong there: of two names the second is a document's, the first its temporary file's."""
    return error.filename2 or error.filename or where
