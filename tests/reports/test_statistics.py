"""Findings counted."""

from __future__ import annotations

import json

from pressrun.finding import Severity
from pressrun.reports import statistics
from tests.reports.findings import ERROR, INFO, WARNING, at, document

SOURCES = {"a.md": "河岸通讯", "b.md": "Bridge\u202e News", "c.md": "河岸通讯"}
FOUND = [
    at("a.md", WARNING),
    at("b.md", WARNING),
    at("b.md", ERROR),
    at("c.md", WARNING),
    at("d.md", INFO),
]


def test_rules_are_counted_then_those_of_each_source() -> None:
    """Most findings first, equal ones by code and name; what has no source is counted as such."""
    assert document(statistics.report(FOUND, SOURCES)) == (
        "count  severity  code   name\n"
        "    3  warning   FM003  not-yaml\n"
        "    1  error     BD001  empty-body\n"
        "    1  info      UR002  plain-http\n"
        "\n"
        "Bridge\\u202e News: 2\n"
        "    1  error     BD001  empty-body\n"
        "    1  warning   FM003  not-yaml\n"
        "\n"
        "河岸通讯: 2\n"
        "    2  warning   FM003  not-yaml\n"
        "\n"
        "(no source): 1\n"
        "    1  info      UR002  plain-http\n"
    )


def test_a_clean_run_has_no_table() -> None:
    """Nothing found is nothing printed."""
    assert document(statistics.report([], {})) == ""


def test_a_rule_of_two_severities_has_two_rows() -> None:
    """A milder case of a rule is counted apart."""
    milder = ERROR._replace(severity=Severity.WARNING)
    assert [row.severity for row in statistics.by_rule([ERROR, milder, milder])] == ["warning", "error"]


def test_the_same_as_json() -> None:
    """Programs get one object with both lists."""
    assert json.loads(document(statistics.record(FOUND[:3], SOURCES))) == {
        "rules": [
            {"count": 2, "severity": "warning", "code": "FM003", "name": "not-yaml"},
            {"count": 1, "severity": "error", "code": "BD001", "name": "empty-body"},
        ],
        "sources": [
            {
                "source": "Bridge\u202e News",
                "count": 2,
                "rules": [
                    {"count": 1, "severity": "error", "code": "BD001", "name": "empty-body"},
                    {"count": 1, "severity": "warning", "code": "FM003", "name": "not-yaml"},
                ],
            },
            {
                "source": "河岸通讯",
                "count": 1,
                "rules": [{"count": 1, "severity": "warning", "code": "FM003", "name": "not-yaml"}],
            },
        ],
    }
