"""What a document says of itself that its answer has to say: its time, its own address, its hubs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape

# A feed says all of this in front of its first entry.
_HEAD = 64 * 1024
_FIRST = re.compile(rb'\n<entry |\n<item>|"items":\[')
_UPDATED = re.compile(rb"<updated>([^<]{1,40}+)</updated>")
_BUILT = re.compile(rb"<lastBuildDate>([^<]{1,40}+)</lastBuildDate>")
# Quotes in a text of a JSON Feed are escaped, so that this stands for a date alone; the newest is first.
_MODIFIED = re.compile(rb'"date_modified":"([^"]{1,40}+)"')
_LINK = re.compile(rb'<(?:atom:)?link href="([^"<>]{1,2000}+)" rel="(self|hub)"')
_JSON_LINK = re.compile(
    rb'^"feed_url":("[^"\n]{1,2000}+")|\{"type":"WebSub","url":("[^"\n]{1,2000}+")\}', re.MULTILINE
)
# What may stand between the angle brackets of a Link header (RFC 8288), and in any header.
_ADDRESS = re.compile(r"https?://[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]+")
_STONE = b"<at:deleted-entry "


def told_moment(path: str, data: bytes) -> int | None:
    """When a feed last changed, by its own words, in seconds since 1970; None where it says nothing."""
    head = _head(data)
    try:
        if path.endswith(".xml"):
            if found := _UPDATED.search(head):
                return int(datetime.fromisoformat(found[1].decode()).timestamp())
            if found := _BUILT.search(head):
                return int(parsedate_to_datetime(found[1].decode()).timestamp())
        elif found := _MODIFIED.search(data):
            return int(datetime.fromisoformat(found[1].decode()).timestamp())
    except (ValueError, TypeError, OverflowError):
        pass
    return None


def edition_moment(record: bytes, path: str) -> int | None:
    """When the newest that a page is about was published, told by edition.json.

    Args:
        record: the bytes of edition.json.
        path: of the page: a column's tells of that column, the others of all.
    """
    try:
        columns = json.loads(record)["columns"]
        slug = path.partition("/")[0] if "/" in path else None
        moments = [
            datetime.fromisoformat(column["updated"]).timestamp()
            for column in columns
            if slug in {None, column["slug"]}
        ]
        return int(max(moments))
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError, AttributeError):
        return None


def is_tombstone(data: bytes) -> bool:
    """Whether a feed holds no entry any more, but what says that it is gone."""
    return _FIRST.search(data) is None and _STONE in data


def link_header(path: str, data: bytes) -> bytes:
    """The value of the Link header: rel=self and rel=hub as the feed itself names them; empty without."""
    links = _json_links(data) if path.endswith(".json") else _links(data)
    return ", ".join(
        f'<{address}>; rel="{rel}"' for address, rel in links if _ADDRESS.fullmatch(address)
    ).encode("ascii")


def _links(data: bytes) -> Iterator[tuple[str, str]]:
    for address, rel in _LINK.findall(_head(data)):
        yield unescape(address.decode("utf-8", "replace")), rel.decode()


def _json_links(data: bytes) -> Iterator[tuple[str, str]]:
    for feed, hub in _JSON_LINK.findall(_head(data)):
        try:
            yield str(json.loads(feed or hub)), "self" if feed else "hub"
        except ValueError:
            continue


def _head(data: bytes) -> bytes:
    found = _FIRST.search(data, 0, _HEAD)
    return data[: found.start() if found else _HEAD]
