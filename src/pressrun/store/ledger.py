"""What was published, in one SQLite file in the state: an index by kind and key (law 6).

Whatever is wrong with it, the press runs as if there were none, and begins it anew.

What its rows add up to stands in the file and in a small one beside it, the stamp. SQLite falls back without
a word to what it was some writes before when its write-ahead log is damaged or lost: then the two differ, and
there is no ledger.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pressrun.store.sealing import NONSENSE, connected, is_damage, remove, told_of
from pressrun.store.state import make_state
from pressrun.store.tallied import Put, Tally, begin, change, heavy_row, leave_stamp, light_rows, stamps

__all__ = ["Ledger", "LedgerDamaged", "Put"]

# 200,000 captures with their digests take half a gibibyte.
_LARGEST = 4 * 1024 * 1024 * 1024
_STAMP = 16
# KiB of memory for the tables: many rows, in the order of their keys' hashes, are twice as quick with more.
_ROOM, _ROOM_TO_BEGIN = 2000, 32768


class LedgerDamaged(Exception):  # noqa: N818  never the user's: the press builds the ledger again
    """What stands in the file is not what was loaded from it or written to it."""


class Ledger:
    """The rows of one press, over as many cycles as its process has. One thread at a time.

    What load() or write() last agreed on is what heavy() and the next write() hold on to: they notice a file
    that somebody else wrote, replaced or removed meanwhile.

    Args:
        file: the SQLite file; the stamp stands beside it. Nothing is made before the first write().
        mark: a hash of the program and the config that the rows hold for; with another there is no ledger.
    """

    def __init__(self, file: Path, mark: bytes) -> None:
        self.trouble = ""
        self._file = file
        self._stamp = file.with_name(file.name + ".stamp")
        self._mark = mark
        self._base: sqlite3.Connection | None = None
        self._inode: tuple[int, int] | None = None
        self._tally: Tally | None = None
        self._doubted = False

    def load(self) -> dict[str, dict[bytes, bytes]] | None:
        """All light values: by kind, then by key.

        Returns:
            None where there is no ledger: no file, another mark, damage, a write that was cut short, or a
            file that this process cannot write, because it would be believed when it is out of date.
        """
        self._tally, self._doubted = None, False
        try:
            self._reach()
            return self._all(self._base) if self._base else None
        except (sqlite3.Error, OSError, LedgerDamaged, *NONSENSE):
            self.close()
            return None

    def stands(self) -> bool:
        """Whether what was loaded or written last is still the ledger: a few calls, and no row is read."""
        try:
            self._agreed(self._known())
        except (sqlite3.Error, OSError, LedgerDamaged, *NONSENSE):
            return False
        return not self._doubted

    def heavy(self, kind: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The heavy values of these rows; b"" for a row that never had one.

        Raises:
            LedgerDamaged: a row is missing or not as it was written, which ends the ledger; or the file is no
                longer the one that was loaded.
        """
        asked = list(keys)
        try:
            base = self._known()
            with base:
                base.execute("BEGIN")
                self._agreed(base)
                return {key: heavy_row(base, kind, key) for key in asked}
        except (sqlite3.Error, OSError, *NONSENSE) as error:
            self._forget()
            raise LedgerDamaged(told_of(self._file, error)) from error

    def doubt(self) -> None:
        """Takes away the stamp: until the next write() there is no ledger for anybody who starts.

        To be called before the first document is published, so that a press that is killed, or a power cut,
        leaves no ledger of the edition before.
        """
        self._doubted = True
        try:
            self._stamp.unlink(missing_ok=True)
            folder = os.open(self._file.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except FileNotFoundError:
            return
        except OSError as error:
            self._forget()
            self.trouble = told_of(self._file, error)

    def write(self, puts: Iterable[Put], drops: Iterable[tuple[str, bytes]], *, anew: bool = False) -> None:
        """Writes rows, in one transaction: first the drops, then the puts.

        A full disk or a state that cannot be written is told of in `trouble`; there is no ledger then, nor
        when `puts` or `drops` raise something themselves, which goes through.

        Args:
            puts: the rows that are new or changed.
            drops: kind and key of those that are gone; one that is not there is nothing.
            anew: everything before is forgotten.

        Raises:
            LedgerDamaged: without `anew`, the file is not the one that was loaded or written last, or is
                damaged. There is no ledger then.
        """
        self.trouble = ""
        try:
            base = self._begun() if anew else self._known()
            tally = self._written(base, puts, drops)
            if anew:
                base.execute("PRAGMA journal_mode = WAL")
                base.execute(f"PRAGMA cache_size = -{_ROOM}")
            self._leave_stamp(tally)
        except (sqlite3.Error, OSError) as error:
            damaged = not anew and isinstance(error, sqlite3.Error) and is_damage(self._file, error)
            self._forget()
            if damaged:
                raise LedgerDamaged(told_of(self._file, error)) from error
            self.trouble = told_of(self._file, error)
        except BaseException:
            self._forget()
            raise

    def close(self) -> None:
        """Lets go of the file; load() opens it again."""
        self._tally = None
        if self._base:
            base, self._base = self._base, None
            with suppress(sqlite3.Error):
                base.close()

    def _reach(self) -> None:
        if self._base and self._inode == self._seen():
            return
        self.close()
        if self._seen() and os.access(self._file, os.W_OK) and os.access(self._file.parent, os.W_OK):
            self._open()

    def _open(self) -> sqlite3.Connection:
        self._base = connected(self._file, _LARGEST)
        # A mebibyte: no cycle waits long for the log to be carried over.
        self._base.execute("PRAGMA wal_autocheckpoint = 256")
        self._inode = self._seen()
        return self._base

    def _begun(self) -> sqlite3.Connection:
        self.close()
        make_state(self._file.parent)
        # The stamp goes first: nobody believes what is half written, so that no journal is needed.
        self._stamp.unlink(missing_ok=True)
        remove(self._file)
        base, self._tally, self._doubted = self._open(), Tally(), True
        base.execute("PRAGMA journal_mode = OFF")
        base.execute(f"PRAGMA cache_size = -{_ROOM_TO_BEGIN}")
        begin(base)
        leave_stamp(base, self._tally.stamp(self._mark))
        return base

    def _seen(self) -> tuple[int, int] | None:
        try:
            seen = self._file.lstat()
        except FileNotFoundError:
            return None
        return (seen.st_dev, seen.st_ino) if stat.S_ISREG(seen.st_mode) else None

    def _known(self) -> sqlite3.Connection:
        # While the file is open here, no other can get its inode.
        if self._base is None or self._tally is None or self._inode != self._seen():
            raise LedgerDamaged(f"{self._file}: it is not what was loaded")
        return self._base

    def _agreed(self, base: sqlite3.Connection) -> Tally:
        tally = self._tally or Tally()
        stamp = tally.stamp(self._mark)
        if stamps(base) != [stamp] or _read(self._stamp) != (b"" if self._doubted else stamp):
            raise LedgerDamaged(f"{self._file}: its rows do not add up")
        return tally

    def _all(self, base: sqlite3.Connection) -> dict[str, dict[bytes, bytes]]:
        with base:
            base.execute("BEGIN")
            rows, self._tally = light_rows(base)
            self._agreed(base)
        return rows

    def _written(
        self, base: sqlite3.Connection, puts: Iterable[Put], drops: Iterable[tuple[str, bytes]]
    ) -> Tally:
        with base:
            base.execute("BEGIN IMMEDIATE")
            tally = change(base, self._agreed(base), puts, drops)
            leave_stamp(base, tally.stamp(self._mark))
        return tally

    def _leave_stamp(self, tally: Tally) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        place = os.open(self._stamp, flags, 0o666)
        try:
            os.write(place, tally.stamp(self._mark))
        finally:
            os.close(place)
        self._tally, self._doubted = tally, False

    def _forget(self) -> None:
        self.close()
        # The stamp alone would do: without it there is no ledger.
        with suppress(OSError):
            self._stamp.unlink(missing_ok=True)
        with suppress(OSError):
            remove(self._file)


def _read(file: Path) -> bytes:
    try:
        place = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return b""
    try:
        return os.read(place, _STAMP + 1)
    finally:
        os.close(place)
