"""The words of RFC 4287, frozen. Every format reads these and nothing else.

Text (`title`, `summary`, names) is plain text, `content` is safe HTML; both hold only characters
that XML 1.0 allows (`characters`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

#: Number of the edition's format, carried by `<generator>`: not the release, so that an upgrade that
#: changes no format rewrites no document.
EDITION_FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Person:
    """atom:author (RFC 4287 §3.2)."""

    name: str
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """atom:link (RFC 4287 §4.2.7)."""

    href: str
    rel: str
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """atom:category (RFC 4287 §4.2.2): one value, never a comma-joined list."""

    term: str


@dataclass(frozen=True, slots=True)
class Entry:
    """atom:entry (RFC 4287 §4.1.2). `updated` and `published` are aware and have microseconds."""

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


@dataclass(frozen=True, slots=True)
class Feed:
    """atom:feed (RFC 4287 §4.1.1). `entries` stand newest `updated` first.

    `stylesheet` is the address of the CSS that a browser shows the document with, relative to it.
    """

    id: str
    title: str
    updated: datetime
    author: Person
    links: tuple[Link, ...]
    language: str
    entries: tuple[Entry, ...]
    stylesheet: str = "feed.css"
