"""Work that can be ended between two pieces of it, and while one is waited for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from pressrun.watch.attended import Abandoned, Attended


def test_what_is_waited_for_can_be_given_up() -> None:
    """A worker that takes long, or never comes, keeps nobody who wants to leave."""
    over, asked = threading.Event(), threading.Event()

    def attend() -> None:
        if asked.is_set():
            raise Abandoned

    with ThreadPoolExecutor(1) as inner:
        try:
            future = Attended(inner, attend).submit(over.wait, 60)
            asked.set()
            with pytest.raises(Abandoned):
                future.result()
        finally:
            over.set()


@pytest.mark.parametrize("here", [True, False])
def test_results_and_errors_come_through(*, here: bool) -> None:
    """As with any executor, whether the work is done here or elsewhere."""
    with ThreadPoolExecutor(1) as other:
        attended = Attended(None if here else other, lambda: None)

        assert attended.submit(int, "7").result() == 7
        with pytest.raises(ValueError, match="invalid literal"):
            attended.submit(int, "x").result()
