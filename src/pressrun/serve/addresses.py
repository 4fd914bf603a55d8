"""Which document a request asks for. There is one spelling of each, and every other one is none."""

from __future__ import annotations

import re
from functools import lru_cache

# Documents are named by the press: a-z, 0-9, hyphens, dots. No spelling of a way out of the folder, no hidden
# name and no temporary of a publication fits, and nothing is decoded that could become one.
_DOCUMENT = re.compile(rb"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*+/)*+(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*+)?")
_LONGEST = 1024
_PAGE = "index.html"


def document_of(raw: bytes) -> str | None:
    """The path of the document below the output; None where the request names none.

    Args:
        raw: the path of the request as it came, percent-encoded, without its query.
    """
    return _believed(raw) if len(raw) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _believed(raw: bytes) -> str | None:
    if not _DOCUMENT.fullmatch(raw):
        return None
    path = raw[1:].decode("ascii")
    return path + _PAGE if raw.endswith(b"/") else path


def folder_of(path: str) -> str | None:
    """Where a reader is sent that left out the last slash, seen from the folder above; None for a file."""
    name = path.rpartition("/")[2]
    return None if "." in name else f"{name}/"


def is_live(path: str) -> bool:
    """Whether it is a feed that grows: those are what `A-IM: feed` is about."""
    folder, _, name = path.rpartition("/")
    return name in {"feed.xml", "items.xml", "rss.xml"} and bool(folder)


def is_item(path: str) -> bool:
    """Whether the feed of one item stands there."""
    return re.fullmatch(r"[^/]+/items/[^/]+/[^/]+\.xml", path) is not None
