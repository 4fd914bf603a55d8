"""A press: one inbox and one output, for as many cycles as wanted. The ledger says what need not be done."""

from __future__ import annotations

import gc
import time
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from pressrun.columns import Contents
from pressrun.config import Config
from pressrun.errors import InputUnreachable
from pressrun.press.batches import Progress
from pressrun.press.caching import rule_set, stat_of
from pressrun.press.continuing import Continuation
from pressrun.press.crossing import add
from pressrun.press.folders import check_folders
from pressrun.press.index import Index
from pressrun.press.keeping import Unsound
from pressrun.press.news import News, read_news
from pressrun.press.publishing import Pressing
from pressrun.press.reading import Checking, hash_of
from pressrun.press.recording import capture_put, held_of, held_row, place_rows, rows_of
from pressrun.press.remembering import known_from
from pressrun.press.results import Edition
from pressrun.press.retelling import Retelling
from pressrun.press.rulebook import press_rules, press_settings
from pressrun.rules import examine_set
from pressrun.store import inbox, output, standing
from pressrun.store.inbox import Found
from pressrun.store.ledger import Ledger, LedgerDamaged
from pressrun.store.lock import held, state_folder
from pressrun.store.publish import Publication, Written, resume

_FILE = "ledger.sqlite3"
# With more captures new or changed than these, and more than a part of all, all is composed as quickly.
_MANY, _PART = 256, 4


