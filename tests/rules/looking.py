"""One rule's look at one capture."""

from __future__ import annotations

from datetime import UTC

from pressrun.capture import split
from pressrun.digest import Digest, believe
from pressrun.finding import Finding
from pressrun.rules import Subject, examine, select


def look(code: str, text: str, path: str = "2025/03/14/daily/a.md") -> list[Finding]:
    """What the rule of this code finds in a capture."""
    return list(examine(subject_of(text, path), select([code])))


def subject_of(text: str, path: str = "2025/03/14/daily/a.md") -> Subject:
    """What the rules are given of a capture."""
    capture = split(path, text.encode("utf-8", "surrogatepass"))
    believed = believe(capture, UTC)
    if isinstance(believed, Digest):
        return Subject(path, capture, digest=believed, text=capture.body)
    return Subject(path, capture, doubts=believed, text=capture.body)


def places(findings: list[Finding]) -> list[tuple[int, int, int, int]]:
    """Where they stand: line, column, end line, end column."""
    return [(one.line, one.column, one.end_line, one.end_column) for one in findings]


def messages(findings: list[Finding]) -> list[str]:
    """What they say."""
    return [one.message for one in findings]
