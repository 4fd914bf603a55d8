"""Proofs held against each other: what only the whole set shows can still keep a capture out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pressrun.finding import Finding
from pressrun.press.proof import Proof
from pressrun.rules import Rule, examine_set, first_error, in_order, is_among


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


def add(proofs: Iterable[Proof], found: Mapping[str, Sequence[Finding]]) -> list[Proof]:
    """The proofs with what was found in their set, by path."""
    return [_with(proof, found[proof.path]) if proof.path in found else proof for proof in proofs]


def _with(proof: Proof, more: Iterable[Finding]) -> Proof:
    heard = (finding for finding in more if not is_among(finding.code, proof.silent))
    findings = in_order((*proof.findings, *heard))
    kept_out = first_error(findings) is not None
    return replace(proof, findings=findings, digest=None if kept_out else proof.digest)
