"""The sarif report."""

from __future__ import annotations

from typing import Any

import pytest

from pressrun import __version__
from pressrun.finding import Finding
from pressrun.reports import sarif
from tests.reports.findings import ERROR, INFO, RULES, WARNING, at, document, many, source
from tests.reports.judges import sarif_run, uri_path


def _run(*findings: Finding) -> Any:
    return sarif_run(document(sarif.report(findings, source, RULES)))


def _result(finding: Finding) -> Any:
    (result,) = _run(finding)["results"]
    return result


def test_a_result_has_rule_level_message_place_and_fingerprint() -> None:
    """The region is ours: lines and columns from 1, the end exclusive."""
    assert _result(WARNING) == {
        "ruleId": "FM003",
        "ruleIndex": 1,
        "level": "warning",
        "message": {"text": "'早报: 桥': quote it"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "2024/%E4%B8%80.md", "uriBaseId": "SRCROOT"},
                    "region": {"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 12},
                }
            }
        ],
        "partialFingerprints": {
            "pressrunFinding/v1": "33ba15763762e729d7619fc120cdbab53abf496a844af756d6447e5956e7c1e0"
        },
    }


def test_the_run_without_findings_still_names_its_rules() -> None:
    """A clean run is a whole log: tool, rules with their help, invocation, units, no results."""
    assert _run() == {
        "tool": {
            "driver": {
                "name": "pressrun",
                "version": __version__,
                "rules": [
                    {
                        "id": "BD001",
                        "name": "empty-body",
                        "shortDescription": {"text": "The body holds no text."},
                        "fullDescription": {"text": "The body holds no text."},
                        "help": {"text": "The body holds\nno text.\n\nCapture it again."},
                        "defaultConfiguration": {"level": "error"},
                    },
                    {
                        "id": "FM003",
                        "name": "not-yaml",
                        "shortDescription": {"text": "YAML rejects the value."},
                        "fullDescription": {"text": "YAML rejects the value."},
                        "help": {"text": "YAML rejects the value."},
                        "defaultConfiguration": {"level": "warning"},
                    },
                    {
                        "id": "UR002",
                        "name": "plain-http",
                        "shortDescription": {"text": "plain-http"},
                        "fullDescription": {"text": "plain-http"},
                        "help": {"text": "plain-http"},
                        "defaultConfiguration": {"level": "note"},
                    },
                ],
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "newlineSequences": ["\r\n", "\n", "\r"],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "SRCROOT": {"description": {"text": "The top of the git checkout, else the working folder."}}
        },
        "results": [],
    }


def test_errors_come_first() -> None:
    """Results are ordered by severity, and an info is a note."""
    assert [result["level"] for result in _run(INFO, WARNING, ERROR)["results"]] == [
        "error",
        "warning",
        "note",
    ]


def test_a_rule_that_nobody_explained_is_named() -> None:
    """A finding whose rule is not among those given has a descriptor all the same."""
    run = _run(ERROR._replace(code="ZZ001", name="new-rule"))
    assert run["tool"]["driver"]["rules"][3] == {"id": "ZZ001", "name": "new-rule"}
    assert run["results"][0]["ruleIndex"] == 3


def test_five_thousand_results_at_most() -> None:
    """What GitHub would drop is left out, warnings before errors, and a notification says so."""
    run = _run(*many(4000, WARNING), *many(1500, ERROR), INFO)
    assert [result["level"] for result in run["results"]] == ["error"] * 1500 + ["warning"] * 3500
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {
                    "level": "warning",
                    "message": {
                        "text": "Left out of 5501 findings: 500 warnings, 1 info. GitHub keeps 5000 results; "
                        "the output format jsonl has all findings."
                    },
                }
            ],
        }
    ]


def test_a_uri_is_encoded_and_relative() -> None:
    """Everything with a meaning in a URI is encoded, a byte that is no UTF-8 as itself."""
    result = _result(at("2024/a,b:c%d#e?\n\udcff 早.md"))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "2024/a%2Cb%3Ac%25d%23e%3F%0A%FF%20%E6%97%A9.md",
        "uriBaseId": "SRCROOT",
    }
    assert uri_path(result) == "2024/a,b:c%d#e?\n\udcff 早.md"


def test_a_file_outside_of_the_checkout_has_no_base() -> None:
    """An absolute URI must not have a uriBaseId (§3.4.4)."""
    assert _result(at("/srv/in box/a.md"))["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "file:///srv/in%20box/a.md"
    }


def test_a_surrogate_that_is_no_byte_is_spelled_out() -> None:
    """No file system gives such a name, yet it must not stop a report."""
    uri = _result(at("a\ud800.md"))["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%5Cud800.md"


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("{{< youtube >}} and {0}", "{{{{< youtube >}}}} and {{0}}"),
        ("[x] y \\z", "[x] y \\z"),
        ("[x](y) \\z", r"\[x\](y) \\z"),
    ],
)
def test_a_message_means_itself(message: str, written: str) -> None:
    """Braces are no placeholders and brackets no link (§3.11.5 and §3.11.6)."""
    assert _result(ERROR._replace(message=message))["message"] == {"text": written}
