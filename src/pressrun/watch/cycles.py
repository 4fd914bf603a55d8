"""One config at work: its press, what it waits for, and its times."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager

from pressrun.config import Config
from pressrun.press.press import Press
from pressrun.press.results import Edition
from pressrun.watch.attended import Attended
from pressrun.watch.clock import Schedule
from pressrun.watch.quiet import Quiet
from pressrun.websub.announcing import Announcer

#: Gives the executor of one cycle; None: captures are read in this process.
Pool = Callable[[], AbstractContextManager[Executor | None]]

# Seconds: from one cycle to the next at the least, after a failed one at the most, and after file events for
# another look, because what lies in a folder that was just made is told of by nobody.
_LEAST, _RETRY, _LOOK_AGAIN = 0.1, 60.0, 1.0


class Cycles:
    """Presses by one config.

    Args:
        config: of inbox, output and times.
        pool: where captures are read.
        attend: called between pieces of work; what it raises ends the cycle.

    Raises:
        ConfigurationError: folders inside each other, or no such times.
    """

    def __init__(self, config: Config, pool: Pool, attend: Callable[[], None]) -> None:
        self.config = config
        self.schedule = Schedule(config)
        self._press = Press(config)
        self._announcer = Announcer(config)
        self._quiet = Quiet(config.watch.settle)
        self._pool = pool
        self._attend = attend

    def run(self) -> Edition:
        """One cycle, without what is being written. Hubs are told of it afterwards, and not waited for."""
        self._announcer.look()
        with self._pool() as executor:
            edition = self._press.press(
                Attended(executor, self._attend),
                lambda done, total: self._attend(),  # noqa: ARG005  a progress is told of both
                unsettled=self._quiet.unsettled,
                attend=self._attend,
            )
            self._announcer.announce(edition.changes)
            return edition

    def close(self) -> None:
        """Lets go of the ledger, and leaves to the next process what no hub was told of yet."""
        self._press.close()
        self._announcer.close()

    @property
    def settle(self) -> float:
        """Seconds from a file event to the cycle that it asks for."""
        return max(self.config.watch.settle, _LEAST)

    def delay(self, *, failed: bool, dirty: bool, told: bool) -> float:
        """Seconds from the end of a cycle to the next one.

        Args:
            failed: it did not press.
            dirty: files changed while it ran.
            told: file events had asked for it.
        """
        delay = self.schedule.delay()
        if failed:
            delay = min(delay, _RETRY)
        if self._quiet.wait is not None:
            delay = min(delay, max(self._quiet.wait, _LEAST))
        if dirty:
            delay = min(delay, self.settle)
        if told:
            delay = min(delay, max(self.settle, _LOOK_AGAIN))
        return delay
