"""feeds.opml: every column of the edition as one import into a reader (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pressrun.columns import ColumnRecord


def serialise(title: str, columns: Iterable[ColumnRecord]) -> bytes:
    """The document in UTF-8: one outline a column, in the order given."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for column in columns:
        etree.SubElement(
            body, "outline", type="rss", text=column.title, title=column.title, xmlUrl=column.feed
        )
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written
