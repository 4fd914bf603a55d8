"""The words of RFC 4287, 5005 and 6721, frozen. Every format reads these and nothing else.

Text (`title`, `summary`, names) is plain text, `content` is safe HTML; both hold only characters
that XML 1.0 allows (`characters`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

#: Number of the edition's format, carried by `<generator>`: not the release, so that an upgrade that
#: changes no format rewrites no document.
EDITION_FORMAT = "1"


#: The media types that links and answers name (IANA's; JSON Feed 1.1 for its own).
ATOM_TYPE = "application/atom+xml"
RSS_TYPE = "application/rss+xml"
JSON_FEED_TYPE = "application/feed+json"
HTML_TYPE = "text/html"


@dataclass(frozen=True, slots=True)
class Person:
    """atom:author (RFC 4287 §3.2)."""

    name: str
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """atom:link (RFC 4287 §4.2.7); `rel` may be one of RFC 5005's: current, prev-archive, next-archive."""

    href: str
    rel: str
    type: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """atom:category (RFC 4287 §4.2.2): one value, never a comma-joined list."""

    term: str


@dataclass(frozen=True, slots=True)
class Entry:
    """atom:entry (RFC 4287 §4.1.2). `updated` and `published` are aware and have microseconds.

    `thumbnail` is the absolute address of its picture (media:thumbnail). `remembered` is what the press has
    to know of it when it runs again: a JSON Feed page keeps it as `_pressrun`, no other format does.
    """

    id: str
    title: str
    updated: datetime
    published: datetime
    author: Person
    links: tuple[Link, ...]
    content: str
    summary: str
    language: str
    categories: tuple[Category, ...] = ()
    thumbnail: str | None = None
    remembered: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """at:deleted-entry (RFC 6721 §3): the id of an entry that is gone, and since when."""

    ref: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """atom:feed (RFC 4287 §4.1.1). `entries` stand newest `updated` first.

    `stylesheet` is the address of the CSS that a browser shows the document with, relative to it.
    `archive` marks an archive document (RFC 5005 §4). A feed without entries has tombstones.
    """

    id: str
    title: str
    updated: datetime
    author: Person
    links: tuple[Link, ...]
    language: str
    entries: tuple[Entry, ...]
    stylesheet: str = "feed.css"
    tombstones: tuple[Tombstone, ...] = ()
    archive: bool = False
