"""What the documents of an edition are, by the places that its layout gives them."""

from __future__ import annotations

import re
from enum import StrEnum

ACCOUNTS, OUTLINE, ATTRIBUTIONS = "edition.json", "feeds.opml", "attributions"
#: The live documents of a column: people subscribe to them, so they have a limit.
FEED, ITEMS, RSS, JSON_FEED, PAGE = "feed.xml", "items.xml", "rss.xml", "feed.json", "index.html"
_LIVE = frozenset((FEED, ITEMS, RSS, JSON_FEED))
_MONTH = r"\d{4}-\d{2}"
_FEED_PLACE = re.compile(
    rf"(?:{ATTRIBUTIONS}/)?[a-z0-9-]+/"
    rf"(?:(?:feed|items|rss)\.xml|feed\.json|items/{_MONTH}/[0-9a-f]{{16,}}\.xml|archive/{_MONTH}\.(?:xml|json))"
)
_ARCHIVE_PLACE = re.compile(rf"(?P<folder>[a-z0-9/-]+)/archive/(?P<month>{_MONTH})\.(?:xml|json)")
_STORY_PLACE = re.compile(rf"(?P<folder>[a-z0-9/-]+)/items/(?P<month>{_MONTH})/[0-9a-f]{{16,}}\.xml")
_PAGE_PLACE = re.compile(r"(?:index|report)\.html|[a-z0-9-]+/index\.html")


class Kind(StrEnum):
    """What a document of an edition is."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"
    OPML = "opml"
    PAGE = "page"
    ACCOUNTS = "accounts"


#: The kinds that hold entries.
FEEDS = frozenset((Kind.ATOM, Kind.RSS, Kind.JSON))


def kind_of(path: str) -> Kind | None:
    """What a file of this name would be; None for one that no edition has. XML may turn out to be another."""
    name = path.rpartition("/")[2]
    if path == ACCOUNTS:
        return Kind.ACCOUNTS
    if path == OUTLINE:
        return Kind.OPML
    if name.endswith(".xml"):
        return Kind.RSS if name == RSS else Kind.ATOM
    if name.endswith(".json"):
        return Kind.JSON if at_our_place(path) else None
    return Kind.PAGE if _PAGE_PLACE.fullmatch(path) else None


def worth_reading(path: str) -> bool:
    """Whether a file of this name can be a document that is judged."""
    return kind_of(path) is not None and not path.rpartition("/")[2].startswith(".")


def at_our_place(path: str) -> bool:
    """Whether the layout of an edition puts one of its documents there."""
    if path.endswith((".xml", ".json")) and path not in {ACCOUNTS, OUTLINE}:
        return _FEED_PLACE.fullmatch(path) is not None
    return True


def is_live(path: str) -> bool:
    """Whether it is the place of a feed that people subscribe to."""
    return path.rpartition("/")[2] in _LIVE


def archive_of(path: str) -> tuple[str, str] | None:
    """The folder and the month of an archive document or page; None for another place."""
    match = _ARCHIVE_PLACE.fullmatch(path)
    return (match["folder"], match["month"]) if match else None


def is_story(path: str) -> bool:
    """Whether it is the place of an item's own feed."""
    return _STORY_PLACE.fullmatch(path) is not None
