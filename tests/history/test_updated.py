"""When an edit is announced: at its capture's time, and never after it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pressrun.formats.times import timestamp
from pressrun.history.dates import later, updated

KEY = "wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1"
SHANGHAI = timezone(timedelta(hours=8))
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


def test_an_edit_stands_a_second_before_its_capture_with_the_key_s_microseconds() -> None:
    """Pinned for one key, whose 970,530,320 microseconds leave 530,320: floored, less 1 + number seconds."""
    capture = datetime(2025, 5, 9, 10, 20, 30, 500_000, SHANGHAI)
    assert [timestamp(updated(KEY, capture, number).astimezone(SHANGHAI)) for number in (0, 1, 8)] == [
        "2025-05-09T10:20:29.530320+08:00",
        "2025-05-09T10:20:28.530320+08:00",
        "2025-05-09T10:20:21.530320+08:00",
    ]


@given(st.text(max_size=5), MOMENTS, st.integers(0, 60))
def test_the_formula_of_the_contract(key: str, fetched: datetime, number: int) -> None:
    """fetch_date, floored to the second, - (1 + k) s + (d modulo 10^6) µs."""
    spread = int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3_600_000_000
    expected = fetched.replace(microsecond=0) - timedelta(seconds=1 + number)
    assert updated(key, fetched, number) == expected + timedelta(microseconds=spread % 1_000_000)


@given(st.text(max_size=5), MOMENTS, st.integers(0, 60))
def test_an_edit_never_lies_after_its_capture(key: str, fetched: datetime, number: int) -> None:
    """A reader's clock is not ahead of the news."""
    assert updated(key, fetched, number) < fetched


@given(st.text(max_size=5), MOMENTS)
def test_the_edits_of_a_digest_and_its_items_do_not_share_a_time(key: str, fetched: datetime) -> None:
    """Newest first is the digest's own order, as at its first publication."""
    moments = [updated(key, fetched, number) for number in range(9)]
    assert all(one > other for one, other in pairwise(moments))


def test_the_later_of_two_moments() -> None:
    """None, where nothing was edited yet, counts as before all others."""
    early, late = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC)
    assert [later(None, None), later(early, None), later(None, late), later(late, early)] == [
        None,
        early,
        late,
        late,
    ]
