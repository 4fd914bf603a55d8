"""Findings with the line they are about and a caret under the place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressrun.finding import Finding
from pressrun.reports import concise
from pressrun.reports.given import Rules, Source
from pressrun.reports.text import printable, width

#: Terminal columns of an excerpt at the most; a body line can have thousands.
EXCERPT = 100
_BEFORE = 30


def report(findings: Sequence[Finding], source: Source, _rules: Rules = ()) -> Iterator[str]:
    """A block a finding. `source` gives the lines of a path; none, and the excerpt is left out."""
    path, lines = None, ()  # type: str | None, Sequence[str]
    for finding in findings:
        if finding.path != path:
            path, lines = finding.path, source(finding.path)
        yield concise.line(finding)
        if finding.line <= len(lines):
            yield from _excerpt(finding, lines[finding.line - 1])
        if finding.fix is not None:
            yield f"{' ' * len(str(finding.line))} = fix: {printable(finding.fix)}"
        yield ""


def _excerpt(finding: Finding, text: str) -> Iterator[str]:
    start = min(finding.column - 1, len(text))
    end = finding.end_column - 1 if finding.end_line == finding.line else len(text)
    first = _first_shown(text, start)
    shown, last = _fitting(text, first, EXCERPT)
    before = ("…" if first else "") + printable(text[first:start])
    marked = printable(text[start : min(max(end, start + 1), last)])
    margin = " " * len(str(finding.line))
    yield f"{margin} |"
    yield f"{finding.line} | {'…' if first else ''}{shown}{'…' if last < len(text) else ''}".rstrip()
    yield f"{margin} | {' ' * width(before)}{'^' * max(1, width(marked))}"


def _first_shown(text: str, start: int) -> int:
    """Where the excerpt begins: the line's start if all of it fits, else so that the place is in sight."""
    _, last = _fitting(text, 0, EXCERPT)
    if last == len(text) or width(printable(text[:start])) <= _BEFORE:
        return 0
    first, taken = start, 0
    while first > 0:
        taken += width(printable(text[first - 1]))
        if taken > _BEFORE:
            break
        first -= 1
    return first


def _fitting(text: str, first: int, columns: int) -> tuple[str, int]:
    """The text from `first` that fits, printable, and where it ends."""
    taken = 0
    parts: list[str] = []
    for at in range(first, len(text)):
        shown = printable(text[at])
        taken += width(shown)
        if taken > columns:
            return "".join(parts), at
        parts.append(shown)
    return "".join(parts), len(text)
