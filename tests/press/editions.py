"""An edition as a subscriber sees it: read with the standard library, not with the code under test."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"


@dataclass(frozen=True)
class Seen:
    """An entry, as far as tests look at it."""

    id: str
    title: str
    updated: datetime
    published: datetime
    text: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SeenFeed:
    """A feed document; `gone` are its tombstones' ids and times."""

    id: str
    updated: datetime
    entries: tuple[Seen, ...]
    links: dict[str, str]
    gone: tuple[tuple[str, str], ...]
    archive: bool

    @property
    def ids(self) -> list[str]:
        """Of its entries, in order."""
        return [entry.id for entry in self.entries]

    @property
    def titles(self) -> list[str]:
        """Of its entries, in order."""
        return [entry.title for entry in self.entries]


def feed(path: Path) -> SeenFeed:
    """An Atom document."""
    root = ET.fromstring(path.read_bytes())  # noqa: S314  our own document
    return SeenFeed(
        id=_text(root, "id"),
        updated=_moment(root, "updated"),
        entries=tuple(_entry(element) for element in root.findall(f"{ATOM}entry")),
        links={link.get("rel", ""): link.get("href", "") for link in root.findall(f"{ATOM}link")},
        gone=tuple((stone.get("ref", ""), stone.get("when", "")) for stone in root.findall(TOMBSTONE)),
        archive=root.find(ARCHIVE) is not None,
    )


def live(output: Path, name: str = "feed.xml") -> SeenFeed:
    """The one column's document of this name."""
    (path,) = output.glob(f"*/{name}")
    return feed(path)


def item_feeds(output: Path) -> list[SeenFeed]:
    """All items' own documents, by their newest entry's time, newest first; tombstones last."""
    found = [feed(path) for path in sorted(output.glob("*/items/*/*.xml"))]
    return sorted(
        found, key=lambda one: one.entries[0].published if one.entries else one.updated, reverse=True
    )


def followed(output: Path, base_url: str, start: SeenFeed) -> list[SeenFeed]:
    """The archive documents that a feed leads to by `prev-archive`."""
    chain = []
    while "prev-archive" in start.links:
        start = feed(output / start.links["prev-archive"].removeprefix(base_url))
        chain.append(start)
    return chain


def contents(output: Path) -> dict[str, Any]:
    """edition.json."""
    return dict(json.loads((output / "edition.json").read_bytes()))


def _entry(element: ET.Element) -> Seen:
    return Seen(
        id=_text(element, "id"),
        title=_text(element, "title"),
        updated=_moment(element, "updated"),
        published=_moment(element, "published"),
        text=_text(element, "content"),
        links=tuple((link.get("rel", ""), link.get("href", "")) for link in element.findall(f"{ATOM}link")),
    )


def _text(element: ET.Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None
    return found.text or ""


def _moment(element: ET.Element, name: str) -> datetime:
    return datetime.fromisoformat(_text(element, name))
