"""When an entry stands. No time depends on another capture or on the clock of the build."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from datetime import date as Date  # noqa: N812  as in digest

from pressrun.identity import spread

_MORNING = time(1)
_SECOND_OF_MICROSECONDS = 1_000_000


def published(key: str, date: Date, zone: tzinfo, number: int = 0) -> datetime:
    """`published` of a digest (number 0) or of its item of that number (from 1).

    The digest's day at 01:00 in the zone, plus the microseconds of its key; its k-th item stands k
    seconds earlier: newest first is then the digest's own order, and entries do not share a timestamp
    (DESIGN, Dates). Reckoned in UTC, so that a change of clocks neither merges nor swaps two of them.
    """
    morning = datetime.combine(date, _MORNING, tzinfo=zone).astimezone(UTC)
    moment = morning + timedelta(microseconds=spread(key)) - timedelta(seconds=number)
    return moment.astimezone(zone)


def updated(key: str, fetched: datetime, number: int = 0) -> datetime:
    """`updated` of a digest (number 0), or of its item of that number, that a capture has changed.

    That capture's `fetch_date`, floored to the second, less (1 + number) seconds, plus the key's own
    microseconds: never later than the capture (DESIGN, Dates).
    """
    second = fetched.astimezone(UTC).replace(microsecond=0)
    own = timedelta(microseconds=spread(key) % _SECOND_OF_MICROSECONDS)
    return second - timedelta(seconds=1 + number) + own


def later(moment: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two moments; None counts as before all others."""
    if moment is None or other is None:
        return moment or other
    return max(moment, other)
