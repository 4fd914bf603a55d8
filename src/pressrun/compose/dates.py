"""When an entry stands. No time depends on another capture or on the clock of the build."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

from pressrun.digest import Digest
from pressrun.identity import spread

_MORNING = time(1)


def published(digest: Digest, zone: tzinfo, position: int = 0) -> datetime:
    """`published` of a digest (position 0) or of its item number `position` (from 1).

    The digest's day at 01:00 in the zone, plus the microseconds of its key; its k-th item stands k
    seconds earlier: newest first is then the digest's own order, and entries do not share a timestamp
    (DESIGN, Dates). Reckoned in UTC, so that a change of clocks neither merges nor swaps two of them.
    """
    morning = datetime.combine(digest.date, _MORNING, tzinfo=zone).astimezone(UTC)
    moment = morning + timedelta(microseconds=spread(digest.key)) - timedelta(seconds=position)
    return moment.astimezone(zone)
