"""JSON Feed 1.1 (jsonfeed.org/version/1.1): a line a member and a line an item, for small diffs.

The keys stand in one fixed order. An archive's page keeps what the press has to know again of an entry
as `_pressrun`, an extension by the specification's rule for names. Tombstones have no place in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from pressrun.feed import EDITION_FORMAT, JSON_FEED_TYPE, Entry, Feed, Person
from pressrun.formats import splicing
from pressrun.formats.links import address
from pressrun.formats.times import timestamp

VERSION = "https://jsonfeed.org/version/1.1"
#: Of Entry.remembered.
REMEMBERED = "_pressrun"


def serialise(feed: Feed, max_bytes: int | None = None) -> bytes:
    """The whole document in UTF-8.

    Args:
        feed: entries newest first.
        max_bytes: where given, the oldest entries are left out until the document fits, never below one.
    """
    return join(feed, map(serialise_entry, feed.entries), max_bytes)


def join(feed: Feed, entries: Iterable[bytes], max_bytes: int | None = None) -> bytes:
    """The document of `feed` with these entries, as `serialise_entry` made them, in place of its own."""
    return splicing.JSON_FEED.join(_shell(feed), entries, max_bytes)


def entries_of(data: bytes) -> dict[str, bytes]:
    """The entries of a document by id, as `serialise_entry` made them; ValueError for none of ours."""
    return splicing.JSON_FEED.entries_of(data)


def serialise_entry(entry: Entry) -> bytes:
    """One item in UTF-8, on one line, its id first."""
    members = _members(
        {
            "id": entry.id,
            "url": address(entry.links, "alternate"),
            "title": entry.title,
            "content_html": entry.content,
            "summary": entry.summary,
            "image": entry.thumbnail,
            "date_published": timestamp(entry.published),
            "date_modified": timestamp(entry.updated),
            "authors": [_person(entry.author)],
            "tags": [category.term for category in entry.categories] or None,
            "language": entry.language,
            REMEMBERED: entry.remembered or None,
        }
    )
    return b"{" + b",".join(members) + b"}"


def _shell(feed: Feed) -> splicing.Shell:
    hubs = [{"type": "WebSub", "url": link.href} for link in feed.links if link.rel == "hub"]
    members = _members(
        {
            "version": VERSION,
            # Atom's generator: tells our documents from a person's, and their format from another.
            REMEMBERED: {"format": EDITION_FORMAT},
            "title": feed.title,
            "home_page_url": address(feed.links, "alternate"),
            "feed_url": address(feed.links, "self"),
            "next_url": address(feed.links, "prev-archive", JSON_FEED_TYPE),
            "authors": [_person(feed.author)],
            "language": feed.language,
            "hubs": hubs or None,
        }
    )
    return splicing.Shell(b"{" + b",\n".join(members) + b',\n"items":[\n', b"]}\n")


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name} | ({"url": person.uri} if person.uri else {})


def _members(values: Mapping[str, object]) -> list[bytes]:
    """Each name with its value; what is None is left out."""
    return [_written(name) + b":" + _written(value) for name, value in values.items() if value is not None]


def _written(value: object) -> bytes:
    """JSON in UTF-8 on one line; keys below the first level are sorted (law 2)."""
    text = json.dumps(
        dict(value) if isinstance(value, Mapping) else value,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    # A file name that is no UTF-8 holds lone surrogates: written thus they are JSON's own escape of them.
    return text.encode("utf-8", "backslashreplace")
