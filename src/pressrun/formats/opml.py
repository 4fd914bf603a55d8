"""feeds.opml: every feed of the edition as one import into a reader (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from pressrun.attributions import AttributionRecord
from pressrun.columns import ColumnRecord

#: What the group of the attributions is called in readers that show groups as folders.
ATTRIBUTIONS = "Attributions"
_PAGE = "index.html"


def serialise(
    title: str, columns: Iterable[ColumnRecord], attributions: Sequence[AttributionRecord] = ()
) -> bytes:
    """The document in UTF-8: a group a source with its columns, then the attributions' group.

    Groups and the columns in them stand in the order given. A column that gathers several sources stands
    by itself, in the place that it has.
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    groups: dict[str, etree._Element] = {}
    for column in columns:
        if column.source and column.source not in groups:
            groups[column.source] = _group(body, column.source)
        page = f"{column.feed.rpartition('/')[0]}/{_PAGE}"
        _outline(groups.get(column.source, body), column).set("htmlUrl", page)
    if attributions:
        group = _group(body, ATTRIBUTIONS)
        for attribution in attributions:
            _outline(group, attribution)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _group(body: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(body, "outline", text=name, title=name)


def _outline(parent: etree._Element, feed: ColumnRecord | AttributionRecord) -> etree._Element:
    return etree.SubElement(
        parent, "outline", type="rss", text=feed.title, title=feed.title, xmlUrl=feed.feed
    )
