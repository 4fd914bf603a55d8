"""Work handed to an executor a window at a time, so that results never pile up in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import TypeVar

#: Tasks handed in and not yet taken back: enough to keep several processes at work.
AHEAD = 6

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def in_window(
    executor: Executor | None, work: Callable[[_Task], _Result], tasks: Sequence[_Task]
) -> Iterator[_Result]:
    """The result of each task, in their order.

    Args:
        executor: where they run; None runs them here. A single task is not worth a process.
        work: picklable where the executor has processes.
        tasks: all of them.
    """
    if executor is None or len(tasks) == 1:
        yield from map(work, tasks)
        return
    pending: deque[Future[_Result]] = deque()
    for task in tasks:
        pending.append(executor.submit(work, task))
        if len(pending) >= AHEAD:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
