"""Digests to the bytes of their documents: entries are serialised once, by any executor, and joined here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeVar

from pressrun.attributions import Attribution
from pressrun.columns import Column
from pressrun.compose import (
    Document,
    Imprint,
    Placed,
    Sheet,
    attribution_document,
    digest_entry,
    item_entries,
    item_feed,
    newest_mentions,
)
from pressrun.feed import Tombstone
from pressrun.history.standing import Standing
from pressrun.press.window import in_window

#: Digests of a batch, and attributions: each of their feeds can have half a megabyte.
_DIGESTS = 64
_FEEDS = 4
_Task = TypeVar("_Task")
_Made = TypeVar("_Made")

#: The tombstones of a column's digests, and of its items.
Buried = tuple[Sequence[Tombstone], Sequence[Tombstone]]
Attributed = Sequence[tuple[Attribution, Sequence[Placed]]]


class Serialised(NamedTuple):
    """A document ready to be published; `digest` is the name of the digest that an item's own one is of."""

    path: str
    data: bytes
    digest: str | None


@dataclass(slots=True)
class Entries:
    """Serialised entries by their ids: of digests in each format by the end of its name, of items."""

    kept: Callable[[str, str], bytes] | None = None
    by_kind: dict[str, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, kind: str, name: str, data: bytes) -> None:
        """Adds the entry of this id; `kind` is one of `atom`, `json`, `rss`, `item`."""
        self.by_kind[kind][name] = data

    def of(self, sheet: Sheet) -> Iterator[bytes]:
        """The entries of a sheet, in its order."""
        kind = kind_of(sheet.path)
        known = self.by_kind[kind]
        for name in sheet.ids:
            if name in known or self.kept is None:
                yield known[name]
            else:
                yield self.kept(kind, name)


@dataclass(frozen=True, slots=True)
class Plan:
    """What of a column is written: digests that are serialised, sheets of them and of others, its page.

    `kept` gives an entry that is not serialised anew, by kind and id.
    """

    column: Column
    fresh: Sequence[Standing]
    sheets: Sequence[Sheet]
    page: Serialised
    kept: Callable[[str, str], bytes] | None = None


class _Asked(NamedTuple):
    column: Column
    standing: Standing
    wanted: frozenset[str]


def serialise_columns(
    plans: Sequence[Plan], imprint: Imprint, max_bytes: int, executor: Executor | None
) -> Iterator[Serialised]:
    """Every document of these columns, in the order of law 4: what is linked before what links it."""
    tasks = [
        _Asked(plan.column, standing, wanted)
        for plan in plans
        for wanted in [_wanted(plan.sheets)]
        for standing in plan.fresh
    ]
    made = _each(partial(_digests, imprint), tasks, _DIGESTS, executor)
    for plan in plans:
        entries = Entries(plan.kept)
        for _, (documents, serialised) in zip(plan.fresh, made, strict=False):
            yield from documents
            for kind, name, data in serialised:
                entries.add(kind, name, data)
        for sheet in plan.sheets:
            yield Serialised(sheet.path, _joined(sheet, entries.of(sheet), max_bytes), None)
        yield plan.page


def serialise_attributions(
    attributed: Attributed, imprint: Imprint, max_bytes: int, executor: Executor | None
) -> Iterator[Serialised]:
    """The feed of every attribution."""
    tasks = [(attribution, newest_mentions(placed, imprint)) for attribution, placed in attributed]
    return _each(partial(_attributions, imprint, max_bytes), tasks, _FEEDS, executor)


def serialise(document: Document, max_bytes: int | None = None) -> bytes:
    """A whole document in the format of its path."""
    # Imported here: feedgen is for a build alone (law 12).
    from pressrun.formats.registry import format_of  # noqa: PLC0415

    return format_of(document.path).serialise(document.feed, max_bytes)


def _wanted(sheets: Iterable[Sheet]) -> frozenset[str]:
    """The ids that live feeds ask for: only these are serialised as RSS, and as items for items.xml."""
    return frozenset(name for sheet in sheets if sheet.live for name in sheet.ids)


def _joined(sheet: Sheet, entries: Iterable[bytes], max_bytes: int) -> bytes:
    from pressrun.formats.registry import format_of  # noqa: PLC0415  as in serialise

    return format_of(sheet.path).join(sheet.feed, entries, max_bytes if sheet.live else None)


def kind_of(path: str) -> str:
    """The kind of the entries that a document holds: `atom`, `json`, `rss` or `item`."""
    if path.endswith("/items.xml"):
        return "item"
    return "rss" if path.endswith("/rss.xml") else "json" if path.endswith(".json") else "atom"


def _each(
    work: Callable[[Sequence[_Task]], list[_Made]],
    tasks: Sequence[_Task],
    size: int,
    executor: Executor | None,
) -> Iterator[_Made]:
    batches = [tasks[at : at + size] for at in range(0, len(tasks), size)]
    for made in in_window(executor, work, batches):
        yield from made


def _digests(
    imprint: Imprint, tasks: Sequence[_Asked]
) -> list[tuple[list[Serialised], list[tuple[str, str, bytes]]]]:
    return [_digest(task.column, task.standing, task.wanted, imprint.of(task.column)) for task in tasks]


def _digest(
    column: Column, standing: Standing, wanted: frozenset[str], imprint: Imprint
) -> tuple[list[Serialised], list[tuple[str, str, bytes]]]:
    """The items' own documents, and the entries that other documents hold, by kind and id."""
    from pressrun.formats import atom, json_feed, rss  # noqa: PLC0415  as in serialise

    documents, entries = [], []
    for item in item_entries(standing, column, imprint):
        written = [atom.serialise_entry(entry) for entry in (item.entry, *item.earlier)]
        documents.append(Serialised(item.path, atom.join(item_feed(item, imprint), written), standing.name))
        if item.entry.id in wanted:
            entries.append(("item", item.entry.id, written[0]))
    entry = digest_entry(standing, column, imprint)
    entries.append(("atom", entry.id, atom.serialise_entry(entry)))
    entries.append(("json", entry.id, json_feed.serialise_entry(entry)))
    if entry.id in wanted:
        entries.append(("rss", entry.id, rss.serialise_entry(entry)))
    return documents, entries


def _attributions(
    imprint: Imprint, max_bytes: int, tasks: Sequence[tuple[Attribution, Sequence[Placed]]]
) -> list[Serialised]:
    made = []
    for attribution, placed in tasks:
        document = attribution_document(attribution, placed, imprint)
        made.append(Serialised(document.path, serialise(document, max_bytes), None))
    return made
