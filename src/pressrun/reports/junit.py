"""JUnit XML: the test tab of Jenkins, GitLab and most other CI services.

A suite a file and a case a finding, because the services list cases and compare them by name between two
runs: GitLab takes the class name for the suite's and ignores a second case of the same name, so a case is
called by its rule, and the n-th of a rule in a file says so; no line numbers, or every edit would
break and mend cases. An error is a failure. A warning is a case that passed and has something to say
(`system-out`): there is no state between, and `skipped` would say that nobody looked. What passed without
a word is not listed, but a report without any case is an error to Jenkins: one case then says so.

The attributes are those of the schema of Jenkins' xUnit plugin, which refuses a file over an unknown one;
so the path is the suite's `file`, not the case's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pressrun.finding import Finding, Severity
from pressrun.reports import concise
from pressrun.reports.given import Rules, Source
from pressrun.reports.text import xml_text

_NAME = "pressrun check"


def report(findings: Sequence[Finding], source: Source, _rules: Rules = ()) -> Iterator[str]:  # noqa: ARG001
    """The document; `source` is not looked at."""
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.path, []).append(finding)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="{_NAME}" {_counts(findings)}>'
    for path, found in files.items():
        yield from _suite(path, found)
    if not findings:
        yield f'<testsuite name="{_NAME}" {_counts(findings)}>'
        yield f'<testcase classname="{_NAME}" name="no findings"/>'
        yield "</testsuite>"
    yield "</testsuites>"


def _suite(path: str, findings: Sequence[Finding]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    yield f'<testsuite name="{xml_text(path)}" file="{xml_text(path)}" {_counts(findings)}>'
    for finding in findings:
        seen[finding.code] += 1
        again = f" ({seen[finding.code]})" if seen[finding.code] > 1 else ""
        name = f"{finding.code} {finding.name}{again}"
        yield f'<testcase classname="{xml_text(path)}" name="{xml_text(name)}">'
        yield _said(finding)
        yield "</testcase>"
    yield "</testsuite>"


def _said(finding: Finding) -> str:
    text = xml_text(concise.line(finding))
    if finding.severity is not Severity.ERROR:
        return f"<system-out>{text}</system-out>"
    return f'<failure type="{finding.code}" message="{xml_text(finding.message)}">{text}</failure>'


def _counts(findings: Sequence[Finding]) -> str:
    failures = sum(finding.severity is Severity.ERROR for finding in findings)
    return f'tests="{len(findings) or 1}" failures="{failures}" errors="0"'
