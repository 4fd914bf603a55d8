"""What became of every capture of an edition, counted by rule and by source: what its report tells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pressrun.finding import Finding, Severity
from pressrun.reports.given import Explained, Rules
from pressrun.reports.statistics import NO_SOURCE

_SENTENCE = re.compile(r".*?[.](?=\s|\Z)")


class Outcome(StrEnum):
    """What becomes of a capture: each has exactly one of them (law 3)."""

    PUBLISHED = "published"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Accounted:
    """One capture and what became of it.

    `cause` is the code that a rejected one is counted under, `speaker` the path of the capture that was
    published in a duplicate's stead; None for any other. `source` is empty where none is known.
    """

    path: str
    source: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    cause: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class RuleCount:
    """A rule that found something: in so many captures, and so many of them rejected under it.

    `severity` is the rule's own, `meaning` the first sentence of its documentation.
    """

    code: str
    name: str
    severity: Severity
    meaning: str
    captures: int
    rejected: int
    findings: int


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What became of one source's captures; `rules` are its rejected ones by the code they count under."""

    source: str
    captures: int
    published: int
    rejected: int
    duplicates: int
    rules: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """The whole account: captures = published + rejected + duplicates.

    Rules and sources stand with most rejected captures first, files in the order of their paths.
    """

    captures: int
    published: int
    rejected: int
    duplicates: int
    rejected_by_rule: Mapping[str, int] = field(default_factory=dict)
    rules: tuple[RuleCount, ...] = ()
    sources: tuple[SourceCount, ...] = ()
    files: tuple[Accounted, ...] = ()


def count(files: Iterable[Accounted], rules: Rules) -> Tally:
    """Counts the captures of an edition, given in the order of their paths; `rules` are those that looked."""
    files = tuple(files)
    outcomes = Counter(file.outcome for file in files)
    causes = Counter(file.cause for file in files if file.cause is not None)
    return Tally(
        captures=len(files),
        published=outcomes[Outcome.PUBLISHED],
        rejected=outcomes[Outcome.REJECTED],
        duplicates=outcomes[Outcome.DUPLICATE],
        rejected_by_rule=dict(sorted(causes.items())),
        rules=_by_rule(files, rules, causes),
        sources=_by_source(files),
        files=files,
    )


def _by_rule(files: Sequence[Accounted], rules: Rules, causes: Mapping[str, int]) -> tuple[RuleCount, ...]:
    captures: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    for file in files:
        codes = [finding.code for finding in file.findings]
        findings.update(codes)
        captures.update(set(codes))
    counts = (
        _rule_count(rule, captures[rule.code], causes.get(rule.code, 0), findings[rule.code])
        for rule in rules
        if captures[rule.code]
    )
    return tuple(sorted(counts, key=lambda one: (-one.rejected, -one.severity.rank, -one.captures, one.code)))


def _rule_count(rule: Explained, captures: int, rejected: int, findings: int) -> RuleCount:
    meaning = _first_sentence(rule.documentation)
    return RuleCount(rule.code, rule.name, rule.severity, meaning, captures, rejected, findings)


def _first_sentence(documentation: str) -> str:
    paragraph = " ".join(documentation.partition("\n\n")[0].split())
    sentence = _SENTENCE.match(paragraph)
    return sentence[0] if sentence else paragraph


def _by_source(files: Sequence[Accounted]) -> tuple[SourceCount, ...]:
    outcomes: dict[str, Counter[Outcome]] = defaultdict(Counter)
    causes: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        source = file.source or NO_SOURCE
        outcomes[source][file.outcome] += 1
        if file.cause is not None:
            causes[source][file.cause] += 1
    counts = (_source_count(source, counted, causes[source]) for source, counted in outcomes.items())
    return tuple(sorted(counts, key=lambda one: (-one.rejected, -one.captures, one.source)))


def _source_count(source: str, outcomes: Counter[Outcome], causes: Counter[str]) -> SourceCount:
    return SourceCount(
        source=source,
        captures=outcomes.total(),
        published=outcomes[Outcome.PUBLISHED],
        rejected=outcomes[Outcome.REJECTED],
        duplicates=outcomes[Outcome.DUPLICATE],
        rules=dict(sorted(causes.items(), key=lambda item: (-item[1], item[0]))),
    )
