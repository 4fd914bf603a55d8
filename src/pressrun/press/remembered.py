"""What the ledger tells of captures and digests, read when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping

from pressrun.finding import Finding, Severity
from pressrun.history.standing import Memory
from pressrun.press.index import Index
from pressrun.press.keeping import Unsound
from pressrun.press.proof import Proof
from pressrun.press.rows import read_memory_row, read_told
from pressrun.rules import Facts
from pressrun.store.ledger import Ledger, LedgerDamaged

Told = tuple[Proof, Facts | None, list[Finding]]


class Memories(Mapping[str, Memory]):
    """The published digests by name."""

    def __init__(self, index: Index, ledger: Ledger) -> None:
        self._index = index
        self._ledger = ledger
        self._read: dict[str, Memory] = {}

    def __getitem__(self, name: str) -> Memory:
        if name not in self._read:
            self.read([name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._index.digests)

    def __len__(self) -> int:
        return len(self._index.digests)

    def __contains__(self, name: object) -> bool:
        return name in self._index.digests

    def put(self, memory: Memory) -> None:
        """A digest as it is remembered now."""
        self._read[memory.name] = memory

    def read(self, names: Iterable[str]) -> list[Memory]:
        """These digests, read together."""
        names = list(names)
        wanted = {name: name.encode() for name in names if name not in self._read}
        if unknown := wanted.keys() - self._index.digests.keys():
            raise KeyError(min(unknown))
        for name, data in _heavy(self._ledger, "digest", wanted).items():
            self._read[name] = read_memory_row(data)
        return [self._read[name] for name in names]


class Captures:
    """The captures of the inbox as they are now: what is known of them, and what was just read.

    Args:
        index: already told of what was just read.
        ledger: knows the others.
        news: the proofs of captures that were just read.
    """

    def __init__(self, index: Index, ledger: Ledger, news: Mapping[str, Proof]) -> None:
        self._index = index
        self._ledger = ledger
        self._news = news
        self._read: dict[str, Told] = {}

    def told(self, paths: Iterable[str]) -> dict[str, Told]:
        """What is told of these captures."""
        paths = list(paths)
        wanted = {
            path: os.fsencode(path) for path in paths if path not in self._read and path not in self._news
        }
        for path, data in _heavy(self._ledger, "capture", wanted).items():
            self._read[path] = read_told(path, data)
        return {
            path: (self._news[path], self._news[path].facts, []) if path in self._news else self._read[path]
            for path in paths
        }

    def members(self, groups: Collection[str]) -> set[str]:
        """The captures of these groups."""
        return {path for group in groups for path in self._index.by_group.get(group, ())}

    def groups(self, path: str) -> Collection[str]:
        """The groups of a capture."""
        row = self._index.captures.get(path)
        return row.groups if row else ()

    def around(self, paths: Collection[str]) -> set[str]:
        """These captures, and all others of each of their groups."""
        return {*paths, *self.members({group for path in paths for group in self.groups(path)})}

    def facts(self, paths: Collection[str]) -> list[Facts]:
        """What is known of these captures, in the order of their paths; nothing of those in no set."""
        told = self.told(path for path in sorted(paths) if self.groups(path))
        return [facts for _, facts, _ in told.values() if facts is not None]

    def barred(self, path: str) -> bool:
        """Whether an error of the set kept a capture out."""
        row = self._index.captures.get(path)
        return row is not None and row.barred

    def errors(self, path: str) -> list[Finding]:
        """The errors of the set that were found in a capture."""
        (told,) = self.told([path]).values()
        return [finding for finding in told[2] if finding.severity is Severity.ERROR]


def _heavy(ledger: Ledger, kind: str, wanted: Mapping[str, bytes]) -> dict[str, bytes]:
    if not wanted:
        return {}
    try:
        found = ledger.heavy(kind, wanted.values())
        return {name: found[key] for name, key in wanted.items()}
    except (LedgerDamaged, KeyError) as error:
        raise Unsound(f"the ledger: {error}") from error
