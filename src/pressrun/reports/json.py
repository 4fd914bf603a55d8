"""Findings as one JSON list: the command line's contract with other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressrun.finding import Finding
from pressrun.reports import jsonl
from pressrun.reports.given import Rules, Source
from pressrun.reports.text import comma_separated


def report(findings: Sequence[Finding], source: Source, _rules: Rules = ()) -> Iterator[str]:  # noqa: ARG001
    """The list, an object a line; `source` is not looked at."""
    yield "["
    yield from comma_separated(map(jsonl.line, findings))
    yield "]"
