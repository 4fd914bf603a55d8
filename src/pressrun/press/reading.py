"""Captures read and proved for a check, with the hash that tells whether one is as it was."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pressrun.capture import PAGE, Refusal
from pressrun.press.batches import Progress, in_batches, uncollected
from pressrun.press.proof import Proof, ProofSettings, moved, proof
from pressrun.press.targets import Target
from pressrun.press.window import in_window
from pressrun.store import inbox
from pressrun.store.inbox import Found

_HASH = 16


class Asked(NamedTuple):
    """A capture that has to be read, and the content that it had when last seen."""

    path: str
    content: bytes


class Read(NamedTuple):
    """What reading gave: no content for a file that is no capture, no proof for content that is known."""

    path: str
    content: bytes
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class Checking:
    """How the captures of a target are proved: for workers, so small and picklable.

    `hashes`: somebody remembers contents, so that their hashes are wanted.
    """

    root: Path
    below: str
    settings: ProofSettings
    limit: int
    hashes: bool = True

    def read(self, batch: Sequence[Asked]) -> list[Read]:
        """Reads captures, and proves those that are not as they were."""
        with uncollected():
            return [self._read(asked) for asked in batch]

    def _read(self, asked: Asked) -> Read:
        raw = inbox.read(self.root, asked.path, self.limit)
        content = hash_of(raw) if self.hashes and not isinstance(raw, Refusal) else b""
        if content and content == asked.content:
            return Read(asked.path, content, None)
        return Read(asked.path, content, self.prove(asked.path, raw))

    def prove(self, path: str, raw: bytes | Refusal) -> Proof:
        """The proof of a capture; its rules see the path below the inbox."""
        found = moved(proof(self.below + path, raw, self.settings), path)
        if path.endswith(PAGE) and not gc.isenabled():
            # Of a page there was a tree, whose branches know their stems.
            gc.collect(0)
        return found


def prove_target(
    target: Target, checking: Checking, executor: Executor | None, progress: Progress | None
) -> Iterator[Proof]:
    """The proof of every capture of the target, in their order; nothing is remembered."""
    on_disk = [found for found in target.found if found.path not in target.raws]
    asked = {found.path: Asked(found.path, b"") for found in on_disk}
    proofs = {path: checking.prove(path, raw) for path, raw in target.raws.items()}
    for reads in read_all(checking, on_disk, asked, executor):
        proofs |= {read.path: read.proof for read in reads if read.proof is not None}
        if progress is not None:
            progress(len(proofs), len(target.found))
    return (proofs[found.path] for found in target.found)


def read_all(
    checking: Checking, found: Sequence[Found], asked: Mapping[str, Asked], executor: Executor | None
) -> Iterator[list[Read]]:
    """What reading these captures gave, a batch at a time."""
    batches = [[asked[one.path] for one in batch] for batch in in_batches(found)]
    return in_window(executor, checking.read, batches)


def hash_of(data: bytes) -> bytes:
    """16 bytes that stand for the data: blake2b, the quickest hash of the library that nobody can forge."""
    return hashlib.blake2b(data, digest_size=_HASH).digest()
