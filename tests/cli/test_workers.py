"""Processes that work for this one."""

from __future__ import annotations

import gc
import inspect
import os
import signal
import struct
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, wait
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from unittest.mock import patch

import pytest

from pressrun.cli.pool import pool
from pressrun.cli.workers import Workers
from pressrun.errors import InputUnreachable
from tests.cli.process import DEADLINE, finish, until

FORKED = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
# A runner of tests has a thread of its own, which holds nothing that a worker needs.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
KINDS = pytest.mark.parametrize("forks", [pytest.param(True, marks=FORKED), False], ids=["fork", "spawn"])
# Seconds that are over only where something waits for what nobody awaits.
LONG = 60


@contextmanager
def workers(*, forks: bool, count: int = 2) -> Iterator[Workers]:
    """Workers that are gone at the end, whatever a test did with them."""
    begun = Workers(count, forks=forks)
    try:
        yield begun
    finally:
        begun.kill()


def number(addend: int, *, of: int) -> tuple[int, int]:
    """A sum, and the process that worked it out."""
    time.sleep(0.01)
    return addend + of, os.getpid()


def fail(what: str) -> None:
    """Raises what one would not expect."""
    raise KeyError(what)


def secret() -> object:
    """What cannot leave its process."""
    return lambda: 1


class Unlike(Exception):  # noqa: N818
    """One that can be pickled, and not be made again from what it keeps."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what} in {where}")


def fail_unlike() -> None:
    """Raises it."""
    raise Unlike("smoke", "kitchen")


def leave() -> None:
    """Raises what is no `Exception`, as a panic of a library in Rust does."""
    sys.exit("enough")


def die_while_answering() -> None:
    """Half an answer is in the pipe when its process is killed."""
    channel = next(frame.frame.f_locals["answers"] for frame in inspect.stack() if frame.function == "work")
    os.write(channel.fileno(), struct.pack("!i", 1000) + b"half")
    os.kill(os.getpid(), signal.SIGKILL)


def sleep_long() -> None:
    """Work that nobody waits for."""
    time.sleep(LONG)


def lose_a_worker() -> None:
    """Waits in a pool for one that is killed."""
    with pool(2) as executor:
        assert executor is not None
        executor.submit(die_while_answering).result(LONG)


def open_files() -> int:
    """How many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def fail_once(*, forks: bool) -> None:
    """A pool of which one worker is killed at work."""
    with workers(forks=forks) as begun:
        sleeping, lost = begun.submit(sleep_long), begun.submit(die_while_answering)
        assert isinstance(lost.exception(LONG), BrokenExecutor)
    assert isinstance(sleeping.exception(LONG), BrokenExecutor)


def be_interrupted() -> None:
    """Ctrl-C in a pool whose workers are busy for long."""
    with pool(2) as executor:
        assert executor is not None
        executor.submit(sleep_long)
        raise KeyboardInterrupt


@KINDS
def test_results_come_from_other_processes(*, forks: bool) -> None:
    """Each future has the result of its own call; two processes did them all."""
    with workers(forks=forks) as begun:
        futures = [begun.submit(number, each, of=100) for each in range(40)]
        results = [future.result(LONG) for future in futures]

    assert [result for result, _ in results] == list(range(100, 140))
    assert len({process for _, process in results} - {os.getpid()}) == 2


@KINDS
def test_what_a_call_raises_is_raised_again_and_says_where(*, forks: bool) -> None:
    """The note is the traceback in the worker, which goes on working."""
    with workers(forks=forks, count=1) as begun:
        with pytest.raises(KeyError, match="lost") as raised:
            begun.submit(fail, "lost").result(LONG)

        assert "in fail\n    raise KeyError(what)" in raised.value.__notes__[0]
        assert begun.submit(number, 1, of=1).result(LONG)[0] == 2


@pytest.mark.parametrize("call", [secret, lambda: 1], ids=["result", "call"])
def test_what_cannot_be_pickled_is_an_error(call: object) -> None:
    """Of its own future; the worker goes on working."""
    with workers(forks=False, count=1) as begun:
        with pytest.raises(Exception, match=r"pickle|local object"):
            begun.submit(call).result(LONG)  # type: ignore[arg-type]

        assert begun.submit(number, 1, of=1).result(LONG)[0] == 2


@KINDS
def test_what_cannot_be_made_again_is_told_in_words(*, forks: bool) -> None:
    """The type is lost, what happened and where is not."""
    with workers(forks=forks, count=1) as begun:
        with pytest.raises(RuntimeError, match=r"in fail_unlike\n[\s\S]*Unlike: smoke in kitchen"):
            begun.submit(fail_unlike).result(LONG)

        assert begun.submit(number, 1, of=1).result(LONG)[0] == 2


