"""The rule catalogue: one file a family, one function a rule."""

from __future__ import annotations

from collections.abc import Sequence

from pressrun.finding import Finding, Severity
from pressrun.rules import body, dates, front_matter, inbox, urls
from pressrun.rules.catalogue import Complaint, Rule, Subject, catalogue, rule, to_finding
from pressrun.rules.selection import select

__all__ = [
    "Complaint",
    "Rule",
    "Subject",
    "catalogue",
    "examine",
    "first_error",
    "rule",
    "select",
]

FAMILIES = (inbox, front_matter, dates, urls, body)


def examine(subject: Subject, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """What these rules have to say about a file, in the order of their places."""
    findings = [
        to_finding(rule, subject.path, complaint) for rule in rules for complaint in rule.check(subject)
    ]
    findings.sort(key=lambda finding: (finding.line, finding.column, finding.code))
    return tuple(findings)


def first_error(findings: Sequence[Finding]) -> Finding | None:
    """The finding that a capture is rejected under; None where nothing keeps it from being published."""
    return next((finding for finding in findings if finding.severity is Severity.ERROR), None)
