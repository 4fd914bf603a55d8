"""The junit report."""

from __future__ import annotations

from pressrun.reports import junit
from tests.reports.findings import ERROR, INFO, WARNING, at, document, source
from tests.reports.judges import junit_tree


def test_a_suite_a_file_and_a_case_a_finding() -> None:
    """An error is a failure; a warning and an info are cases that passed and say something."""
    assert document(junit.report([WARNING, ERROR, INFO], source)) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="pressrun check" tests="3" failures="1" errors="0">\n'
        '<testsuite name="2024/一.md" file="2024/一.md" tests="2" failures="1" errors="0">\n'
        '<testcase classname="2024/一.md" name="FM003 not-yaml">\n'
        "<system-out>2024/一.md:2:8: warning FM003 not-yaml: '早报: 桥': quote it</system-out>\n"
        "</testcase>\n"
        '<testcase classname="2024/一.md" name="BD001 empty-body">\n'
        '<failure type="BD001" message="the body holds no text; capture it again">'
        "2024/一.md:8:1: error BD001 empty-body: the body holds no text; capture it again</failure>\n"
        "</testcase>\n"
        "</testsuite>\n"
        '<testsuite name="2024/二.md" file="2024/二.md" tests="1" failures="0" errors="0">\n'
        '<testcase classname="2024/二.md" name="UR002 plain-http">\n'
        "<system-out>2024/二.md:3:6: info UR002 plain-http: plain http</system-out>\n"
        "</testcase>\n"
        "</testsuite>\n"
        "</testsuites>\n"
    )


def test_a_clean_run_is_one_case_that_passed() -> None:
    """Jenkins takes a report without a case for an error."""
    assert document(junit.report([], source)) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="pressrun check" tests="1" failures="0" errors="0">\n'
        '<testsuite name="pressrun check" tests="1" failures="0" errors="0">\n'
        '<testcase classname="pressrun check" name="no findings"/>\n'
        "</testsuite>\n"
        "</testsuites>\n"
    )


def test_the_second_of_a_rule_in_a_file_says_so() -> None:
    """GitLab ignores a second case of the same name."""
    root = junit_tree(document(junit.report([WARNING, WARNING, ERROR], source)))
    assert [case.get("name") for case in root.iter("testcase")] == [
        "FM003 not-yaml",
        "FM003 not-yaml (2)",
        "BD001 empty-body",
    ]


def test_findings_of_a_file_stand_together() -> None:
    """A file that is met again, after another one, gets no second suite."""
    root = junit_tree(document(junit.report([WARNING, INFO, ERROR], source)))
    assert [suite.get("file") for suite in root.iter("testsuite")] == ["2024/一.md", "2024/二.md"]


def test_what_xml_forbids_is_an_escape() -> None:
    """A control character and a lone surrogate are spelled out; all else comes back as it was."""
    root = junit_tree(document(junit.report([at('<a>&"\x0b\udcff\ufffe\n\t\u202e\x85.md')], source)))
    assert [suite.get("file") for suite in root.iter("testsuite")] == [
        '<a>&"\\x0b\\udcff\\ufffe\n\t\u202e\x85.md'
    ]
