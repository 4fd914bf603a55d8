"""When a hub that does not answer is asked again."""

from __future__ import annotations

import random
import time

# Seconds: from the first failure to the next try, and at the most; then an hour for as long as it takes.
_FIRST, _MOST = 2.0, 3600.0


class Rhythm:
    """The time of the next ping to one hub: at once, or later and later while it fails."""

    def __init__(self) -> None:
        self._failed = 0
        self._due = 0.0

    @property
    def pause(self) -> float:
        """Seconds until the next one; 0 or less: now."""
        return self._due - time.monotonic()

    def well(self) -> None:
        """The hub has answered."""
        self._failed, self._due = 0, 0.0

    def failed(self, after: float) -> None:
        """It has not, or wants to be left alone for so many seconds.

        Each failure doubles the time, of which up to a half is left to chance: publishers that a hub's fall
        has brought into step would bring it down again.
        """
        pause = min(_FIRST * 2.0 ** min(self._failed, 30), _MOST)
        self._failed += 1
        self._due = time.monotonic() + max(after, pause * random.uniform(0.5, 1))  # noqa: S311  no secret
