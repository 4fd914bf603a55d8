"""Proofs held against each other: what only the whole set shows can still keep a capture out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from pressrun.finding import Finding, Severity
from pressrun.press.proof import Proof
from pressrun.rules import Facts, Rule, examine_set, first_error, in_order, is_among


class Sets(Protocol):
    """The groups that the captures of an inbox are in, and what was found in them."""

    def members(self, groups: Collection[str]) -> set[str]:
        """The captures of these groups."""

    def groups(self, path: str) -> Collection[str]:
        """The groups of a capture."""

    def around(self, paths: Collection[str]) -> set[str]:
        """These captures, and all others of each of their groups."""

    def facts(self, paths: Collection[str]) -> list[Facts]:
        """What is known of these captures, in the order of their paths; nothing of those in no set."""

    def barred(self, path: str) -> bool:
        """Whether an error of the set kept a capture out."""

    def errors(self, path: str) -> list[Finding]:
        """The errors of the set that were found in a capture."""


def cross_examine(
    proofs: Iterable[Proof], rules: Sequence[Rule], gates: Sequence[str] | None = None
) -> list[Proof]:
    """The proofs with what the rules of a set found added; an error takes the digest away.

    Args:
        proofs: of the whole set, in the order of their paths.
        rules: those that run; the ones about single files are passed over.
        gates: as in the settings of the proofs.
    """
    proofs = list(proofs)
    facts = [proof.facts for proof in proofs if proof.facts is not None]
    return add(proofs, examine_set(facts, rules, gates))


def examine_around(
    news: Collection[str],
    touched: Collection[str],
    sets: Sets,
    rules: Sequence[Rule],
) -> tuple[dict[str, list[Finding]], set[str]]:
    """What the rules of a set say now, where some of its captures have changed.

    A rule about a set looks at groups of it: of one key, one title, one text, one site. So only the groups
    that a changed capture is or was in have to be looked at again, each of them whole.

    Args:
        news: the paths of the captures that changed.
        touched: the groups that they are in, and those that they were in.
        sets: the groups of all captures as they are now, and their facts.
        rules: those that run; the ones about single files are passed over.

    Returns:
        What is found in the captures of these groups, by path, and their paths.
    """
    comparing = [rule for rule in rules if rule.compare]
    errors = [rule for rule in comparing if rule.severity is Severity.ERROR]
    told, seen = {}, sets.members(touched) | set(news)
    said = examine_set(sets.facts(sets.around(seen)), errors)
    barred = {path for path in seen if path in said}
    flipped = {path for path in seen if (path in barred) != sets.barred(path)}
    again = seen | sets.members({group for path in flipped for group in sets.groups(path)})
    looked_at = sets.around(again)
    kept_out = barred | {path for path in looked_at - seen if sets.barred(path)}
    others = [rule for rule in comparing if rule not in errors]
    warned = examine_set(sets.facts(looked_at - kept_out), others)
    for path in again:
        error = said.get(path, []) if path in seen else sets.errors(path)
        told[path] = [*error, *warned.get(path, [])]
    return told, barred


def add(proofs: Iterable[Proof], found: Mapping[str, Sequence[Finding]]) -> list[Proof]:
    """The proofs with what was found in their set, by path."""
    return [heard(proof, found[proof.path]) if proof.path in found else proof for proof in proofs]


def heard(proof: Proof, more: Iterable[Finding]) -> Proof:
    """The proof with what was found in its set and is not silent about it; an error takes the digest away."""
    more = [finding for finding in more if not is_among(finding.code, proof.silent)]
    findings = in_order((*proof.findings, *more))
    kept_out = first_error(findings) is not None
    return replace(proof, findings=findings, digest=None if kept_out else proof.digest)
