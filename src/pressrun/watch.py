"""The clock: presses the inbox now and again, until it is told to stop (FACTS §5).

One `date` job that re-arms itself, because an interval job stalls when the clock goes back and lists
every missed run when it goes forward.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler

from pressrun.config import Config
from pressrun.errors import ConfigurationError, OutputHeld, PressrunError
from pressrun.press.results import Edition
from pressrun.store import inbox

_JOB = "press"
#: A cycle waits for a file that is being written at most this many times `settle`.
_PATIENCE = 30

Press = Callable[[], Edition]
Report = Callable[[Edition | PressrunError], None]


class Watch:
    """Presses every `config.watch.every` until a signal; a failed cycle leaves the edition and goes on.

    Args:
        config: how often, and which inbox has to be quiet.
        press: one cycle.
        report: told of every cycle's edition, or of the error that kept it from one.
    """

    def __init__(self, config: Config, press: Press, report: Report) -> None:
        self._config = config
        self._press = press
        self._report = report
        self._stop = threading.Event()
        self._fatal: BaseException | None = None
        zone = ZoneInfo(config.edition.timezone)
        # grace None: a cycle that comes late still comes; the default drops it after one second.
        self._scheduler = BackgroundScheduler(
            timezone=zone,
            executors={"default": {"type": "threadpool", "max_workers": 1}},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def run(self) -> None:
        """Presses at once and then every interval. Returns after SIGTERM or SIGINT, the cycle finished.

        Raises:
            OutputHeld: another press holds the output when the watch starts or in a later cycle.
            ConfigurationError: the config asks for something that cannot be.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        self._scheduler.start()
        self._arm(timedelta(0))
        # Event.wait without a time-out would keep signals from being handled on some platforms.
        while not self._stop.wait(timeout=1):
            pass
        self._scheduler.shutdown(wait=True)
        if self._fatal is not None:
            raise self._fatal

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  signal's own shape
        self._stop.set()

    def _arm(self, delay: timedelta) -> None:
        when = datetime.now(self._scheduler.timezone) + delay
        self._scheduler.add_job(self._cycle, "date", run_date=when, id=_JOB, replace_existing=True)

    def _cycle(self) -> None:
        try:
            self._await_quiet()
            if self._stop.is_set():
                return
            self._report(self._press())
        except (OutputHeld, ConfigurationError) as error:
            # Neither goes away by waiting.
            self._fatal = error
            self._stop.set()
        except PressrunError as error:
            # The next cycle tries again: a disk that was full, an inbox that was unmounted.
            self._report(error)
        except BaseException as error:  # noqa: BLE001  raised again by run()
            # A fault of ours: without this the scheduler would log it and never press again.
            self._fatal = error
            self._stop.set()
        if not self._stop.is_set():
            self._arm(timedelta(seconds=self._config.watch.seconds))

    def _await_quiet(self) -> None:
        """Waits until no capture has changed for `settle` seconds: a late article beats half a one."""
        settle = self._config.watch.settle
        for _ in range(_PATIENCE):
            newest = max((found.mtime_ns for found in inbox.find(Path(self._config.inbox))), default=0)
            quiet = time.time() - newest / 1e9
            # A file dated in the future is no sign of writing.
            if not 0 <= quiet < settle or self._stop.wait(timeout=settle - quiet):
                return
