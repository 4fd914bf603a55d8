"""What feedgen 1.0.0 writes wrongly in Atom, put right by one registered extension.

An entry's links lose rel and type (a variable is shadowed), there is no xml:lang on an entry, a time on
a whole second loses its decimals, a thumbnail is wrapped in media:group, and no stylesheet, archive or
tombstone can be named (FACTS §2). The extension runs when feedgen has built the element, and rewrites
just those children.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from pressrun.feed import Entry, Feed, Link, Tombstone
from pressrun.formats.names import ARCHIVE, HISTORY, LANG, MEDIA, THUMBNAIL, TOMBSTONE, TOMBSTONES
from pressrun.formats.times import timestamp


def write_link(element: etree._Element, link: Link) -> None:
    """The link's attributes in the order that RFC 4287 names them."""
    for name in ("href", "rel", "type", "title"):
        value = getattr(link, name)
        if value is not None:
            element.set(name, value)


def write_thumbnail(element: etree._Element, url: str) -> None:
    """The picture of an entry, in the entry itself: the feed validator objects to a group of one.

    The namespace is declared where it is used, so that the entry is the same in every document.
    """
    etree.SubElement(element, THUMBNAIL, nsmap={"media": MEDIA}).set("url", url)


def name_stylesheet(root: etree._Element, address: str) -> None:
    """Names the CSS that a browser shows the document with, as xml-stylesheet of the W3C has it."""
    style = f'type="text/css" href="{address}"'
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", style))


# feedgen ships no types, so its bases are Any to mypy.
class EntryRepair(BaseEntryExtension):  # type: ignore[misc]
    """Rewrites links and times of one entry, and gives it its language and its picture."""

    entry: Entry

    def extend_atom(self, element: etree._Element) -> etree._Element:
        """Called by feedgen with the `entry` element it has built."""
        element.set(LANG, self.entry.language)
        _write_links(element, self.entry.links)
        for name in ("updated", "published"):
            _write_time(element, name, getattr(self.entry, name))
        if self.entry.thumbnail is not None:
            write_thumbnail(element, self.entry.thumbnail)
        return element


class FeedRepair(BaseExtension):  # type: ignore[misc]
    """Rewrites time and links of a feed, names its stylesheet, and says what is archived and what gone."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        """Called by feedgen before it builds the `feed` element: the prefixes that this one needs."""
        archive = {"fh": HISTORY} if self.feed.archive else {}
        return archive | ({"at": TOMBSTONES} if self.feed.tombstones else {})

    def extend_atom(self, element: etree._Element) -> etree._Element:
        """Called by feedgen with the `feed` element, before it appends any entry."""
        _write_time(element, "updated", self.feed.updated)
        _write_links(element, self.feed.links)
        if self.feed.archive:
            etree.SubElement(element, ARCHIVE)
        for tombstone in self.feed.tombstones:
            _write_tombstone(element, tombstone)
        name_stylesheet(element, self.feed.stylesheet)
        return element


def _write_links(element: etree._Element, links: Iterable[Link]) -> None:
    for child, link in zip(element.findall("link"), links, strict=True):
        child.attrib.clear()
        write_link(child, link)


def _write_tombstone(element: etree._Element, tombstone: Tombstone) -> None:
    # A line each, as entries have: what goes is one line of a diff.
    element[-1].tail = "\n"
    etree.SubElement(element, TOMBSTONE, ref=tombstone.ref, when=timestamp(tombstone.when))


def _write_time(element: etree._Element, name: str, moment: datetime) -> None:
    child = element.find(name)
    if child is None:
        raise LookupError(f"feedgen wrote no {name}")
    child.text = timestamp(moment)
