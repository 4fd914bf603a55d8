"""Times as every format writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_MINUTE = timedelta(minutes=1)


def timestamp(moment: datetime) -> str:
    """RFC 3339 with six decimals always, so that times of a feed never merge and each writes alike."""
    offset = moment.utcoffset()
    # RFC 3339 offsets have no seconds; zones had them until well into the last century.
    if offset is None or offset % _MINUTE:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")
