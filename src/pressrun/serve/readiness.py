"""Whether the press behind the server works: its last cycle was good, and it was not long ago."""

from __future__ import annotations

from pressrun.store.pulse import Pulse

# A machine under load is late, and a clock may be set by this much.
_GRACE = 60.0


def unready(pulse: Pulse | None, now: float) -> str:
    """Why the edition is not to be relied on; empty where it is. No path and no error text: anybody may ask.

    Args:
        pulse: the note of the watch; None where there is none.
        now: seconds since the epoch.
    """
    if pulse is None:
        return "no cycle has been told of yet"
    if pulse.doing == "stopped" or not pulse.ended:
        return "the watch has stopped" if pulse.doing == "stopped" else "the first cycle is not over"
    if not pulse.good:
        return "the last cycle failed"
    last = max(pulse.ended, pulse.began)
    patience = 2 * (pulse.interval + pulse.seconds) + _GRACE
    # Where the clock went back nothing can be said before the next cycle ends.
    return "" if -_GRACE <= now - last <= patience else "the last cycle is not recent"
