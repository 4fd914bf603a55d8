"""What an edition remembers, as it stands in its documents."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "http://purl.org/atompub/tombstones/1.0"


class Told(NamedTuple):
    """An entry of a feed: as its text has it, and its parts."""

    written: str
    id: str
    title: str
    link: str
    author: str
    content: str
    summary: str
    published: str
    updated: str

    @property
    def month(self) -> str:
        """That of its archive document."""
        return self.published[:7]


def tombstone(ref: str, when: str = "2025-05-02T08:30:00.000000+08:00") -> str:
    """An at:deleted-entry."""
    return f'<at:deleted-entry xmlns:at="{AT}" ref="{ref}" when="{when}"/>'


def archive_names(edition: Path, column: str) -> list[str]:
    """The archive documents of a column by path, oldest first."""
    return sorted(path.relative_to(edition).as_posix() for path in edition.glob(f"{column}/archive/*.xml"))


def told(feed: Path) -> list[Told]:
    """The entries of a feed that the press wrote."""
    text = feed.read_text("utf-8")
    written = [f"<entry{part.partition('</entry>')[0]}</entry>" for part in text.split("<entry")[1:]]
    entries = ET.fromstring(text.encode()).iter(f"{ATOM}entry")  # noqa: S314  the press wrote it
    return [_told(one, entry) for one, entry in zip(written, entries, strict=True)]


def _told(written: str, entry: ET.Element) -> Told:
    def say(name: str) -> str:
        return entry.findtext(f"{ATOM}{name}") or ""

    link = next(link.get("href", "") for link in entry.iter(f"{ATOM}link") if link.get("rel") == "alternate")
    author = entry.findtext(f"{ATOM}author/{ATOM}name") or ""
    texts = (say(name) for name in ("content", "summary", "published", "updated"))
    return Told(written, say("id"), say("title"), link, author, *texts)
