"""Atom 1.0 documents, judged by a golden file, by RFC 4287 and by feedparser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from pressrun.feed import Entry, Link
from pressrun.formats import atom
from tests.formats.words import SHANGHAI, entry, feed

GOLDENS = Path(__file__).with_name("goldens")
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parsed(data: bytes) -> etree._Element:
    """The root element of a document."""
    return etree.fromstring(data)


def texts(data: bytes, path: str) -> list[str | None]:
    """The text of every element at this path of element names."""
    return [found.text for found in parsed(data).iterfind("/".join(ATOM + name for name in path.split("/")))]


def attributes(data: bytes, path: str) -> list[dict[str, str]]:
    """The attributes of every element at this path."""
    found = parsed(data).iterfind("/".join(ATOM + name for name in path.split("/")))
    return [{str(key): str(value) for key, value in element.attrib.items()} for element in found]


def test_a_small_feed_is_written_as_the_golden_file_says() -> None:
    """Every byte of a feed of two entries, read by eye once and pinned since."""
    assert atom.serialise(feed()) == (GOLDENS / "feed.xml").read_bytes()


def test_the_golden_feed_is_good_for_feedparser() -> None:
    """An independent reader finds nothing to repair, and reads what was meant."""
    read = feedparser.parse(atom.serialise(feed()))

    assert (read.bozo, read.version, len(read.entries)) == (0, "atom10", 2)
    assert read.feed.title == '桥 "与" <路>'
    assert read.feed.title_detail.type == "text/plain"
    first = read.entries[0]
    assert first.title == "新桥 <1> & 旧桥"
    assert first.content[0].type == "text/html"
    assert first.content[0].value == "<p>桥 &amp; 路 <em>今天</em>开放。</p>"
    assert first.content[0].language == "zh-CN"
    assert first.summary == "桥 & 路 今天开放。"
    assert [tag.term for tag in first.tags] == ["河岸日报", "城南, 网"]
    assert first.author == "河岸通讯"


def test_a_feed_has_every_element_that_rfc_4287_requires() -> None:
    """§4.1.1: one id, title and updated; an author that every entry falls back to; one self link."""
    data = atom.serialise(feed())

    assert texts(data, "id") == ["tag:example.org,2026:column/0123456789abcdef0123456789abcdef"]
    assert texts(data, "title") == ['桥 "与" <路>']
    assert texts(data, "updated") == ["2025-03-15T01:23:44.000000+08:00"]
    assert texts(data, "author/name") == ["河岸通讯 & 友"]
    assert [link["rel"] for link in attributes(data, "link")] == ["self", "alternate"]


def test_an_entry_has_every_element_that_rfc_4287_requires() -> None:
    """§4.1.2: one id, title, updated and content each, and here an author and a summary of its own too."""
    element = etree.fromstring(atom.serialise_entry(entry()))

    names = [str(child.tag).removeprefix(ATOM) for child in element]
    assert sorted(names) == sorted(
        [
            "id",
            "title",
            "updated",
            "published",
            "author",
            "content",
            "summary",
            *["link"] * 2,
            *["category"] * 2,
        ]
    )


def test_links_keep_their_rel_and_type() -> None:
    """Rel and type, which feedgen drops from an entry: two alternates would be an invalid feed."""
    data = atom.serialise(feed(entry(1)))

    assert attributes(data, "entry/link") == [
        {
            "href": "https://example.org/bridge?a=1&b=2#000000000001",
            "rel": "alternate",
            "type": "text/html",
        },
        {
            "href": "https://feeds.example.org/bridges/items/2025-03/0000000000000001.xml",
            "rel": "self",
            "type": "application/atom+xml",
        },
    ]
    assert attributes(data, "link") == [
        {
            "href": "https://feeds.example.org/bridges/feed.xml?a=1&b=2",
            "rel": "self",
            "type": "application/atom+xml",
        },
        {"href": "https://feeds.example.org/", "rel": "alternate", "type": "text/html"},
    ]


def test_a_link_without_a_type_has_none() -> None:
    """What is not known is not said."""
    bare = replace(entry(), links=(Link("https://example.org/", "alternate"),))

    assert attributes(atom.serialise(feed(bare)), "entry/link") == [
        {"href": "https://example.org/", "rel": "alternate"}
    ]


def test_each_attribution_is_a_category_of_its_own() -> None:
    """One value a category, also where a value holds a comma."""
    data = atom.serialise(feed(entry()))

    assert attributes(data, "entry/category") == [{"term": "河岸日报"}, {"term": "城南, 网"}]


def test_languages_are_named_on_the_feed_and_on_each_entry() -> None:
    """An entry that is copied into another feed keeps its language."""
    root = parsed(atom.serialise(feed()))

    assert root.get(LANG) == "zh-CN"
    assert [found.get(LANG) for found in root.iterfind(f"{ATOM}entry")] == ["zh-CN", "en"]


def test_a_browser_is_shown_the_stylesheet() -> None:
    """An instruction in front of the feed names it, relative to the document."""
    data = atom.serialise(feed())

    before, _, _ = data.partition(b"<feed")
    assert before.endswith(b'<?xml-stylesheet type="text/css" href="../feed.css"?>')
    assert data.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n")


def test_the_generator_carries_the_format_and_not_the_release() -> None:
    """An upgrade that changes no format rewrites no document."""
    data = atom.serialise(feed())

    assert texts(data, "generator") == ["pressrun"]
    assert attributes(data, "generator") == [{"uri": "https://pypi.org/project/pressrun/", "version": "1"}]


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2025, 3, 14, 1, 2, 3, 4, tzinfo=SHANGHAI), "2025-03-14T01:02:03.000004+08:00"),
        (datetime(2025, 3, 14, 1, 2, 3, tzinfo=SHANGHAI), "2025-03-14T01:02:03.000000+08:00"),
        (datetime(2025, 3, 14, 1, 2, 3, 999_999, tzinfo=UTC), "2025-03-14T01:02:03.999999+00:00"),
        (
            datetime(2025, 3, 14, 1, 2, 3, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
            "2025-03-14T01:02:03.000000-03:30",
        ),
        (
            datetime(1900, 1, 1, 8, 5, 43, tzinfo=timezone(timedelta(hours=8, minutes=5, seconds=43))),
            "1900-01-01T00:00:00.000000+00:00",
        ),
    ],
    ids=["microseconds", "whole-second", "utc", "half-hour", "offset-with-seconds"],
)
def test_times_are_written_with_six_decimals_and_an_offset_of_minutes(moment: datetime, written: str) -> None:
    """RFC 3339, always alike; an offset with seconds, which it does not know, becomes UTC."""
    one = replace(entry(), updated=moment, published=moment)
    data = atom.serialise(replace(feed(one), updated=moment))

    assert (
        texts(data, "entry/updated") == texts(data, "entry/published") == texts(data, "updated") == [written]
    )


def test_published_and_updated_are_not_confused() -> None:
    """Each of the two is the entry's own, and neither the time of the build."""
    data = atom.serialise(feed(entry()))

    assert texts(data, "entry/published") == ["2025-03-14T01:23:44.000000+08:00"]
    assert texts(data, "entry/updated") == ["2025-03-15T01:23:44.000000+08:00"]


