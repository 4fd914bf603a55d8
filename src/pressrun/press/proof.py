"""One file to its proof: the unit that other processes and hosts run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cache

from pressrun.capture import Capture, Refusal, split
from pressrun.digest import Digest, believe
from pressrun.finding import Finding
from pressrun.markup import read, shown_text
from pressrun.rules import Rule, Subject, catalogue, examine, first_error


@dataclass(frozen=True, slots=True)
class ProofSettings:
    """What proving depends on besides the file: small and picklable.

    `codes` are the rules to run; `items` is False where only the findings are wanted.
    """

    zone: tzinfo
    codes: tuple[str, ...]
    items: bool = True


@dataclass(frozen=True, slots=True)
class Proof:
    """A checked capture: its digest with all its items, or None where an error keeps it out."""

    path: str
    digest: Digest | None
    findings: tuple[Finding, ...]


def proof(path: str, raw: bytes | Refusal, settings: ProofSettings) -> Proof:
    """Checks one file. Pure: the same bytes give the same proof in any process, and never an exception.

    Args:
        path: posix, relative to the inbox.
        raw: the file's bytes, or why they could not be read.
        settings: the zone and the rules.
    """
    rules = _rules(settings.codes)
    if isinstance(raw, Refusal):
        return Proof(path, None, examine(Subject(path, refusal=raw), rules))
    capture = split(path, raw)
    subject = _subject(capture, settings.zone)
    findings = examine(subject, rules)
    if subject.digest is None or first_error(findings):
        return Proof(path, None, findings)
    if not settings.items:
        return Proof(path, subject.digest, findings)
    reading = read(subject.digest, capture.body, page=_is_page(path), removed=capture.removed)
    return Proof(path, replace(subject.digest, items=reading.items, whole=reading.whole), findings)


def _subject(capture: Capture, zone: tzinfo) -> Subject:
    text = shown_text(capture.body) if _is_page(capture.path) else capture.body
    if capture.encoding is not None or not capture.closed:
        return Subject(capture.path, capture, text=text)
    believed = believe(capture, zone)
    if isinstance(believed, Digest):
        return Subject(capture.path, capture, digest=believed, text=text)
    return Subject(capture.path, capture, doubts=believed, text=text)


def _is_page(path: str) -> bool:
    return path.endswith(".html")


@cache
def _rules(codes: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in catalogue() if rule.code in codes)
