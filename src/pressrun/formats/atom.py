"""Atom 1.0 (RFC 4287), by feedgen; archive documents (RFC 5005) and tombstones (RFC 6721).

An entry is serialised by itself and spliced into the document that holds it, so that a live feed can
stop at its byte limit without being written twice, and an archive can keep the entries it has.
"""

from __future__ import annotations

from collections.abc import Iterable

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from pressrun.feed import EDITION_FORMAT, Entry, Feed, Link, Person
from pressrun.formats import splicing
from pressrun.formats.repair import EntryRepair, FeedRepair

GENERATOR_URI = "https://pypi.org/project/pressrun/"
_CLOSING = b"</feed>"


def serialise(feed: Feed, max_bytes: int | None = None) -> bytes:
    """The whole document in UTF-8.

    Args:
        feed: entries newest first.
        max_bytes: where given, the oldest entries are left out until the document fits, never below one.
    """
    return join(feed, map(serialise_entry, feed.entries), max_bytes)


def join(feed: Feed, entries: Iterable[bytes], max_bytes: int | None = None) -> bytes:
    """The document of `feed` with these entries, as `serialise_entry` made them, in place of its own."""
    return splicing.ATOM.join(_shell(feed), entries, max_bytes)


def entries_of(data: bytes) -> dict[str, bytes]:
    """The entries of a document by id, as `serialise_entry` made them; ValueError for none of ours."""
    return splicing.ATOM.entries_of(data)


def serialise_entry(entry: Entry) -> bytes:
    """One `<entry>` element in UTF-8, ready to stand in any feed."""
    made = FeedEntry()
    made.register_extension("repair", EntryRepair, atom=True, rss=False)
    made.repair.entry = entry
    made.id(entry.id)
    made.title(entry.title)
    made.updated(entry.updated)
    made.published(entry.published)
    made.author(_person(entry.author))
    made.link(_links(entry.links))
    made.content(entry.content, type="html")
    made.summary(entry.summary)
    for category in entry.categories:
        made.category({"term": category.term})
    written: bytes = etree.tostring(made.atom_entry(), encoding="utf-8")
    return written


def _shell(feed: Feed) -> splicing.Shell:
    made = FeedGenerator()
    made.id(feed.id)
    made.title(feed.title)
    made.updated(feed.updated)
    made.language(feed.language)
    made.author(_person(feed.author))
    made.link(_links(feed.links))
    made.generator("pressrun", version=EDITION_FORMAT, uri=GENERATOR_URI)
    made.register_extension("repair", FeedRepair, None, atom=True, rss=False)
    made.repair.feed = feed
    head, closing, _ = bytes(made.atom_str(encoding="utf-8")).rpartition(_CLOSING)
    return splicing.Shell(head + b"\n", closing + b"\n")


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name} | ({"uri": person.uri} if person.uri else {})


def _links(links: Iterable[Link]) -> list[dict[str, str]]:
    """As many links: what else they say is for the repair to write."""
    return [{"href": link.href} for link in links]
