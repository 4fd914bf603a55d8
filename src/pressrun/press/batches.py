"""An inbox proved in batches, by any executor, in the order of the paths."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from pressrun.press.proof import Proof, ProofSettings, proof
from pressrun.press.window import in_window
from pressrun.store import inbox
from pressrun.store.inbox import Found

#: Bytes and files of a batch at the most: one task a file would lose the gain (FACTS §4).
BATCH_BYTES = 512 * 1024
BATCH_FILES = 64

Progress = Callable[[int, int], None]


def prove_all(
    root: Path,
    found: Sequence[Found],
    settings: ProofSettings,
    limit: int,
    executor: Executor | None,
    progress: Progress | None = None,
) -> Iterator[Proof]:
    """The proof of every capture found, in their order.

    Args:
        root: the inbox.
        found: what to prove.
        settings: as for `proof`.
        limit: bytes that a capture has at the most.
        executor: where the batches run; None runs them here. A single batch always runs here.
        progress: called with the number of captures proved and their total.
    """
    batches = [[capture.path for capture in batch] for batch in in_batches(found)]
    done = 0
    for proofs in in_window(executor, partial(_prove_batch, root, settings, limit), batches):
        yield from proofs
        done += len(proofs)
        if progress is not None:
            progress(done, len(found))


def in_batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    """What was found, so many at a time as are worth a task."""
    batch: list[Found] = []
    size = 0
    for capture in found:
        if batch and (size + capture.size > BATCH_BYTES or len(batch) >= BATCH_FILES):
            yield batch
            batch, size = [], 0
        batch.append(capture)
        size += capture.size
    if batch:
        yield batch


@contextmanager
def uncollected() -> Iterator[None]:
    """Work during which Python looks for no cycles of garbage: proofs and reports make next to none.

    A tenth of the time of a check otherwise. Saved pages make some: whoever proves them collects it.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _prove_batch(root: Path, settings: ProofSettings, limit: int, paths: list[str]) -> list[Proof]:
    with uncollected():
        return [proof(path, inbox.read(root, path, limit), settings) for path in paths]
