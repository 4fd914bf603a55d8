"""What became of one capture: with its findings, and short, as an account that goes on remembers it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from pressrun.finding import Finding, Severity

_RANKS = {severity: severity.rank for severity in Severity}
_SEVERITIES = {rank: severity for severity, rank in _RANKS.items()}


class Outcome(StrEnum):
    """What becomes of a capture: each has exactly one of them (law 3)."""

    PUBLISHED = "published"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


_LETTERS = {outcome.value[0]: outcome for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class Accounted:
    """One capture and what became of it.

    `cause` is the code that a rejected one is counted under, `speaker` the path of the capture that was
    published in a duplicate's stead; None for any other. `source` is empty where none is known. `digest` is
    the name of the published digest that it belongs to, with which that one's id ends; empty: to none.
    """

    path: str
    source: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    cause: str | None = None
    speaker: str | None = None
    digest: str = ""


class RuleFound(NamedTuple):
    """What a rule found in one capture: so many findings, and the severity of the gravest."""

    code: str
    gravest: Severity
    findings: int


class Summary(NamedTuple):
    """What an account counts of one capture; `rules` stand in the order of their first findings."""

    path: str
    source: str
    outcome: Outcome
    cause: str | None = None
    rules: tuple[RuleFound, ...] = ()

    def record(self) -> list[object]:
        """All but the path, as JSON values: source, outcome's first letter, cause, and flat what rules found.

        About 60 bytes on the sample: a ledger keeps one a capture, and has the path already.
        """
        flat = [
            value for code, gravest, findings in self.rules for value in (code, _RANKS[gravest], findings)
        ]
        return [self.source, self.outcome[0], self.cause, flat]

    @classmethod
    def from_record(cls, path: str, record: Any) -> Summary:
        """The summary of a path and what `record` gave.

        Raises:
            ValueError: it is none that `record` gives.
        """
        try:
            source, letter, cause, flat = record
            codes, ranks, numbers = flat[::3], flat[1::3], flat[2::3]
            rules = tuple(
                [
                    RuleFound(code, _SEVERITIES[rank], findings)
                    for code, rank, findings in zip(codes, ranks, numbers, strict=True)
                ]
            )
            outcome = _LETTERS[letter]
        except (ValueError, TypeError, LookupError):
            raise ValueError("a record of another make") from None
        texts = [source, *codes] if cause is None else [source, cause, *codes]
        if (
            any(type(text) is not str for text in texts)
            or any(type(number) is not int or number < 1 for number in numbers)
            or len(set(codes)) < len(codes)
        ):
            raise ValueError("a record of another make")
        return cls(path, source, outcome, cause, rules)


def summary_of(accounted: Accounted) -> Summary:
    """What of a capture is counted."""
    found: dict[str, tuple[Severity, int]] = {}
    for finding in accounted.findings:
        gravest, number = found.get(finding.code, (finding.severity, 0))
        if _RANKS[finding.severity] > _RANKS[gravest]:
            gravest = finding.severity
        found[finding.code] = (gravest, number + 1)
    rules = tuple([RuleFound(code, gravest, number) for code, (gravest, number) in found.items()])
    return Summary(accounted.path, accounted.source, accounted.outcome, accounted.cause, rules)
