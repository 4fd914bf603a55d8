"""Archives: the months of a column as RFC 5005 links them, and what changes their bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.columns import Column
from pressrun.compose import Document, live_sheets, with_languages
from pressrun.digest import Digest, Item
from pressrun.feed import Feed, Link, Tombstone
from pressrun.formats import atom, json_feed
from pressrun.history.deciding import first
from pressrun.history.standing import Standing
from pressrun.identity import ColumnName
from tests.compose.columns import archive, live_feeds, rows_of
from tests.compose.test_documents import COLUMN, DIGEST, IMPRINT

BASE = "https://press.example.org/feeds/chen-jian-su-du"
PAGE = Link(f"{BASE}/index.html", "alternate", "text/html")
ATOM, JSON = "application/atom+xml", "application/feed+json"
ENGLISH = Item(
    "The bridge", "<p>The new bridge opened this morning, and it is free for all who walk.</p>", ""
)


def of(day: str, key: str = "", item: Item | None = None) -> Digest:
    """A digest of a day."""
    return replace(
        DIGEST, key=key or f"k{day}", date=date.fromisoformat(day), items=(item,) if item else DIGEST.items
    )


def documents(*digests: Digest, column: Column = COLUMN) -> dict[str, Feed]:
    """The archive of a column of these digests, by the names of its documents."""
    made = archive(column, [first(digest) for digest in digests], IMPRINT)
    prefix = f"{column.slug}/archive/"
    assert all(document.path.startswith(prefix) for document in made)
    return {document.path.removeprefix(prefix): document.feed for document in made}


def links(feed: Feed) -> dict[str, str]:
    """A feed's links by rel, below the column's folder."""
    assert len({link.rel for link in feed.links}) == len(feed.links)
    return {link.rel: link.href.removeprefix(f"{BASE}/") for link in feed.links}


THREE = ("2024-11-30", "2025-01-01", "2025-03-14")


def test_a_month_has_an_archive_document_and_a_page_each() -> None:
    """No month without digests has one; the page stands first, because nothing links it but pages."""
    assert list(documents(*map(of, THREE))) == [
        *("2024-11.json", "2024-11.xml"),
        *("2025-01.json", "2025-01.xml"),
        *("2025-03.json", "2025-03.xml"),
    ]


def test_months_are_linked_in_their_order() -> None:
    """The first has none before it, the last none behind it; all lead to the live feed and the page."""
    made = documents(*map(of, THREE))
    assert {name: links(feed) for name, feed in made.items() if name.endswith(".xml")} == {
        "2024-11.xml": {
            "self": "archive/2024-11.xml",
            "alternate": "index.html",
            "current": "feed.xml",
            "next-archive": "archive/2025-01.xml",
        },
        "2025-01.xml": {
            "self": "archive/2025-01.xml",
            "alternate": "index.html",
            "current": "feed.xml",
            "prev-archive": "archive/2024-11.xml",
            "next-archive": "archive/2025-03.xml",
        },
        "2025-03.xml": {
            "self": "archive/2025-03.xml",
            "alternate": "index.html",
            "current": "feed.xml",
            "prev-archive": "archive/2025-01.xml",
        },
    }


def test_pages_lead_to_pages() -> None:
    """The same links among the JSON Feeds, in their own media type."""
    feed = documents(*map(of, THREE))["2025-01.json"]
    assert feed.links == (
        Link(f"{BASE}/archive/2025-01.json", "self", JSON),
        PAGE,
        Link(f"{BASE}/feed.json", "current", JSON),
        Link(f"{BASE}/archive/2024-11.json", "prev-archive", JSON),
        Link(f"{BASE}/archive/2025-03.json", "next-archive", JSON),
    )


@pytest.mark.parametrize(
    ("name", "archived", "media"),
    [
        ("feed.xml", "2025-03.xml", ATOM),
        ("rss.xml", "2025-03.xml", ATOM),
        ("feed.json", "2025-03.json", JSON),
    ],
)
def test_a_live_feed_leads_to_the_newest_month(name: str, archived: str, media: str) -> None:
    """The archive's documents are Atom, beside RSS too."""
    live = {document.path: document.feed for document in live_feeds(COLUMN, standings(*THREE), IMPRINT)}
    found = [link for link in live[f"chen-jian-su-du/{name}"].links if link.rel == "prev-archive"]
    assert found == [Link(f"{BASE}/archive/{archived}", "prev-archive", media)]


def standings(*days: str) -> list[Standing]:
    """Digests of these days, as they stand at first."""
    return [first(of(day)) for day in days]


def test_the_items_of_a_column_have_no_archive() -> None:
    """Each has a document of its own."""
    (items, *_) = live_feeds(COLUMN, standings(*THREE), IMPRINT)
    assert {link.rel for link in items.feed.links} == {"self", "alternate"}


def test_an_archive_document_is_marked_and_bears_the_id_of_its_feed() -> None:
    """One logical feed (RFC 5005 §4); it is as new as its newest entry."""
    made = documents(*map(of, THREE))
    (live,) = {document.feed.id for document in live_feeds(COLUMN, standings(*THREE), IMPRINT)[1:]}
    assert {feed.id for feed in made.values()} == {live}
    assert all(feed.archive for feed in made.values())
    assert {feed.updated for feed in made.values()} == {feed.entries[0].updated for feed in made.values()}


