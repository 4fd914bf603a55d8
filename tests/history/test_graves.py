"""Graves: what is told to be gone, for how long, and when nothing may leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.history.deciding import decide
from pressrun.history.graves import Grave, dug, dug_by_edits, emptied, still_told
from tests.history.words import SLUG, digest, fetched, item, published

MEMORY, BEFORE = published()
NOW = fetched(24)
MONTH = "2025-03"


def grave(name: str, hours: float = 0, kind: str = "item") -> Grave:
    """A grave of that time."""
    return Grave(kind, name, SLUG, MONTH, fetched(hours))  # type: ignore[arg-type]


def test_a_digest_is_buried_with_all_its_items() -> None:
    """In the folder and the month of its documents."""
    assert dug([MEMORY], NOW) == [
        Grave("digest", MEMORY.name, SLUG, MONTH, NOW),
        *(Grave("item", story.name, SLUG, MONTH, NOW) for story in MEMORY.stories),
    ]


def test_an_item_that_an_edit_dropped_is_buried_alone() -> None:
    """Its digest lives on."""
    standing = decide(digest(item("新桥通车"), hours=2), MEMORY, BEFORE)
    memories = {MEMORY.name: MEMORY}
    assert dug_by_edits([standing], memories, NOW) == [
        Grave("item", MEMORY.stories[1].name, SLUG, MONTH, NOW)
    ]
    assert dug_by_edits([BEFORE], memories, NOW) == []
    assert dug_by_edits([BEFORE], {}, NOW) == []


def test_what_has_come_back_has_no_grave() -> None:
    """Nor what never was gone."""
    assert still_told([grave("a"), grave("b")], {"a"}, NOW) == [grave("b")]


def test_a_grave_is_told_until_the_inbox_is_90_days_newer() -> None:
    """Reckoned by fetch_date: an edition knows no other time."""
    known = grave("a")
    last = known.when + timedelta(days=90)
    assert still_told([known], (), last - timedelta(microseconds=1)) == [known]
    assert still_told([known], (), last) == []


def test_no_more_digests_are_told_of_than_a_feed_shows() -> None:
    """The newest 50 of a column: a run that has lost its ledger knows no others. Items are all told of."""
    digests = [grave(f"d{number:02}", number, "digest") for number in range(52)]
    items = [grave(f"i{number:02}", number) for number in range(52)]
    assert still_told([*digests, *items], (), NOW) == [*digests[2:], *items]


def test_of_two_graves_of_one_name_the_older_counts() -> None:
    """Its time is kept, whatever a later run would have said."""
    assert still_told([grave("a", 5), grave("a", 1), grave("a", 3)], (), NOW) == [grave("a", 1)]


def test_a_digest_and_its_single_item_have_a_grave_each() -> None:
    """Names of two kinds are two names."""
    both = [grave("a", kind="digest"), grave("a")]
    assert still_told(both, (), NOW) == both


@given(st.lists(st.builds(grave, st.sampled_from("abc"), st.integers(0, 9)), max_size=8))
def test_the_order_of_graves_does_not_matter(graves: list[Grave]) -> None:
    """And telling them again says the same."""
    told = still_told(graves, {"c"}, NOW)
    assert told == still_told(graves[::-1], {"c"}, NOW) == still_told(told, {"c"}, NOW)


@pytest.mark.parametrize(
    ("held", "leaving", "guarded"),
    [
        (8, 4, False),
        (7, 4, True),
        (3, 3, False),
        (5, 3, False),
        (4, 4, True),
        (100, 50, False),
        (100, 51, True),
    ],
)
def test_more_than_half_and_more_than_three_may_not_leave_a_column(
    held: int, leaving: int, *, guarded: bool
) -> None:
    """That is housekeeping; this is a folder that was not mounted."""
    counts = {"a": held, "b": 100}, {"a": leaving, "b": 1}
    assert emptied(*counts) == ({"a"} if guarded else set())


def test_the_month_of_a_grave_is_that_of_its_digest_s_date() -> None:
    """Whatever day it left."""
    older = replace(MEMORY, date=MEMORY.date.replace(year=2024, month=11))
    assert {one.month for one in dug([older], NOW)} == {"2024-11"}
