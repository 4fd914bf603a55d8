"""RSS 2.0, as the RSS Advisory Board's specification and profile have it; its items by feedgen.

feedgen's channel is of no use here: it drops every link but self, and its dates pass through the
setlocale of the whole process (FACTS §2). An item is serialised by itself and spliced, as Atom's are.
RSS has no word for an edit, so an edited item has Atom's; it has none for a tombstone, which is not said.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from feedgen.entry import FeedEntry
from lxml import etree

from pressrun.feed import EDITION_FORMAT, Entry, Feed, Link
from pressrun.formats import splicing
from pressrun.formats.links import address
from pressrun.formats.names import ATOM, CONTENT, DUBLIN_CORE, MEDIA
from pressrun.formats.repair import name_stylesheet, write_link, write_thumbnail
from pressrun.formats.times import mail_date, timestamp

_PREFIXES = {"atom": ATOM, "content": CONTENT, "dc": DUBLIN_CORE, "media": MEDIA}
_CLOSING = b"</channel>"


def serialise(feed: Feed, max_bytes: int | None = None) -> bytes:
    """The whole document in UTF-8.

    Args:
        feed: entries newest first.
        max_bytes: where given, the oldest entries are left out until the document fits, never below one.
    """
    return join(feed, map(serialise_entry, feed.entries), max_bytes)


def join(feed: Feed, entries: Iterable[bytes], max_bytes: int | None = None) -> bytes:
    """The document of `feed` with these entries, as `serialise_entry` made them, in place of its own."""
    return splicing.RSS.join(_shell(feed), entries, max_bytes)


def entries_of(data: bytes) -> dict[str, bytes]:
    """The entries of a document by id, as `serialise_entry` made them; ValueError for none of ours."""
    return splicing.RSS.entries_of(data)


def serialise_entry(entry: Entry) -> bytes:
    """One `<item>` element in UTF-8, its guid first, ready to stand in any of our channels.

    The title is text, as the profile wants it; the description is HTML by the specification, so the
    summary's own angle brackets are escaped for it.
    """
    made = FeedEntry()
    made.guid(entry.id)
    made.title(entry.title)
    made.link({"href": address(entry.links, "alternate") or ""})
    made.description(html.escape(entry.summary, quote=False))
    made.content(entry.content)
    for category in entry.categories:
        made.category({"term": category.term})
    item = made.rss_entry()
    _complete(item, entry)
    return _bare(item)


def _complete(item: etree._Element, entry: Entry) -> None:
    """Adds what feedgen does not write, or not without the locale."""
    guid = item.find("guid")
    if guid is None:
        raise LookupError("feedgen wrote no guid")
    item.insert(0, guid)
    etree.SubElement(item, "pubDate").text = mail_date(entry.published)
    if entry.updated != entry.published:
        etree.SubElement(item, f"{{{ATOM}}}updated").text = timestamp(entry.updated)
    etree.SubElement(item, f"{{{DUBLIN_CORE}}}creator").text = entry.author.name
    # An item is no document, and a reader that knows no prefixes takes the last link for the item's.
    _atom_links(item, (link for link in entry.links if link.rel not in {"alternate", "self"}))
    if entry.thumbnail is not None:
        write_thumbnail(item, entry.thumbnail)


def _bare(item: etree._Element) -> bytes:
    """The item without namespaces of its own: the root of every document of ours declares them."""
    etree.Element("rss", nsmap=_PREFIXES).append(item)
    _, _, inside = bytes(etree.tostring(item, encoding="utf-8", with_tail=False)).partition(b">")
    return b"<item>" + inside


def _shell(feed: Feed) -> splicing.Shell:
    root = etree.Element("rss", nsmap=_PREFIXES, version="2.0")
    channel = etree.SubElement(root, "channel")
    page = address(feed.links, "alternate") or address(feed.links, "self") or ""
    # The channel needs a description, and a feed has no other than its title.
    texts = {"title": feed.title, "link": page, "description": feed.title, "language": feed.language}
    texts |= {"lastBuildDate": mail_date(feed.updated), "generator": f"pressrun {EDITION_FORMAT}"}
    for name, text in texts.items():
        etree.SubElement(channel, name).text = text
    _atom_links(channel, (link for link in feed.links if link.rel != "alternate"))
    name_stylesheet(root, feed.stylesheet)
    written: bytes = etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)
    head, closing, rest = written.rpartition(_CLOSING)
    return splicing.Shell(head + b"\n", closing + rest + b"\n")


def _atom_links(element: etree._Element, links: Iterable[Link]) -> None:
    for link in links:
        write_link(etree.SubElement(element, f"{{{ATOM}}}link"), link)
