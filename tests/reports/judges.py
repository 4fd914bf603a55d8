"""A judge a format: takes the written text, fails where it is not valid, and says which files it names.

Where the consumer of a format has a parser whose rules matter, the rules are followed here.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
FINDING = Path(__file__).parent.parent.parent / "schemas" / "finding.json"
_KEYS = {"code", "name", "severity", "path", "line", "column", "end_line", "end_column", "message", "fix"}


@dataclass(frozen=True)
class Command:
    """A workflow command as the Actions runner reads it."""

    name: str
    properties: dict[str, str]
    message: str


def runner_commands(text: str) -> list[Command]:
    """The commands of a step's output, read as the runner does: line by line, split first, then unescaped."""
    commands = []
    for line in re.split(r"\r\n|\r|\n", text.removesuffix("\n")):
        match = re.fullmatch(r"::(error|warning|notice) (.*?)::(.*)", line, re.DOTALL)
        assert match is not None, line
        pairs = [pair.partition("=") for pair in match[2].split(",")]
        properties = {key.strip(): _unescaped(value, in_property=True) for key, _, value in pairs}
        if properties.get("line") != properties.get("endLine"):
            assert "col" not in properties
            assert "endColumn" not in properties
        elif "line" in properties:
            assert 1 <= int(properties["col"]) <= int(properties["endColumn"])
        commands.append(Command(match[1], properties, _unescaped(match[3], in_property=False)))
    return commands


def _unescaped(value: str, *, in_property: bool) -> str:
    escapes = {"%0D": "\r", "%0A": "\n"} | ({"%3A": ":", "%2C": ","} if in_property else {}) | {"%25": "%"}
    for escape, char in escapes.items():
        value = value.replace(escape, char)
    return value


@cache
def _schema(path: Path) -> Draft202012Validator:
    schema = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@cache
def _junit_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd"))


def judged(text: str, schema: Path) -> Any:
    """The JSON document, after the schema found nothing wrong with it."""
    believed = json.loads(text)
    _schema(schema).validate(believed)
    return believed


def sarif_run(text: str) -> Any:
    """The one run of a SARIF log."""
    return judged(text, SCHEMAS / "sarif.json")["runs"][0]


def junit_tree(text: str) -> etree._Element:
    """The root of a JUnit document whose counts are right."""
    root = etree.fromstring(text.encode("utf-8"))
    _junit_schema().assertValid(root)
    # GitLab knows a case by these two, and ignores a second one.
    cases = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(cases)) == len(cases)
    for counted in (root, *root.findall("testsuite")):
        assert int(counted.get("tests", "")) == len(list(counted.iter("testcase")))
        assert int(counted.get("failures", "")) == len(list(counted.iter("failure")))
    return root


def _line_by_line(text: str) -> list[str]:
    places = [
        re.match(r"(.*):\d+:\d+: (error|warning|info) [A-Z]{2}\d{3} ", line) for line in text.split("\n")
    ]
    assert text.isprintable() or all(char.isprintable() or char in "\n\u3000\xa0" for char in text)
    return [place[1] for place in places if place]


def _json(text: str) -> list[str]:
    return [_finding(finding) for finding in json.loads(text)]


def _jsonl(text: str) -> list[str]:
    assert text.endswith("\n")
    return [_finding(json.loads(line)) for line in text.splitlines()]


def _finding(finding: Any) -> str:
    _schema(FINDING).validate(finding)
    assert set(finding) == _KEYS
    path: str = finding["path"]
    return path


def _github(text: str) -> list[str]:
    return [command.properties["file"] for command in runner_commands(text) if "file" in command.properties]


def _gitlab(text: str) -> list[str]:
    issues = judged(text, SCHEMAS / "gitlab.json")
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return [issue["location"]["path"] for issue in issues]


def _sarif(text: str) -> list[str]:
    run = sarif_run(text)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert len(result["locations"]) == 1
    prints = {result["partialFingerprints"]["pressrunFinding/v1"] for result in run["results"]}
    assert len(prints) == len(run["results"])
    return [uri_path(result) for result in run["results"]]


def uri_path(result: Any) -> str:
    """The path that a SARIF result's uri stands for."""
    uri = urlsplit(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
    assert not uri.query
    assert not uri.fragment
    return os.fsdecode(unquote_to_bytes(uri.path))


def _junit(text: str) -> list[str]:
    return [case.get("classname", "") for case in junit_tree(text).iter("testcase")]


def _rdjson(text: str) -> list[str]:
    diagnostics = judged(text, SCHEMAS / "rdjson.json")["diagnostics"]
    return [diagnostic["location"]["path"] for diagnostic in diagnostics]


JUDGES: dict[str, Callable[[str], list[str]]] = {
    "full": _line_by_line,
    "concise": _line_by_line,
    "json": _json,
    "jsonl": _jsonl,
    "github": _github,
    "gitlab": _gitlab,
    "sarif": _sarif,
    "junit": _junit,
    "rdjson": _rdjson,
}
