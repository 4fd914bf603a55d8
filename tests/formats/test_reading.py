"""Our own Atom documents read back: the exact inverse, and one error for whatever is damaged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.feed import Feed
from pressrun.formats import atom
from pressrun.formats.reading import read_atom
from tests.formats.strategies import FEEDS
from tests.formats.words import archive, entry, feed

law = settings(deadline=None)

DOCUMENT = atom.serialise(archive())


def as_atom_tells(given: Feed) -> Feed:
    """The feed, but for what its entries remembered: Atom has no word for it."""
    return replace(given, entries=tuple(replace(entry, remembered={}) for entry in given.entries))


@pytest.mark.parametrize("written", [feed(), archive(), replace(archive(), entries=())])
def test_a_document_reads_back_as_the_feed_it_was_written_from(written: Feed) -> None:
    """A live feed, an archive with all that a feed can have, and tombstones alone."""
    assert read_atom(atom.serialise(written)) == as_atom_tells(written)


@law
@given(FEEDS)
def test_reading_is_the_inverse_of_writing(written: Feed) -> None:
    """For any words, times and links; and written again it has the same bytes."""
    data = atom.serialise(written)

    assert read_atom(data) == as_atom_tells(written)
    assert atom.serialise(read_atom(data)) == data


def test_a_digest_of_many_megabytes_reads_back() -> None:
    """Longer than libxml2 lets a text be by itself."""
    long = feed(replace(entry(), content="<p>桥</p>\n" * 1_000_000))

    assert read_atom(atom.serialise(long)) == long


@law
@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: DOCUMENT[:120] + tail))
def test_any_bytes_are_no_document_of_ours(data: bytes) -> None:
    """One type of error, whatever they are."""
    with pytest.raises(ValueError, match=r"."):
        read_atom(data)


@law
@given(st.lists(st.tuples(st.integers(0, len(DOCUMENT) - 1), st.integers(1, 255)), min_size=1, max_size=4))
def test_flipped_bytes_are_a_value_error_or_another_feed(flips: list[tuple[int, int]]) -> None:
    """Nothing else is raised: what still reads is a feed that can be written."""
    damaged = bytearray(DOCUMENT)
    for place, bits in flips:
        damaged[place] ^= bits
    try:
        read = read_atom(bytes(damaged))
    except ValueError:
        return
    assert isinstance(read, Feed)


@law
@given(st.integers(0, len(DOCUMENT) - 2))
def test_a_document_that_was_cut_short_is_refused(length: int) -> None:
    """Its last line feed apart, every byte counts."""
    with pytest.raises(ValueError, match=r"."):
        read_atom(DOCUMENT[:length])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<feed ", b'<!DOCTYPE feed [<!ENTITY x "y">]><feed '),
        (b"<title>", b"<title>&undeclared;"),
        (b"<title>", b"<title><b/>"),
        (b"<id>", b"<di>"),
        (b"2025-03-15T01:23:44.000000+08:00</updated>", b"2025-W11-6</updated>"),
        (b"2025-03-15T01:23:44.000000+08:00</updated>", b"2025-02-31T01:23:44.000000+08:00</updated>"),
        (b"2025-03-15T01:23:44.000000+08:00</updated>", b"2025-03-15T01:23:44.000000</updated>"),
        (b' when="', b' since="'),
        (b' rel="self"', b""),
        (b' xml:lang="zh-CN"', b""),
        (b"encoding='utf-8'", b"encoding='utf-7'"),
        (b"2005/Atom", b"2005/Atem"),
    ],
)
def test_a_document_that_is_not_ours_is_refused(old: bytes, new: bytes) -> None:
    """A document type, entities, markup in a text, a time in another notation, what is missing."""
    assert old in DOCUMENT

    with pytest.raises(ValueError, match=r"."):
        read_atom(DOCUMENT.replace(old, new))
