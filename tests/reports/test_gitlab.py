"""The gitlab report."""

from __future__ import annotations

from typing import Any

from pressrun.finding import Finding
from pressrun.reports import gitlab
from tests.reports.findings import ERROR, FILES, INFO, WARNING, document, source
from tests.reports.judges import SCHEMAS, judged


def _issues(*findings: Finding) -> Any:
    return judged(document(gitlab.report(findings, source)), SCHEMAS / "gitlab.json")


def test_an_issue_has_what_gitlab_asks_for() -> None:
    """Description, check, fingerprint, grade and place, and nothing else."""
    assert _issues(WARNING) == [
        {
            "description": "not-yaml: '早报: 桥': quote it",
            "check_name": "FM003",
            "fingerprint": "33ba15763762e729d7619fc120cdbab53abf496a844af756d6447e5956e7c1e0",
            "severity": "minor",
            "location": {"path": "2024/一.md", "lines": {"begin": 2}},
        }
    ]


def test_each_severity_has_its_grade() -> None:
    """An error is critical, a warning minor, an info info."""
    assert [issue["severity"] for issue in _issues(ERROR, WARNING, INFO)] == ["critical", "minor", "info"]


def test_a_clean_run_is_an_empty_list() -> None:
    """GitLab takes an empty list for "no findings", and no file for "no report"."""
    assert _issues() == []


def test_the_fingerprint_survives_a_line_put_in_above() -> None:
    """The same text of a line elsewhere in the file, with another message, is the same finding."""
    moved = WARNING._replace(line=3, end_line=3, message="line 3: quote it")
    edited = {"2024/一.md": ("---", "source: x", FILES["2024/一.md"][1])}
    (before,) = _issues(WARNING)
    (after,) = judged(document(gitlab.report([moved], edited.__getitem__)), SCHEMAS / "gitlab.json")
    assert after["fingerprint"] == before["fingerprint"]


def test_the_fingerprint_changes_with_the_line() -> None:
    """Another text of the line is another finding."""
    (before,) = _issues(WARNING)
    (after,) = judged(
        document(gitlab.report([WARNING], lambda _: ("---", "title: 晚报: 桥"))), SCHEMAS / "gitlab.json"
    )
    assert after["fingerprint"] != before["fingerprint"]


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    """GitLab drops a repeated fingerprint: the second of two alike has another."""
    first, second = _issues(WARNING, WARNING)
    assert first["fingerprint"] != second["fingerprint"]
