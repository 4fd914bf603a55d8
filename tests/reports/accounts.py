"""The account of a small edition, and a judge of report.json."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from pressrun.finding import Finding, Severity
from pressrun.reports import report_json, report_page
from pressrun.reports.accounted import Accounted, Outcome, summary_of
from pressrun.reports.examples import examples, wanted
from pressrun.reports.given import Rules
from pressrun.reports.tally import Counting, Tally, counted
from tests.reports.findings import ERROR, RULES, WARNING
from tests.reports.judges import SCHEMAS

#: The name of a published digest.
DIGEST = "0123456789abcdef0123456789abcdef"


def rejected(path: str, source: str = "河岸通讯", *more: Finding) -> Accounted:
    """A capture that BD001 keeps out."""
    findings = (ERROR._replace(path=path), *more)
    return Accounted(path, source, Outcome.REJECTED, findings, cause="BD001")


def published(path: str, *findings: Finding, source: str = "河岸通讯") -> Accounted:
    """A capture that is published, with what was found in it."""
    return Accounted(path, source, Outcome.PUBLISHED, findings)


def duplicate(path: str, speaker: str, source: str = "城南转载") -> Accounted:
    """A capture in whose stead another one is published."""
    return Accounted(path, source, Outcome.DUPLICATE, speaker=speaker, digest=DIGEST)


#: Two rejected, two published, one of them with two warnings, and a duplicate.
FILES = (
    rejected("a.md"),
    rejected("b.md", ""),
    duplicate("c.md", "d.md"),
    published("d.md", WARNING._replace(path="d.md"), WARNING._replace(path="d.md", line=3)),
    published("e.md"),
)


def many(number: int, severity: Severity = Severity.ERROR) -> list[Accounted]:
    """So many captures with one finding each."""
    if severity is Severity.ERROR:
        return [rejected(f"{at:04}.md") for at in range(number)]
    return [published(f"{at:04}.md", WARNING) for at in range(number)]


def counting_of(files: Iterable[Accounted]) -> Counting:
    """The account of these captures."""
    return counted(map(summary_of, files))


def count(files: Iterable[Accounted], rules: Rules = RULES) -> Tally:
    """What the account of these captures says."""
    return counting_of(files).tally(rules)


def json_of(files: Sequence[Accounted], rules: Rules = RULES) -> bytes:
    """report.json of these captures, which stand in the order of their paths."""
    return report_json.serialise(count(files, rules), map(report_json.line_of, files))


def html_of(
    files: Iterable[Accounted], rules: Rules = RULES, title: str = "An edition", language: str = "zh-CN"
) -> bytes:
    """report.html of these captures."""
    by_path = {file.path: file for file in files}
    counting = counting_of(by_path.values())
    tally = counting.tally(rules)
    return report_page.serialise(title, language, tally, examples(wanted(counting, tally), by_path))


@cache
def _schema() -> Draft202012Validator:
    schema = json.loads((SCHEMAS / "report.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def judged(data: bytes) -> dict[str, Any]:
    """What report.json says; fails where it is no JSON or not of its schema."""
    told: dict[str, Any] = json.loads(data.decode("utf-8"))
    _schema().validate(told)
    return told
