"""One finding a line, as compilers print it: an editor jumps to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressrun.finding import Finding
from pressrun.reports.given import Rules, Source
from pressrun.reports.text import printable


def line(finding: Finding) -> str:
    """`path:line:column: severity CODE name: message`."""
    place = f"{printable(finding.path)}:{finding.line}:{finding.column}"
    return f"{place}: {finding.severity} {finding.code} {finding.name}: {printable(finding.message)}"


def report(findings: Sequence[Finding], source: Source, _rules: Rules = ()) -> Iterator[str]:  # noqa: ARG001
    """A line a finding; `source` is not looked at."""
    yield from map(line, findings)
