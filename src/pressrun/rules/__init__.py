"""The rule catalogue: one file a family, one function a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat

from pressrun.digest import Digest
from pressrun.finding import Finding, Severity
from pressrun.identity import canonical_url, digest_of, is_wechat
from pressrun.markup.sentences import ends_at_title, shows_title
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
from pressrun.rules.catalogue import About, Complaint, Rule, capture_rules, catalogue, rule, to_finding
from pressrun.rules.causes import cause_of
from pressrun.rules.fixes import described
from pressrun.rules.muting import NOTHING_MUTED, Muting, silenced
from pressrun.rules.selection import Standing, is_among, select
from pressrun.rules.subject import Facts, Subject

__all__ = [
    "NOTHING_MUTED",
    "About",
    "Complaint",
    "Facts",
    "Muting",
    "Rule",
    "Standing",
    "Subject",
    "about",
    "capture_rules",
    "catalogue",
    "examine",
    "examine_set",
    "facts_of",
    "first_error",
    "in_order",
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


def about(subject: Subject) -> About:
    """Which rules have a file to look at besides those about any file."""
    if subject.refusal is not None:
        return About.REFUSED
    if not subject.believed:
        return About.DOUBTED
    return About.ANY if cause_of(subject) is None else About.NO_ARTICLE


def examine(subject: Subject, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """What these rules have to say about a file, in the order of their places."""
    findings: list[Finding] = []
    for one in rules:
        if one.check is None or not (complaints := [*one.check(subject)]):
            continue
        fixes = described(one.code, subject, complaints)
        findings += map(to_finding, repeat(one), repeat(subject.path), complaints, fixes)
    return in_order(findings)


def examine_set(
    facts: Sequence[Facts], rules: Sequence[Rule], gates: Sequence[str] | None = None
) -> dict[str, list[Finding]]:
    """What these rules have to say about a set of files, by path.

    Args:
        facts: of the set.
        rules: those that speak; the ones about single files are passed over.
        gates: the codes whose errors keep a file out, whether their rules speak or not; None: every error.
    """
    speaking = {rule.code for rule in rules}
    looking = [rule for rule in capture_rules() if rule.code in speaking.union(gates or ())]
    findings: dict[str, list[Finding]] = {}
    kept_out: set[str] = set()
    # Errors first: what one of them keeps out is nobody's duplicate or namesake.
    for one in sorted(looking, key=lambda rule: -rule.severity.rank):
        if one.compare is None:
            continue
        said = [
            to_finding(one, fact.path, complaint)
            for fact, complaint in one.compare([fact for fact in facts if fact.path not in kept_out])
        ]
        if gates is None or one.code in gates:
            kept_out |= {finding.path for finding in said if finding.severity is Severity.ERROR}
        for finding in said if one.code in speaking else ():
            findings.setdefault(finding.path, []).append(finding)
    return findings


def facts_of(subject: Subject, digest: Digest) -> Facts:
    """What the rules of a set need of a capture."""
    residual = subject.residual_whole
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
        site=subject.host,
        bare=is_wechat(digest.url) and subject.residual > furniture.FEW,
        sentences=said,
        shows_title=bool(said) and shows_title(subject.text, digest.title),
        listing=bool(said) and furniture.is_listing(subject),
        behind_title=bool(said) and ends_at_title(subject.text, digest.title, subject.host),
        claims=b"" if said else shells.claims_of(subject),
        pictures=furniture.pictures_of(subject),
    )


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """A file's findings in the order of their places."""
    findings = tuple(findings)
    if len(findings) < 2:  # noqa: PLR2004  most files have none or one
        return findings
    return tuple(sorted(findings, key=lambda finding: (finding.line, finding.column, finding.code)))


def first_error(findings: Sequence[Finding]) -> Finding | None:
    """The finding that a capture is rejected under; None where nothing keeps it from being published."""
    return next((finding for finding in findings if finding.severity is Severity.ERROR), None)
