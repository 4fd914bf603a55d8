"""Checking captures without pressing them: the same proofs, nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from pressrun.config import Config
from pressrun.errors import InputUnreachable
from pressrun.finding import Finding
from pressrun.press.batches import Progress, prove_all
from pressrun.press.crossing import cross_examine
from pressrun.press.proof import ProofSettings
from pressrun.rules import Rule
from pressrun.store import inbox
from pressrun.store.inbox import Found


@dataclass(frozen=True, slots=True)
class Checked:
    """What one path of the command line held: `root` is the folder that the findings' paths start at.

    `sources` are those that the captures with findings name, by path.
    """

    root: Path
    captures: int
    findings: tuple[Finding, ...]
    sources: Mapping[str, str] = field(default_factory=dict)


def check(
    path: Path,
    config: Config,
    rules: Sequence[Rule],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Checked:
    """The findings of one file or folder, by path and place.

    Raises:
        InputUnreachable: there is no such file or folder, or it cannot be listed.
    """
    root, found = _found(path)
    settings = ProofSettings(config.imprint().zone, tuple(rule.code for rule in rules), items=False)
    proofs = cross_examine(
        prove_all(root, found, settings, config.max_capture_bytes, executor, progress), rules
    )
    findings = [finding for proof in proofs for finding in proof.findings]
    sources = {proof.path: proof.source for proof in proofs if proof.findings and proof.source}
    return Checked(root, len(found), tuple(_once(findings, rules)), sources)


def _found(path: Path) -> tuple[Path, list[Found]]:
    if path.is_dir():
        return path, inbox.find(path)
    try:
        status = path.lstat()
    except OSError as error:
        raise InputUnreachable(f"{path}: {error.strerror}") from error
    return path.parent, [Found(path.name, status.st_size, status.st_mtime_ns)]


def _once(findings: Sequence[Finding], rules: Sequence[Rule]) -> list[Finding]:
    """The findings with one alone of each rule that speaks of the run: at its first capture."""
    once = {rule.code for rule in rules if rule.once}
    seen: set[str] = set()
    kept = []
    for finding in findings:
        if finding.code in once and finding.code in seen:
            continue
        seen.add(finding.code)
        kept.append(finding)
    return kept
