"""What the ledger tells, in memory: captures and digests by all that a cycle asks for."""

from __future__ import annotations

import json
import os
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pressrun.press.rows import CaptureRow, DigestRow, read_column, read_grave
from pressrun.store.inbox import Found

#: The key of the row that tells what an edition holds.
CONTENTS = b"contents"
#: By kind, the light values of all rows by their keys, as the ledger gives them.
Loaded = Mapping[str, Mapping[bytes, bytes]]


class Held(NamedTuple):
    """What an edition holds: its accounting without its columns, and how many documents it has."""

    captures: int
    published: int
    rejected: int
    duplicates: int
    rejected_by_rule: dict[str, int]
    documents: int


class Index:
    """The rows of a ledger, and the ways to find them. Who changes it writes the ledger as well.

    Args:
        loaded: what the ledger holds.

    Raises:
        ValueError: a row is none that we write.
    """

    def __init__(self, loaded: Loaded) -> None:
        try:
            self.captures = {
                os.fsdecode(path): _capture(row) for path, row in _read(loaded, "capture").items()
            }
            self.digests = {name.decode(): DigestRow(*row) for name, row in _read(loaded, "digest").items()}
            self.columns = {slug.decode(): read_column(row) for slug, row in loaded.get("column", {}).items()}
            self.graves = [read_grave(row) for row in loaded.get("grave", {}).values()]
            self.folders = {os.fsdecode(path): int(row) for path, row in loaded.get("folder", {}).items()}
            self.documents = {os.fsdecode(path): row for path, row in loaded.get("document", {}).items()}
            self.held = Held(*json.loads(loaded["note"][CONTENTS]))
        except (TypeError, KeyError, IndexError, AttributeError) as error:
            raise ValueError(f"no row of ours: {error!r}") from error
        self._stats = {path: _seen(path, row.stat) for path, row in self.captures.items()}
        self._found = False
        self._newest: str | None = None

    def differing(self, found: Iterable[Found]) -> list[Found]:
        """Of the files found those that are new, or not the ones that the ledger knows."""
        stats = self._stats
        return [one for one in found if stats.get(one[0]) != one]

    def missing(self, found: Sequence[Found]) -> set[str]:
        """The captures that are known and were not found."""
        known = self.captures
        if sum([one[0] in known for one in found]) == len(known):
            return set()
        return known.keys() - {one.path for one in found}

    def see(self, path: str, stat: str) -> None:
        """The file of a capture, which says what it said before, under its new times."""
        self.captures[path] = self.captures[path]._replace(stat=stat)
        self._stats[path] = _seen(path, stat)

    def find(self) -> None:
        """Builds what rows are found by; a cycle that finds nothing changed has no use for it."""
        if self._found:
            return
        self._found = True
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.by_key: dict[str, set[str]] = defaultdict(set)
        self.by_group: dict[str, set[str]] = defaultdict(set)
        self.accounts: dict[str, Counter[str]] = defaultdict(Counter)
        self.aliases: dict[str, set[str]] = defaultdict(set)
        self.by_origin: dict[str, set[str]] = defaultdict(set)
        self.by_slug: dict[str, set[str]] = defaultdict(set)
        self.paths = sorted(self.captures)
        for path, row in self.captures.items():
            self._enter(path, row)
        for name, digest in self.digests.items():
            self._enter_digest(name, digest)

    @property
    def newest(self) -> str:
        """The newest `fetch_date` of the captures, as rows have it; empty where none can be read."""
        if self._newest is None:
            self._newest = max((row.fetched for row in self.captures.values()), default="")
        return self._newest

    def mixed(self, sources: Collection[str]) -> set[str]:
        """The digests that several sources captured, one of these among them."""
        if not sources:
            return set()
        several = ((name, paths) for name, paths in self.by_name.items() if len(paths) > 1)
        return {
            name
            for name, paths in several
            if len(told := {self.captures[path].source for path in paths if self.captures[path].good}) > 1
            and not told.isdisjoint(sources)
        }

    def put(self, path: str, row: CaptureRow) -> None:
        """A capture as it is now."""
        old = self.captures.get(path)
        if old is None:
            insort(self.paths, path)
        else:
            self._leave(path, old)
        self.captures[path] = row
        self._stats[path] = _seen(path, row.stat)
        self._enter(path, row)

    def drop(self, path: str) -> None:
        """A capture that is gone."""
        self._leave(path, self.captures.pop(path))
        self._stats.pop(path)
        self.paths.remove(path)

    def put_digest(self, name: str, row: DigestRow) -> None:
        """A digest as it is now."""
        self.drop_digest(name)
        self.digests[name] = row
        self._enter_digest(name, row)

    def drop_digest(self, name: str) -> None:
        """A digest that is gone, if it was there."""
        old = self.digests.pop(name, None)
        if old is not None:
            self.by_slug[old.slug].discard(name)
            self.by_origin[old.origin].discard(name)
            if old.alias:
                self.aliases[old.alias].discard(name)

    def _enter(self, path: str, row: CaptureRow) -> None:
        if row.name:
            self.by_name[row.name].add(path)
        if row.key:
            self.by_key[row.key].add(path)
        for group in row.groups:
            self.by_group[group].add(path)
        if self._newest is not None:
            self._newest = max(self._newest, row.fetched)
        if row.good:
            self.accounts[row.source][row.account] += 1

    def _leave(self, path: str, row: CaptureRow) -> None:
        if row.name:
            self.by_name[row.name].discard(path)
        if row.key:
            self.by_key[row.key].discard(path)
        for group in row.groups:
            self.by_group[group].discard(path)
        if row.fetched == self._newest:
            self._newest = None
        if row.good:
            counted = self.accounts[row.source]
            counted[row.account] -= 1
            if not counted[row.account]:
                del counted[row.account]

    def _enter_digest(self, name: str, row: DigestRow) -> None:
        self.by_slug[row.slug].add(name)
        self.by_origin[row.origin].add(name)
        if row.alias:
            self.aliases[row.alias].add(name)


def _seen(path: str, stat: str) -> tuple[str | int, ...]:
    """A capture as a scan finds it; one whose file changed too lately to be trusted is like none."""
    return (path, *map(int, stat.split("."))) if stat else ()


def _read(loaded: Loaded, kind: str) -> dict[bytes, Any]:
    """The rows of a kind; one text is read twice as fast as thousands of small ones (measured)."""
    rows = loaded.get(kind, {})
    values = json.loads(b"[" + b",".join(rows.values()) + b"]")
    return dict(zip(rows, values, strict=True))


def _capture(row: list[Any]) -> CaptureRow:
    return CaptureRow(*row)._replace(groups=tuple(row[-2]))
