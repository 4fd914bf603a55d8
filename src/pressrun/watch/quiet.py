"""Which captures are being written: a late article beats half a one (law 7)."""

from __future__ import annotations

import time
from collections.abc import Sequence

from pressrun.store.inbox import Found

_NS = 1_000_000_000


class Quiet:
    """Tells, scan by scan, which captures have not been quiet for long enough.

    A file is quiet when its time says that it was written that long ago, or when it has looked the same for
    that long: a file dated in the future, or before a clock that was set back, is read as well.

    Args:
        settle: seconds.
    """

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._seen: dict[str, tuple[Found, float]] = {}
        self.wait: float | None = None

    def unsettled(self, found: Sequence[Found]) -> set[str]:
        """The paths of those that are not to be read yet; `wait` is in how many seconds the first one is."""
        now_ns, now = time.time_ns(), time.monotonic()
        latest = now_ns - int(self._settle * _NS)
        seen, waits = {}, {}
        for one in found:
            if one.mtime_ns <= latest:
                continue
            before = self._seen.get(one.path)
            since = before[1] if before and before[0] == one else now
            seen[one.path] = (one, since)
            left = self._settle - (now - since)
            if one.mtime_ns <= now_ns:
                left = min(left, (one.mtime_ns - latest) / _NS)
            if left > 0:
                waits[one.path] = left
        self._seen = seen
        self.wait = min(waits.values(), default=None)
        return set(waits)
