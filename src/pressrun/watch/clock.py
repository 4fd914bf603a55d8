"""When the next cycle comes: one `date` job that is armed anew after each (FACTS §5).

An interval job stalls when the clock goes back and lists every missed run when it goes forward. What is due
is counted in monotonic time; the scheduler is told by the wall clock, and told again when that one jumps.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from pressrun.config import Config
from pressrun.errors import ConfigurationError

# Seconds that wall minus monotonic time may drift between two looks; NTP slews far less.
_JUMP = 0.5


class Schedule:
    """How long it is to the next regular cycle: `[watch] cron` in the edition's zone, else `every`.

    Raises:
        ConfigurationError: `cron` is no crontab line.
    """

    def __init__(self, config: Config) -> None:
        self._every = config.watch.seconds
        self._zone = ZoneInfo(config.edition.timezone)
        self._cron: CronTrigger | None = None
        if config.watch.cron:
            try:
                self._cron = CronTrigger.from_crontab(config.watch.cron, timezone=self._zone)
            except (ValueError, TypeError) as error:
                raise ConfigurationError(f"watch.cron: {config.watch.cron!r}: {error}") from None
            if self._cron.get_next_fire_time(None, datetime.now(self._zone)) is None:
                raise ConfigurationError(f"watch.cron: {config.watch.cron!r} never comes")

    def delay(self) -> float:
        """Seconds from now by the wall clock."""
        if self._cron is None:
            return self._every
        now = datetime.now(self._zone)
        due = self._cron.get_next_fire_time(None, now)
        return max(0.0, (due.astimezone(UTC) - now.astimezone(UTC)).total_seconds()) if due else self._every

    @property
    def by_the_wall(self) -> bool:
        """Whether a clock that was set changes when the next cycle is due."""
        return self._cron is not None


class Clock:
    """Runs one piece of work at a time, in a thread of its own.

    Args:
        zone: told to the scheduler, which would ask the machine otherwise.
        work: what is run.
    """

    def __init__(self, zone: ZoneInfo, work: Callable[[], None]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._number = 0
        self._due = float("inf")
        self._shift = time.time() - time.monotonic()
        # grace None: a cycle that comes late still comes; the default drops it after one second.
        self._scheduler = BackgroundScheduler(
            timezone=zone,
            executors={"default": {"type": "threadpool", "max_workers": 1}},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begins to wait for what is armed."""
        self._scheduler.start()

    def stop(self) -> None:
        """Nothing is begun any more; what runs goes on."""
        with self._lock:
            self._scheduler.shutdown(wait=False)

    def arm(self, delay: float) -> None:
        """Has the work run in so many seconds, and not when it was due before."""
        with self._lock:
            self._arm(delay)

    def hurry(self) -> None:
        """Has work that is late begun, if it can be. It stays as late as it was, so that this shows."""
        with self._lock:
            due = self._due
            self._arm(0)
            self._due = due

    def remaining(self) -> float:
        """Seconds until the work is due; less than 0: it is late."""
        return self._due - time.monotonic()

    def jumped(self) -> bool:
        """Whether the wall clock was set since this was last asked; then the work has to be armed anew."""
        shift = time.time() - time.monotonic()
        before, self._shift = self._shift, shift
        return abs(shift - before) > _JUMP

    def _arm(self, delay: float) -> None:
        if not self._scheduler.running:
            return
        # One that has been run is gone.
        with suppress(JobLookupError):
            self._scheduler.remove_job(str(self._number))
        # A name of its own: under that of a run that is just ending it is one instance too many, and lost.
        self._number += 1
        self._due = time.monotonic() + delay
        when = datetime.now(UTC) + timedelta(seconds=delay)
        self._scheduler.add_job(self._work, "date", run_date=when, id=str(self._number))