@KINDS
def test_whatever_is_raised_is_no_lost_worker(*, forks: bool) -> None:
    """`SystemExit` and the like end the call alone."""
    with workers(forks=forks, count=1) as begun:
        with pytest.raises(SystemExit) as raised:
            begun.submit(leave).result(LONG)

        assert raised.value.code == "enough"
        assert begun.submit(number, 1, of=1).result(LONG)[0] == 2


@KINDS
def test_a_worker_killed_while_it_answers_is_told_of(*, forks: bool) -> None:
    """Nobody waits for the other half of the answer."""
    with workers(forks=forks) as begun:
        future = begun.submit(die_while_answering)

        with pytest.raises(BrokenExecutor, match=r"^a worker was killed$"):
            future.result(LONG)


@KINDS
def test_an_answer_that_was_not_read_is_not_taken_for_another(*, forks: bool) -> None:
    """For want of memory, say: the worker counts as lost, and can be let go while it still writes."""
    with workers(forks=forks, count=1) as begun:
        assert begun.submit(number, 1, of=1).result(LONG)[0] == 2
        with patch.object(Connection, "recv_bytes", side_effect=MemoryError):
            unread = begun.submit(bytes, 1 << 20).exception(LONG)
        later = begun.submit(number, 1, of=1).exception(LONG)
        letting_go = threading.Thread(target=begun.shutdown, daemon=True)
        letting_go.start()
        letting_go.join(LONG)

        assert (type(unread), type(later)) == (BrokenExecutor, BrokenExecutor)
        assert not letting_go.is_alive()


@KINDS
def test_workers_that_fail_leave_no_open_file(*, forks: bool) -> None:
    """Without a search for garbage: a watch that fails each cycle would run out of them."""
    with workers(forks=forks) as first:
        first.submit(number, 1, of=1).result(LONG)
    before = open_files()
    gc.disable()
    try:
        for _ in range(3):
            fail_once(forks=forks)
        until(lambda: open_files() <= before, "their files are closed")
    finally:
        gc.enable()


def test_a_pool_that_lost_a_worker_says_what_to_do() -> None:
    """As an error of the input, because that is what cannot be read."""
    with pytest.raises(InputUnreachable) as raised:
        lose_a_worker()

    assert str(raised.value) == (
        "a process that reads captures was killed, perhaps for want of memory: try fewer --jobs"
    )


@KINDS
def test_killed_workers_are_gone_at_once(*, forks: bool) -> None:
    """Whatever they do; what was handed in fails instead of waiting for ever."""
    with workers(forks=forks) as begun:
        futures = [begun.submit(sleep_long) for _ in range(3)]
        until(futures[1].running, "both are at work")
        begun.kill()

        for future in futures:
            with pytest.raises(BrokenExecutor):
                future.result(LONG)


def test_an_interrupted_pool_waits_for_nobody() -> None:
    """Ctrl-C ends it at once, although its workers are busy."""
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        be_interrupted()

    assert time.monotonic() - began < LONG


@pytest.mark.parametrize("forks", [True, False], ids=["fork", "spawn"])
def test_workers_that_nobody_lets_go_do_not_keep_their_process(tmp_path: Path, *, forks: bool) -> None:
    """A run that ends before it comes to that, by an interrupt at a bad moment, say."""
    script = tmp_path / "script.py"
    script.write_text(
        "import time\n"
        "from pressrun.cli.workers import Workers\n"
        "if __name__ == '__main__':\n"
        f"    workers = Workers(2, forks={forks})\n"
        f"    workers.submit(time.sleep, {2 * DEADLINE})\n"
        "    workers.submit(abs, 1).result()\n",
        "utf-8",
    )

    told = finish([sys.executable, str(script)], cwd=tmp_path)

    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


@KINDS
def test_workers_that_are_let_go_finish_their_work(*, forks: bool) -> None:
    """What was handed in is done; then neither a process nor a thread is left, and nothing is taken."""
    threads = set(threading.enumerate())
    with workers(forks=forks) as begun:
        futures = [begun.submit(number, each, of=0) for each in range(6)]
        begun.shutdown()

        assert [future.result(0)[0] for future in futures] == [0, 1, 2, 3, 4, 5]
        assert set(threading.enumerate()) <= threads
        for process in {future.result(0)[1] for future in futures}:
            with pytest.raises(ProcessLookupError):
                os.kill(process, 0)
        with pytest.raises(RuntimeError, match=r"^the workers have been let go$"):
            begun.submit(number, 1, of=1)


def test_work_that_has_not_begun_can_be_cancelled() -> None:
    """`cancel_futures` as the base class has it: what a worker has begun is finished."""
    with workers(forks=False, count=1) as begun:
        futures = [begun.submit(time.sleep, 0.2) for _ in range(3)]
        until(futures[0].running, "the first is at work")
        begun.shutdown(cancel_futures=True)

        assert futures[0].result(0) is None
        for future in futures[1:]:
            with pytest.raises(CancelledError):
                future.result(0)
        assert wait(futures, 0).not_done == set()
