"""Times as every format writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

_MINUTE = timedelta(minutes=1)
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d", re.ASCII)


def timestamp(moment: datetime) -> str:
    """RFC 3339 with six decimals always, so that times of a feed never merge and each writes alike."""
    return _in_minutes(moment).isoformat(timespec="microseconds")


def moment(written: str) -> datetime:
    """The moment that `timestamp` wrote thus; ValueError for any other notation."""
    if not _TIMESTAMP.fullmatch(written):
        raise ValueError(f"not a timestamp of ours: {written[:40]}")
    return datetime.fromisoformat(written)


def mail_date(moment: datetime) -> str:
    """RFC 822 with a year of four digits, as RSS wants it; English names in every locale."""
    return format_datetime(_in_minutes(moment))


def _in_minutes(moment: datetime) -> datetime:
    """The same moment with an offset that both notations can write."""
    offset = moment.utcoffset()
    # Their offsets have no seconds; zones had them until well into the last century.
    return moment.astimezone(UTC) if offset is None or offset % _MINUTE else moment
