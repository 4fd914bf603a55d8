"""A law that is broken must fail its test, not hang it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import FrameType

import pytest

#: Seconds; no test of a law takes a quarter of it on a busy machine.
_DEADLINE = 240


@pytest.fixture(autouse=True)
def _no_test_hangs() -> Iterator[None]:
    """Interrupts a test that waits for ever: for the writer of a FIFO, say."""

    def expired(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"signal {number}: the test hangs at line {frame.f_lineno if frame else 0}")

    before = signal.signal(signal.SIGALRM, expired)
    signal.alarm(_DEADLINE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
