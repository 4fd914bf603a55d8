"""Rows by kind and key that add up: whatever vanished or changed, the sum is another one.

A row has a light value, and a heavy one in a table of its own, so that to read all light ones touches no page
of the others. A light row holds the seal of its heavy value, and is itself sealed into the sum.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pressrun.store.sealing import NONSENSE, schema, seal

_SUM = 16
_MODULUS = 1 << 8 * _SUM
# The heavy ones stand in a table with row numbers: without, a long value would spill into pages of its own.
_SCHEMA = (
    "CREATE TABLE stamp (only INTEGER PRIMARY KEY, stamp BLOB)",
    "CREATE TABLE light (kind BLOB, key BLOB, light BLOB, heavy BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID",
    "CREATE TABLE heavy (kind BLOB, key BLOB, heavy BLOB, PRIMARY KEY (kind, key))",
)
_HEAVY = (
    "SELECT light.heavy, heavy.heavy FROM light LEFT JOIN heavy USING (kind, key)"
    " WHERE light.kind = ? AND light.key = ?"
)


class Put(NamedTuple):
    """A row to be written. `heavy` None keeps the heavy value that is there, or b"" where there is none."""

    kind: str
    key: bytes
    light: bytes
    heavy: bytes | None


@dataclass(frozen=True, slots=True)
class Tally:
    """All rows in a count and a sum, which are the same for any order of writing."""

    count: int = 0
    total: int = 0

    def stamp(self, mark: bytes) -> bytes:
        """The tally in 16 bytes, for one program and config."""
        return seal(mark, b"%d" % self.count, self.total.to_bytes(_SUM, "big"))


def begin(base: sqlite3.Connection) -> None:
    """Makes the tables, which are not there."""
    for statement in _SCHEMA:
        base.execute(statement)


def light_rows(base: sqlite3.Connection) -> tuple[dict[str, dict[bytes, bytes]], Tally]:
    """All light values, by kind and key, and what they add up to.

    Raises:
        sqlite3.Error: the file cannot be read.
        ValueError: it has other tables, or rows of other types.
    """
    if schema(base) != set(_SCHEMA):
        raise ValueError("other tables")
    kinds: dict[bytes, dict[bytes, bytes]] = {}
    count = total = 0
    for kind, key, light, heavy in base.execute("SELECT kind, key, light, heavy FROM light"):
        count += 1
        total += int.from_bytes(seal(kind, key, light, heavy), "big")
        kinds.setdefault(kind, {})[key] = light
    return {kind.decode(): rows for kind, rows in kinds.items()}, Tally(count, total % _MODULUS)


def heavy_row(base: sqlite3.Connection, kind: str, key: bytes) -> bytes:
    """A row's heavy value; b"" if it never had one.

    Raises:
        sqlite3.Error: the file cannot be read.
        ValueError: there is no such row, or its heavy value is not the one that was written.
    """
    sealed, heavy = base.execute(_HEAVY, (kind.encode(), key)).fetchone() or (None, None)
    if sealed == seal(kind.encode(), key):
        return b""
    if not isinstance(heavy, bytes) or sealed != seal(kind.encode(), key, heavy):
        raise ValueError("a row is not as it was written")
    return heavy


def change(
    base: sqlite3.Connection, tally: Tally, puts: Iterable[Put], drops: Iterable[tuple[str, bytes]]
) -> Tally:
    """First the drops, then the puts; what the rows add up to then.

    Raises:
        sqlite3.Error: the file cannot be read or written, or what stood there is nonsense.
    """
    count, total = tally.count, tally.total
    for name, key in drops:
        kind = name.encode()
        for sealed, _ in _taken(base, kind, key):
            count, total = count - 1, total - sealed
        base.execute("DELETE FROM heavy WHERE kind = ? AND key = ?", (kind, key))
    for put in puts:
        heavy = None if put.heavy is None else seal(put.kind.encode(), put.key, put.heavy)
        for sealed, kept in _taken(base, put.kind.encode(), put.key):
            count, total, heavy = count - 1, total - sealed, heavy or kept
        count, total = count + 1, total + _put(base, put, heavy)
    return Tally(count, total % _MODULUS)


def stamps(base: sqlite3.Connection) -> list[object]:
    """What the file says of its own rows: one stamp, if it is whole."""
    return [stamp for (stamp,) in base.execute("SELECT stamp FROM stamp")]


def leave_stamp(base: sqlite3.Connection, stamp: bytes) -> None:
    """Has the file say so of its rows."""
    base.execute("INSERT OR REPLACE INTO stamp VALUES (1, ?)", (stamp,))


def _put(base: sqlite3.Connection, put: Put, sealed: bytes | None) -> int:
    kind = put.kind.encode()
    sealed = sealed or seal(kind, put.key)
    if put.heavy is not None:
        base.execute("INSERT OR REPLACE INTO heavy VALUES (?, ?, ?)", (kind, put.key, put.heavy))
    base.execute("INSERT INTO light VALUES (?, ?, ?, ?)", (kind, put.key, put.light, sealed))
    return int.from_bytes(seal(kind, put.key, put.light, sealed), "big")


def _taken(base: sqlite3.Connection, kind: bytes, key: bytes) -> list[tuple[int, bytes]]:
    """Takes the light row out, if there is one: its part of the sum, and the seal of its heavy value."""
    query = "DELETE FROM light WHERE kind = ? AND key = ? RETURNING light, heavy"
    try:
        rows = base.execute(query, (kind, key)).fetchall()
        return [(int.from_bytes(seal(kind, key, light, heavy), "big"), heavy) for light, heavy in rows]
    except NONSENSE as error:
        raise sqlite3.DatabaseError("a row is not as it was written") from error
