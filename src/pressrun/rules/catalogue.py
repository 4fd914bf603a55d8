"""What a rule is, and the catalogue of all of them.

A rule is one decorated generator in the file of its family; it yields a Complaint for each place. Its
docstring is its documentation: the first paragraph says what is wrong, the second why it matters and
what to do.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as of
from functools import cached_property
from typing import Any, TypeVar

from pressrun.capture import Capture, Field, Refusal
from pressrun.digest import Digest, Doubt
from pressrun.finding import Finding, Place, Severity
from pressrun.markup import Outline, outline
from pressrun.markup.residual import residual_length, residual_lines
from pressrun.rules.yaml_view import View, view

_T = TypeVar("_T")

#: No rule asks for more residual text than this, so no more is counted.
RESIDUAL_LIMIT = 600
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a rule yields: where, and one line that names the value, and what to do.

    `severity` is set where this case is milder than the rule's own.
    """

    place: Place
    message: str
    severity: Severity | None = None


@dataclass(frozen=True)
class Subject:
    """All that is known of one file when the rules look at it.

    Either `refusal` says why it could not be read, or `capture` is what it holds; then `digest` is the
    believed capture, or None, and `doubts` say why.
    """

    path: str
    capture: Capture | None = None
    refusal: Refusal | None = None
    digest: Digest | None = None
    doubts: tuple[Doubt, ...] = ()
    #: The text that body rules read: the body, or what a saved page shows.
    text: str = of(default="", repr=False)
    #: Phrases that the config adds, by cause.
    phrases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    _memory: dict[str, Any] = of(default_factory=dict, repr=False, compare=False)

    @cached_property
    def readable(self) -> bool:
        """Whether there is front matter to speak about at all."""
        return self.capture is not None and self.capture.encoding is None and self.capture.closed

    @cached_property
    def title(self) -> str:
        """The believed title; empty where there is none."""
        return self.digest.title if self.digest else ""

    @property
    def believed(self) -> bool:
        """Whether the front matter promises a digest, so that its body is worth a look."""
        return self.digest is not None

    @cached_property
    def residual(self) -> int:
        """Letters and digits that only the article can have; anything above RESIDUAL_LIMIT is plenty."""
        return residual_length(self.text, self.title, RESIDUAL_LIMIT)

    @cached_property
    def residual_text(self) -> str | None:
        """The article's own words where they are few; None where there is plenty."""
        if self.residual > RESIDUAL_LIMIT:
            return None
        return "\n".join(residual_lines(self.text, self.title))

    @cached_property
    def outline(self) -> Outline | None:
        """The digest's body in sections, not yet cleaned; None where there is no digest."""
        if self.digest is None or self.capture is None:
            return None
        return outline(
            self.digest, self.capture.body, page=self.capture.is_page, removed=self.capture.removed
        )

    def once(self, key: str, make: Callable[[], _T]) -> _T:
        """What `make` returns, made once a subject: rules of a family share it."""
        if key not in self._memory:
            self._memory[key] = make()
        made: _T = self._memory[key]
        return made

    def seen_as(self, kind: View) -> list[Field]:
        """The fields, written on one line, that a YAML reader takes in this way."""
        return [field for field, seen in self._views if seen is kind]

    @cached_property
    def _views(self) -> list[tuple[Field, View]]:
        fields = self.capture.fields if self.capture and self.readable else ()
        return [(field, view(field.raw)) for field in fields if not field.stray and not field.block]

    def place(self, name: str) -> Place:
        """Where a field's value stands; the start of the file where it is absent."""
        found = self.capture.field(name) if self.capture else None
        return found.place if found else Place()


def quote(value: str) -> str:
    """A value as a message names it: quoted, and only its beginning if it is long."""
    return repr(value if len(value) <= _LONGEST_QUOTE else f"{value[:_LONGEST_QUOTE]}…")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules of a set need of one capture that would be published: small and picklable.

    `key` names the digest, `address` is its canonical url, `fingerprint` a hash of the residual text; None
    where there is none. `path` and the places are where a finding would stand.
    """

    path: str
    key: str
    title: str
    source: str
    address: str
    fingerprint: str | None
    title_place: Place
    url_place: Place
    body_place: Place


Check = Callable[[Subject], Iterator[Complaint]]
Compare = Callable[[Sequence[Facts]], Iterator[tuple[Facts, Complaint]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue: `check` looks at a file, or `compare` at a set of them.

    `once`: it speaks of the run, not of the file it was first seen in.
    `default` is False for a rule that even `--select I` leaves out: only its code or ALL brings it.
    """

    code: str
    name: str
    severity: Severity
    check: Check | None
    compare: Compare | None
    once: bool
    default: bool

    @property
    def documentation(self) -> str:
        """The rule's own words, dedented."""
        return inspect.getdoc(self.check or self.compare) or ""


_RULES: dict[str, Rule] = {}


def rule(
    code: str, name: str, severity: Severity, *, once: bool = False, default: bool = True
) -> Callable[[Check], Check]:
    """Enters the decorated generator into the catalogue. Codes and names are public, for ever."""

    def enter(check: Check) -> Check:
        _enter(Rule(code, name, severity, check, None, once, default))
        return check

    return enter


def set_rule(code: str, name: str, severity: Severity) -> Callable[[Compare], Compare]:
    """Enters the decorated generator into the catalogue as a rule about a set of captures."""

    def enter(compare: Compare) -> Compare:
        _enter(Rule(code, name, severity, None, compare, once=False, default=True))
        return compare

    return enter


def _enter(rule: Rule) -> None:
    if rule.code in _RULES:
        raise ValueError(f"two rules are called {rule.code}")
    _RULES[rule.code] = rule


def catalogue() -> tuple[Rule, ...]:
    """Every rule, by code."""
    return tuple(_RULES[code] for code in sorted(_RULES))


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
