"""GitLab's Code Quality report: the widget of a merge request.

Of GitLab's five grades an error is `critical` (it keeps the capture out of the edition), a warning
`minor` (published, with a fallback), an info `info`. `blocker` is for what stops a run, and a run that
stops writes no report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressrun.finding import Finding, Severity
from pressrun.reports.fingerprints import fingerprints
from pressrun.reports.given import Rules, Source
from pressrun.reports.text import comma_separated, json_text

_GRADES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def report(findings: Sequence[Finding], source: Source, _rules: Rules = ()) -> Iterator[str]:
    """One JSON list, an issue a line."""
    yield "["
    yield from comma_separated(
        _issue(finding, fingerprint)
        for finding, fingerprint in zip(findings, fingerprints(findings, source), strict=True)
    )
    yield "]"


def _issue(finding: Finding, fingerprint: str) -> str:
    return json_text(
        {
            "description": f"{finding.name}: {finding.message}",
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": _GRADES[finding.severity],
            "location": {"path": finding.path, "lines": {"begin": finding.line}},
        }
    )
