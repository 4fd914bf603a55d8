"""The documents of what a cycle has found changed: those, and no others (DESIGN, law 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import nlargest, nsmallest
from itertools import chain
from pathlib import Path

from pressrun.attributions import rename
from pressrun.columns import Column, gather
from pressrun.compose import FIRST, item_path, item_rows, language_of_digest, spoken
from pressrun.config import Config
from pressrun.history.graves import Grave, dug, dug_by_edits, still_told
from pressrun.history.memory import memory_of
from pressrun.history.standing import Memory, Standing
from pressrun.identity import ColumnName, document_name
from pressrun.press.burying import buried_by_column, bury_items
from pressrun.press.composing import Serialised, serialise_columns
from pressrun.press.cycle import Turn
from pressrun.press.index import Index
from pressrun.press.keeping import Kept, Unsound
from pressrun.press.paging import RECENT
from pressrun.press.planning import Shelf, plan_column
from pressrun.press.remembered import Memories
from pressrun.press.results import Told, tell, tell_gone
from pressrun.press.rows import digest_row_of

Placed = Sequence[tuple[Column, Standing]]


@dataclass(slots=True)
class Change:
    """What a turn writes and removes, and the names and folders of the rows that it changes."""

    documents: Iterable[Serialised] = ()
    stale: list[str] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    graves: set[Grave] = field(default_factory=set)
    told: tuple[Told, ...] = ()


class Increment:
    """Composes what a turn has changed, and brings digests, columns and graves of the index up to date.

    Args:
        config: of the edition.
        index: as the cycle has left it.
        memories: of all digests.
        rejected: the rejected captures of a source.
        sound: whether a document is as the ledger knows it.
    """

    def __init__(
        self,
        config: Config,
        index: Index,
        memories: Memories,
        rejected: Callable[[str], int],
        sound: Callable[[str], bool],
    ) -> None:
        self._config = config
        self._imprint = config.imprint()
        self._index = index
        self._memories = memories
        self._rejected = rejected
        self._sound = sound
        self._target = Path(config.output)
        self._wanted: dict[str, set[str]] = defaultdict(set)

    def change(self, turn: Turn, sources: Collection[str]) -> Change:
        """What a turn changes; of `sources` the rejected captures were counted anew, which pages tell."""
        placed = self._place(turn.standings)
        old = {one.name: self._memories[one.name] for _, one in placed if one.name in self._memories}
        slugs = {column.slug for column, _ in placed} | {
            memory.slug for memory in (*old.values(), *turn.gone)
        }
        before = {slug: self._months(slug) for slug in slugs}
        change = Change()
        self._enter(turn, placed, change)
        dug_now = self._bury(turn, placed, old, change)
        slugs |= {grave.slug for grave in change.graves}
        slugs |= {slug for slug, (column, _) in self._index.columns.items() if column.source in sources}
        buried = buried_by_column(self._index.graves, self._imprint)
        plans = []
        for slug in sorted(slugs):
            months = self._months(slug)
            if not months:
                raise Unsound(f"{slug}: its last digest has left")
            self._wanted[slug] |= _beside_others(before.get(slug, months), months)
            column = self._column(slug, placed)
            fresh = [standing for own, standing in placed if own.slug == slug]
            shelf, kept = self._shelf(column, months)
            graves = buried.get(slug, ((), ()))
            plan, record = plan_column(column, fresh, shelf, graves, self._config, kept)
            self._index.columns[slug] = (column, record)
            change.columns.add(slug)
            plans.append(plan)
            change.stale += _months_left(slug, before.get(slug, months), months)
        change.stale += self._items_left(placed, old, change)
        change.told = (
            *tell(((column.slug, standing) for column, standing in placed), old, ()),
            *tell_gone(turn.gone),
        )
        change.documents = chain(
            bury_items(dug_now, self._target, self._imprint),
            serialise_columns(plans, self._imprint, self._config.edition.max_bytes, None),
        )
        return change

    def _place(self, standings: Sequence[Standing]) -> Placed:
        """The column of each digest."""
        merged = self._config.feeds.attributions.merged()
        digests = list(rename((standing.digest for standing in standings), merged))
        by_key = {
            digest.key: replace(standing, digest=digest)
            for standing, digest in zip(standings, digests, strict=True)
        }
        published = {
            ColumnName(record.source, record.title): record.slug for _, record in self._index.columns.values()
        }
        gathered = gather(digests, self._config.column_rules(), published, others=published)
        for column, _ in gathered:
            known = self._index.columns.get(column.slug)
            if known is not None and known[0].key != column.key:
                raise Unsound(f"{column.slug}: the config gives it to another column")
        return [(column, by_key[digest.key]) for column, members in gathered for digest in members]

    def _enter(self, turn: Turn, placed: Placed, change: Change) -> None:
        for memory in turn.gone:
            self._index.drop_digest(memory.name)
            self._wanted[memory.slug].add(memory.month)
            change.digests.add(memory.name)
        for column, standing in placed:
            memory = memory_of(standing, column.slug, language_of_digest(standing.digest))
            known = self._index.digests.get(standing.name)
            if known is not None:
                self._wanted[known.slug].add(known.month)
            self._wanted[column.slug].add(memory.month)
            own = self._imprint.of(column)
            self._index.put_digest(standing.name, digest_row_of(memory, turn.speakers[standing.name], own))
            self._memories.put(memory)
            change.digests.add(standing.name)

    def _bury(self, turn: Turn, placed: Placed, old: dict[str, Memory], change: Change) -> list[Grave]:
        """Brings the graves up to date; returns the new ones."""
        index = self._index
        if not index.newest:
            raise Unsound("no capture tells the time")
        now = datetime.fromisoformat(index.newest).astimezone(self._imprint.zone)
        standings = [standing for _, standing in placed]
        graves = [*index.graves, *dug(turn.gone, now), *dug_by_edits(standings, old, now)]
        living = {grave.name for grave in graves if grave.name in index.digests}
        living |= {story.name for standing in standings for story in standing.stories}
        known = set(index.graves)
        index.graves = still_told(graves, living, now)
        change.graves = known.symmetric_difference(index.graves)
        return [grave for grave in index.graves if grave not in known]

    def _months(self, slug: str) -> list[str]:
        return sorted({self._index.digests[name].month for name in self._index.by_slug[slug]})

    def _column(self, slug: str, placed: Placed) -> Column:
        """The column, in the language that its digests are in now."""
        column = next((column for column, _ in placed if column.slug == slug), None)
        if column is None:
            column, _ = self._index.columns[slug]
        if column.language:
            return column
        rows = ((self._index.digests[name], name) for name in self._index.by_slug[slug])
        first = nsmallest(FIRST, rows, key=lambda pair: (pair[0].date, pair[1]))
        return replace(column, spoken=spoken([row.language for row, _ in first]))

    def _shelf(self, column: Column, months: Sequence[str]) -> tuple[Shelf, Kept]:
        own = self._imprint.of(column)
        rows = {name: self._index.digests[name] for name in self._index.by_slug[column.slug]}
        newest = nlargest(max(own.entries, RECENT), rows, key=lambda name: (rows[name].updated, name))
        told = nlargest(own.entries, rows, key=lambda name: (rows[name].newest, name))
        memories = self._memories.read(told)
        wanted = self._wanted[column.slug]
        shelf = Shelf(
            digests=[rows[name].row(name, own) for name in newest],
            items=[row for memory in memories for row in item_rows(memory, own)],
            recent=self._memories.read(newest[:RECENT]),
            months=months,
            by_month={
                month: [row.row(name, own) for name, row in rows.items() if row.month == month]
                for month in wanted.intersection(months)
            },
            counts=(
                len(rows),
                sum(row.items for row in rows.values()),
                sum(row.cut for row in rows.values()),
                self._rejected(column.source) if column.source else None,
            ),
        )
        places = {name: row.month for name, row in rows.items()}
        places |= {story.name: memory.month for memory in memories for story in memory.stories}
        return shelf, Kept(self._target, column.slug, places, self._sound)

    def _items_left(self, placed: Placed, old: dict[str, Memory], change: Change) -> list[str]:
        """Items' own documents that stand where nothing is any more."""
        now = {
            _item_at(column.slug, f"{standing.digest.date:%Y-%m}", story.name)
            for column, standing in placed
            for story in standing.stories
        }
        now |= {_item_at(one.slug, one.month, one.name) for one in self._index.graves if one.kind == "item"}
        then = {
            _item_at(memory.slug, memory.month, story.name)
            for memory in old.values()
            for story in memory.stories
        }
        then |= {_item_at(one.slug, one.month, one.name) for one in change.graves if one.kind == "item"}
        return sorted(then - now)


def _item_at(slug: str, month: str, name: str) -> str:
    return item_path(slug, month, document_name(name))


def _beside_others(before: Sequence[str], now: Sequence[str]) -> set[str]:
    """The months of an archive that have another neighbour now."""
    known = dict(_with_neighbours(before))
    return {month for month, around in _with_neighbours(now) if known.get(month) != around}


def _with_neighbours(months: Sequence[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    for place, month in enumerate(months):
        yield month, (months[place - 1] if place else "", "".join(months[place + 1 : place + 2]))


def _months_left(slug: str, before: Sequence[str], now: Sequence[str]) -> list[str]:
    return [
        f"{slug}/archive/{month}{end}"
        for month in sorted(set(before).difference(now))
        for end in (".json", ".xml")
    ]
