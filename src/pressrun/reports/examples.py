"""Which captures report.html names, and what it tells of them.

These few are all whose findings it needs: the page of a larger archive costs no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from pressrun.finding import Finding, Severity
from pressrun.reports.accounted import Accounted
from pressrun.reports.tally import Counting, RuleCount, Tally

#: So many captures of a rule are named, of one that rejects and of any other; and so many duplicates.
REJECTED_FILES = 50
OTHER_FILES = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """The paths of the captures that the page names: by the rules that found something, and duplicates."""

    by_rule: Mapping[str, Sequence[str]]
    duplicates: Sequence[str]

    def paths(self) -> Iterator[str]:
        """Each of them once."""
        return iter(dict.fromkeys(chain(*self.by_rule.values(), self.duplicates)))


@dataclass(frozen=True, slots=True)
class Shown:
    """A capture with the gravest finding of a rule in it, and the number of its others."""

    path: str
    finding: Finding
    others: int


@dataclass(frozen=True, slots=True)
class Examples:
    """What the page tells of single captures: of each rule, by its code, and of duplicates."""

    by_rule: Mapping[str, Sequence[Shown]]
    duplicates: Sequence[Accounted]


def wanted(counting: Counting, tally: Tally) -> Wanted:
    """Which captures the page names, so that their findings alone need be known."""
    by_rule = {rule.code: counting.first(rule.code, _limit(rule)) for rule in tally.rules}
    return Wanted(by_rule, counting.first_duplicates(OTHER_FILES))


def examples(wanted: Wanted, accounts: Mapping[str, Accounted]) -> Examples:
    """What the page tells of them; `accounts` holds at least those of the wanted paths, by these."""
    by_rule = {
        code: [_shown(accounts[path], code) for path in paths] for code, paths in wanted.by_rule.items()
    }
    return Examples(by_rule, [accounts[path] for path in wanted.duplicates])


def rejects(rule: RuleCount) -> bool:
    """Whether it keeps captures out, or would: its section stands among the first, and is longer."""
    return rule.rejected > 0 or rule.severity is Severity.ERROR


def _limit(rule: RuleCount) -> int:
    return REJECTED_FILES if rejects(rule) else OTHER_FILES


def _shown(file: Accounted, code: str) -> Shown:
    findings = [finding for finding in file.findings if finding.code == code]
    gravest = max(findings, key=lambda finding: finding.severity.rank)
    return Shown(file.path, gravest, len(findings) - 1)
