"""What a rule is, and the catalogue of all of them.

A rule is one decorated generator in the file of its family; it yields a Complaint for each place. Its
docstring is its documentation, in the form that `explanation` takes apart.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from pressrun.finding import Finding, Place, Severity
from pressrun.rules.subject import Facts, Subject

if TYPE_CHECKING:
    from pressrun.rules.document import Document
    from pressrun.rules.traits import Published

_ABOUT_DOCUMENTS = (
    *("agreement", "archives", "counts", "deletions", "edition", "feeds", "json_feed", "packed", "passive"),
    *("profile", "rss", "whole"),
)


class Complaint(NamedTuple):
    """What a rule yields: where, and one line that names the value, and what to do.

    `severity` is set where this case is milder than the rule's own.
    """

    place: Place
    message: str
    severity: Severity | None = None


class About(StrEnum):
    """Which files a rule can have something to say about; one file is of one kind besides ANY."""

    ANY = "any file"
    REFUSED = "one that could not be read"
    DOUBTED = "one whose front matter promises no digest"
    NO_ARTICLE = "one whose body is no article"


Check = Callable[[Subject], Iterator[Complaint]]
Compare = Callable[[Sequence[Facts]], Iterator[tuple[Facts, Complaint]]]
Judge = Callable[["Document"], Iterator[Complaint]]
Survey = Callable[["Published"], Iterator[tuple[str, Complaint]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue: `check` looks at a file, or `compare` at a set of them.

    About what we publish instead of captures: `judge` looks at a document, or `survey` at an edition.
    `once`: it speaks of the run, not of the file it was first seen in.
    `default` is False for a rule that even `--select I` leaves out: only its code or ALL brings it.
    `indispensable`: where it speaks there is no digest, so `build` runs it whatever the config ignores.
    `about`: it is silent about all other files by itself too; most captures need not ask it.
    """

    code: str
    name: str
    severity: Severity
    check: Check | None
    compare: Compare | None
    once: bool
    default: bool
    indispensable: bool = False
    judge: Judge | None = None
    survey: Survey | None = None
    about: About = About.ANY

    @property
    def on_documents(self) -> bool:
        """Whether it looks at published documents and never at a capture."""
        return self.judge is not None or self.survey is not None

    @property
    def documentation(self) -> str:
        """The rule's own words, dedented."""
        return inspect.getdoc(self.check or self.compare or self.judge or self.survey) or ""


_RULES: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    once: bool = False,
    default: bool = True,
    indispensable: bool = False,
    about: About = About.ANY,
) -> Callable[[Check], Check]:
    """Enters the decorated generator into the catalogue. Codes and names are public, for ever."""

    def enter(check: Check) -> Check:
        admit(Rule(code, name, severity, check, None, once, default, indispensable, about=about))
        return check

    return enter


def set_rule(code: str, name: str, severity: Severity) -> Callable[[Compare], Compare]:
    """Enters the decorated generator into the catalogue as a rule about a set of captures."""

    def enter(compare: Compare) -> Compare:
        admit(Rule(code, name, severity, None, compare, once=False, default=True))
        return compare

    return enter


def admit(rule: Rule) -> None:
    """Takes a rule into the catalogue; a code is taken once."""
    if rule.code in _RULES:
        raise ValueError(f"two rules are called {rule.code}")
    _RULES[rule.code] = rule


def catalogue() -> tuple[Rule, ...]:
    """Every rule, by code."""
    for family in _ABOUT_DOCUMENTS:
        # By name: a check of captures needs none of them, and they would cost it 20 ms of start-up.
        import_module(f"pressrun.rules.{family}")
    return tuple(_RULES[code] for code in sorted(_RULES))


def capture_rules() -> tuple[Rule, ...]:
    """Every rule about captures, by code."""
    return tuple(_RULES[code] for code in sorted(_RULES) if not _RULES[code].on_documents)


def to_finding(rule: Rule, path: str, complaint: Complaint, fix: str | None = None) -> Finding:
    """The finding that a rule's complaint about a file makes, and what would mend it."""
    place = complaint.place
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=complaint.severity or rule.severity,
        path=path,
        line=place.line,
        column=place.column,
        end_line=place.end_line,
        end_column=place.end_column,
        message=complaint.message,
        fix=fix,
    )
