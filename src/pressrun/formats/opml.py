"""feeds.opml: every feed of the edition as one import into a reader (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from pressrun.attributions import AttributionRecord
from pressrun.columns import ColumnRecord

#: What the group of the attributions is called in readers that show groups as folders.
ATTRIBUTIONS = "Attributions"


def serialise(
    title: str, columns: Iterable[ColumnRecord], attributions: Sequence[AttributionRecord] = ()
) -> bytes:
    """The document in UTF-8: one outline a column, in the order given; then the attributions' group."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for column in columns:
        _outline(body, column)
    if attributions:
        group = etree.SubElement(body, "outline", text=ATTRIBUTIONS, title=ATTRIBUTIONS)
        for attribution in attributions:
            _outline(group, attribution)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _outline(parent: etree._Element, feed: ColumnRecord | AttributionRecord) -> None:
    etree.SubElement(parent, "outline", type="rss", text=feed.title, title=feed.title, xmlUrl=feed.feed)
