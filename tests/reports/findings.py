"""Findings written for tests, and the names that a file can have."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pressrun.finding import Finding, Severity

#: Each breaks some syntax, or moves a cursor, or fills the name that a file system allows.
HOSTILE_NAMES = (
    "a,b:c%d#e?.md",
    "line\nbreak\r\t.md",
    "bidi\u202egnp\u2069.md",
    os.fsdecode(b"no-utf-8-\xff\xfe.md"),
    "长" * 83 + "12.md",
    '<tag>&amp;"quoted".md',
    "{0} [link](1) \\.md",
    "control\x0b\x1b\x7f\x85\u2028\ufffe.md",
    "::error::.md",
    "-o 空　格\xa0.md",
    "emoji\U0001f600\U000e0001.md",
)


@dataclass(frozen=True)
class Explanation:
    """A rule as reports see it."""

    code: str
    name: str
    severity: Severity
    documentation: str


RULES = (
    Explanation("BD001", "empty-body", Severity.ERROR, "The body holds\nno text.\n\nCapture it again."),
    Explanation("FM003", "not-yaml", Severity.WARNING, "YAML rejects the value."),
    Explanation("UR002", "plain-http", Severity.INFO, ""),
)
ERROR = Finding(
    "BD001",
    "empty-body",
    Severity.ERROR,
    "2024/一.md",
    8,
    1,
    8,
    1,
    "the body holds no text; capture it again",
)
WARNING = Finding("FM003", "not-yaml", Severity.WARNING, "2024/一.md", 2, 8, 2, 12, "'早报: 桥': quote it")
INFO = Finding("UR002", "plain-http", Severity.INFO, "2024/二.md", 3, 6, 4, 2, "plain http", "use https")

FILES = {
    "2024/一.md": ("---", "title: 早报: 桥"),
    "2024/二.md": ("---", "title: b", "url: http://example.org/", "x"),
}


def source(path: str) -> Sequence[str]:
    """The lines of FILES; none of any other file."""
    return FILES.get(path, ())


def at(path: str, finding: Finding = WARNING) -> Finding:
    """The finding in another file."""
    return Finding(
        finding.code,
        finding.name,
        finding.severity,
        path,
        finding.line,
        finding.column,
        finding.end_line,
        finding.end_column,
        f"{path}: {finding.message}",
    )


def many(count: int, finding: Finding) -> list[Finding]:
    """So many of a kind, each in its own file."""
    return [at(f"{number}.md", finding) for number in range(count)]


def spelled(path: str) -> str:
    """The path as reports write it where a byte of it is no UTF-8."""
    return path.encode("utf-8", "backslashreplace").decode()


def document(lines: Iterable[str]) -> str:
    """What is written: the lines with their ends. UTF-8 holds it, or this fails."""
    text = "".join(f"{line}\n" for line in lines)
    return text.encode("utf-8").decode("utf-8")
