"""Which format a document of the edition is in, told by its name."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Protocol, cast

from pressrun.feed import Entry, Feed
from pressrun.formats.splicing import ATOM, JSON_FEED, RSS, Seams

#: How a name ends, the module, and where its entries can be cut without it; the first that fits has it.
_FORMATS = (
    ("/rss.xml", "rss", RSS),
    (".xml", "atom", ATOM),
    (".json", "json_feed", JSON_FEED),
)


class Format(Protocol):
    """What a module of this room does for a feed."""

    def serialise(self, feed: Feed, max_bytes: int | None = None) -> bytes:
        """The whole document, cut to the limit."""

    def serialise_entry(self, entry: Entry) -> bytes:
        """An entry as it stands in every document."""

    def join(self, feed: Feed, entries: Iterable[bytes], max_bytes: int | None = None) -> bytes:
        """The document of `feed` with these entries in place of its own."""

    def entries_of(self, data: bytes) -> dict[str, bytes]:
        """The entries of a document by id."""


def format_of(path: str) -> Format:
    """The format of a column's document, imported only now: feedgen costs 80 ms (law 12).

    Args:
        path: of the document below the output, as in `slug/archive/2024-11.json`.

    Raises:
        LookupError: no feed stands at such a path.
    """
    return cast("Format", import_module(f"pressrun.formats.{_known(path)[0]}"))


def seams_of(path: str) -> Seams:
    """How the documents of this path's format are cut and joined, which needs no feedgen.

    Raises:
        LookupError: no feed stands at such a path.
    """
    return _known(path)[1]


def _known(path: str) -> tuple[str, Seams]:
    for ending, module, seams in _FORMATS:
        # What stands at the top of the edition is about it: edition.json and report.json are no feeds.
        if "/" in path and path.endswith(ending):
            return module, seams
    raise LookupError(f"no feed stands at {path}")
