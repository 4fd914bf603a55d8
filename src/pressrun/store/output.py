"""What stands in the output: which documents are ours, and what the edition before said of itself."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pressrun.columns import ColumnRecord
from pressrun.errors import OutputUnwritable
from pressrun.identity import ColumnName, valid_slug
from pressrun.store.compressed import ENDING
from pressrun.store.intent import TEMPORARY

# Only what the layout of DESIGN gives a document of a feed: nothing else is ever removed.
_GENERATED = re.compile(
    rb'<generator[^<>]*>pressrun|<meta name="generator" content="pressrun|\A\{"version":[^\n]*\n"_pressrun":'
)
_HEAD = 64 * 1024
_OURS = re.compile(
    r"[a-z0-9-]+/(?:(?:feed|items|rss)\.xml|feed\.json|index\.html|archive/\d{4}-\d{2}\.(?:xml|json)"
    r"|items/\d{4}-\d{2}/[0-9a-f]{16}\.xml)|attributions/[a-z0-9-]+/feed\.xml"
)
# Beside these stand documents in gzip where the config asks for them; the edition's own never go.
_PACKED = re.compile(
    rf"(?:{_OURS.pattern}|feed\.css|feeds\.opml|(?:index|report)\.html|(?:edition|report)\.json)\.gz"
)


@dataclass(frozen=True, slots=True)
class Before:
    """The edition before, as its edition.json tells it; empty for a first run.

    `slugs` are those of its columns, `attributions` those of its attributions by the names shown, `columns`
    what it says of each column by its slug.
    """

    published: int
    slugs: dict[ColumnName, str]
    attributions: dict[str, str] = field(default_factory=dict)
    columns: dict[str, ColumnRecord] = field(default_factory=dict)


def documents(root: Path) -> tuple[list[str], list[str]]:
    """The column documents below the output, and the temporary files a crash left, by path."""
    ours: list[str] = []
    left: list[str] = []
    try:
        for path in _files(root):
            if path.rpartition("/")[2].startswith(TEMPORARY):
                left.append(path)
            elif _OURS.fullmatch(path) or _PACKED.fullmatch(path):
                ours.append(path)
    except OSError as error:
        raise OutputUnwritable(f"{error.filename}: {error.strerror}; the edition before stands") from error
    return sorted(ours), sorted(left)


def _files(root: Path) -> Iterator[str]:
    pending = [""]
    while pending:
        folder = pending.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    # .git and its like hold thousands of files and none of ours.
                    if entry.name.startswith("."):
                        continue
                    pending.append(f"{folder}{entry.name}/")
                elif not entry.is_symlink() or entry.name.startswith(TEMPORARY):
                    # The press writes no links: one here is a person's, save at a temporary's own place,
                    # where it would keep that document from being written.
                    yield folder + entry.name


def before(root: Path) -> Before:
    """What edition.json of the output says; one that is missing or damaged says nothing (law 6)."""
    try:
        record = json.loads((root / "edition.json").read_bytes())
        columns = [_column(column) for column in record["columns"] if valid_slug(str(column["slug"]))]
        slugs = {ColumnName(column.source, column.title): column.slug for column in columns}
        attributions = {
            str(attribution["title"]): str(attribution["slug"])
            for attribution in record.get("attributions", ())
            if valid_slug(str(attribution["slug"]))
        }
        return Before(
            int(record["published"]), slugs, attributions, {column.slug: column for column in columns}
        )
    except (OSError, ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
        return Before(0, {})


def _column(record: dict[str, Any]) -> ColumnRecord:
    return ColumnRecord(
        slug=str(record["slug"]),
        title=str(record["title"]),
        source=str(record["source"]),
        digests=int(record["digests"]),
        items=int(record["items"]),
        feed=str(record["feed"]),
        updated=datetime.fromisoformat(record["updated"]),
    )


def is_ours(root: Path, path: str) -> bool:
    """Whether the press wrote this document: its head names the generator. A person's feed.xml does not.

    One in gzip is ours if it stands where only ours do.
    """
    if path.endswith(ENDING):
        return _PACKED.fullmatch(path) is not None
    try:
        with (root / path).open("rb") as file:
            return _GENERATED.search(file.read(_HEAD)) is not None
    except OSError as error:
        raise OutputUnwritable(f"{root / path}: {error.strerror}; the edition before stands") from error
