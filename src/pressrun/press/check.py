"""Checking captures without pressing them: the same proofs, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from pressrun.config import Config
from pressrun.finding import Finding
from pressrun.press.batches import Progress, prove_all
from pressrun.press.crossing import cross_examine
from pressrun.press.rulebook import check_settings
from pressrun.press.targets import Target
from pressrun.rules import Rule


@dataclass(frozen=True, slots=True)
class Checked:
    """What one path of the command line held: `root` is the folder that the findings' paths start at.

    `sources` are those that the captures with findings name, by path. Of an edition `captures` are its
    documents, and `left_alone` those of its files that are none of ours.
    """

    root: Path
    captures: int
    findings: tuple[Finding, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    left_alone: int = 0


def check(
    target: Target,
    config: Config,
    rules: Sequence[Rule],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Checked:
    """The findings of a target, by path and place. A rule about a set looks at a whole folder only."""
    settings = check_settings(config, rules, target.root)
    proofs = list(
        prove_all(target.root, target.found, settings, config.max_capture_bytes, executor, progress)
    )
    if target.whole:
        proofs = cross_examine(proofs, rules)
    findings = [finding for proof in proofs for finding in proof.findings]
    sources = {proof.path: proof.source for proof in proofs if proof.findings and proof.source}
    return Checked(target.root, len(target.found), tuple(once(findings, rules)), sources)


def once(findings: Iterable[Finding], rules: Sequence[Rule]) -> list[Finding]:
    """The findings with one alone of each rule that speaks of the run: at its first capture."""
    spoken_once = {rule.code for rule in rules if rule.once}
    seen: set[str] = set()
    kept = []
    for finding in findings:
        if finding.code in spoken_once and finding.code in seen:
            continue
        seen.add(finding.code)
        kept.append(finding)
    return kept