def test_entries_stand_in_the_order_given() -> None:
    """Nothing is put in front of what came before it, as feedgen would do."""
    entries = [entry(number) for number in (3, 1, 2)]

    ids = texts(atom.serialise(feed(*entries)), "entry/id")

    assert [each and each[-1] for each in ids] == ["3", "1", "2"]


def twelve() -> tuple[Entry, ...]:
    """A dozen entries of the same size."""
    return tuple(entry(number) for number in range(10, 22))


def test_a_feed_of_just_the_limit_keeps_all_its_entries() -> None:
    """The limit is on the whole document, to the byte."""
    whole = atom.serialise(feed(*twelve()))

    assert atom.serialise(feed(*twelve()), len(whole)) == whole


def test_over_the_limit_the_oldest_entries_are_left_out() -> None:
    """One byte too many costs the last entry, and the document is as if it had never been there."""
    whole = atom.serialise(feed(*twelve()))

    assert atom.serialise(feed(*twelve()), len(whole) - 1) == atom.serialise(feed(*twelve()[:-1]))


@pytest.mark.parametrize("limit", [8_000, 5_000, 2_000])
def test_the_document_never_has_more_bytes_than_the_limit(limit: int) -> None:
    """Of what fits nothing is left out, of what does not fit everything."""
    data = atom.serialise(feed(*twelve()), limit)

    kept = len(texts(data, "entry/id"))
    assert len(data) <= limit
    assert 1 <= kept < 12
    assert len(atom.serialise(feed(*twelve()[: kept + 1]))) > limit


def test_one_entry_always_stays() -> None:
    """A single entry larger than the limit is published all the same."""
    data = atom.serialise(feed(*twelve()), 10)

    assert [each and each[-2:] for each in texts(data, "entry/id")] == ["0a"]


def test_without_a_limit_nothing_is_left_out() -> None:
    """An item's own document, or an archive, is never cut."""
    assert len(texts(atom.serialise(feed(*twelve())), "entry/id")) == 12


def test_an_entry_has_the_same_bytes_in_every_feed() -> None:
    """The entry in an item's own document and in items.xml is one and the same."""
    alone = atom.serialise(feed(entry(1)))
    together = atom.serialise(feed(entry(2), entry(1), entry(3)))

    assert atom.serialise_entry(entry(1)) in alone
    assert atom.serialise_entry(entry(1)) in together
