"""One small feed, in the words of RFC 4287: an invented town's news."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from pressrun.feed import Category, Entry, Feed, Link, Person

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
