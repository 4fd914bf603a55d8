"""Archive documents (RFC 5005), tombstones (RFC 6721) and thumbnails in Atom."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from pressrun.feed import Link
from pressrun.formats import atom
from tests.formats.words import archive, entry, feed

GOLDENS = Path(__file__).with_name("goldens")
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ARCHIVED = "{http://purl.org/syndication/history/1.0}archive"
THUMBNAIL = "{http://search.yahoo.com/mrss/}thumbnail"


def root(data: bytes) -> ET.Element:
    """The document as the standard library reads it."""
    return ET.fromstring(data)  # noqa: S314  the document is ours


def test_an_archive_is_written_as_the_golden_file_says() -> None:
    """Every byte of a feed with all that a feed can have, read by eye once and pinned since."""
    assert atom.serialise(archive()) == (GOLDENS / "archive.xml").read_bytes()


def test_the_golden_archive_is_good_for_feedparser() -> None:
    """An independent reader finds nothing to repair: the entries, and no tombstone among them."""
    read = feedparser.parse(atom.serialise(archive()))

    assert (read.bozo, read.version) == (0, "atom10")
    assert [each.id[-1] for each in read.entries] == ["1", "2"]
    assert [link.rel for link in read.feed.links] == [
        "self",
        "current",
        "alternate",
        "prev-archive",
        "next-archive",
    ]
    first = read.entries[0]
    assert first.author_detail == {"name": "河岸通讯", "href": "https://example.org/about?a=1&b=2"}
    assert first.media_thumbnail == [{"url": "https://example.org/bridge.png?a=1&b=2"}]
    assert [(link.rel, link.get("title")) for link in first.links] == [
        ("alternate", None),
        ("self", None),
        ("via", '转 "载" & <x>'),
    ]


def test_an_archive_document_says_that_it_is_one() -> None:
    """RFC 5005 §4: one empty element of the feed; a live feed has none."""
    assert [len(found) for found in root(atom.serialise(archive())).findall(ARCHIVED)] == [0]
    assert root(atom.serialise(feed())).findall(ARCHIVED) == []


@pytest.mark.parametrize("rel", ["current", "prev-archive", "next-archive", "hub", "via", "related", "edit"])
def test_any_relation_is_written(rel: str) -> None:
    """With its type and title, on feeds and on entries."""
    link = Link("https://example.org/", rel, "text/html", "桥")
    one = replace(entry(), links=(link,))

    document = root(atom.serialise(replace(feed(one), links=(link,))))

    whole = {"href": "https://example.org/", "rel": rel, "type": "text/html", "title": "桥"}
    assert [found.attrib for found in document.findall(f"{ATOM}link")] == [whole]
    assert [found.attrib for found in document.findall(f"{ATOM}entry/{ATOM}link")] == [whole]


def test_tombstones_say_what_is_gone_and_since_when() -> None:
    """RFC 6721 §3: in the order given, before the entries."""
    document = root(atom.serialise(archive()))

    assert [found.attrib for found in document.findall(DELETED)] == [
        {"ref": "tag:example.org,2026:digest/1", "when": "2025-03-15T01:23:44.000000+08:00"},
        {"ref": "tag:example.org,2026:digest/2?a&b", "when": "2025-03-14T01:23:44.000000+08:00"},
    ]
    tags = [child.tag for child in document]
    assert tags.index(f"{ATOM}entry") > max(place for place, tag in enumerate(tags) if tag == DELETED)


def test_each_tombstone_has_a_line_of_its_own() -> None:
    """One that goes is one line of a diff."""
    data = atom.serialise(archive())

    lines = data.splitlines()
    assert [line[:50] for line in lines if line.startswith(b"<at:")] == [
        b'<at:deleted-entry ref="tag:example.org,2026:digest',
        b'<at:deleted-entry ref="tag:example.org,2026:digest',
    ]


def test_a_feed_of_tombstones_alone_is_a_feed() -> None:
    """What is left of an item that was removed."""
    data = atom.serialise(replace(archive(), entries=(), archive=False))

    read = feedparser.parse(data)
    assert (read.bozo, read.entries, read.feed.id) == (0, [], archive().id)
    assert len(root(data).findall(DELETED)) == 2


def test_tombstones_count_for_the_limit() -> None:
    """They stay, and the oldest entries make room for them."""
    whole = atom.serialise(archive())

    assert atom.serialise(archive(), len(whole)) == whole
    short = atom.serialise(archive(), len(whole) - 1)
    assert short == atom.serialise(replace(archive(), entries=archive().entries[:1]))


def test_a_thumbnail_stands_in_the_entry_itself() -> None:
    """The feed validator objects to a media:group of one picture."""
    (first, second) = root(atom.serialise(archive())).findall(f"{ATOM}entry")

    assert [found.attrib for found in first.findall(THUMBNAIL)] == [
        {"url": "https://example.org/bridge.png?a=1&b=2"}
    ]
    assert second.findall(THUMBNAIL) == []


def test_an_entry_has_the_same_bytes_in_a_live_feed_and_in_an_archive() -> None:
    """Whatever else the documents declare."""
    (kept, _) = archive().entries

    for document in (archive(), feed(kept), feed(entry(3), kept)):
        assert b"\n" + atom.serialise_entry(kept) + b"\n" in atom.serialise(document)


def test_a_feed_without_history_declares_nothing_of_it() -> None:
    """No prefix that it does not use."""
    assert atom.serialise(feed()).count(b"xmlns") == 1


def test_what_the_press_remembers_is_not_in_atom() -> None:
    """JSON pages keep it."""
    (kept, _) = archive().entries

    assert kept.remembered
    assert atom.serialise_entry(kept) == atom.serialise_entry(replace(kept, remembered={}))
