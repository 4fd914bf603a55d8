"""The feed of an attribution: whose it is, and that its entries are the items' own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from pressrun.attributions import Attribution, AttributionRecord
from pressrun.columns import Column
from pressrun.compose import Placed, attribution_document, attribution_record, newest_mentions
from pressrun.digest import Digest
from pressrun.feed import Feed, Link, Person
from pressrun.history.dates import published
from pressrun.history.deciding import first
from pressrun.identity import ColumnName
from tests.compose.test_documents import COLUMN, DIGEST, IMPRINT, feed, sha256

DAILY = Attribution("河岸日报", "河岸日报", "he-an-ri-bao")
OTHER = Column(ColumnName("", "Wire"), "Wire", "", "wire", language="en")
LATER = replace(DIGEST, key="later", date=date(2025, 3, 15))


def made(*placed: Placed) -> Feed:
    """The feed of 河岸日报."""
    document = attribution_document(DAILY, placed, IMPRINT)
    assert document.path == "attributions/he-an-ri-bao/feed.xml"
    return document.feed


def mention(digest: Digest, place: int, column: Column = COLUMN) -> Placed:
    """The digest's item at this place, from 0."""
    return Placed(column, first(digest), place)


def test_the_feed_in_full() -> None:
    """Named after whom it is owed to; its id is made from the spelling alone."""
    assert made(mention(DIGEST, 0)) == Feed(
        id="tag:example.org,2026:attribution/" + sha256("\n河岸日报")[:32],
        title="河岸日报",
        updated=published(DIGEST.key, DIGEST.date, IMPRINT.zone, 1),
        author=Person("河岸日报"),
        links=(
            Link(
                "https://press.example.org/feeds/attributions/he-an-ri-bao/feed.xml",
                "self",
                "application/atom+xml",
            ),
            Link("https://press.example.org/feeds/", "alternate", "text/html"),
        ),
        language="zh-CN",
        entries=(feed("items.xml", DIGEST).entries[0],),
        stylesheet="../../feed.css",
    )


def test_entries_are_those_of_the_columns_newest_first() -> None:
    """Same id, links, text and language as in the items.xml of the column that each stands in."""
    entries = made(mention(DIGEST, 1), mention(DIGEST, 0), mention(LATER, 1, OTHER)).entries
    first, second = feed("items.xml", DIGEST).entries
    assert entries == (feed("items.xml", LATER, column=OTHER).entries[1], first, second)


def test_another_slug_or_another_name_shown_is_the_same_feed() -> None:
    """Whoever subscribed keeps it."""
    placed = [mention(DIGEST, 0)]
    renamed = attribution_document(replace(DAILY, name="河岸 日报", slug="daily"), placed, IMPRINT)
    assert renamed.feed.id == made(*placed).id


def test_the_newest_mentions_are_as_many_as_a_live_feed_holds() -> None:
    """Of one digest the first ones."""
    placed = [mention(DIGEST, 1), mention(LATER, 1), mention(DIGEST, 0), mention(LATER, 0)]
    assert newest_mentions(placed, replace(IMPRINT, entries=3)) == [
        mention(LATER, 0),
        mention(LATER, 1),
        mention(DIGEST, 0),
    ]


def test_an_item_stands_in_the_zone_of_its_column_and_at_its_number() -> None:
    """The column of this one has a zone of its own and leaves the first item out."""
    column = replace(COLUMN, timezone="America/Lima")
    filtered = DIGEST.keeping((1,))
    (entry,) = made(mention(filtered, 0, column)).entries
    assert entry == feed("items.xml", filtered, column=column, imprint=IMPRINT.of(column)).entries[0]
    assert entry.updated == published(DIGEST.key, DIGEST.date, ZoneInfo("America/Lima"), 2)


def test_the_record_counts_every_item() -> None:
    """More than the feed may hold; updated is the newest one's."""
    placed = [mention(DIGEST, 0), mention(LATER, 1)]
    assert attribution_record(DAILY, placed, replace(IMPRINT, entries=1)) == AttributionRecord(
        slug="he-an-ri-bao",
        title="河岸日报",
        items=2,
        feed="https://press.example.org/feeds/attributions/he-an-ri-bao/feed.xml",
        updated=published(LATER.key, LATER.date, IMPRINT.zone, 2),
    )
