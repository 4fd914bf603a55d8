"""The rdjson report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pressrun.finding import Finding
from pressrun.reports import rdjson
from pressrun.reports.given import Source
from tests.reports.findings import ERROR, INFO, WARNING, document, source
from tests.reports.judges import SCHEMAS, judged


def _result(findings: Sequence[Finding], lines: Source = source) -> Any:
    return judged(document(rdjson.report(findings, lines)), SCHEMAS / "rdjson.json")


def _range(finding: Finding, *lines: str) -> Any:
    return _result([finding], lambda _: lines)["diagnostics"][0]["location"]["range"]


def test_a_diagnostic_has_message_place_severity_and_code() -> None:
    """One diagnostic a finding, and the worst severity for the whole."""
    assert _result([WARNING]) == {
        "source": {"name": "pressrun"},
        "severity": "WARNING",
        "diagnostics": [
            {
                "message": "not-yaml: '早报: 桥': quote it",
                "location": {
                    "path": "2024/一.md",
                    "range": {"start": {"line": 2, "column": 8}, "end": {"line": 2, "column": 16}},
                },
                "severity": "WARNING",
                "code": {"value": "FM003"},
            }
        ],
    }


def test_the_whole_has_the_worst_severity() -> None:
    """An error outweighs a warning and an info."""
    assert _result([INFO, ERROR, WARNING])["severity"] == "ERROR"


def test_a_clean_run_has_no_diagnostics() -> None:
    """No finding is an empty list."""
    assert _result([]) == {"source": {"name": "pressrun"}, "severity": "INFO", "diagnostics": []}


def test_columns_count_bytes() -> None:
    """A character of four bytes moves what stands behind it by four, as in reviewdog's own example."""
    behind = WARNING._replace(line=1, column=3, end_line=1, end_column=4)
    assert _range(behind, "a\U00010400b") == {
        "start": {"line": 1, "column": 6},
        "end": {"line": 1, "column": 7},
    }


def test_an_end_on_another_line_counts_the_bytes_of_that_line() -> None:
    """The end column is measured on the end line."""
    spanning = WARNING._replace(line=1, column=2, end_line=2, end_column=2)
    assert _range(spanning, "ab", "桥c") == {
        "start": {"line": 1, "column": 2},
        "end": {"line": 2, "column": 4},
    }


def test_an_unreadable_file_is_shown_by_line() -> None:
    """Without the text nobody knows the bytes: the whole line is meant."""
    assert _range(WARNING) == {"start": {"line": 2}}


def test_a_line_that_is_no_utf_8_is_shown_by_line() -> None:
    """U+FFFD stands for an unknown number of bytes."""
    assert _range(WARNING, "---", "titl\ufffd: 早报: 桥") == {"start": {"line": 2}}


def test_the_first_column_needs_no_text() -> None:
    """Column 1 is byte 1 even of a file that cannot be read."""
    assert _range(ERROR) == {"start": {"line": 8, "column": 1}, "end": {"line": 8, "column": 1}}
