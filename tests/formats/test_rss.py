"""RSS 2.0 documents, judged by a golden file, by the specification and by feedparser."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import FrameType

import feedparser
import pytest

from pressrun.feed import Entry, Feed, Link
from pressrun.formats import rss
from tests.formats.words import SHANGHAI, archive, entry, subscribed

GOLDEN = Path(__file__).with_name("goldens") / "rss.xml"
KIND = "application/rss+xml"
LINK = "{http://www.w3.org/2005/Atom}link"
FOLDER = "https://feeds.example.org/bridges/"


def written(*entries: Entry) -> Feed:
    """rss.xml with these entries, by default with two."""
    made = subscribed("rss.xml", KIND)
    return replace(made, entries=entries or made.entries)


def channel(data: bytes) -> ET.Element:
    """The channel as the standard library reads it."""
    (found,) = ET.fromstring(data)  # noqa: S314  the document is ours
    return found


def test_a_small_channel_is_written_as_the_golden_file_says() -> None:
    """Every byte of a feed of two entries, read by eye once and pinned since."""
    assert rss.serialise(written()) == GOLDEN.read_bytes()


def test_the_golden_channel_is_good_for_feedparser() -> None:
    """An independent reader finds nothing to repair, and reads what was meant."""
    read = feedparser.parse(rss.serialise(written()))

    assert (read.bozo, read.version, len(read.entries)) == (0, "rss20", 2)
    assert (read.feed.title, read.feed.link) == ('桥 "与" <路>', FOLDER + "index.html")
    assert read.feed.language == "zh-CN"
    assert read.feed.updated_parsed[:6] == (2025, 3, 14, 17, 23, 44)
    first = read.entries[0]
    assert (first.id, first.guidislink) == (
        "tag:example.org,2026:item/00000000000000000000000000000001",
        False,
    )
    assert first.link == "https://example.org/bridge?a=1&b=2#000000000001"
    assert first.content[0].value == "<p>桥 &amp; 路 <em>今天</em>开放。</p>"
    assert first.summary == "桥 &amp; 路 今天开放。"
    assert first.author == "河岸通讯"
    assert [tag.term for tag in first.tags] == ["河岸日报", "城南, 网"]
    assert first.published_parsed[:6] == (2025, 3, 13, 17, 23, 44)
    assert first.media_thumbnail == [{"url": "https://example.org/bridge.png?a=1&b=2"}]


def test_a_channel_has_every_element_that_the_specification_requires() -> None:
    """Title, link and description; the time is the feed's own and never the clock's."""
    found = channel(rss.serialise(written()))

    assert {child.tag: child.text for child in found if child.tag not in {LINK, "item"}} == {
        "title": '桥 "与" <路>',
        "link": FOLDER + "index.html",
        "description": '桥 "与" <路>',
        "language": "zh-CN",
        "lastBuildDate": "Sat, 15 Mar 2025 01:23:44 +0800",
        "generator": "pressrun 1",
    }


def test_every_other_link_of_a_feed_is_an_atom_link() -> None:
    """Self as the profile recommends, the hub, and the older pages; the alternate is the channel's own."""
    assert [found.attrib for found in channel(rss.serialise(written())).findall(LINK)] == [
        {"href": FOLDER + "rss.xml", "rel": "self", "type": KIND},
        {"href": FOLDER + "archive/2025-02.xml", "rel": "prev-archive", "type": "application/atom+xml"},
        {"href": FOLDER + "archive/2025-02.json", "rel": "prev-archive", "type": "application/feed+json"},
        {"href": "https://hub.example.org/", "rel": "hub"},
    ]


def test_a_browser_is_shown_the_stylesheet() -> None:
    """As in Atom: an instruction in front of the channel names it, relative to the document."""
    before, _, _ = rss.serialise(written()).partition(b"<rss ")

    assert before == (
        b"<?xml version='1.0' encoding='utf-8'?>\n<?xml-stylesheet type=\"text/css\" href=\"../feed.css\"?>"
    )


def test_without_a_page_the_channel_links_itself() -> None:
    """The specification requires a link."""
    alone = replace(written(), links=(Link(FOLDER + "rss.xml", "self", KIND),))

    assert channel(rss.serialise(alone)).findtext("link") == FOLDER + "rss.xml"


