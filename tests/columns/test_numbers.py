"""Numbers of issues: days, or counts that go up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pressrun.columns.numbers import are_ascending, are_days, count_of

FIRST = date(2030, 1, 2)


def weekly(*numbers: str) -> list[tuple[str, date]]:
    """Numbers with the dates of their issues, a week apart."""
    return [(number, FIRST + timedelta(weeks=week)) for week, number in enumerate(numbers)]


@pytest.mark.parametrize(
    ("number", "count"),
    [("311", 311), ("四", 4), ("十二", 12), ("四十四", 44), ("一百零三", 103), ("二〇", 20), ("3-1", None)],
)
def test_a_count(number: str, count: int | None) -> None:
    """In ASCII or in Chinese digits; a day is none."""
    assert count_of(number) == count


@pytest.mark.parametrize(
    ("numbers", "ascend"),
    [
        (("1", "2", "3"), True),
        (("九", "十", "十一"), True),
        (("51", "52", "1", "2", "3", "4"), True),
        (("1", "1", "1"), False),
        (("7", "3", "1"), False),
        (("2030-01-02", "2030-01-09"), False),
        (("1",), False),
    ],
)
def test_whether_numbers_go_up(numbers: tuple[str, ...], *, ascend: bool) -> None:
    """With the dates; a count may begin anew."""
    assert are_ascending(weekly(*numbers)) is ascend


@pytest.mark.parametrize(
    ("numbers", "days"),
    [
        (("1-1", "1-8", "1-15"), True),
        (("12-31", "1-8"), True),
        (("29/12/30", "30/1/7"), True),
        (("2030.01.01", "2030.01.08"), True),
        (("20300101", "20300108"), True),
        (("2030", "2030"), False),
        (("13-45", "14-1"), False),
        (("1", "2"), False),
        (("7-1", "7-8"), False),
    ],
)
def test_whether_numbers_are_the_days_of_their_issues(numbers: tuple[str, ...], *, days: bool) -> None:
    """Near the date of the digest, in any of the ways a day is written in."""
    assert are_days(weekly(*numbers)) is days