class Press:
    """Presses an inbox into an output, again and again.

    What it remembers between cycles is frozen (gc.freeze): a scan makes so many tuples that the collector
    would look through all of it every few cycles, 130 ms among 25,600 captures (measured).

    Args:
        config: with the folders in it.

    Raises:
        ConfigurationError: output, inbox and state lie inside each other.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._inbox, self._output = Path(config.inbox), Path(config.output)
        check_folders(self._inbox, self._output, Path(config.state))
        self._rules = press_rules(config)
        settings = press_settings(config, self._rules)
        self._checking = Checking(self._inbox, "", settings, config.max_capture_bytes)
        mark = hash_of(rule_set(settings, config.max_capture_bytes) + config.model_dump_json().encode())
        self._ledger = Ledger(state_folder(Path(config.state), self._output) / _FILE, mark)
        self._index: Index | None = None
        self._retelling: Retelling | None = None

    def close(self) -> None:
        """Lets go of the ledger."""
        self._ledger.close()

    def press(
        self,
        executor: Executor | None = None,
        progress: Progress | None = None,
        *,
        force: bool = False,
        dry: bool = False,
    ) -> Edition:
        """One cycle. The same bytes come out for any executor, and whatever the ledger says (laws 2 and 6).

        Args:
            executor: runs the proving; None runs it in this process.
            progress: called with captures read and their total.
            force: let digests leave, however many: an empty inbox, more than half of a column.
            dry: tell what would change and write nothing.

        Raises:
            InputUnreachable: the inbox cannot be listed, or came up empty.
            OutputUnwritable: the edition cannot be written, or (OutputHeld) another press is writing it.
        """
        seen_ns = time.time_ns()
        found = inbox.find(self._inbox)
        with nullcontext() if dry else held(self._output, Path(self._config.state)):
            if not dry:
                resume(self._output)
            if not force and self._believed():
                edition = self._go_on(found, seen_ns, executor, progress, dry=dry)
                if edition is not None:
                    return edition
            return self._begin(found, seen_ns, executor, progress, force=force, dry=dry)

    def _believed(self) -> bool:
        """Whether there is a ledger, and the edition stands as it says."""
        if self._config.feeds.attributions.enabled:
            # An attribution's feed gathers items of all columns: they would all have to be asked.
            return False
        index = self._loaded()
        return (
            index is not None
            and self._sound("edition.json")
            and standing.same_folders(self._output, index.folders)
        )

    def _loaded(self) -> Index | None:
        """What the ledger tells, loaded if it is not yet; None where there is none."""
        if self._index is None or not self._ledger.stands():
            self._forget()
            loaded = self._ledger.load()
            with suppress(ValueError):
                self._index = Index(loaded) if loaded is not None else None
                gc.freeze()
        return self._index

    def _sound(self, path: str) -> bool:
        """Whether a document stands as it was left; an item's own one is not noted, it is read whole."""
        if "/items/" in path:
            return True
        known = self._index.documents.get(path) if self._index else None
        return bool(known) and standing.stamp_of(self._output, path) == known

    def _go_on(
        self,
        found: Sequence[Found],
        seen_ns: int,
        executor: Executor | None,
        progress: Progress | None,
        *,
        dry: bool,
    ) -> Edition | None:
        """A cycle by the ledger; None where the whole inbox has to be pressed."""
        index = self._index
        if index is None or not found:
            return None
        asked, gone = index.differing(found), index.missing(found)
        limit = max(_MANY, len(index.captures) // _PART)
        if sum(one.path not in index.captures for one in asked) + len(gone) > limit:
            return None
        news = read_news(self._checking, asked, index.captures, seen_ns, executor, progress)
        if not dry:
            self._see_again(index, [one for one in asked if one.path not in news], seen_ns)
        if not news and not gone:
            return self._as_before(index)
        return None if len(news) + len(gone) > limit else self._turn(index, news, gone, dry=dry)

    def _turn(
        self, index: Index, news: Mapping[str, News], gone: Collection[str], *, dry: bool
    ) -> Edition | None:
        publication = Publication(self._output, dry=dry, packed=self._config.edition.gzip)
        try:
            if self._retelling is None:
                index.find()
                self._retelling = Retelling(index)
                gc.freeze()
            cycle = Continuation(
                self._config, self._rules, self._checking, index, self._retelling, self._ledger
            )
            edition = cycle.press(news, gone, publication, self._sound, dry=dry)
        except (Unsound, LedgerDamaged):
            # Which digests captures belong to is asked of the index once more, and the rest forgotten.
            publication.abandon()
            return None
        except BaseException:
            publication.abandon()
            self._forget()
            raise
        if dry or not self._ledger.stands():
            self._forget()
        return edition

    def _see_again(self, index: Index, touched: Sequence[Found], seen_ns: int) -> None:
        """Notes the new times of captures that were touched and say the same."""
        known = []
        for one in touched:
            if stat := stat_of(one, seen_ns).decode():
                index.see(one.path, stat)
                known.append(capture_put(one.path, index.captures[one.path], None))
        if known:
            with suppress(LedgerDamaged):
                self._ledger.write(known, [])

    @staticmethod
    def _as_before(index: Index) -> Edition:
        told = index.held
        records = sorted((record for _, record in index.columns.values()), key=lambda record: record.slug)
        contents = Contents(
            told.captures,
            told.published,
            told.rejected,
            told.duplicates,
            told.rejected_by_rule,
            tuple(records),
        )
        return Edition(contents, Written(0, told.documents, 0), told.published, ())

    def _begin(
        self,
        found: Sequence[Found],
        seen_ns: int,
        executor: Executor | None,
        progress: Progress | None,
        *,
        force: bool,
        dry: bool,
    ) -> Edition:
        """Presses the whole inbox; what was published is known from its documents."""
        before = output.before(self._output)
        if not found and before.published and not force:
            raise InputUnreachable(
                f"inbox {self._inbox}: no capture, but the edition before has {before.published}; "
                "--force empties the edition"
            )
        self._forget()
        news = read_news(self._checking, found, {}, seen_ns, executor, progress)
        proofs = [news[one.path].proof for one in found]
        said = examine_set([proof.facts for proof in proofs if proof.facts is not None], self._rules)
        # A dry run makes no folder.
        ours, left = output.documents(self._output) if self._output.is_dir() else ([], [])
        known = known_from(self._output, ours)
        pressing = Pressing(self._config, before, known, ours, force=force)
        publication = Publication(self._output, dry=dry, packed=self._config.edition.gzip)
        try:
            publication.clear(left)
            if not dry:
                self._ledger.doubt()
            edition = pressing.publish(add(proofs, said), self._rules, publication, executor)
        except BaseException:
            publication.abandon()
            raise
        if not dry and not edition.guarded and pressing.result is not None:
            rows = rows_of(news, said, pressing.result, self._config)
            folders = standing.folders(self._output)
            places = place_rows(self._output, publication.added, folders)
            total = edition.documents.written + edition.documents.unchanged
            self._ledger.write([*rows, *places, held_row(held_of(edition.contents, total))], [], anew=True)
        return replace(edition, note=self._ledger.trouble)

    def _forget(self) -> None:
        self._index = self._retelling = None
        gc.unfreeze()
