"""The columns of an inbox as a table for a terminal, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from pressrun.reports.statistics import NO_SOURCE
from pressrun.reports.text import comma_separated, json_text, printable, width

if TYPE_CHECKING:
    from pressrun.press.columns import Row

_HEAD = ("column", "source", "digests", "first", "last", "items", "captures", "rejected")
#: Cells of text; the others are numbers and days, which are set flush right.
_TEXTS = 2
#: Terminal columns that a name takes at the most.
_LONGEST = 36


def table(rows: Sequence[Row]) -> Iterator[str]:
    """A line a column under a head, aligned; `source` is left out where the column is called like it."""
    cells = [_HEAD, *map(_cells, rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = [
            f"{cell}{' ' * (wide - width(cell))}" if at < _TEXTS else f"{' ' * (wide - width(cell))}{cell}"
            for at, (cell, wide) in enumerate(zip(line, widths, strict=True))
        ]
        yield "  ".join(padded).rstrip()


def records(rows: Sequence[Row]) -> Iterator[str]:
    """A JSON list of all that is known of each column; days as YYYY-MM-DD, `items` is the median."""
    yield "["
    for line in comma_separated(json_text(_record(row)) for row in rows):
        yield f"  {line}"
    yield "]"


def number(value: float | None) -> str:
    """A median as text: 8, 8.5, or a dash where there is none."""
    return "-" if value is None else f"{value:g}"


def _cells(row: Row) -> tuple[str, ...]:
    return (
        _short(row.title or NO_SOURCE),
        _short(row.source) if row.source != row.title else "",
        str(row.digests),
        str(row.first or "-"),
        str(row.last or "-"),
        number(row.items),
        str(row.captures),
        f"{row.rejected / row.captures:.0%}",
    )


def _record(row: Row) -> dict[str, object]:
    return asdict(row) | {
        "first": row.first.isoformat() if row.first else None,
        "last": row.last.isoformat() if row.last else None,
    }


def _short(text: str) -> str:
    """The text as a terminal may show it, cut where it would take too much room."""
    text = printable(text)
    if width(text) <= _LONGEST:
        return text
    kept = ""
    for char in text:
        if width(kept + char) >= _LONGEST:
            break
        kept += char
    return f"{kept}…"
