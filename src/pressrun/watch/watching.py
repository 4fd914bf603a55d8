"""A watch: cycles at their times, sooner when files change, until somebody asks it to stop."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from pressrun.config import Config
from pressrun.errors import ConfigurationError, OutputHeld, PressrunError
from pressrun.journal import event, open_journal
from pressrun.press.results import Edition, counts, guarded, summary
from pressrun.store.lock import kept
from pressrun.store.publish import sweep
from pressrun.watch.attended import Abandoned
from pressrun.watch.beat import Beat
from pressrun.watch.clock import Clock
from pressrun.watch.cycles import Cycles, Pool
from pressrun.watch.file_events import FileEvents
from pressrun.watch.signals import Signals
from pressrun.watch.supervisor import Supervisor
from pressrun.watch.telling import Telling

# Seconds: between two looks at the clock, that a cycle has to come to its end when the watch is to leave (a
# service manager is promised five), and that one may be late before it is begun again.
_LOOK, _PATIENCE, _LATE = 1.0, 4.0, 30.0


class Watch:
    """Presses again and again; a failed cycle leaves the edition as it was, and the next one tries again.

    Args:
        config: of the first cycles.
        load: the config as it is now, for SIGHUP.
        pool: where captures are read.
        signals: entered; what is asked of the watch.
        environment: the process's variables, for the service manager's.

    Raises:
        ConfigurationError: the config asks for something that cannot be.
    """

    def __init__(
        self,
        config: Config,
        load: Callable[[], Config],
        pool: Pool,
        signals: Signals,
        environment: Mapping[str, str],
    ) -> None:
        self._output, self._state = Path(config.output), Path(config.state)
        self._load = load
        self._pool = pool
        self._signals = signals
        self._supervisor = Supervisor(environment)
        self._telling = Telling()
        self._cycles = Cycles(config, pool, self._attend)
        self._next: Cycles | None = None
        self._clock = Clock(ZoneInfo(config.edition.timezone), self._cycle)
        self._events: FileEvents | None = None
        self._beat = Beat(self._state, self._output)
        self._lock = threading.Lock()
        self._busy = self._dirty = self._told = self._early = False
        self._fatal: BaseException | None = None

    def run(self) -> None:
        """Presses at once and then at its times. Returns after SIGTERM or SIGINT, within five seconds.

        Raises:
            OutputHeld: another watch keeps the output, or another press holds it at the start.
            OutputUnwritable: the state folder cannot be written to at the start.
        """
        self._signals.begun = True
        with kept(self._output, self._state):
            config = self._cycles.config
            event(
                "watch.started",
                f"watching {config.inbox} for {config.output}",
                inbox=config.inbox,
                output=config.output,
                pid=os.getpid(),
            )
            self._clock.start()
            self._clock.arm(0)
            self._listen(config)
            while not self._signals.stop:
                self._signals.wait(_LOOK)
                self._look()
            self._leave()
        if self._fatal is not None:
            raise self._fatal
        event("watch.stopped", "stopped", cycles=self._beat.pulse.cycles)

    def _look(self) -> None:
        """What is to be seen to once a second: signals, the wall clock, the supervisor."""
        if self._signals.reload:
            self._signals.reload = False
            self._reload()
        jumped = self._clock.jumped()
        with self._lock:
            if self._busy or self._signals.stop:
                return
            if jumped:
                by_wall = self._cycles.schedule.by_the_wall
                delay = self._cycles.schedule.delay() if by_wall else max(0.0, self._clock.remaining())
                event("clock.jumped", f"the clock was set; the next cycle comes in {delay:.0f} s")
                self._arm(delay)
            if self._clock.remaining() > -_LATE:
                self._supervisor.alive()
            else:
                # Work that does not begin is no life: the service manager is to see it.
                self._clock.hurry()

    def _listen(self, config: Config) -> None:
        if self._events is not None:
            self._events.stop()
        self._events = None
        if config.watch.events:
            self._events = FileEvents(Path(config.inbox), self._files_changed, poll=config.watch.poll)
            self._events.start()

    def _files_changed(self) -> None:
        with self._lock:
            self._dirty = self._told = True
            if not self._busy and self._clock.remaining() > self._cycles.settle:
                self._early = True
                self._arm(self._cycles.settle)

    def _reload(self) -> None:
        try:
            config = self._load()
            if (Path(config.output), Path(config.state)) != (self._output, self._state):
                raise ConfigurationError("output or state: to change them, start the watch anew")
            cycles = Cycles(config, self._pool, self._attend)
        except PressrunError as error:
            event("config.refused", f"{error}; the config of before stays", level=logging.ERROR)
            return
        open_journal(config.watch.log)
        event("config.reloaded", "the config was read again", inbox=config.inbox)
        with self._lock:
            self._next = cycles
            self._dirty = True
            if not self._busy:
                self._arm(0)
        self._listen(config)

    def _arm(self, delay: float) -> None:
        self._clock.arm(delay)
        self._note(next_run=time.time() + delay)

    def _attend(self) -> None:
        """Between two pieces of a cycle's work."""
        self._supervisor.alive()
        if self._signals.stop:
            raise Abandoned

    def _cycle(self) -> None:
        """What the clock runs."""
        with self._lock:
            if self._signals.stop:
                return
            told, silent = self._told, self._early
            self._busy, self._dirty, self._told = True, False, False
            if self._next is not None:
                self._cycles.close()
                self._cycles, self._next = self._next, None
        failed = True
        try:
            failed = not self._press(silent=silent)
        except Abandoned:
            event("cycle.abandoned", "the cycle was ended; the edition before stands")
        except BaseException as error:  # noqa: BLE001  raised again by run()
            # A fault of ours, or of the start: without this the scheduler would log it and never press again.
            self._fatal = error
            self._telling.fatal(error)
            self._signals.ask_to_stop()
        with self._lock:
            self._busy = False
            if not self._signals.stop:
                delay = self._cycles.delay(failed=failed, dirty=self._dirty, told=told)
                self._early = delay < self._cycles.schedule.delay()
                self._arm(delay)

    def _press(self, *, silent: bool) -> bool:
        """One cycle, told of; whether it was good.

        Raises:
            Abandoned: the watch is to leave.
            OutputHeld: by another press, and this is the first cycle.
        """
        began, started = time.time(), time.monotonic()
        self._note(doing="pressing", began=began)
        try:
            edition = self._cycles.run()
        except OutputHeld as error:
            if not self._beat.pulse.cycles:
                raise
            return self._ended(None, error, started, silent=silent)
        except PressrunError as error:
            return self._ended(None, error, started, silent=silent)
        held = guarded(edition) if edition.guarded else None
        return self._ended(edition, held, started, silent=silent)

    def _ended(
        self, edition: Edition | None, error: PressrunError | None, started: float, *, silent: bool
    ) -> bool:
        seconds, now = time.monotonic() - started, time.time()
        if error is not None:
            self._telling.trouble("cycle.guarded" if edition else "cycle.failed", error, edition)
        elif edition is not None:
            self._telling.done(edition, seconds, silent=silent)
        good = error is None
        self._note(
            doing="waiting",
            cycles=self._beat.pulse.cycles + 1,
            ended=now,
            good=good,
            error="" if error is None else str(error),
            seconds=round(seconds, 3),
            counts=self._beat.pulse.counts if edition is None else counts(edition),
            good_at=now if good else self._beat.pulse.good_at,
        )
        self._supervisor.ready(str(error) if error or edition is None else summary(edition, seconds))
        return good

    def _note(self, **changes: object) -> None:
        self._beat.note(interval=self._cycles.schedule.delay(), **changes)

    def _leave(self) -> None:
        """Lets the cycle come to its end or give up; one that does neither is left where it is."""
        self._supervisor.stopping()
        self._clock.stop()
        if self._events is not None:
            self._events.stop()
        deadline = time.monotonic() + _PATIENCE
        while self._busy and time.monotonic() < deadline:
            time.sleep(0.01)
        self._note(doing="stopped", next_run=0.0)
        if self._busy:
            event("watch.forced", "the cycle did not end in time and was cut off", level=logging.WARNING)
            sweep(self._output)
            os._exit(0)
        self._cycles.close()
