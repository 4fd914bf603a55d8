"""Composed documents to bytes, in batches, by the executor that proved the captures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple, TypeVar

from pressrun.attributions import Attribution
from pressrun.columns import Column
from pressrun.compose import (
    Document,
    Imprint,
    Placed,
    attribution_document,
    item_documents,
    live_documents,
    newest,
    newest_mentions,
)
from pressrun.digest import Digest
from pressrun.press.window import in_window

#: Digests of a batch, and columns or attributions: a column's two live feeds can have a megabyte.
_DIGESTS = 64
_COLUMNS = 4
_Task = TypeVar("_Task")

Gathered = Sequence[tuple[Column, Sequence[Digest]]]
Attributed = Sequence[tuple[Attribution, Sequence[Placed]]]


class Serialised(NamedTuple):
    """A document ready to be published; `digest` is the key of the digest that an item's own one is of."""

    path: str
    data: bytes
    digest: str | None


def serialise_items(gathered: Gathered, imprint: Imprint, executor: Executor | None) -> Iterator[Serialised]:
    """Every item's own document."""
    tasks = [(column, digest) for column, digests in gathered for digest in digests]
    return _in_batches(partial(_items, imprint), tasks, _DIGESTS, executor)


def serialise_live(
    gathered: Gathered, imprint: Imprint, max_bytes: int, executor: Executor | None
) -> Iterator[Serialised]:
    """The live feeds of every column."""
    tasks = [(column, newest(digests, imprint.of(column))) for column, digests in gathered]
    return _in_batches(partial(_live, imprint, max_bytes), tasks, _COLUMNS, executor)


def serialise_attributions(
    attributed: Attributed, imprint: Imprint, max_bytes: int, executor: Executor | None
) -> Iterator[Serialised]:
    """The feed of every attribution."""
    tasks = [(attribution, newest_mentions(placed, imprint)) for attribution, placed in attributed]
    return _in_batches(partial(_attributions, imprint, max_bytes), tasks, _COLUMNS, executor)


def _in_batches(
    work: Callable[[Sequence[_Task]], list[Serialised]],
    tasks: Sequence[_Task],
    size: int,
    executor: Executor | None,
) -> Iterator[Serialised]:
    batches = [tasks[at : at + size] for at in range(0, len(tasks), size)]
    for documents in in_window(executor, work, batches):
        yield from documents


def _items(imprint: Imprint, tasks: Sequence[tuple[Column, Digest]]) -> list[Serialised]:
    return [
        _serialise(document, None, digest.key)
        for column, digest in tasks
        for document in item_documents(column, digest, imprint.of(column))
    ]


def _live(imprint: Imprint, max_bytes: int, gathered: Gathered) -> list[Serialised]:
    return [
        _serialise(document, max_bytes, None)
        for column, digests in gathered
        for document in live_documents(column, digests, imprint.of(column))
    ]


def _attributions(
    imprint: Imprint, max_bytes: int, tasks: Sequence[tuple[Attribution, Sequence[Placed]]]
) -> list[Serialised]:
    return [
        _serialise(attribution_document(attribution, placed, imprint), max_bytes, None)
        for attribution, placed in tasks
    ]


def _serialise(document: Document, max_bytes: int | None, digest: str | None) -> Serialised:
    # Imported here: feedgen is for a build alone (law 12).
    from pressrun.formats import atom  # noqa: PLC0415

    return Serialised(document.path, atom.serialise(document.feed, max_bytes), digest)