def test_an_item_is_known_by_the_id_of_its_entry() -> None:
    """Which is no address: isPermaLink says so."""
    (guid, _) = channel(rss.serialise(written())).findall("item/guid")

    assert guid.text == "tag:example.org,2026:item/00000000000000000000000000000001"
    assert guid.attrib == {"isPermaLink": "false"}


def test_an_item_links_what_it_was_taken_from_and_not_its_document() -> None:
    """A reader that knows no prefixes would take the last of them for the item's address."""
    (item, _) = channel(rss.serialise(written())).findall("item")

    assert [found.attrib for found in item.findall(LINK)] == [
        {
            "href": "https://mirror.example.org/1",
            "rel": "via",
            "type": "text/html",
            "title": '转 "载" & <x>',
        }
    ]


def test_the_description_is_html_and_the_content_is_as_it_was() -> None:
    """A summary is text: its angle brackets are no markup where a reader takes them for it."""
    one = replace(entry(), summary="1 < 2 & <b>", content="<p>1 &lt; 2 ]]></p>")

    (item,) = channel(rss.serialise(written(one))).findall("item")

    assert item.findtext("description") == "1 &lt; 2 &amp; &lt;b&gt;"
    assert item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") == "<p>1 &lt; 2 ]]></p>"


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2025, 3, 4, 1, 2, 3, 999_999, tzinfo=SHANGHAI), "Tue, 04 Mar 2025 01:02:03 +0800"),
        (datetime(2024, 2, 29, tzinfo=UTC), "Thu, 29 Feb 2024 00:00:00 +0000"),
        (
            datetime(1900, 1, 1, 8, 5, 43, tzinfo=timezone(timedelta(hours=8, minutes=5, seconds=43))),
            "Mon, 01 Jan 1900 00:00:00 +0000",
        ),
    ],
    ids=["shanghai", "utc", "offset-with-seconds"],
)
def test_times_are_those_of_mail(moment: datetime, told: str) -> None:
    """RFC 822 with a year of four digits; the item's is when it was published."""
    one = replace(entry(), published=moment)

    (item,) = channel(rss.serialise(written(one))).findall("item")

    assert item.findtext("pubDate") == told


def test_an_edited_item_says_when_it_was_edited() -> None:
    """In Atom's word; one that never was has its publication alone."""
    edited = entry(1)
    untouched = replace(entry(2), updated=entry(2).published)

    items = channel(rss.serialise(written(edited, untouched))).findall("item")

    name = "{http://www.w3.org/2005/Atom}updated"
    assert [item.findtext(name) for item in items] == ["2025-03-15T01:23:44.000000+08:00", None]
    read = feedparser.parse(rss.serialise(written(edited))).entries[0]
    assert (read.published_parsed[:3], read.updated_parsed[:3]) == ((2025, 3, 13), (2025, 3, 14))


def test_the_locale_of_the_process_is_left_alone() -> None:
    """Its setter is called by feedgen for each date, under the feet of every other thread."""
    called: set[str] = set()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        called.add(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        rss.serialise(written())
    finally:
        sys.setprofile(before)

    assert "mail_date" in called
    assert "setlocale" not in called


def test_an_item_has_the_same_bytes_in_every_document() -> None:
    """The root declares the prefixes, in every document all of them."""
    for one in archive().entries:
        bare = rss.serialise_entry(one)
        assert bare.startswith(b'<item><guid isPermaLink="false">tag:')
        assert b"xmlns" not in bare
        assert b"\n" + bare + b"\n" in rss.serialise(written())


def test_over_the_limit_the_oldest_items_are_left_out() -> None:
    """To the byte, and never below one."""
    whole = rss.serialise(written())
    newest = rss.serialise(written(written().entries[0]))

    assert rss.serialise(written(), len(whole)) == whole
    assert rss.serialise(written(), len(whole) - 1) == newest
    assert rss.serialise(written(), 10) == newest


def test_a_channel_without_items_is_a_channel() -> None:
    """RSS has no word for a tombstone."""
    data = rss.serialise(replace(archive(), entries=()))

    read = feedparser.parse(data)
    assert (read.bozo, read.version, read.entries) == (0, "rss20", [])
    assert b"deleted-entry" not in data
