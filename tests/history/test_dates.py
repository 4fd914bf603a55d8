"""Dates: every time follows from a digest's day, its key and an item's place, in any zone."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressrun.formats.times import timestamp
from pressrun.history.dates import published

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)

SHANGHAI = ZoneInfo("Asia/Shanghai")


#: A day without a change of clocks.
DAY = date(2025, 3, 14)


def microseconds(key: str) -> timedelta:
    """The key's own stretch of the hour, computed here and not by the code under test."""
    return timedelta(microseconds=int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3_600_000_000)


# --- the rule ---


def test_a_digest_stands_at_one_oclock_and_the_microseconds_of_its_key() -> None:
    """Pinned for one key: 970,530,320 microseconds are 16 minutes and 10.53032 seconds."""
    key = "wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1"
    assert timestamp(published(key, DAY, SHANGHAI)) == "2025-03-14T01:16:10.530320+08:00"


def test_an_item_stands_its_number_in_seconds_earlier() -> None:
    """The first one second before its digest, the eighth eight: newest first is the digest's own order."""
    key = "wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1"
    assert [timestamp(published(key, DAY, SHANGHAI, number)) for number in (1, 2, 8)] == [
        "2025-03-14T01:16:09.530320+08:00",
        "2025-03-14T01:16:08.530320+08:00",
        "2025-03-14T01:16:02.530320+08:00",
    ]


def test_the_day_is_the_configs_zones() -> None:
    """One o'clock where the edition is made; the instant follows."""
    london = published("k", date(2025, 7, 1), ZoneInfo("Europe/London"))
    shanghai = published("k", date(2025, 7, 1), SHANGHAI)
    assert london - shanghai == timedelta(hours=7)
    assert (london.hour, shanghai.hour) == (1, 1)


def test_two_digests_of_one_day_stand_apart() -> None:
    """By the difference of their keys' microseconds."""
    apart = published("k", DAY, SHANGHAI) - published("l", DAY, SHANGHAI)
    assert apart == microseconds("k") - microseconds("l") != timedelta(0)


# --- changes of clocks ---


@pytest.mark.parametrize(
    ("zone", "day", "instant"),
    [
        ("Europe/London", date(2025, 3, 30), "2025-03-30T01:00:00+00:00"),  # no 01:00 that day
        ("Europe/London", date(2025, 10, 26), "2025-10-26T00:00:00+00:00"),  # two of them: the first
        ("America/New_York", date(2025, 11, 2), "2025-11-02T05:00:00+00:00"),  # two of them: the first
        ("America/New_York", date(2025, 3, 9), "2025-03-09T06:00:00+00:00"),
        ("Atlantic/Azores", date(2025, 10, 26), "2025-10-26T02:00:00+00:00"),  # 01:00 went back to 00:00
        ("Atlantic/Azores", date(2025, 3, 30), "2025-03-30T01:00:00+00:00"),  # 00:00 went on to 01:00
        ("Asia/Shanghai", date(1900, 5, 1), "1900-04-30T16:54:17+00:00"),  # +08:05:43
    ],
)
def test_one_oclock_on_a_day_of_changing_clocks(zone: str, day: date, instant: str) -> None:
    """Where it is missing or stands twice, the offset from before the change holds."""
    moment = published("k", day, ZoneInfo(zone)) - microseconds("k")
    assert moment.astimezone(UTC).isoformat() == instant


#: Zones that change their clocks around one o'clock, and zones that skip a day or have odd offsets.
ZONES = st.sampled_from(
    [
        *["Asia/Shanghai", "Europe/London", "America/New_York", "Atlantic/Azores", "Australia/Lord_Howe"],
        *["Antarctica/Troll", "Pacific/Apia", "America/Havana", "Asia/Kathmandu", "UTC"],
    ]
).map(ZoneInfo)
DAYS = st.one_of(
    st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    st.sampled_from(
        [
            *[date(2025, 3, 30), date(2025, 10, 26), date(2025, 3, 9), date(2025, 11, 2), date(2025, 4, 6)],
            *[date(2012, 4, 1), date(2011, 12, 30), date(2024, 2, 29), date(1900, 1, 1), date(2999, 12, 31)],
            *[date(1940, 6, 1), date(1901, 1, 1), date(2025, 1, 1), date(2025, 12, 31)],
        ]
    ),
)
WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d")


@law
@given(st.text(max_size=5), DAYS, ZONES, st.integers(1, 60))
@example("k797", date(2025, 10, 26), ZoneInfo("Atlantic/Azores"), 20)
@example("k797", date(2012, 4, 1), ZoneInfo("America/Havana"), 20)
def test_the_times_of_a_digest_and_its_items_fall_strictly(
    key: str, day: date, zone: ZoneInfo, count: int
) -> None:
    """Instants, clock faces and what is written of them all fall, whatever the clocks do that day."""
    moments = [published(key, day, zone, position) for position in range(count + 1)]
    assert all(
        later.timestamp() - earlier.timestamp() == pytest.approx(1, abs=1e-4)
        for later, earlier in pairwise(moments)
    )
    assert moments == sorted(moments, reverse=True)
    assert len({timestamp(moment) for moment in moments}) == count + 1


@law
@given(st.text(max_size=5), DAYS, ZONES, st.integers(0, 60))
def test_every_time_is_written_with_six_decimals(key: str, day: date, zone: ZoneInfo, position: int) -> None:
    """RFC 3339 with an offset in minutes, and read back it is the same instant."""
    moment = published(key, day, zone, position)
    assert WRITTEN.fullmatch(timestamp(moment))
    assert datetime.fromisoformat(timestamp(moment)) == moment.astimezone(UTC)


@law
@given(st.text(max_size=5), DAYS)
def test_the_day_and_month_of_a_digest_are_those_of_its_date(key: str, day: date) -> None:
    """Between one and two o'clock, so that neither the microseconds nor sixty items reach another day."""
    zone = ZoneInfo("Etc/GMT-8")
    assert published(key, day, zone).date() == published(key, day, zone, 60).date() == day
    assert published(key, day, zone).hour == 1
