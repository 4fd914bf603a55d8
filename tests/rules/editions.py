"""Small editions as the press makes them, and one thing broken in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressrun.config import Config
from pressrun.finding import Finding
from pressrun.press.edition import check_edition
from pressrun.rules import select
from tests.press.pressing import plain, press
from tests.samples import capture, write

BASE = "http://127.0.0.1:8000/"
COLUMN = "chen-jian-su-du"
FEED, ITEMS = f"{COLUMN}/feed.xml", f"{COLUMN}/items.xml"
RSS, JSON = f"{COLUMN}/rss.xml", f"{COLUMN}/feed.json"
ARCHIVE, PAGE = f"{COLUMN}/archive/2025-03.xml", f"{COLUMN}/archive/2025-03.json"
OTHER = "he-an-tong-xun/feed.xml"
SECOND = "https://example.org/second"

#: An inbox of four captures: two digests of a column with four items, an article, and one without text.
CAPTURES = 4


def make_edition(folder: Path) -> Path:
    """The edition of that inbox: two columns, eleven Atom documents, and all that stands beside them."""
    write(folder / "inbox", "a.md", capture())
    write(folder / "inbox", "b.md", capture(url=SECOND, date="2025-03-15"))
    write(folder / "inbox", "c.md", plain(1))
    write(folder / "inbox", "d.md", capture("", url="https://example.org/empty"))
    press(folder)
    return folder / "feeds"


@dataclass(frozen=True)
class Marked:
    """A finding, and the text that it points at."""

    code: str
    path: str
    line: int
    text: str


def examine(edition: Path, /, **values: Any) -> list[Finding]:
    """What all rules about documents find; values as in config.toml."""
    return list(check_edition(edition, Config.model_validate(values), select(documents=True)).findings)


def marked(edition: Path, /, **values: Any) -> list[Marked]:
    """The findings with what they point at."""
    return [_mark(edition, finding) for finding in examine(edition, **values)]


def _mark(edition: Path, finding: Finding) -> Marked:
    lines = (edition / finding.path).read_bytes().decode("utf-8", "replace").split("\n")
    text = lines[finding.line - 1][finding.column - 1 : finding.end_column - 1]
    return Marked(finding.code, finding.path, finding.line, text)


def edit(edition: Path, path: str, old: str, new: str) -> str:
    """Replaces the first occurrence of a text, which must be there; the path again."""
    file = edition / path
    before = file.read_text("utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), "utf-8")
    return path


def between(edition: Path, path: str, start: str, end: str, number: int = 1) -> str:
    """The text between two others, where the first one stands for the so-manieth time."""
    return (edition / path).read_text("utf-8").split(start)[number].partition(end)[0]


def item_documents(edition: Path, column: str = COLUMN) -> list[str]:
    """The documents of a column's items, newest month last."""
    return sorted(path.relative_to(edition).as_posix() for path in edition.glob(f"{column}/items/*/*.xml"))
