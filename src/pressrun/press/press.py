"""A press: one inbox and one output, for as many cycles as wanted. The ledger says what need not be done."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from pressrun.config import Config
from pressrun.press.batches import Progress
from pressrun.press.caching import rule_set
from pressrun.press.continuing import Continuation, as_before
from pressrun.press.crossing import add
from pressrun.press.folders import check_folders
from pressrun.press.holding_back import HeldBack, as_held_back, held_back, refuse_empty
from pressrun.press.index import Index
from pressrun.press.keeping import Unsound
from pressrun.press.news import News, read_news
from pressrun.press.publishing import Pressing
from pressrun.press.reading import Checking, hash_of
from pressrun.press.recording import held_of, held_row, place_rows, rows_of, see_again
from pressrun.press.remembering import known_from
from pressrun.press.results import Edition
from pressrun.press.retelling import Retelling
from pressrun.press.rulebook import press_rules, press_settings
from pressrun.press.settling import Unsettled, as_last_seen, without_moved
from pressrun.rules import examine_set
from pressrun.store import inbox, output, standing
from pressrun.store.inbox import Found
from pressrun.store.ledger import Ledger, LedgerDamaged
from pressrun.store.lock import held, state_folder
from pressrun.store.publish import Publication, complete, resume

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
        # When and where it runs is no part of what is pressed: a build beside a watch has other options.
        said = config.model_dump_json(exclude={"watch", "serve"}).encode()
        mark = hash_of(rule_set(settings, config.max_capture_bytes) + said)
        self._ledger = Ledger(state_folder(Path(config.state), self._output) / _FILE, mark)
        self._index: Index | None = None
        self._retelling: Retelling | None = None
        self._attend: Callable[[], None] = lambda: None
        self._watched: Path | None = None
        self._held_back: HeldBack | None = None

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
        unsettled: Unsettled | None = None,
        attend: Callable[[], None] = lambda: None,
    ) -> Edition:
        """One cycle. The same bytes come out for any executor, and whatever the ledger says (laws 2 and 6).

        Args:
            executor: runs the proving; None runs it in this process.
            progress: called with captures read and their total.
            force: let digests leave, however many: an empty inbox, more than half of a column.
            dry: tell what would change and write nothing.
            unsettled: names, of what was found, the captures that are being written: a known one counts as it
                was last seen, a new one is not there yet.
            attend: called between pieces of work; what it raises ends the cycle, and nothing is published.

        Raises:
            InputUnreachable: the inbox cannot be listed, or came up empty.
            OutputUnwritable: the edition cannot be written, or (OutputHeld) another press is writing it.
        """
        if not dry:
            complete(self._output, Path(self._config.state))
        seen_ns = time.time_ns()
        found = inbox.find(self._inbox)
        waiting = frozenset(unsettled(found) if unsettled else ())
        self._attend, self._watched = attend, self._inbox if unsettled else None
        with nullcontext() if dry else held(self._output, Path(self._config.state)):
            if not dry:
                resume(self._output)
            edition = None if force else as_held_back(self._held_back, self._output, found, waiting)
            if edition is None and not force and self._believed():
                edition = self._go_on(found, waiting, seen_ns, executor, progress, dry=dry)
            return edition or self._begin(found, waiting, seen_ns, executor, progress, force=force, dry=dry)

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
        waiting: Collection[str],
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
        asked = index.differing(one for one in found if one.path not in waiting)
        gone = index.missing(found)
        limit = max(_MANY, len(index.captures) // _PART)
        if sum(one.path not in index.captures for one in asked) + len(gone) > limit:
            return None
        read = read_news(self._checking, asked, index.captures, seen_ns, executor, progress)
        if not dry:
            see_again(index, self._ledger, [one for one in asked if one.path not in read], seen_ns)
        news = without_moved(self._watched, asked, read)
        if not news and not gone:
            return as_before(index)
        return None if len(news) + len(gone) > limit else self._turn(index, news, gone, dry=dry)

    def _turn(
        self, index: Index, news: Mapping[str, News], gone: Collection[str], *, dry: bool
    ) -> Edition | None:
        publication = self._publication(dry=dry)
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

    def _publication(self, *, dry: bool) -> Publication:
        return Publication(self._output, dry=dry, packed=self._config.edition.gzip, attend=self._attend)

    def _begin(
        self,
        found: Sequence[Found],
        waiting: Collection[str],
        seen_ns: int,
        executor: Executor | None,
        progress: Progress | None,
        *,
        force: bool,
        dry: bool,
    ) -> Edition:
        """Presses the whole inbox; what was published is known from its documents."""
        before = output.before(self._output)
        refuse_empty(self._inbox, found, 0 if force else before.published)
        self._forget()
        # A dry run makes no folder.
        ours, left = output.documents(self._output) if self._output.is_dir() else ([], [])
        known = known_from(self._output, ours)
        quiet = [one for one in found if one.path not in waiting]
        news = without_moved(
            self._watched, quiet, read_news(self._checking, quiet, {}, seen_ns, executor, progress)
        )
        news |= as_last_seen(self._checking, found, news, known.paths)
        proofs = [news[path].proof for path in sorted(news)]
        said = examine_set([proof.facts for proof in proofs if proof.facts is not None], self._rules)
        pressing = Pressing(self._config, before, known, ours, force=force)
        publication = self._publication(dry=dry)
        try:
            publication.clear(left)
            if not dry:
                self._ledger.doubt()
            edition = pressing.publish(add(proofs, said), self._rules, publication, executor)
        except BaseException:
            publication.abandon()
            raise
        if not dry:
            self._held_back = held_back(edition, self._output, found, waiting, seen_ns)
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
