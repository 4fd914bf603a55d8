"""A check that remembers: only captures that the cache does not know are read and proved.

A capture is known by its path below the inbox and the hash of its bytes, under one set of rules. A file
whose size, times and inode are those of a reading long enough ago is not even read: every write, rename
and change of mode moves ctime, which no program can set back. A file that changed within the last two
seconds before the folder was listed is always read, as git does with its index ("racy git"): some file
systems count time in steps so large that a second write leaves no trace.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from pathlib import Path

import pressrun
from pressrun.press import records
from pressrun.press.batches import Progress, uncollected
from pressrun.press.crossing import add
from pressrun.press.proof import Proof, ProofSettings
from pressrun.press.reading import Asked, Checking, Read, hash_of, read_all
from pressrun.press.targets import Target
from pressrun.rules import Facts, Rule, examine_set
from pressrun.store.cache import Cache, News, Told
from pressrun.store.inbox import Found

# FAT counts modification times in steps of two seconds; nothing else in use is coarser.
_SETTLED_NS = 2_000_000_000


class Remembering:
    """A target's proofs, from the cache as far as it has them; what is new goes there by `keep`."""

    def __init__(self, target: Target, checking: Checking, cache: Cache) -> None:
        self._target = target
        self._checking = checking
        self._cache = cache
        self._news = News()
        self._proofs: dict[str, Proof] = {}
        self._contents: dict[str, bytes] = {}
        # Captures that have facts which are still in the cache.
        self._unread: set[str] = set()

    def proofs(self, executor: Executor | None, progress: Progress | None) -> list[Proof]:
        """The proof of every capture, in their order; those that are known come without facts."""
        known = self._known()
        found = {one.path: one for one in self._target.found}
        stats = {path: stat_of(one, self._target.seen_ns) for path, one in found.items()}
        asked = {}
        for path in found:
            told = known.get(path)
            if told and told.stat and told.stat == stats[path]:
                self._contents[path] = told.content
            else:
                asked[path] = Asked(path, told.content if told else b"")
        done = len(found) - len(asked)
        for reads in read_all(self._checking, [found[path] for path in asked], asked, executor):
            for read in reads:
                self._take(read, known.get(read.path), stats[read.path])
            done += len(reads)
            if progress is not None:
                progress(done, len(found))
        self._unread &= found.keys()
        if self._target.whole:
            self._news.gone = [self._target.below + path for path in known if path not in found]
        return [self._proofs[path] for path in found]

    def together(self, proofs: Sequence[Proof], rules: Sequence[Rule]) -> list[Proof]:
        """The proofs with what the rules of a set found, looked at only where the set has changed."""
        below = self._target.below
        state = _hash(
            part for proof in proofs for part in (os.fsencode(proof.path), self._contents[proof.path])
        )
        told = self._cache.together(below, state)
        if told is not None:
            try:
                return add(proofs, records.read_findings(told))
            except ValueError:
                self._cache.distrust()
        found = examine_set(self._facts(proofs), rules, self._checking.settings.gates)
        self._news.together = (state, records.write_findings(found))
        return add(proofs, found)

    def keep(self) -> str:
        """Writes what is new to the cache; returns what went wrong there, or nothing."""
        self._cache.keep(self._target.below, self._news)
        return self._cache.trouble

    @uncollected()
    def _known(self) -> dict[str, Told]:
        below = self._target.below
        rows = [
            (path, told)
            for full, told in self._cache.told(below).items()
            if (path := full.removeprefix(below))
        ]
        try:
            read = records.read_proofs((path, told.told) for path, told in rows)
        except ValueError:
            self._cache.distrust()
            return {}
        for proof, has_facts in read:
            self._proofs[proof.path] = proof
            if has_facts:
                self._unread.add(proof.path)
        return dict(rows)

    def _take(self, read: Read, told: Told | None, stat: bytes) -> None:
        path = self._target.below + read.path
        self._contents[read.path] = read.content
        if read.proof is None:
            if told is not None and stat != told.stat:
                self._news.seen.append(Told(path, stat, read.content, told.told))
            return
        self._unread.discard(read.path)
        self._proofs[read.path] = read.proof
        if read.content:
            self._news.told.append(Told(path, stat, read.content, records.write_proof(read.proof)))
            if read.proof.facts is not None:
                self._news.facts.append((path, read.content, records.write_facts(read.proof.facts)))
        elif told is not None:
            self._news.gone.append(path)

    def _facts(self, proofs: Sequence[Proof]) -> list[Facts]:
        """The facts of the whole set: of the captures that were known from the cache, or proved again."""
        below = self._target.below
        kept = self._cache.facts(below) if self._unread else {}
        rows = []
        for path in self._unread:
            content, record = kept.get(below + path, (b"", b""))
            if content and content == self._contents[path]:
                rows.append((path, record))
        try:
            read = {facts.path: facts for facts in records.read_facts(rows)}
        except ValueError:
            self._cache.distrust()
            read = {}
        return [
            facts for proof in proofs if (facts := proof.facts or read.get(proof.path) or self._again(proof))
        ]

    def _again(self, proof: Proof) -> Facts | None:
        if proof.path not in self._unread:
            return None
        read = self._checking.read([Asked(proof.path, b"")])[0]
        if read.proof is None or read.proof.facts is None or read.content != self._contents[proof.path]:
            return None
        path = self._target.below + proof.path
        self._news.facts.append((path, read.content, records.write_facts(read.proof.facts)))
        return read.proof.facts


def rule_set(settings: ProofSettings, limit: int) -> bytes:
    """A hash of all that findings depend on besides a capture's path and bytes.

    That is: the settings (rules, phrases, zone), the size cap, who may read files, and the program itself:
    its own files by content (5 ms, where sizes and times would miss an edit that keeps both), Python, whose
    Unicode tables the rules use, and every installed distribution by name and version.
    """
    own = Path(pressrun.__file__).parent
    files = sorted(path for path in own.rglob("*") if path.suffix in {".py", ".toml"})
    parts = [part for path in files for part in (os.fsencode(path.relative_to(own)), path.read_bytes())]
    setting = repr((settings, limit, os.geteuid(), sys.version, pressrun.__version__, _installed()))
    return _hash([setting.encode("utf-8", "backslashreplace"), *parts])


def _installed() -> list[str]:
    """Names of the metadata folders beside the modules: reading one of them takes longer than all names."""
    names = []
    for place in sys.path:
        if os.path.isdir(place):  # noqa: PTH112
            names += [name for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info"))]  # noqa: PTH208
    return sorted(names)


def stat_of(found: Found, seen_ns: int) -> bytes:
    """What tells a capture's file from any other; empty for one that changed too lately to be trusted."""
    if max(found.mtime_ns, found.ctime_ns) + _SETTLED_NS > seen_ns:
        return b""
    return b"%d.%d.%d.%d" % (found.size, found.mtime_ns, found.ctime_ns, found.inode)


def _hash(parts: Iterable[bytes]) -> bytes:
    parts = list(parts)
    # The lengths keep the parts apart.
    lengths = ",".join([str(len(part)) for part in parts]).encode("ascii")
    return hash_of(b"\n".join((lengths, *parts)))
