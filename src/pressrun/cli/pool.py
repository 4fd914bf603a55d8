"""Where captures are proved: this process, or several."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager

from pressrun.cli.workers import Workers
from pressrun.errors import InputUnreachable


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def pool(jobs: int | None) -> Iterator[Executor | None]:
    """A pool of so many processes, started when the first batch is handed in; None for one job.

    Raises:
        InputUnreachable: one of them was killed from outside, or none can be begun here.
    """
    count = jobs or processors()
    if count == 1:
        yield None
        return
    # fork takes 20 ms and is safe while there is one thread; spawn takes 200 (FACTS §4). A fork server
    # would be a process that a signal to the whole group ends.
    workers = Workers(count, forks=sys.platform == "linux" and threading.active_count() == 1)
    try:
        yield workers
        workers.shutdown()
    except BrokenExecutor as error:
        raise InputUnreachable(
            "a process that reads captures was killed, perhaps for want of memory: try fewer --jobs"
        ) from error
    finally:
        # Nobody waits for what they still read: a watch that is to leave has five seconds.
        workers.kill()
