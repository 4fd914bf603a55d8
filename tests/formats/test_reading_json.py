"""What the press remembered in our own JSON Feed pages, read back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.feed import Feed
from pressrun.formats import json_feed
from pressrun.formats.reading_json import Remembered, remembered_in
from tests.formats.strategies import FEEDS
from tests.formats.words import subscribed

PAGE = subscribed("feed.json", "application/feed+json")
PAGE = replace(PAGE, entries=tuple(replace(entry, remembered={"key": entry.id}) for entry in PAGE.entries))
DOCUMENT = json_feed.serialise(PAGE)


def told(feed: Feed) -> list[Remembered]:
    """What a page of these entries remembers of them."""
    return [
        Remembered(
            entry.title,
            next(link.href for link in entry.links if link.rel == "alternate"),
            entry.author.name,
            dict(entry.remembered),
        )
        for entry in feed.entries
    ]


def test_a_page_tells_what_was_remembered() -> None:
    """Title, address and source in JSON Feed's words, the rest in ours."""
    assert [*remembered_in(DOCUMENT)] == told(PAGE)


@given(FEEDS)
def test_reading_is_the_inverse_of_writing(written: Feed) -> None:
    """For any words and anything remembered."""
    entries = [entry for entry in written.entries if any(link.rel == "alternate" for link in entry.links)]
    remembering = replace(
        written,
        entries=tuple(replace(entry, remembered={**entry.remembered, "key": "k"}) for entry in entries),
    )
    assert [*remembered_in(json_feed.serialise(remembering))] == told(remembering)


def test_a_file_name_that_is_no_utf8_is_remembered() -> None:
    """Python holds it with lone surrogates; the page holds their escapes."""
    name = b"\xff\xfe.md".decode("utf-8", "surrogateescape")
    (entry, *_) = PAGE.entries

    data = json_feed.serialise(replace(PAGE, entries=(replace(entry, remembered={"path": name}),)))

    assert rb'"_pressrun":{"path":"\udcff\udcfe.md"}' in data
    assert [one.record for one in remembered_in(data)] == [{"path": name}]


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: DOCUMENT[:90] + text.encode("utf-16"))
)
def test_any_bytes_are_no_document_of_ours(data: bytes) -> None:
    """One type of error, whatever they are."""
    with pytest.raises(ValueError, match=r"."):
        list(remembered_in(data))


@given(st.lists(st.tuples(st.integers(0, len(DOCUMENT) - 1), st.integers(1, 255)), min_size=1, max_size=4))
def test_flipped_bytes_are_a_value_error_or_another_page(flips: list[tuple[int, int]]) -> None:
    """Nothing else is raised."""
    damaged = bytearray(DOCUMENT)
    for place, bits in flips:
        damaged[place] ^= bits
    try:
        read = list(remembered_in(bytes(damaged)))
    except ValueError:
        return
    assert all(isinstance(one, Remembered) for one in read)


@given(st.integers(0, len(DOCUMENT) - 2))
def test_a_document_that_was_cut_short_is_refused(length: int) -> None:
    """Its last line feed apart, every byte counts."""
    with pytest.raises(ValueError, match=r"."):
        list(remembered_in(DOCUMENT[:length]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"version/1.1", b"version/1"),
        (b'"key":"', b'"z":NaN,"key":"'),
        (b'"_pressrun":{', b'"_pressrun":1,"x":{'),
        (b'"_pressrun":{', b'"x":{'),
        (b'"authors":[{', b'"authors":[{},{'),
        (b'"authors":[{', b'"authors":["x",{'),
        (b'"title":"', b'"title":"\\ud800'),
        (b'"title":"', b'"title":"\\u0000'),
        (b'"title":', b'"title":1,"x":'),
        (b'"url":"', b'"url":null,"x":"'),
    ],
)
def test_what_no_page_of_ours_says_is_refused(old: bytes, new: bytes) -> None:
    """Each in every place where it could stand."""
    assert old in DOCUMENT
    with pytest.raises(ValueError, match=r"."):
        list(remembered_in(DOCUMENT.replace(old, new)))
