"""A cycle that goes by the ledger: what did not change is neither read nor composed nor written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pressrun.columns import Contents
from pressrun.config import Config
from pressrun.press.cycle import Cycle, Turn
from pressrun.press.incremental import Change, Increment
from pressrun.press.index import Index
from pressrun.press.indexing import add_index
from pressrun.press.news import News
from pressrun.press.reading import Checking
from pressrun.press.recording import grave_key, grave_rows, held_of, held_row, place_rows
from pressrun.press.remembered import Captures
from pressrun.press.results import Edition, contents_of
from pressrun.press.retelling import Retelling
from pressrun.press.rows import write_column, write_memory_row, write_row, write_told
from pressrun.rules import Rule
from pressrun.store import output, standing
from pressrun.store.ledger import Ledger, LedgerDamaged, Put
from pressrun.store.publish import Publication, Written


class Continuation:
    """One cycle, from what has changed in the inbox to what changes in the edition.

    Args:
        config: of the edition.
        rules: those that look at captures.
        checking: how a capture is read and proved.
        index: what the ledger told; it is brought up to date.
        retelling: the report, which goes on.
        ledger: where the rest is asked for.
    """

    def __init__(
        self,
        config: Config,
        rules: tuple[Rule, ...],
        checking: Checking,
        index: Index,
        retelling: Retelling,
        ledger: Ledger,
    ) -> None:
        self._config = config
        self._rules = rules
        self._index = index
        self._retelling = retelling
        self._ledger = ledger
        self._output = Path(config.output)
        self._cycle = Cycle(config, rules, checking, index, ledger)

    def press(
        self,
        news: Mapping[str, News],
        gone: Iterable[str],
        publication: Publication,
        sound: Callable[[str], bool],
        *,
        dry: bool,
    ) -> Edition:
        """Publishes what these captures change; the ledger is told afterwards.

        Args:
            news: captures that are new or other than before.
            gone: the paths of those that have left.
            publication: where documents go.
            sound: whether a document stands as the ledger knows it.
            dry: nothing is written, and the ledger is told nothing.

        Raises:
            Unsound: ledger and edition do not fit; nothing was published, and the index is of no use.
        """
        index = self._index
        index.find()
        left = {path: index.captures[path].summary for path in gone}
        turn = self._cycle.turn(news, left)
        self._captures = Captures(index, self._ledger, {path: one.proof for path, one in news.items()})
        sources = self._retelling.tell(turn, left, self._captures)
        increment = Increment(self._config, index, self._cycle.memories, self._retelling.rejected, sound)
        change = increment.change(turn, sources)
        changed = _added(change, publication)
        tally = self._retelling.tally(self._rules)
        contents = contents_of(tally, (record for _, record in index.columns.values()))
        imprint = self._config.imprint()
        self._retelling.add(turn, self._captures, tally, self._output, imprint, publication)
        add_index(contents, (), imprint, publication)
        stale = [path for path in change.stale if output.is_ours(self._output, path)]
        if not dry:
            self._ledger.doubt()
        documents = publication.commit(stale)
        total = index.held.documents + publication.new - len(stale)
        if not dry:
            # What is published stands, whatever becomes of the ledger: the next cycle finds out by itself.
            with suppress(LedgerDamaged):
                self._tell(turn, news, left, change, contents, publication, stale, total)
        return Edition(
            contents,
            Written(documents.written, total - documents.written, documents.removed),
            unchanged=contents.published - len(changed),
            findings=tuple(finding for one in news.values() for finding in one.proof.findings),
            told=change.told,
            changes=(*publication.changes, *stale),
            note=self._ledger.trouble,
        )

    def _tell(
        self,
        turn: Turn,
        news: Mapping[str, News],
        left: Iterable[str],
        change: Change,
        contents: Contents,
        publication: Publication,
        stale: Sequence[str],
        total: int,
    ) -> None:
        """Brings the ledger up to date with what was published."""
        puts, drops = self._rows(turn, news, change, stale)
        puts += self._places(publication, stale)
        self._index.held = held_of(contents, total)
        puts.append(held_row(self._index.held))
        self._ledger.write(puts, [*drops, *(("capture", os.fsencode(path)) for path in left)])

    def _rows(
        self, turn: Turn, news: Mapping[str, News], change: Change, stale: Sequence[str]
    ) -> tuple[list[Put], list[tuple[str, bytes]]]:
        """What the ledger has to be told: rows, and rows that are gone."""
        index = self._index
        puts = [self._capture(path, turn, news) for path in sorted(turn.captures)]
        drops: list[tuple[str, bytes]] = []
        for name in sorted(change.digests):
            if name in index.digests:
                memory = write_memory_row(self._cycle.memories[name])
                puts.append(Put("digest", name.encode(), write_row(index.digests[name]), memory))
            else:
                drops.append(("digest", name.encode()))
        puts += [
            Put("column", slug.encode(), write_column(*index.columns[slug]), None) for slug in change.columns
        ]
        living = set(index.graves)
        puts += grave_rows(grave for grave in change.graves if grave in living)
        drops += [("grave", grave_key(grave)) for grave in change.graves if grave not in living]
        drops += [("document", os.fsencode(path)) for path in stale]
        return puts, drops

    def _capture(self, path: str, turn: Turn, news: Mapping[str, News]) -> Put:
        heavy = None
        if path in news or path in turn.found:
            own, facts, found = self._captures.told([path])[path]
            heavy = write_told(replace(own, facts=facts), turn.found.get(path, found))
        return Put("capture", os.fsencode(path), write_row(self._index.captures[path]), heavy)

    def _places(self, publication: Publication, stale: Sequence[str]) -> list[Put]:
        """How documents and folders stand now: the rows, and the index, of those that were touched."""
        index, touched = self._index, [*publication.changes, *stale]
        folders = standing.folders_above(touched)
        times = standing.times_of(self._output, folders)
        index.folders = {**index.folders, **times}
        for path in stale:
            index.documents.pop(path, None)
        rows = [*place_rows(self._output, publication.changes, times)]
        index.documents |= {os.fsdecode(row.key): row.light for row in rows if row.kind == "document"}
        return rows


def _added(change: Change, publication: Publication) -> set[str]:
    """Adds the documents; the digests with an item's own one that differs."""
    return {
        document.digest
        for document in change.documents
        if publication.add(document.path, document.data) and document.digest is not None
    }


def as_before(index: Index) -> Edition:
    """The edition in which nothing changes."""
    told = index.held
    contents = contents_of(told, (record for _, record in index.columns.values()))
    return Edition(contents, Written(0, told.documents, 0), told.published, ())
