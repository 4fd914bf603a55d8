"""Where captures are proved: this process, or several."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

# The request of prctl(2) that has a process killed with its parent.
_PR_SET_PDEATHSIG = 1
_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def pool(jobs: int | None) -> Iterator[Executor | None]:
    """A pool of so many processes, started when the first batch is handed in; None for one job."""
    count = jobs or processors()
    if count == 1:
        yield None
        return
    # fork takes 20 ms and is safe while there is one thread; spawn takes 200 (FACTS §4). A fork server
    # would be a process that a signal to the whole group ends.
    method = "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
    context = multiprocessing.get_context(method)
    executor = ProcessPoolExecutor(count, mp_context=context, initializer=_begin_work)
    with _signals_held():
        try:
            yield executor
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Blocks signals in a thread that starts workers, so that none is ended before it can ignore them.

    The main thread goes on receiving them; in it nothing is blocked.
    """
    if threading.current_thread() is threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_work() -> None:
    # A service manager signals the whole group; a worker that dies would break a cycle that may finish.
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    # A press that is killed takes its workers along: they hold its lock, which a fork inherits.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
