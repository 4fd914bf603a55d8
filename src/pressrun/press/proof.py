"""One file to its proof: the unit that other processes and hosts run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cache
from typing import TYPE_CHECKING

from pressrun.capture import Capture, Refusal, split
from pressrun.digest import Digest, believe, source_of
from pressrun.finding import Finding
from pressrun.history.claims import Claim
from pressrun.identity import canonical_url
from pressrun.markup import shown_text, with_own_fields
from pressrun.rules import (
    NOTHING_MUTED,
    About,
    Facts,
    Muting,
    Rule,
    Subject,
    about,
    capture_rules,
    examine,
    facts_of,
    first_error,
    is_among,
    silenced,
)

if TYPE_CHECKING:
    from pressrun.columns import ColumnRule


@dataclass(frozen=True, slots=True)
class ProofSettings:
    """What proving depends on besides the file: small and picklable.

    `codes` are the rules to run, `phrases` what the config adds to their lists, by cause; `items` is False
    where only the findings are wanted. `muting` silences some rules about some captures, but never those
    whose codes are `certain`. An error of the rules that are `gates` keeps a capture out of sets; those that
    are not among `codes` look, and their findings are dropped. None: the `codes` themselves. `columns` are
    the config's: their grammars and filters count while a capture is proved. `unwanted` are lines that the
    config takes out of texts.
    """

    zone: tzinfo
    codes: tuple[str, ...]
    items: bool = True
    phrases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    muting: Muting = NOTHING_MUTED
    certain: tuple[str, ...] = ()
    gates: tuple[str, ...] | None = None
    columns: tuple[ColumnRule, ...] = ()
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A checked capture: its digest with all its items, or None where an error keeps it out.

    `facts` are what the rules of a set need of it; None where a gate of the settings keeps it out of sets.
    `claim` says whose capture it is, published or not; None where only findings are wanted.
    `source` is the publisher that it names, or its url's host; empty where neither can be read. `silent` are
    the codes and prefixes that say nothing of it, be they of a set either.
    """

    path: str
    digest: Digest | None
    findings: tuple[Finding, ...]
    facts: Facts | None = None
    source: str = ""
    silent: tuple[str, ...] = ()
    claim: Claim | None = None


def proof(path: str, raw: bytes | Refusal, settings: ProofSettings) -> Proof:
    """Checks one file. Pure: the same bytes give the same proof in any process, and never an exception.

    Args:
        path: posix, relative to the inbox.
        raw: the file's bytes, or why they could not be read.
        settings: the zone and the rules.
    """
    if isinstance(raw, Refusal):
        subject = Subject(path, refusal=raw)
        rules = _speaking(settings, settings.codes, subject, silenced(path, None, settings.muting))
        claim = Claim(path, "", "") if settings.items else None
        return Proof(path, None, examine(subject, rules), claim=claim)
    capture = with_own_fields(split(path, raw), settings.zone)
    silent = silenced(path, capture, settings.muting)
    subject = _subject(capture, settings)
    findings = examine(subject, _speaking(settings, settings.codes, subject, silent))
    facts = None
    if subject.digest and _may_stand_in_sets(subject, settings, findings, silent):
        facts = facts_of(subject, subject.digest)
    digest = None if first_error(findings) else _with_items(subject, settings)
    source = subject.digest.source if subject.digest else source_of(capture)
    return Proof(path, digest, findings, facts, source, silent, _claim(subject) if settings.items else None)


def _claim(subject: Subject) -> Claim:
    if subject.digest is None:
        return Claim(subject.path, "", "")
    return Claim(subject.path, subject.digest.key, canonical_url(subject.digest.url), subject.digest.fetched)


def _with_items(subject: Subject, settings: ProofSettings) -> Digest | None:
    """The believed digest, with those of its items that are published, where they are wanted."""
    reading = subject.reading if settings.items else None
    if subject.digest is None or reading is None:
        return subject.digest
    digest = replace(
        subject.digest,
        items=reading.items,
        whole=reading.whole,
        content=_content(subject.digest.title, subject.text),
    )
    return digest if subject.kept is None else digest.keeping(subject.kept)


def _content(title: str, text: str) -> str:
    """Tells a text from every other one; when and where it was captured is no part."""
    data = f"{title}\n{text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def moved(proof: Proof, path: str) -> Proof:
    """The proof of the same capture with its path as seen from another folder."""
    if path == proof.path:
        return proof
    return replace(
        proof,
        path=path,
        findings=tuple(finding._replace(path=path) for finding in proof.findings),
        facts=proof.facts._replace(path=path) if proof.facts else None,
    )


def subject_of(path: str, raw: bytes, settings: ProofSettings) -> Subject:
    """What the rules know of a file when they look at it; arguments as for `proof`."""
    return _subject(with_own_fields(split(path, raw), settings.zone), settings)


def _subject(capture: Capture, settings: ProofSettings) -> Subject:
    text = shown_text(capture.body) if capture.is_page else capture.body
    believed = believe(capture, settings.zone) if capture.readable else ()
    digest, doubts = (believed, ()) if isinstance(believed, Digest) else (None, believed)
    return Subject(
        capture.path,
        capture,
        digest=digest,
        doubts=doubts,
        text=text,
        phrases=settings.phrases,
        columns=settings.columns,
        unwanted=settings.unwanted,
    )


def _may_stand_in_sets(
    subject: Subject, settings: ProofSettings, findings: tuple[Finding, ...], silent: tuple[str, ...]
) -> bool:
    if settings.gates is None:
        return first_error(findings) is None
    if first_error([finding for finding in findings if finding.code in settings.gates]):
        return False
    unreported = _unreported(settings.gates, settings.codes)
    if not unreported:
        return True
    return first_error(examine(subject, _speaking(settings, unreported, subject, silent))) is None


@cache
def _unreported(gates: tuple[str, ...], codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in gates if code not in codes)


def _speaking(
    settings: ProofSettings, codes: tuple[str, ...], subject: Subject, silent: tuple[str, ...]
) -> tuple[Rule, ...]:
    """Of the rules with these codes those that look at such a file, about which some are silent."""
    rules = _rules(codes, about(subject))
    if not silent:
        return rules
    return tuple(rule for rule in rules if rule.code in settings.certain or not is_among(rule.code, silent))


@cache
def _rules(codes: tuple[str, ...], kind: About) -> tuple[Rule, ...]:
    return tuple(rule for rule in capture_rules() if rule.code in codes and rule.about in {About.ANY, kind})
