"""What checks found before, in one SQLite file a base folder, below the state.

It is an index and nothing more: whatever is wrong with the file, a check runs as if it were not there,
and a damaged one is begun anew. Every row is sealed with a hash of all that it says (see `sealing`), so
that a row is either as it was written or none.

The sample's 12,968 captures take 12 MB for each set of rules, and 80 ms to read with their seals.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pressrun.store.sealing import NONSENSE, PAGE, connected, is_damage, remove, schema, seal, told_of
from pressrun.store.state import make_state

#: A set of rules takes a mebibyte for 1,000 captures; past half of this only the rules of this run are kept.
_LARGEST = 1024 * 1024 * 1024
# Sets of rules that are remembered, and the days that one may go unused.
_RULE_SETS, _DAYS, _DAY = 4, 30, 24 * 60 * 60
_SCHEMA = tuple(
    f"CREATE TABLE {columns}) WITHOUT ROWID"
    for columns in (
        "rules (rules BLOB PRIMARY KEY, day INTEGER",
        "told (rules BLOB, path BLOB, stat BLOB, content BLOB, told BLOB, seal BLOB, PRIMARY KEY (rules, path)",  # noqa: E501
        "facts (rules BLOB, path BLOB, content BLOB, facts BLOB, seal BLOB, PRIMARY KEY (rules, path)",
        "sets (rules BLOB, place BLOB, content BLOB, told BLOB, seal BLOB, PRIMARY KEY (rules, place)",
    )
)
_COLUMNS = {
    "told": "SELECT path, stat, content, told, seal FROM told",
    "facts": "SELECT path, content, facts, seal FROM facts",
}
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Told:
    """What a capture gave. `stat` tells its file apart from any other; empty where that cannot be trusted."""

    path: str
    stat: bytes
    content: bytes
    told: bytes


@dataclass(slots=True)
class News:
    """What a run adds. `seen`: known captures with other times, which to lose costs only a reading."""

    told: list[Told] = field(default_factory=list)
    seen: list[Told] = field(default_factory=list)
    facts: list[tuple[str, bytes, bytes]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    together: tuple[bytes, bytes] | None = None

    def __bool__(self) -> bool:
        return bool(self.told or self.facts or self.gone or self.together)


class Cache:
    """What was found with one set of rules below one folder. No method fails; `trouble` says what did.

    Args:
        state: the state folder; it is made when there is something to keep.
        base: the folder that paths start at.
        rules: a hash of all that findings depend on besides a capture's path and bytes.
    """

    def __init__(self, state: Path, base: Path, rules: bytes) -> None:
        name = hashlib.sha256(os.fsencode(base.resolve())).hexdigest()[:16]
        self.file = state / f"check-{name}.sqlite3"
        self.trouble = ""
        self._rules = rules
        self._damaged = False
        self._current = False

    def told(self, below: str) -> dict[str, Told]:
        """What is known of the captures whose paths start so."""
        return self._asked(lambda base: self._read_told(base, below)) or {}

    def facts(self, below: str) -> dict[str, tuple[bytes, bytes]]:
        """The hash of the content, and the facts, of the captures whose paths start so."""
        return self._asked(lambda base: self._read_facts(base, below)) or {}

    def together(self, below: str, content: bytes) -> bytes | None:
        """What the set of the captures whose paths start so gave, if it was this one."""
        return self._asked(lambda base: self._read_set(base, below, content))

    def keep(self, below: str, news: News) -> None:
        """Writes what is new, and drops what is old. It is no trouble where there was nothing new."""
        if self.trouble or (not news and not news.seen and self._current):
            return
        try:
            if self._damaged:
                remove(self.file)
            make_state(self.file.parent)
            try:
                self._written(below, news)
            except sqlite3.Error as error:
                if not is_damage(self.file, error):
                    raise
                remove(self.file)
                self._written(below, news)
        except (sqlite3.Error, OSError) as error:
            self.trouble = told_of(self.file, error) if news else ""

    def distrust(self) -> None:
        """Says that a row holds what no run writes, seal or not: the file is begun anew."""
        self._damaged = True

    def _asked(self, question: Callable[[sqlite3.Connection], _Result]) -> _Result | None:
        if self._damaged or self.trouble or not self.file.is_file():
            return None
        try:
            with closing(connected(self.file, _LARGEST)) as base:
                self._damaged = schema(base) not in (set(), set(_SCHEMA))
                return None if self._damaged else question(base)
        except sqlite3.Error as error:
            self._damaged = is_damage(self.file, error)
            self.trouble = "" if self._damaged else told_of(self.file, error)
        except NONSENSE:
            self._damaged = True
        return None

    def _written(self, below: str, news: News) -> None:
        with closing(connected(self.file, _LARGEST)) as base, base:
            base.execute("BEGIN IMMEDIATE")
            # SQLite keeps the statement as it was written, but for the IF NOT EXISTS.
            for statement in _SCHEMA:
                base.execute(statement.replace("TABLE", "TABLE IF NOT EXISTS", 1))
            self._write(base, below, news)

    def _read_told(self, base: sqlite3.Connection, below: str) -> dict[str, Told]:
        day = base.execute("SELECT day FROM rules WHERE rules = ?", (self._rules,)).fetchone()
        self._current = day is not None and day[0] == _today()
        told = (Told(os.fsdecode(path), *rest) for path, *rest in self._rows(base, "told", below))
        return {one.path: one for one in told}

    def _read_facts(self, base: sqlite3.Connection, below: str) -> dict[str, tuple[bytes, bytes]]:
        rows = self._rows(base, "facts", below)
        return {os.fsdecode(path): (content, facts) for path, content, facts in rows}

    def _read_set(self, base: sqlite3.Connection, below: str, content: bytes) -> bytes | None:
        query = "SELECT place, content, told, seal FROM sets WHERE rules = ? AND place = ?"
        rows = base.execute(query, (self._rules, os.fsencode(below))).fetchall()
        return next((told for _, kept, told in self._sealed("sets", rows) if kept == content), None)

    def _rows(self, base: sqlite3.Connection, table: str, below: str) -> Iterator[tuple[bytes, ...]]:
        query, keys = _COLUMNS[table] + " WHERE rules = ?", [self._rules]
        if below:
            # What starts with "a/" stands from "a/" on and before "a0".
            query += " AND path >= ? AND path < ?"
            keys += [os.fsencode(below), os.fsencode(below[:-1]) + b"0"]
        return self._sealed(table, base.execute(query, keys).fetchall())

    def _sealed(self, table: str, rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[bytes, ...]]:
        """The rows that are as they were written, without their seals."""
        for *values, sealed in rows:
            said = [value for value in values if isinstance(value, bytes)]
            if len(said) == len(values) and self._seal(table, said) == sealed:
                yield tuple(said)

    def _seal(self, table: str, values: Iterable[bytes]) -> bytes:
        return seal(table.encode(), self._rules, *values)

    def _write(self, base: sqlite3.Connection, below: str, news: News) -> None:
        rules = self._rules
        base.execute("INSERT OR REPLACE INTO rules VALUES (?, ?)", (rules, _today()))
        self._drop_old(base)
        for table in ("told", "facts"):
            for path in news.gone:
                base.execute(f"DELETE FROM {table} WHERE rules = ? AND path = ?", (rules, os.fsencode(path)))  # noqa: S608
        for told in (*news.told, *news.seen):
            self._insert(base, "told", os.fsencode(told.path), told.stat, told.content, told.told)
        for path, content, facts in news.facts:
            self._insert(base, "facts", os.fsencode(path), content, facts)
        if news.together:
            self._insert(base, "sets", os.fsencode(below), *news.together)

    def _insert(self, base: sqlite3.Connection, table: str, *values: bytes) -> None:
        marks = ", ".join("?" * (len(values) + 2))
        row = (self._rules, *values, self._seal(table, values))
        base.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", row)  # noqa: S608  a table of ours

    def _drop_old(self, base: sqlite3.Connection) -> None:
        """Forgets the sets of rules that were not asked for in a long time, and all but the newest few."""
        known = base.execute(
            "SELECT rules, day FROM rules WHERE rules != ? ORDER BY day DESC", (self._rules,)
        )
        kept = 1
        pages = base.execute("PRAGMA page_count").fetchone()[0]
        for rules, day in known.fetchall():
            young = isinstance(day, int) and day > _today() - _DAYS
            if young and kept < _RULE_SETS and pages < _LARGEST // PAGE // 2:
                kept += 1
                continue
            for table in ("rules", "told", "facts", "sets"):
                base.execute(f"DELETE FROM {table} WHERE rules = ?", (rules,))  # noqa: S608


def _today() -> int:
    return int(time.time()) // _DAY
