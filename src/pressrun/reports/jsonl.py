"""One JSON object a line: for `jq`, `grep` and databases, which need not hold the whole list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressrun.finding import Finding
from pressrun.reports.given import Rules, Source
from pressrun.reports.text import json_text


def line(finding: Finding) -> str:
    """The object that the command line's contract names, key by key."""
    return json_text(
        {
            "code": finding.code,
            "name": finding.name,
            "severity": finding.severity,
            "path": finding.path,
            "line": finding.line,
            "column": finding.column,
            "end_line": finding.end_line,
            "end_column": finding.end_column,
            "message": finding.message,
            "fix": finding.fix,
        }
    )


def report(findings: Sequence[Finding], source: Source, _rules: Rules = ()) -> Iterator[str]:  # noqa: ARG001
    """An object a finding; `source` is not looked at."""
    yield from map(line, findings)
