"""feeds.opml: every feed of the edition as one import into a reader (OPML 2.0)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

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
    told = tuple(_Told(column.source, column.title, column.feed) for column in columns)
    named = tuple(_Told(ATTRIBUTIONS, attribution.title, attribution.feed) for attribution in attributions)
    return _document(title, told, named)


class _Told(NamedTuple):
    """All that an import is told of a feed."""

    group: str
    title: str
    feed: str


# Digests come and go without a byte of it changing: a press that goes on writes it once.
@lru_cache(maxsize=2)
def _document(title: str, columns: Sequence[_Told], attributions: Sequence[_Told]) -> bytes:
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    groups: dict[str, etree._Element] = {}
    for column in columns:
        if column.group and column.group not in groups:
            groups[column.group] = _group(body, column.group)
        page = f"{column.feed.rpartition('/')[0]}/{_PAGE}"
        _outline(groups.get(column.group, body), column).set("htmlUrl", page)
    if attributions:
        group = _group(body, ATTRIBUTIONS)
        for attribution in attributions:
            _outline(group, attribution)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _group(body: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(body, "outline", text=name, title=name)


def _outline(parent: etree._Element, feed: _Told) -> etree._Element:
    return etree.SubElement(
        parent, "outline", type="rss", text=feed.title, title=feed.title, xmlUrl=feed.feed
    )
