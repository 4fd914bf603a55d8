"""What feedgen 1.0.0 writes wrongly in Atom, put right by one registered extension.

An entry's links lose rel and type (a variable is shadowed), there is no xml:lang on an entry, a time on
a whole second loses its decimals, and no stylesheet can be named (FACTS §2). The extension runs when
feedgen has built the element, and rewrites just those children.
"""

from __future__ import annotations

from datetime import datetime

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from pressrun.feed import Entry, Feed, Link
from pressrun.formats.times import timestamp

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_link(element: etree._Element, link: Link) -> None:
    """The link's attributes in the order that RFC 4287 names them."""
    for name in ("href", "rel", "type"):
        value = getattr(link, name)
        if value is not None:
            element.set(name, value)


# feedgen ships no types, so its bases are Any to mypy.
class EntryRepair(BaseEntryExtension):  # type: ignore[misc]
    """Rewrites links and times of one entry, and gives it its language."""

    entry: Entry

    def extend_atom(self, element: etree._Element) -> etree._Element:
        """Called by feedgen with the `entry` element it has built."""
        element.set(_LANG, self.entry.language)
        for child, link in zip(element.findall("link"), self.entry.links, strict=True):
            child.attrib.clear()
            write_link(child, link)
        for name in ("updated", "published"):
            _write_time(element, name, getattr(self.entry, name))
        return element


class FeedRepair(BaseExtension):  # type: ignore[misc]
    """Rewrites the time of a feed, and names the stylesheet that a browser shows it with."""

    feed: Feed

    def extend_atom(self, element: etree._Element) -> etree._Element:
        """Called by feedgen with the `feed` element, before it appends any entry."""
        _write_time(element, "updated", self.feed.updated)
        style = f'type="text/css" href="{self.feed.stylesheet}"'
        element.addprevious(etree.ProcessingInstruction("xml-stylesheet", style))
        return element


def _write_time(element: etree._Element, name: str, moment: datetime) -> None:
    child = element.find(name)
    if child is None:
        raise LookupError(f"feedgen wrote no {name}")
    child.text = timestamp(moment)
