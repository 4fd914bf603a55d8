"""Which versions of each document were served: an index below the state, and nothing more.

A version is its tag, the time that readers were told for it, and a hash of each of its entries: enough to say
which entries of the document are new to somebody who has that version. Where the file cannot be had, the same
is kept in memory: a server that may only read still serves.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from pressrun.store.sealing import NONSENSE, connected, is_damage, remove, schema, seal

#: Versions of a document that can be asked for.
KEPT = 20
#: Bytes of a hash of an entry.
SIZE = 16
_LARGEST = 512 * 1024 * 1024
_SCHEMA = (
    "CREATE TABLE versions (path BLOB, number INTEGER, tag BLOB, modified INTEGER, entries BLOB, seal BLOB, "
    "PRIMARY KEY (path, number)) WITHOUT ROWID"
)
_Row = tuple[int, bytes, int, bytes, bytes]


def hashed(entries: Iterable[bytes]) -> tuple[bytes, ...]:
    """A hash of each entry, in its order."""
    return tuple(hashlib.blake2b(entry, digest_size=SIZE).digest() for entry in entries)


class Versions:
    """The versions of one output's documents. No method fails; threads may share it.

    Args:
        folder: of this output, below the state.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._file = folder / "served.sqlite3"
        self._base = self._opened() or self._in_memory()

    def note(self, path: str, tag: str, modified: int, entries: Iterable[bytes] = (), kept: int = 1) -> int:
        """Says that this version stands now.

        Args:
            path: of the document below the output.
            tag: names its bytes.
            modified: seconds since 1970 that its own data says.
            entries: as `hashed` made them.
            kept: versions of it to keep, this one among them.

        Returns:
            What to tell readers in Last-Modified: later than for every version before, even where a late
            digest made it another document with the same data's time, or a removal with an earlier one. A
            reader that asks by that time alone would miss it else.
        """
        with self._lock:
            try:
                return self._noted(path.encode(), tag.encode(), modified, b"".join(entries), kept)
            except (sqlite3.Error, *NONSENSE):
                self._begin_anew()
                return modified

    def since(self, path: str, tags: Collection[str]) -> tuple[str, frozenset[bytes]] | None:
        """The newest version of the document that is among these tags, and the hashes of its entries."""
        with self._lock, suppress(sqlite3.Error, *NONSENSE):
            for _, tag, _, entries, _ in self._rows(path.encode()):
                if tag.decode() in tags:
                    hashes = (entries[at : at + SIZE] for at in range(0, len(entries), SIZE))
                    return tag.decode(), frozenset(hashes)
        return None

    def _noted(self, path: bytes, tag: bytes, modified: int, entries: bytes, kept: int) -> int:
        with self._base:
            self._base.execute("BEGIN IMMEDIATE")
            rows = self._rows(path)
            number, newest, told = rows[0][:3] if rows else (0, b"", -1)
            if newest == tag:
                return told
            told = max(modified, told + 1)
            # A version that comes back is the newest again; its old row would be kept in vain.
            gone = (path, tag, number + 1 - kept)
            self._base.execute("DELETE FROM versions WHERE path = ? AND (tag = ? OR number <= ?)", gone)
            row = (path, number + 1, tag, told, entries)
            self._base.execute(
                "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?)", (*row, _sealed(row))
            )
        return told

    def _rows(self, path: bytes) -> list[_Row]:
        """The document's versions, newest first, without those that are damaged."""
        rows: list[_Row] = self._base.execute(
            "SELECT number, tag, modified, entries, seal FROM versions WHERE path = ? ORDER BY number DESC",
            (path,),
        ).fetchall()
        return [row for row in rows if row[4] == _sealed((path, *row[:4]))]

    def _opened(self) -> sqlite3.Connection | None:
        """The file's; one that is damaged, or made by another release, is begun anew."""
        for _ in range(2):
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                base = connected(self._file, _LARGEST)
                found = schema(base)
                if not found:
                    base.execute(_SCHEMA)
                if not found or found == {_SCHEMA}:
                    return base
                base.close()
            except (sqlite3.Error, OSError, *NONSENSE) as error:
                if not (isinstance(error, sqlite3.Error) and is_damage(self._file, error)):
                    return None
            with suppress(OSError):
                remove(self._file)
        return None

    @staticmethod
    def _in_memory() -> sqlite3.Connection:
        base = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        base.text_factory = bytes
        base.execute(_SCHEMA)
        return base

    def _begin_anew(self) -> None:
        with suppress(sqlite3.Error):
            self._base.close()
        self._base = self._in_memory()


def _sealed(row: tuple[bytes, int, bytes, int, bytes]) -> bytes:
    path, number, tag, modified, entries = row
    return seal(path, b"%d" % number, tag, b"%d" % modified, entries)
