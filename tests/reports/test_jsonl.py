"""The jsonl report."""

from __future__ import annotations

import json

from pressrun.reports import jsonl
from pressrun.reports.text import json_text
from tests.reports.findings import ERROR, INFO, at, document, source


def test_a_finding_is_an_object_on_its_own_line() -> None:
    """Each finding is one line with the ten keys of the contract, in its order."""
    assert document(jsonl.report([ERROR, INFO], source)) == (
        '{"code": "BD001", "name": "empty-body", "severity": "error", "path": "2024/一.md", "line": 8, '
        '"column": 1, "end_line": 8, "end_column": 1, "message": "the body holds no text; capture it again", '
        '"fix": null}\n'
        '{"code": "UR002", "name": "plain-http", "severity": "info", "path": "2024/二.md", "line": 3, '
        '"column": 6, "end_line": 4, "end_column": 2, "message": "plain http", "fix": "use https"}\n'
    )


def test_no_finding_is_no_line() -> None:
    """A clean run prints nothing."""
    assert document(jsonl.report([], source)) == ""


def test_a_line_separator_in_a_name_does_not_break_the_line() -> None:
    """What some programs take for a line end is written as an escape, and comes back."""
    text = document(jsonl.report([at("a\u2028b\x85c\nd.md")], source))
    assert len(text.splitlines()) == 1
    assert json.loads(text)["path"] == "a\u2028b\x85c\nd.md"


def test_a_lone_surrogate_is_spelled_out() -> None:
    """A byte that is no UTF-8 becomes six characters, which every JSON parser takes."""
    assert json_text("no-utf-8-\udcff") == r'"no-utf-8-\\udcff"'


def test_a_bidi_override_is_an_escape() -> None:
    """A character that would turn the line around on a terminal is escaped and not lost."""
    assert json_text("a\u202eb \U000e0001 桥\u3000") == r'"a\u202eb \udb40\udc01 桥' + '\u3000"'