def test_entries_stand_in_the_order_of_their_first_publication() -> None:
    """An edit moves none: only its own bytes change."""
    days = [first(of(f"2025-03-{day:02}")) for day in (3, 1, 2)]
    edited = replace(days[1], updated=datetime(2025, 5, 2, tzinfo=UTC))
    plain, moved = (archive(COLUMN, found, IMPRINT)[1].feed for found in (days, [days[0], edited, days[2]]))
    assert [entry.published.day for entry in plain.entries] == [3, 2, 1]
    assert [entry.id for entry in moved.entries] == [entry.id for entry in plain.entries]
    assert moved.updated == moved.entries[2].updated == edited.updated


def test_an_archive_has_no_limit() -> None:
    """History is whole: every digest of the month."""
    many = [of("2025-03-14", f"k{number}") for number in range(70)]
    assert len(documents(*many)["2025-03.xml"].entries) == 70


def test_the_language_of_an_archive_is_not_that_of_other_digests() -> None:
    """Which language most of a column is in changes with every digest that comes."""
    digests = [replace(of(f"2025-03-{day:02}", item=ENGLISH), title="Bridges") for day in range(1, 10)]
    ((column, _),) = with_languages([(Column(ColumnName("", "Wire"), "Wire", "", "wire"), digests)])
    assert column.spoken == "en"
    assert {feed.language for feed in documents(*digests, column=column).values()} == {"zh-CN"}
    named = replace(column, language="en")
    assert {feed.language for feed in documents(*digests, column=named).values()} == {"en"}


def test_a_column_without_digests_has_feeds_with_tombstones_alone() -> None:
    """No live JSON Feed nor RSS: tombstones are Atom's."""
    stone = Tombstone("tag:example.org,2026:digest/0", datetime(2025, 5, 2, tzinfo=UTC))
    made = list(live_sheets(COLUMN, rows_of(COLUMN, [], IMPRINT), [], ((stone,), (stone,)), IMPRINT))
    assert [(sheet.path.rpartition("/")[2], sheet.feed.tombstones, sheet.feed.updated) for sheet in made] == [
        ("items.xml", (stone,), stone.when),
        ("feed.xml", (stone,), stone.when),
    ]
    assert list(live_sheets(COLUMN, rows_of(COLUMN, [], IMPRINT), [], ((), ()), IMPRINT)) == []


def test_a_live_feed_tells_the_newest_fifty_tombstones() -> None:
    """Newest first; they do not make the feed any newer."""
    stones = [
        Tombstone(
            f"tag:example.org,2026:digest/{number:02}",
            datetime(2025, 5, 2, number // 60, number % 60, tzinfo=UTC),
        )
        for number in range(70)
    ]
    rows = rows_of(COLUMN, standings("2025-03-14"), IMPRINT)
    *_, live = live_sheets(COLUMN, rows, ["2025-03"], (stones, ()), IMPRINT)
    assert live.feed.tombstones == tuple(reversed(stones[20:]))
    assert live.feed.updated == rows[0][0].updated


# --- what changes an archive's bytes ---


def written(digests: Sequence[Digest]) -> dict[str, bytes]:
    """The bytes of a column's archive, in the language that its digests are in."""
    ((column, _),) = with_languages([(COLUMN, list(digests))])
    made: list[Document] = archive(column, [first(digest) for digest in digests], IMPRINT)
    return {
        document.path: (json_feed if document.path.endswith(".json") else atom).serialise(document.feed)
        for document in made
    }


DAYS = st.sampled_from(
    [f"{month}-{day}" for month in ("2024-11", "2024-12", "2025-03") for day in ("01", "28")]
)
DIGESTS = st.lists(
    st.builds(
        lambda day, key, item: of(day, f"k{key}", item),
        DAYS,
        st.integers(0, 99),
        st.sampled_from([None, ENGLISH]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda digest: digest.key,
)


@given(DIGESTS, st.builds(of, DAYS, st.just("new"), st.sampled_from([None, ENGLISH])))
def test_no_other_digest_changes_an_archive_s_bytes(digests: list[Digest], new: Digest) -> None:
    """Only one of its own month does, or a neighbour month that appears."""
    before, after = written(digests), written([*digests, new])
    month = f"{new.date:%Y-%m}"
    months = sorted({f"{digest.date:%Y-%m}" for digest in (*digests, new)})
    place = months.index(month)
    neighbours = {*months[max(place - 1, 0) : place], *months[place + 1 : place + 2]}
    own_is_new = f"chen-jian-su-du/archive/{month}.xml" not in before
    changed = {path.rpartition("/")[2].partition(".")[0] for path in after if after[path] != before.get(path)}
    assert changed == {month} | (neighbours if own_is_new else set())


@given(DIGESTS)
def test_the_archives_hold_every_digest_exactly_once(digests: list[Digest]) -> None:
    """Followed from the live feed by `prev-archive`, in either format."""
    found = [first(digest) for digest in digests]
    by_address = {
        link.href: document.feed
        for document in archive(COLUMN, found, IMPRINT)
        for link in document.feed.links
        if link.rel == "self"
    }
    for live in live_feeds(COLUMN, found, IMPRINT)[1:]:
        ids: list[str] = []
        feed = live.feed
        while older := links_by_rel(feed).get("prev-archive"):
            feed = by_address[older]
            ids += [entry.id for entry in feed.entries]
        assert len(ids) == len(digests)
        assert set(ids) == {f"tag:example.org,2026:digest/{one.name}" for one in found}


def links_by_rel(feed: Feed) -> dict[str, str]:
    """The addresses of a feed's links."""
    return {link.rel: link.href for link in feed.links}
