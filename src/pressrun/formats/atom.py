"""Atom 1.0 (RFC 4287), by feedgen.

An entry is serialised by itself and spliced into the document that holds it, so that a live feed can
stop at its byte limit without being written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from pressrun.feed import EDITION_FORMAT, Entry, Feed, Link
from pressrun.formats.repair import EntryRepair, FeedRepair

GENERATOR_URI = "https://pypi.org/project/pressrun/"
_CLOSING = b"</feed>"


def serialise_entry(entry: Entry) -> bytes:
    """One `<entry>` element in UTF-8, ready to stand in any feed."""
    made = FeedEntry()
    made.register_extension("repair", EntryRepair, atom=True, rss=False)
    made.repair.entry = entry
    made.id(entry.id)
    made.title(entry.title)
    made.updated(entry.updated)
    made.published(entry.published)
    made.author({"name": entry.author.name})
    made.link([{"href": link.href} for link in entry.links])
    made.content(entry.content, type="html")
    made.summary(entry.summary)
    for category in entry.categories:
        made.category({"term": category.term})
    written: bytes = etree.tostring(made.atom_entry(), encoding="utf-8")
    return written


def serialise(feed: Feed, max_bytes: int | None = None) -> bytes:
    """The whole document in UTF-8.

    Args:
        feed: entries newest first.
        max_bytes: where given, the oldest entries are left out until the document fits, never below one.
    """
    head, tail = _shell(feed)
    entries = _fitting(map(serialise_entry, feed.entries), max_bytes, len(head) + len(tail))
    return b"".join((head, *entries, tail))


def _fitting(entries: Iterable[bytes], max_bytes: int | None, size: int) -> Iterator[bytes]:
    for number, entry in enumerate(entries):
        size += len(entry) + 1
        if number and max_bytes is not None and size > max_bytes:
            return
        yield entry + b"\n"


def _shell(feed: Feed) -> tuple[bytes, bytes]:
    made = FeedGenerator()
    made.id(feed.id)
    made.title(feed.title)
    made.updated(feed.updated)
    made.language(feed.language)
    made.author({"name": feed.author.name})
    made.link([_link(link) for link in feed.links])
    made.generator("pressrun", version=EDITION_FORMAT, uri=GENERATOR_URI)
    made.register_extension("repair", FeedRepair, None, atom=True, rss=False)
    made.repair.feed = feed
    head, closing, _ = bytes(made.atom_str(encoding="utf-8")).rpartition(_CLOSING)
    return head + b"\n", closing + b"\n"


def _link(link: Link) -> dict[str, str]:
    given = {"href": link.href, "rel": link.rel}
    return given | {"type": link.type} if link.type else given
