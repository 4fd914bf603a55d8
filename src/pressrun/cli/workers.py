"""Processes that work for this one, each at the end of pipes of its own."""

from __future__ import annotations

import atexit
import errno
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from pressrun.cli.working import SIGNALS, work
from pressrun.errors import InputUnreachable

_Result = TypeVar("_Result")
_Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class Workers(Executor):
    """An executor of processes. A thread stands for each of them: hands it a call, waits for its answer.

    The workers of `concurrent.futures.ProcessPoolExecutor` share one pipe for their answers. One that is
    killed while it writes leaves half an answer there, and the executor waits for the other half for ever.
    Here the death of a worker is the end of its own pipe.

    Args:
        count: how many processes at the most.
        forks: they are forked, all at the first call, while there is no other thread; otherwise each is
            spawned at a call that comes while there are fewer.
    """

    def __init__(self, count: int, *, forks: bool) -> None:
        self._count = count
        self._forks = forks
        self._context: ForkContext | SpawnContext = get_context("fork") if forks else get_context("spawn")
        self._calls: SimpleQueue[tuple[Future[Any], _Call] | None] = SimpleQueue()
        self._processes: list[BaseProcess] = []
        self._ours: list[Connection] = []
        self._threads: list[threading.Thread] = []
        self._closed = False
        # However this process ends: multiprocessing would wait for a worker that nobody has let go.
        atexit.register(self.kill)

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        """Hands in a call of something that can be pickled.

        Its future raises what the call raised, with a note that says where (`RuntimeError` for what cannot be
        pickled), and `BrokenExecutor` if the worker was killed, now or during an earlier call.

        Raises:
            InputUnreachable: the system has no more processes, memory or open files to give.
            RuntimeError: after `shutdown`.
        """
        if self._closed:
            raise RuntimeError("the workers have been let go")
        if len(self._processes) < self._count:
            with _begun():
                self._begin(self._count - len(self._processes) if self._forks else 1)
        future: Future[_Result] = Future()
        self._calls.put((future, (fn, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  Executor's
        """Lets the workers go once they have done what was handed in, or only what they have begun."""
        self._closed = True
        if cancel_futures:
            with suppress(Empty):
                while True:
                    if (call := self._calls.get_nowait()) and call[0].cancel():
                        call[0].set_running_or_notify_cancel()
        for _ in self._threads:
            self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            self._end()

    def kill(self) -> None:
        """Ends the workers at once, whatever they do; futures that are open raise `BrokenExecutor`.

        It waits for no thread: one may want to answer a future that an interrupted wait has left locked.
        """
        self._end()
        self.shutdown(wait=False)

    def _end(self) -> None:
        with _signals_held():
            for process in self._processes:
                process.kill()
            for process in self._processes:
                process.join()
        atexit.unregister(self.kill)

    def _begin(self, count: int) -> None:
        if not self._forks:
            # The first spawn would begin the tracker, and that unblocks the signals that are held.
            resource_tracker.ensure_running()
        with _signals_held():
            # All processes before the first thread: a fork is safe as long as there is none.
            for worker in [self._worker() for _ in range(count)]:
                thread = threading.Thread(target=self._attend, args=(worker,), daemon=True)
                try:
                    thread.start()
                except RuntimeError as error:
                    raise OSError(errno.EAGAIN, str(error)) from error
                self._threads.append(thread)

    def _worker(self) -> _Worker:
        # No duplex pipe: it would be a socket, and a build opens none (law 9).
        asked, calls = self._context.Pipe(duplex=False)
        answers, answered = self._context.Pipe(duplex=False)
        self._ours += [calls, answers]
        # A fork has copies of all ends that are open here. A pipe breaks where its last copy is closed.
        copied = self._ours if self._forks else []
        with asked, answered:
            process = self._context.Process(target=work, args=(asked, answered, copied, os.getpid()))
            process.start()
        self._processes.append(process)
        return _Worker(process, calls, answers)

    def _attend(self, worker: _Worker) -> None:
        with worker.calls, worker.answers:
            while (call := self._calls.get()) is not None:
                worker.settle(*call)
                # Neither this call nor its result is held while the next is waited for.
                del call
            worker.let_go()


class _Worker(NamedTuple):
    process: BaseProcess
    calls: Connection
    answers: Connection

    def settle(self, future: Future[Any], call: _Call) -> None:
        """Has a call done, and the future told of it."""
        if not future.set_running_or_notify_cancel():
            return
        try:
            # Bytes: a view of a buffer in the traceback of an error can crash Python 3.12 (cpython 111049).
            done, result = ForkingPickler.loads(self._answer(ForkingPickler.dumps(call).tobytes()))
            if done:
                future.set_result(result)
            else:
                future.set_exception(result)
        except Exception as error:  # noqa: BLE001  it is raised again where the result is asked for
            future.set_exception(error)
        finally:
            # The traceback holds this frame, and the future the traceback.
            del future, call

    def let_go(self) -> None:
        """Ends it; it may have ended already."""
        with suppress(OSError):
            self.calls.send_bytes(b"")
        self.process.join()

    def _answer(self, call: bytes) -> bytes:
        try:
            self.calls.send_bytes(call)
            return self.answers.recv_bytes()
        except Exception as error:
            # An answer that was not read, for want of memory here, would be taken for the next call's.
            self.calls.close()
            self.answers.close()
            raise BrokenExecutor("a worker was killed") from error


@contextmanager
def _begun() -> Iterator[None]:
    """Says what it means when the system has no more processes, threads, memory or open files to give."""
    try:
        yield
    except OSError as error:
        raise InputUnreachable(
            f"no process can be begun to read captures: {error.strerror}; try --jobs 1"
        ) from error


@contextmanager
def _signals_held() -> Iterator[None]:
    """Blocks signals in this thread, and in what it starts meanwhile; they come afterwards, or elsewhere.

    One would end a worker before it can ignore it, or leave it running because its end was interrupted.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
