"""What became of every capture of an edition, counted by rule and by source: what its report tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from pressrun.finding import Severity
from pressrun.reports.accounted import Outcome, Summary
from pressrun.reports.given import Explained, Rules
from pressrun.reports.statistics import NO_SOURCE

_SENTENCE = re.compile(r".*?[.](?=\s|\Z)")


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

    Rules and sources stand with most rejected captures first.
    """

    captures: int
    published: int
    rejected: int
    duplicates: int
    rejected_by_rule: Mapping[str, int] = field(default_factory=dict)
    rules: tuple[RuleCount, ...] = ()
    sources: tuple[SourceCount, ...] = ()


@dataclass(slots=True)
class _OfSource:
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Counting:
    """An account that goes on: captures come and go, and what is asked of it does not cost more for many.

    Two are equal when they count the same captures, in whatever order these came and whatever left.
    """

    _outcomes: Counter[Outcome] = field(default_factory=Counter)
    _causes: Counter[str] = field(default_factory=Counter)
    _findings: Counter[str] = field(default_factory=Counter)
    _sources: dict[str, _OfSource] = field(default_factory=dict)
    _paths: dict[tuple[str, Severity], list[str]] = field(default_factory=dict)
    _duplicates: list[str] = field(default_factory=list)

    def add(self, summary: Summary) -> None:
        """Counts a capture, which is not counted yet; fastest in the order of paths."""
        self._count(summary, 1)
        for code, gravest, _ in summary.rules:
            _put(self._paths.setdefault((code, gravest), []), summary.path)
        if summary.outcome is Outcome.DUPLICATE:
            _put(self._duplicates, summary.path)

    def remove(self, summary: Summary) -> None:
        """Counts a capture no longer; the summary is the one that was added.

        Raises:
            KeyError: it is seen that it is not; the account is of no use any more.
        """
        self._count(summary, -1)
        for code, gravest, _ in summary.rules:
            paths = self._paths.get((code, gravest), [])
            _take(paths, summary.path)
            if not paths:
                del self._paths[code, gravest]
        if summary.outcome is Outcome.DUPLICATE:
            _take(self._duplicates, summary.path)

    def tally(self, rules: Rules) -> Tally:
        """The account as it stands; `rules` are those that looked. Takes as long as rules and sources do."""
        return Tally(
            captures=self._outcomes.total(),
            published=self._outcomes[Outcome.PUBLISHED],
            rejected=self._outcomes[Outcome.REJECTED],
            duplicates=self._outcomes[Outcome.DUPLICATE],
            rejected_by_rule=dict(sorted((+self._causes).items())),
            rules=self._by_rule(rules),
            sources=self._by_source(),
        )

    def first(self, code: str, limit: int) -> list[str]:
        """The paths of the first captures in which the rule found something: errors first, then by path."""
        paths: list[str] = []
        for severity in Severity:
            paths += self._paths.get((code, severity), ())[: limit - len(paths)]
        return paths

    def first_duplicates(self, limit: int) -> list[str]:
        """The paths of the first duplicates."""
        return self._duplicates[:limit]

    def rejected(self, source: str) -> int:
        """How many captures of a source are rejected."""
        counted = self._sources.get(source)
        return counted.outcomes[Outcome.REJECTED] if counted else 0

    def _count(self, summary: Summary, number: int) -> None:
        source = summary.source or NO_SOURCE
        of_source = self._sources.get(source)
        if of_source is None:
            of_source = self._sources[source] = _OfSource()
        self._outcomes[summary.outcome] += number
        of_source.outcomes[summary.outcome] += number
        if summary.cause is not None:
            self._causes[summary.cause] += number
            of_source.causes[summary.cause] += number
        for code, _, findings in summary.rules:
            self._findings[code] += number * findings
        if number < 0 and not of_source.outcomes.total():
            del self._sources[source]

    def _by_rule(self, rules: Rules) -> tuple[RuleCount, ...]:
        counts = (self._rule_count(rule) for rule in rules if self._findings[rule.code])
        return tuple(
            sorted(counts, key=lambda one: (-one.rejected, -one.severity.rank, -one.captures, one.code))
        )

    def _rule_count(self, rule: Explained) -> RuleCount:
        code, meaning = rule.code, _first_sentence(rule.documentation)
        captures = sum(len(self._paths.get((code, severity), ())) for severity in Severity)
        return RuleCount(
            code, rule.name, rule.severity, meaning, captures, self._causes[code], self._findings[code]
        )

    def _by_source(self) -> tuple[SourceCount, ...]:
        counts = (_source_count(source, of_source) for source, of_source in self._sources.items())
        return tuple(sorted(counts, key=lambda one: (-one.rejected, -one.captures, one.source)))


def counted(summaries: Iterable[Summary]) -> Counting:
    """A new account of these captures; fastest in the order of paths."""
    counting = Counting()
    for summary in summaries:
        counting.add(summary)
    return counting


def _put(paths: list[str], path: str) -> None:
    # Looking for the place costs more than all the rest where captures come in their order.
    if not paths or paths[-1] < path:
        paths.append(path)
    else:
        paths.insert(bisect_left(paths, path), path)


def _take(paths: list[str], path: str) -> None:
    at = bisect_left(paths, path)
    if paths[at : at + 1] != [path]:
        raise KeyError(path)
    del paths[at]


@cache
def _first_sentence(documentation: str) -> str:
    paragraph = " ".join(documentation.partition("\n\n")[0].split())
    sentence = _SENTENCE.match(paragraph)
    return sentence[0] if sentence else paragraph


def _source_count(source: str, counted: _OfSource) -> SourceCount:
    outcomes, causes = counted.outcomes, +counted.causes
    return SourceCount(
        source=source,
        captures=outcomes.total(),
        published=outcomes[Outcome.PUBLISHED],
        rejected=outcomes[Outcome.REJECTED],
        duplicates=outcomes[Outcome.DUPLICATE],
        rules=dict(sorted(causes.items(), key=lambda item: (-item[1], item[0]))),
    )
