"""The JSON report: a contract with other programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.finding import Finding, Severity
from pressrun.reports import FORMATS, MACHINE_FORMATS
from tests.reports.findings import spelled
from tests.reports.test_concise import FINDING
from tests.rules.proving import PATIENT

#: DESIGN, Command line: the keys, in this order.
KEYS = ["code", "name", "severity", "path", "line", "column", "end_line", "end_column", "message", "fix"]
PLACES = ("line", "column", "end_line", "end_column")
#: Any character, and more of those that no UTF-8 holds than chance would bring.
_any = st.text(st.one_of(st.characters(), st.sampled_from('\udcff\ud800\udfff"\\\n\u2028')), max_size=30)


def _text(*findings: Finding) -> str:
    def source(path: str) -> list[str]:
        raise AssertionError(f"{path} is not to be read")

    return "\n".join(FORMATS["json"](findings, source))


def _loaded(*findings: Finding) -> Any:
    """What a strict reader of the bytes gets."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return json.loads(_text(*findings).encode("utf-8"), parse_constant=refuse)


@pytest.mark.parametrize("count", [0, 1, 2, 1000])
def test_it_is_one_list(count: int) -> None:
    """Of none, of one, of many."""
    found = _loaded(*[FINDING._replace(line=number + 1) for number in range(count)])
    assert isinstance(found, list)
    assert [list(entry) for entry in found] == [KEYS] * count
    assert all(type(entry[place]) is int for entry in found for place in PLACES)
    assert [entry["line"] for entry in found] == list(range(1, count + 1))


def test_the_keys_are_the_contract() -> None:
    """All of them, in every object, in the order of the contract."""
    (entry,) = _loaded(FINDING)
    assert list(entry) == KEYS
    assert entry == {
        "code": "FM003",
        "name": "not-yaml",
        "severity": "warning",
        "path": "2025/03/14/河岸通讯_新桥 | 早报.md",
        "line": 2,
        "column": 8,
        "end_line": 2,
        "end_column": 12,
        "message": "title: YAML rejects 'a: b', read as text; quote it",
        "fix": None,
    }


@pytest.mark.parametrize("severity", list(Severity))
def test_severities_are_words(severity: Severity) -> None:
    """As the options of the command line spell them."""
    (entry,) = _loaded(FINDING._replace(severity=severity))
    assert entry["severity"] in {"error", "warning", "info"}
    assert entry["severity"] == severity.value


def test_a_finding_is_a_line_of_its_own() -> None:
    """Readable in a log, and greppable."""
    lines = _text(FINDING, FINDING).split("\n")
    assert lines[0] == "["
    assert lines[-1] == "]"
    assert [json.loads(line.rstrip(",")) for line in lines[1:-1]] == _loaded(FINDING, FINDING)


def test_a_path_that_is_no_utf_8_survives() -> None:
    """Its bytes are spelled out, so that the file can be told: I-JSON has no half surrogates."""
    name = b"\xff\xfe.md".decode("utf-8", "surrogateescape")
    (entry,) = _loaded(FINDING._replace(path=name))
    assert entry["path"] == r"\udcff\udcfe.md"


@PATIENT
@given(_any, _any)
def test_what_went_in_comes_out(path: str, message: str) -> None:
    """Quotes, backslashes, controls: valid UTF-8, valid JSON, the same text; half surrogates spelled out."""
    entry, _ = _loaded(FINDING._replace(path=path, message=message), FINDING)
    assert (entry["path"], entry["message"]) == (spelled(path), spelled(message))


def test_machines_get_paths_relative_to_the_folder() -> None:
    """And nobody else does: DESIGN, Command line. Every format that the option offers is there."""
    assert set(MACHINE_FORMATS) == {"json", "jsonl"}
    assert set(FORMATS) == {
        *("full", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson")
    }
