"""Where captures are proved: this process, or several."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children
from multiprocessing.context import ForkContext, ForkProcess, SpawnContext, SpawnProcess
from typing import Any, TypeVar

from pressrun.errors import InputUnreachable

# The request of prctl(2) that has a process killed with its parent.
_PR_SET_PDEATHSIG = 1
_Result = TypeVar("_Result")
_SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})


class _Forked(ForkProcess):
    """A worker. An executor that lost one asks the others to end and waits; they would not hear it."""

    terminate = ForkProcess.kill


class _Spawned(SpawnProcess):
    """The same."""

    terminate = SpawnProcess.kill


class _Forking(ForkContext):
    Process = _Forked


class _Spawning(SpawnContext):
    Process = _Spawned


class _Workers(ProcessPoolExecutor):
    """Processes that are begun without a signal coming between.

    One would end a worker before it can ignore it, or the executor before it knows all workers, and then wait
    for them for ever.
    """

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        with _signals_held(), _begun():
            return super().submit(fn, *args, **kwargs)


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
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = _Forking() if forks else _Spawning()
    with _begun():
        executor = _Workers(count, mp_context=context, initializer=_begin_work)
    try:
        yield executor
    except BrokenExecutor as error:
        raise InputUnreachable(
            "a process that reads captures was killed, perhaps for want of memory: try fewer --jobs"
        ) from error
    except BaseException:
        # Nobody waits for what they are reading: a watch that is to leave has five seconds.
        for worker in active_children():
            worker.kill()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _begun() -> Iterator[None]:
    """Says what it means when the system has no more processes, memory or open files to give."""
    try:
        yield
    except OSError as error:
        raise InputUnreachable(
            f"no process can be begun to read captures: {error.strerror}; try --jobs 1"
        ) from error


@contextmanager
def _signals_held() -> Iterator[None]:
    """Blocks signals in this thread, and in what it starts meanwhile; they come afterwards."""
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
