"""The account of a small edition, and a judge of report.json."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from pressrun.finding import Finding, Severity
from pressrun.reports.tally import Accounted, Outcome, Tally, count
from tests.reports.findings import ERROR, RULES, WARNING
from tests.reports.judges import SCHEMAS


def rejected(path: str, source: str = "河岸通讯", *more: Finding) -> Accounted:
    """A capture that BD001 keeps out."""
    findings = (replace(ERROR, path=path), *more)
    return Accounted(path, source, Outcome.REJECTED, findings, cause="BD001")


def published(path: str, *findings: Finding, source: str = "河岸通讯") -> Accounted:
    """A capture that is published, with what was found in it."""
    return Accounted(path, source, Outcome.PUBLISHED, findings)


def duplicate(path: str, speaker: str, source: str = "城南转载") -> Accounted:
    """A capture in whose stead another one is published."""
    return Accounted(path, source, Outcome.DUPLICATE, speaker=speaker)


FILES = (
    rejected("a.md"),
    rejected("b.md", ""),
    duplicate("c.md", "d.md"),
    published("d.md", replace(WARNING, path="d.md"), replace(WARNING, path="d.md", line=3)),
    published("e.md"),
)


def small() -> Tally:
    """Five captures: two rejected, two published, one of them with two warnings, and a duplicate."""
    return count(FILES, RULES)


def many(number: int, severity: Severity = Severity.ERROR) -> Tally:
    """So many captures with one finding each."""
    if severity is Severity.ERROR:
        return count([rejected(f"{at:04}.md") for at in range(number)], RULES)
    return count([published(f"{at:04}.md", WARNING) for at in range(number)], RULES)


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
