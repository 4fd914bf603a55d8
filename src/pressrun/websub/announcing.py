"""From a publication to its hubs: which documents are told of, and to whom."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pressrun.compose import names_hubs
from pressrun.config import Config
from pressrun.errors import OutputUnwritable
from pressrun.journal import event
from pressrun.store import below, output
from pressrun.store.waiting import Waiting
from pressrun.websub.hub import Hub
from pressrun.websub.telling import Say

_LOGGER = logging.getLogger(__name__)
# A larger feed is none of ours: a live one has some hundred KB.
_LARGEST = 32 * 1024 * 1024


class Announcer:
    """Tells the hubs of one config what a publication has changed, in threads of its own.

    A hub is told of nothing that it was not asked for: nobody can have subscribed there to a feed before that
    feed named it. So the first edition is told to nobody, nor the first one with a new hub.

    Args:
        config: of the edition.
        say: where it is said what happens.
    """

    def __init__(self, config: Config, say: Say = event) -> None:
        self._output = Path(config.output)
        self._waiting = Waiting(Path(config.state), self._output)
        topic = config.imprint().address
        self._hubs = {hub: Hub(hub, topic, self._waiting, say) for hub in config.websub.hubs}
        self._named: frozenset[str] | None = None
        self._since: int | None = None
        self._marks = True

    def look(self) -> None:
        """Before a publication: sees which hubs the edition that stands names."""
        if not self._hubs:
            return
        self._since = self._begun()
        try:
            if self._named != self._hubs.keys() or not self._edition_stands():
                self._named = frozenset(self._hubs.keys() & self._naming())
        except OSError as error:
            # The press meets the same trouble in a moment, and says so.
            _LOGGER.debug("which hubs are named is not seen: %s", error)

    def announce(self, changes: Iterable[str]) -> None:
        """After a publication, when it is whole: has the hubs told of the documents that were changed.

        What an earlier process could not tell is told now as well, and what one has written that was killed.

        Args:
            changes: the paths of documents that were written or removed.
        """
        if not self._hubs or self._named is None:
            return
        try:
            self._keep_only(self._named)
            told = dict.fromkeys(filter(self._is_topic, (*self._unannounced(), *changes)))
        except (OSError, OutputUnwritable) as error:
            # The note that a publication began stands, so that the next one tells of this one too.
            _LOGGER.debug("what has changed is not told: %s", error)
            return
        for hub in self._named:
            self._hubs[hub].add(told)
        self._end()

    def finish(self, seconds: float) -> int:
        """Waits for the hubs, but no longer than so; how many pings are left, noted for the next process."""
        deadline = time.monotonic() + seconds
        left = sum(hub.left(deadline) for hub in self._hubs.values())
        self.close()
        return left

    def close(self) -> None:
        """Sends nothing any more, and waits for nobody."""
        for hub in self._hubs.values():
            hub.stop()

    def _keep_only(self, named: frozenset[str]) -> None:
        """What waits for hubs that no feed named is for nobody: they are new, or no more in the config."""
        noted = self._waiting.read()
        for hub in noted.keys() - named:
            self._waiting.change(hub, done=noted[hub])

    def _unannounced(self) -> Iterator[str]:
        """What was written by publications that never came to their end, and so by this one."""
        if self._since is None:
            return
        for path in filter(names_hubs, output.documents(self._output)[0]):
            if (self._output / path).stat().st_mtime_ns >= self._since:
                yield path

    def _is_topic(self, path: str) -> bool:
        return names_hubs(path) and (self._output / path).is_file()

    def _begun(self) -> int | None:
        try:
            return self._waiting.begin() if self._marks else None
        except OSError as error:
            # Only a press that is killed now would leave changes that nobody is told of.
            _LOGGER.debug("a publication begins without a note: %s", error)
            return None

    def _end(self) -> None:
        try:
            self._waiting.end()
        except OSError as error:
            # A note that cannot be taken away would have the same documents told again and again.
            self._marks = False
            _LOGGER.debug("a publication stays begun: %s", error)

    def _edition_stands(self) -> bool:
        return (self._output / "edition.json").is_file()

    def _naming(self) -> set[str]:
        """The hubs that feeds of the edition name; the first feed names all, unless one was just added."""
        from pressrun.formats.reading import read_atom  # noqa: PLC0415  for those who have a hub to tell

        named: set[str] = set()
        for slug in output.before(self._output).columns:
            found = below.read(str(self._output), f"{slug}/feed.xml", _LARGEST)
            try:
                links = read_atom(found[1]).links if found else ()
            except ValueError:
                # A damaged one is written again, and tells nothing of the others.
                continue
            named |= {link.href for link in links if link.rel == "hub"}
            if named >= self._hubs.keys():
                break
        return named
