"""The rule catalogue: one file a family, one function a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from pressrun.digest import Digest
from pressrun.finding import Finding, Severity
from pressrun.identity import canonical_url, digest_of, is_wechat
from pressrun.markup.residual import ends_at_title, shows_title
from pressrun.rules import (
    body,
    characters,
    clutter,
    dates,
    front_matter,
    furniture,
    inbox,
    items,
    markdown,
    names,
    security,
    sets,
    shells,
    titles,
    urls,
)
from pressrun.rules.catalogue import Complaint, Rule, capture_rules, catalogue, rule, to_finding
from pressrun.rules.fixes import described
from pressrun.rules.muting import NOTHING_MUTED, Muting, silenced
from pressrun.rules.selection import Standing, indispensable, is_among, select
from pressrun.rules.subject import Facts, Subject

__all__ = [
    "NOTHING_MUTED",
    "Complaint",
    "Facts",
    "Muting",
    "Rule",
    "Standing",
    "Subject",
    "capture_rules",
    "catalogue",
    "examine",
    "examine_set",
    "facts_of",
    "first_error",
    "in_order",
    "indispensable",
    "is_among",
    "rule",
    "select",
    "silenced",
]


FAMILIES = (
    inbox,
    front_matter,
    characters,
    titles,
    dates,
    urls,
    names,
    body,
    clutter,
    markdown,
    security,
    items,
    sets,
)


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
    # Errors first: what one of them keeps out is nobody's duplicate or namesake.
    for one in sorted(rules, key=lambda rule: -rule.severity.rank):
        if one.compare is not None:
            kept = [fact for fact in facts if first_error(findings.get(fact.path, ())) is None]
            for fact, complaint in one.compare(kept):
                findings.setdefault(fact.path, []).append(to_finding(one, fact.path, complaint))
    return findings


def facts_of(subject: Subject, digest: Digest) -> Facts:
    """What the rules of a set need of a capture."""
    residual = "\n".join(subject.residual_lines)
    said = furniture.sentences_of(subject)
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
        site=urlsplit(digest.url).hostname or "",
        bare=is_wechat(digest.url) and subject.residual > furniture.FEW,
        sentences=said,
        shows_title=bool(said) and shows_title(subject.text, digest.title),
        listing=bool(said) and furniture.is_listing(subject),
        behind_title=bool(said) and ends_at_title(subject.text, digest.title),
        claims=b"" if said else shells.claims_of(subject),
        pictures=furniture.pictures_of(subject),
    )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """A file's findings in the order of their places."""
    return tuple(sorted(findings, key=lambda finding: (finding.line, finding.column, finding.code)))


def first_error(findings: Sequence[Finding]) -> Finding | None:
    """The finding that a capture is rejected under; None where nothing keeps it from being published."""
    return next((finding for finding in findings if finding.severity is Severity.ERROR), None)
