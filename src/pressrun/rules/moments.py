"""The times that a feed tells: RFC 3339 in Atom and JSON Feed, RFC 822 in RSS."""

from __future__ import annotations

import re
from datetime import UTC, datetime

# RFC 3339 §5.6 as RFC 4287 §3.3 narrows it: upper-case T and Z, and always a zone.
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# RFC 822 §5.1 with the four digits of RSS 2.0, and zones that all readers know.
_MAIL = re.compile(
    rf"({'|'.join(_DAYS)}), (\d{{2}}) ({'|'.join(_MONTHS)})"
    r" (\d{4} \d{2}:\d{2}:\d{2}) (GMT|[+-]\d{4})",
    re.ASCII,
)


def moment_of(value: str) -> datetime | None:
    """The moment that a time of RFC 3339 names; None where it is none, or has no zone."""
    if not _TIMESTAMP.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def moment_of_mail(value: str) -> datetime | None:
    """The moment that a time of RFC 822 names; None where it is none, or of another day of the week."""
    match = _MAIL.fullmatch(value)
    if match is None:
        return None
    day, number, month, rest, zone = match.groups()
    zone = "+0000" if zone == "GMT" else zone
    try:
        # %b would be read in the language of the machine.
        found = datetime.strptime(
            f"{number} {_MONTHS.index(month) + 1} {rest} {zone}", "%d %m %Y %H:%M:%S %z"
        )
    except ValueError:
        return None
    return found if found.weekday() == _DAYS.index(day) else None


def in_seconds(moment: datetime | None) -> str:
    """How times of all formats compare: in UTC, to the second; empty for one that is none."""
    return in_full(moment).partition(".")[0]


def in_full(moment: datetime | None) -> str:
    """The same to the microsecond."""
    try:
        return "" if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError:
        # The first and the last day of the calendar have no UTC.
        return ""
