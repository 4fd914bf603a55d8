"""Documents cut into their entries and joined again, in each format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.feed import Feed
from pressrun.formats import atom, json_feed, rss
from pressrun.formats.registry import Format
from tests.formats.strategies import FEEDS
from tests.formats.words import archive, entry, feed

law = settings(deadline=None)

EVERY = pytest.mark.parametrize(
    "made", [cast("Format", module) for module in (atom, rss, json_feed)], ids=["atom", "rss", "json"]
)
MODULES: list[ModuleType] = [atom, rss, json_feed]
FORMATS = st.sampled_from([cast("Format", module) for module in MODULES])


@law
@given(FORMATS, FEEDS)
def test_a_document_is_cut_into_the_entries_it_was_made_of(made: Format, written: Feed) -> None:
    """Byte for byte and in their order, whatever words stand in them."""
    cut = made.entries_of(made.serialise(written))

    assert list(cut.items()) == [(each.id, made.serialise_entry(each)) for each in written.entries]


@law
@given(FORMATS, FEEDS, FEEDS)
def test_a_document_joined_of_old_entries_is_as_if_serialised_again(
    made: Format, old: Feed, new: Feed
) -> None:
    """Under another shell, as a month whose neighbour has changed."""
    entries = made.entries_of(made.serialise(old)).values()

    assert made.join(new, entries) == made.serialise(replace(new, entries=old.entries))


@EVERY
def test_only_what_changed_is_serialised(made: Format) -> None:
    """A month with one edited digest, joined of the document that stood and one new entry."""
    before = replace(archive(), entries=tuple(entry(number) for number in range(1, 5)))
    edited = replace(entry(3), title="桥 <已修改>")
    stood = made.entries_of(made.serialise(before))

    stood[edited.id] = made.serialise_entry(edited)

    after = replace(before, entries=(entry(1), entry(2), edited, entry(4)))
    assert made.join(before, stood.values()) == made.serialise(after)


@EVERY
def test_the_limit_holds_for_joined_documents(made: Format) -> None:
    """As it does for those that are serialised; no entry is asked for that has no room."""
    whole = replace(archive(), entries=tuple(entry(number) for number in range(1, 9)))
    asked = []

    def entries() -> Iterator[bytes]:
        for each in whole.entries:
            asked.append(each.id)
            yield made.serialise_entry(each)

    limit = len(made.serialise(replace(whole, entries=whole.entries[:3])))
    assert made.join(whole, entries(), limit) == made.serialise(whole, limit)
    assert len(made.entries_of(made.serialise(whole, limit))) == 3
    assert len(asked) == 4


@EVERY
def test_a_document_without_entries_has_none(made: Format) -> None:
    """Its tombstones are none."""
    assert made.entries_of(made.serialise(replace(archive(), entries=()))) == {}


@EVERY
def test_what_is_not_ours_cannot_be_cut(made: Format) -> None:
    """Another format's document, one that was cut short or runs on, one that was written otherwise."""
    data = made.serialise(feed())
    others = [cast("Format", module).serialise(feed()) for module in MODULES if module is not made]
    damaged = [
        b"",
        data[:-1],
        data + b"\n",
        b"\n" + data,
        data.replace(b"tag:", b"\xff\xfe:"),
        data.replace(entry(2).id.encode(), entry(1).id.encode()),
        data.replace(b"</entry>\n", b"\n").replace(b"</item>\n", b"\n").replace(b"},\n", b",\n"),
        data.replace(b"<id>", b"<ID>").replace(b"<guid ", b"<GUID ").replace(b'{"id":"', b'{"id":x"'),
    ]

    for bad in (*others, *damaged):
        assert bad != data
        with pytest.raises(ValueError, match=r"."):
            made.entries_of(bad)


@EVERY
@law
@given(data=st.binary(max_size=300))
def test_any_bytes_raise_nothing_else(made: Format, data: bytes) -> None:
    """Between the beginning and the end of a document of ours, too."""
    whole = made.serialise(feed())
    middle = whole.index(entry(2).id.encode())

    for damaged in (data, whole[:middle] + data + whole[middle:]):
        try:
            cut = made.entries_of(damaged)
        except ValueError:
            continue
        assert all(entries in damaged for entries in cut.values())
