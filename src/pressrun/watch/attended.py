"""Work that can be ended between two pieces of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from typing import Any, TypeVar

_Result = TypeVar("_Result")
# Seconds between two looks while a result is waited for.
_LOOK = 0.2


class Abandoned(Exception):  # noqa: N818  no error: it was asked for
    """The cycle was ended because the watch is to leave; the edition before stands."""


class _Awaited(Future[_Result]):
    """A result that others work out: a process that only begins takes seconds on a busy machine."""

    def __init__(self, inner: Future[_Result], attend: Callable[[], None]) -> None:
        super().__init__()
        self._inner = inner
        self._look_up = attend

    def result(self, timeout: float | None = None) -> _Result:
        while timeout is None and not wait([self._inner], _LOOK).done:
            self._look_up()
        return self._inner.result(timeout)


class Attended(Executor):
    """An executor that looks up before each piece of work, and while one is waited for.

    Args:
        inner: runs the work; None runs it here.
        attend: what it raises goes to whoever hands the piece in, or waits for it.
    """

    def __init__(self, inner: Executor | None, attend: Callable[[], None]) -> None:
        self._inner = inner
        self._attend = attend

    def submit(self, fn: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        """Hands in a piece of work, as any executor does."""
        self._attend()
        if self._inner is not None:
            return _Awaited(self._inner.submit(fn, *args, **kwargs), self._attend)
        future: Future[_Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  it is raised again where the result is asked for
            future.set_exception(error)
        return future
