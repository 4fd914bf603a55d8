"""Proofs and what was published before, to the documents of the next edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pressrun.attributions import rename
from pressrun.columns import Column, ColumnRecord, gather
from pressrun.compose import (
    attribution_record,
    language_of_digest,
    with_languages,
)
from pressrun.config import Config
from pressrun.history.graves import Grave, dug, dug_by_edits, emptied, still_told
from pressrun.history.memory import memory_of
from pressrun.history.standing import Memory, Standing
from pressrun.press.attributing import attribute
from pressrun.press.burying import buried_by_column, bury_columns, bury_items
from pressrun.press.composing import (
    Attributed,
    Buried,
    Plan,
    Serialised,
    serialise_attributions,
    serialise_columns,
)
from pressrun.press.indexing import add_index
from pressrun.press.planning import plan_column, shelf_of
from pressrun.press.proof import Proof
from pressrun.press.remembering import Known, texts_of
from pressrun.press.reporting import accounts_of, add_full_report, counting_of
from pressrun.press.results import Edition, Result, Shelved, Told, contents_of, tell, tell_gone
from pressrun.press.standing import Outcome, stand
from pressrun.reports.tally import Tally
from pressrun.rules import Rule
from pressrun.store import output
from pressrun.store.compressed import ENDING
from pressrun.store.publish import Publication

Gathered = Sequence[tuple[Column, Sequence[Standing]]]


class Pressing:
    """One run: what is known of the edition before, and what becomes of it.

    Args:
        config: what to press.
        before: what edition.json says of the edition before.
        known: what its documents say.
        ours: the paths of its documents.
        force: let digests leave, however many.
    """

    def __init__(
        self, config: Config, before: output.Before, known: Known, ours: Sequence[str], *, force: bool
    ) -> None:
        self._config = config
        self._imprint = config.imprint()
        self._target = Path(config.output)
        self._before = before
        self._known = known
        self._ours = ours
        self._force = force
        self._changed: set[str] = set()
        self._shelves: list[Shelved] = []
        self.result: Result | None = None

    def publish(
        self,
        proofs: Sequence[Proof],
        rules: Sequence[Rule],
        publication: Publication,
        executor: Executor | None,
    ) -> Edition:
        """Writes the edition: what is linked stands before what links it (law 4)."""
        config = self._config
        outcome = stand(
            proofs, self._known, self._texts, config.edition.mirrors, keeps=config.edition.removed == "keep"
        )
        gathered = self._gathered(outcome)
        guarded = set() if self._force else self._guarded(outcome, gathered)
        gathered = self._unguarded(gathered, guarded)
        graves = self._graves(outcome, gathered, guarded)
        attributed = attribute(gathered, config, self._before)
        files = accounts_of(proofs, outcome)
        counting = counting_of(files.values())
        tally = counting.tally(rules)
        self._add(self._serialised(gathered, graves, attributed, tally, executor), publication)
        contents = contents_of(tally, self._columns(guarded))
        add_full_report(files.values(), counting, tally, self._imprint, publication)
        records = [
            attribution_record(attribution, placed, self._imprint) for attribution, placed in attributed
        ]
        add_index(contents, records, self._imprint, publication)
        stale = self._stale(publication.added, guarded)
        documents = publication.commit(stale)
        self.result = Result(outcome, files, self._shelves, graves)
        return Edition(
            contents,
            documents,
            unchanged=contents.published - len(self._changed),
            findings=tuple(finding for proof in proofs for finding in proof.findings),
            guarded=tuple(sorted(guarded)),
            told=self._told(outcome, gathered, guarded),
            changes=(*publication.changes, *stale),
        )

    def _serialised(
        self,
        gathered: Gathered,
        graves: Sequence[Grave],
        attributed: Attributed,
        tally: Tally,
        executor: Executor | None,
    ) -> Iterator[Serialised]:
        """The documents of digests, columns and attributions; what is linked comes before what links it."""
        buried, limit = buried_by_column(graves, self._imprint), self._config.edition.max_bytes
        plans = self._plans(gathered, buried, tally)
        return chain(
            bury_items(graves, self._target, self._imprint),
            serialise_columns(plans, self._imprint, limit, executor),
            bury_columns(buried, {column.slug for column, _ in gathered}, self._target),
            serialise_attributions(attributed, self._imprint, limit, executor),
        )

    def _told(self, outcome: Outcome, gathered: Gathered, guarded: set[str]) -> tuple[Told, ...]:
        placed = ((column.slug, standing) for column, members in gathered for standing in members)
        return (
            *tell(placed, self._known.memories, outcome.kept),
            *tell_gone(memory for memory in outcome.gone if memory.slug not in guarded),
        )

    def _texts(self, memory: Memory) -> Standing | None:
        return texts_of(self._target, memory, None, self._imprint)

    def _gathered(self, outcome: Outcome) -> Gathered:
        merged = self._config.feeds.attributions.merged()
        digests = list(rename((standing.digest for standing in outcome.standings), merged))
        by_key = {
            digest.key: replace(standing, digest=digest)
            for standing, digest in zip(outcome.standings, digests, strict=True)
        }
        rules = self._config.column_rules()
        columns = with_languages(gather(digests, rules, self._before.slugs))
        return [(column, [by_key[digest.key] for digest in members]) for column, members in columns]

    def _guarded(self, outcome: Outcome, gathered: Gathered) -> set[str]:
        """The columns that stay as they are: those that would be emptied, and what they would gain from."""
        memories = self._known.memories
        held = Counter(memory.slug for memory in memories.values())
        guarded, grown = set[str](), emptied(held, Counter(memory.slug for memory in outcome.gone))
        while grown - guarded:
            guarded |= grown
            grown = {
                memories[standing.name].slug
                for column, members in gathered
                if column.slug in guarded
                for standing in members
                if standing.name in memories
            }
        return guarded

    def _unguarded(self, gathered: Gathered, guarded: set[str]) -> Gathered:
        """The other columns, without the digests that stand in a guarded one still."""
        if not guarded:
            return gathered
        memories = self._known.memories
        kept = [
            (
                column,
                [
                    standing
                    for standing in members
                    if standing.name not in memories or memories[standing.name].slug not in guarded
                ],
            )
            for column, members in gathered
            if column.slug not in guarded
        ]
        return [(column, members) for column, members in kept if members]

    def _graves(self, outcome: Outcome, gathered: Gathered, guarded: set[str]) -> list[Grave]:
        now = outcome.now or max(
            (memory.origin.fetched for memory in self._known.memories.values()), default=None
        )
        if now is None:
            return []
        gone = [memory for memory in outcome.gone if memory.slug not in guarded]
        standings = [standing for _, members in gathered for standing in members]
        living = {standing.name for standing in standings}
        living |= {story.name for standing in standings for story in standing.stories}
        dug_now = (*dug(gone, now), *dug_by_edits(standings, self._known.memories, now))
        return still_told((*self._known.graves, *dug_now), living, now)

    def _columns(self, guarded: set[str]) -> list[ColumnRecord]:
        kept = [column for slug, column in self._before.columns.items() if slug in guarded]
        return [*(shelved.record for shelved in self._shelves), *kept]

    def _plans(self, gathered: Gathered, buried: Mapping[str, Buried], tally: Tally) -> list[Plan]:
        rejected = {count.source: count.rejected for count in tally.sources}
        plans = []
        for column, standings in gathered:
            memories = [
                memory_of(standing, column.slug, language_of_digest(standing.digest))
                for standing in standings
            ]
            bad = rejected.get(column.source, 0) if column.source else None
            shelf = shelf_of(memories, bad, self._imprint.of(column))
            graves = buried.get(column.slug, ((), ()))
            plan, record = plan_column(column, standings, shelf, graves, self._config)
            plans.append(plan)
            self._shelves.append(Shelved(column, record, memories))
        return plans

    def _add(self, documents: Iterable[Serialised], publication: Publication) -> None:
        """Adds all documents; notes the digests with an item's own one that differs."""
        for document in documents:
            if publication.add(document.path, document.data) and document.digest is not None:
                self._changed.add(document.digest)

    def _stale(self, added: Iterable[str], guarded: set[str]) -> list[str]:
        """Documents of ours that stand where nothing was added; those of guarded columns stay."""
        kept = set(added)
        if self._config.edition.gzip:
            kept |= {path + ENDING for path in kept}
        return [
            path
            for path in self._ours
            if path not in kept
            and path.partition("/")[0] not in guarded
            and output.is_ours(self._target, path)
        ]
