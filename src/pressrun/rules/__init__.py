"""The rule catalogue: one file a family, one function a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pressrun.digest import Digest
from pressrun.finding import Finding, Severity
from pressrun.identity import canonical_url, digest_of
from pressrun.markup.residual import residual_lines
from pressrun.rules import (
    body,
    clutter,
    dates,
    front_matter,
    inbox,
    items,
    markdown,
    names,
    security,
    sets,
    titles,
    urls,
)
from pressrun.rules.catalogue import Complaint, Facts, Rule, Subject, catalogue, rule, to_finding
from pressrun.rules.fixes import described
from pressrun.rules.selection import select

__all__ = [
    "Complaint",
    "Facts",
    "Rule",
    "Subject",
    "catalogue",
    "examine",
    "examine_set",
    "facts_of",
    "first_error",
    "in_order",
    "rule",
    "select",
]

FAMILIES = (inbox, front_matter, titles, dates, urls, names, body, clutter, markdown, security, items, sets)


def examine(subject: Subject, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """What these rules have to say about a file, in the order of their places."""
    return in_order(
        to_finding(one, subject.path, complaint, fix)
        for one in rules
        if one.check is not None and (complaints := list(one.check(subject)))
        for complaint, fix in zip(complaints, described(one.code, subject, complaints), strict=True)
    )


def examine_set(facts: Sequence[Facts], rules: Sequence[Rule]) -> dict[str, list[Finding]]:
    """What these rules have to say about a set of files, by path."""
    findings: dict[str, list[Finding]] = {}
    for one in rules:
        if one.compare is not None:
            for fact, complaint in one.compare(facts):
                findings.setdefault(fact.path, []).append(to_finding(one, fact.path, complaint))
    return findings


def facts_of(subject: Subject, digest: Digest) -> Facts:
    """What the rules of a set need of a capture."""
    residual = "\n".join(residual_lines(subject.text, digest.title))
    return Facts(
        path=subject.path,
        key=digest.key,
        title=digest.title,
        source=digest.source,
        address=canonical_url(digest.url),
        fingerprint=digest_of(residual) if residual else None,
        title_place=subject.place("title"),
        url_place=subject.place("url"),
        body_place=body.body_start(subject),
    )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """A file's findings in the order of their places."""
    return tuple(sorted(findings, key=lambda finding: (finding.line, finding.column, finding.code)))


def first_error(findings: Sequence[Finding]) -> Finding | None:
    """The finding that a capture is rejected under; None where nothing keeps it from being published."""
    return next((finding for finding in findings if finding.severity is Severity.ERROR), None)
