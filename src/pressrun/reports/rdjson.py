"""reviewdog's diagnostic format: review comments on whatever service it knows.

Its columns count UTF-8 bytes from 1 and ours characters, so the text of the line is needed. Where it
cannot be had, or holds U+FFFD in place of bytes that were no UTF-8, the finding is about the whole line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressrun.finding import Finding, Severity
from pressrun.reports.fingerprints import line_of
from pressrun.reports.given import Rules, Source
from pressrun.reports.text import comma_separated, json_text


def report(findings: Sequence[Finding], source: Source, _rules: Rules = ()) -> Iterator[str]:
    """One DiagnosticResult, a diagnostic a line."""
    worst = max((finding.severity for finding in findings), key=lambda it: it.rank, default=Severity.INFO)
    yield f'{{"source": {{"name": "pressrun"}}, "severity": "{worst.upper()}", "diagnostics": ['
    yield from comma_separated(_diagnostic(finding, source) for finding in findings)
    yield "]}"


def _diagnostic(finding: Finding, source: Source) -> str:
    return json_text(
        {
            "message": f"{finding.name}: {finding.message}",
            "location": {"path": finding.path, "range": _range(finding, source)},
            "severity": finding.severity.upper(),
            "code": {"value": finding.code},
        }
    )


def _range(finding: Finding, source: Source) -> dict[str, dict[str, int]]:
    start = _byte(source, finding.path, finding.line, finding.column)
    end = _byte(source, finding.path, finding.end_line, finding.end_column)
    if start is None or end is None:
        return {"start": {"line": finding.line}}
    return {
        "start": {"line": finding.line, "column": start},
        "end": {"line": finding.end_line, "column": end},
    }


def _byte(source: Source, path: str, number: int, column: int) -> int | None:
    """The column in bytes; None where nobody knows it."""
    if column == 1:
        return 1
    text = line_of(source, path, number)
    if text is None or "\ufffd" in text[: column - 1]:
        return None
    return len(text[: column - 1].encode("utf-8", "surrogatepass")) + 1
