"""One small feed, in the words of RFC 4287: an invented town's news."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from pressrun.feed import Category, Entry, Feed, Link, Person, Tombstone

SHANGHAI = timezone(timedelta(hours=8))
ATOM = "application/atom+xml"


def entry(number: int = 1) -> Entry:
    """The entry of this number; each stands a second before the one in front of it."""
    moment = datetime(2025, 3, 14, 1, 23, 45, tzinfo=SHANGHAI) - timedelta(seconds=number)
    return Entry(
        id=f"tag:example.org,2026:item/{number:032x}",
        title=f"新桥 <{number}> & 旧桥",
        updated=moment + timedelta(days=1),
        published=moment,
        author=Person("河岸通讯"),
        links=(
            Link(f"https://example.org/bridge?a=1&b=2#{number:012x}", "alternate", "text/html"),
            Link(f"https://feeds.example.org/bridges/items/2025-03/{number:016x}.xml", "self", ATOM),
        ),
        content="<p>桥 &amp; 路 <em>今天</em>开放。</p>",
        summary="桥 & 路 今天开放。",
        language="zh-CN",
        categories=(Category("河岸日报"), Category("城南, 网")),
    )


def feed(*entries: Entry) -> Feed:
    """A feed of these entries, by default of two."""
    given = entries or (entry(1), replace(entry(2), language="en", categories=()))
    return Feed(
        id="tag:example.org,2026:column/0123456789abcdef0123456789abcdef",
        title='桥 "与" <路>',
        updated=given[0].updated,
        author=Person("河岸通讯 & 友"),
        links=(
            Link("https://feeds.example.org/bridges/feed.xml?a=1&b=2", "self", ATOM),
            Link("https://feeds.example.org/", "alternate", "text/html"),
        ),
        language="zh-CN",
        entries=given,
        stylesheet="../feed.css",
    )


def archive() -> Feed:
    """The same column's archive of a month: all that a feed can have."""
    kept = replace(
        entry(1),
        author=Person("河岸通讯", "https://example.org/about?a=1&b=2"),
        links=(*entry(1).links, Link("https://mirror.example.org/1", "via", "text/html", '转 "载" & <x>')),
        thumbnail="https://example.org/bridge.png?a=1&b=2",
        remembered={"captures": ["b/二.md", "a.md"], "cut": False, "about": {"z": 1, "a": None}},
    )
    gone = feed().updated
    return replace(
        feed(kept, entry(2)),
        links=(
            Link("https://feeds.example.org/bridges/archive/2025-03.xml", "self", ATOM),
            Link("https://feeds.example.org/bridges/feed.xml", "current", ATOM),
            Link("https://feeds.example.org/bridges/index.html", "alternate", "text/html", "桥 & 路"),
            Link("https://feeds.example.org/bridges/archive/2025-02.xml", "prev-archive", ATOM),
            Link("https://feeds.example.org/bridges/archive/2025-04.xml", "next-archive", ATOM),
        ),
        tombstones=(
            Tombstone("tag:example.org,2026:digest/1", gone),
            Tombstone("tag:example.org,2026:digest/2?a&b", gone - timedelta(days=1)),
        ),
        archive=True,
    )


def subscribed(document: str, kind: str) -> Feed:
    """The archive's entries as `document` of that media type holds them, with a hub and older pages."""
    folder = "https://feeds.example.org/bridges/"
    return replace(
        archive(),
        links=(
            Link(folder + document, "self", kind),
            Link(folder + "index.html", "alternate", "text/html"),
            Link(folder + "archive/2025-02.xml", "prev-archive", ATOM),
            Link(folder + "archive/2025-02.json", "prev-archive", "application/feed+json"),
            Link("https://hub.example.org/", "hub"),
        ),
        tombstones=(),
        archive=False,
    )
