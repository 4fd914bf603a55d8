"""What a worker does: it is called through one pipe and answers through another, until it is let go."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler

#: What ends a process from outside. A worker ignores both; whoever began it knows when it is to end.
SIGNALS = frozenset({signal.SIGTERM, signal.SIGINT})

# The request of prctl(2) that has a process killed with its parent.
_PR_SET_PDEATHSIG = 1


def work(calls: Connection, answers: Connection, copied: Iterable[Connection], parent: int) -> None:
    """The main function of a worker.

    Args:
        calls: brings pickled calls (function, arguments, keywords), and no bytes at the end.
        answers: takes pickled answers (True and the result, or False and what was raised).
        copied: ends of pipes that a fork brought along and that the parent alone is to hold.
        parent: the number of the process that began it.
    """
    _begin(parent)
    for end in copied:
        end.close()
    # Whoever called may be gone.
    with suppress(EOFError, BrokenPipeError):
        while call := calls.recv_bytes():
            answers.send_bytes(_answer(call))


def _begin(parent: int) -> None:
    # A service manager signals the whole group; a worker that dies would break a cycle that may finish.
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    # A press that is killed takes its workers along: they hold its lock, which a fork inherits.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit(1)


def _answer(call: bytes) -> bytes:
    try:
        function, arguments, keywords = ForkingPickler.loads(call)
        return ForkingPickler.dumps((True, function(*arguments, **keywords))).tobytes()
    except BaseException as error:  # noqa: BLE001  it is raised again in the process that called
        return _told(error)


def _told(error: BaseException) -> bytes:
    told = "".join(traceback.format_exception(error))
    error.add_note(told)
    try:
        answer = ForkingPickler.dumps((False, error)).tobytes()
        # Some can be taken apart and not be put together again.
        ForkingPickler.loads(answer)
    except Exception:  # noqa: BLE001  the traceback says what it was
        return ForkingPickler.dumps((False, RuntimeError(told))).tobytes()
    return answer
