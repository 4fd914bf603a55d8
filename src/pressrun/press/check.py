"""Checking captures without pressing them: the same proofs, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.capture import Refusal
from pressrun.config import Config
from pressrun.finding import Finding
from pressrun.press.batches import BATCH_FILES, Progress
from pressrun.press.crossing import cross_examine
from pressrun.press.reading import Checking, prove_target
from pressrun.press.rulebook import check_settings
from pressrun.press.targets import Target
from pressrun.rules import Rule

if TYPE_CHECKING:
    from pressrun.press.caching import Remembering


@dataclass(frozen=True, slots=True)
class Checked:
    """What one path of the command line held: `root` is the folder that the findings' paths start at.

    `sources` are those that the captures with findings name, by path; `raws` is what was not read from the
    disk, by path. `note` says why nothing could be kept for the next check, where it could not. Of an
    edition `captures` are its documents, and `left_alone` those of its files that are none of ours.
    """

    root: Path
    captures: int
    findings: tuple[Finding, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    raws: Mapping[str, bytes | Refusal] = field(default_factory=dict)
    note: str = ""
    left_alone: int = 0


def check(
    target: Target,
    config: Config,
    rules: Sequence[Rule],
    executor: Executor | None = None,
    progress: Progress | None = None,
    *,
    remember: bool = False,
) -> Checked:
    """The findings of a target, by path and place. A rule about a set looks at a whole folder only.

    Args:
        target: the captures.
        config: whose zone, limits and state count.
        rules: those that run.
        executor: where captures are proved; None proves them here.
        progress: called with captures done and their total.
        remember: keep what is found below the state, and believe what was kept there.
    """
    settings = check_settings(config, rules, target.base)
    checking = Checking(target.root, target.below, settings, config.max_capture_bytes, hashes=remember)
    memory, note = _memory(target, checking, config) if remember else (None, "")
    if memory is not None:
        proofs = memory.proofs(executor, progress)
        proofs = memory.together(proofs, rules) if target.whole else proofs
        note = memory.keep()
    else:
        proofs = list(prove_target(target, checking, executor, progress))
        proofs = cross_examine(proofs, rules, settings.gates) if target.whole else proofs
    findings = [finding for proof in proofs for finding in proof.findings]
    sources = {proof.path: proof.source for proof in proofs if proof.findings and proof.source}
    return Checked(target.root, len(target.found), tuple(once(findings, rules)), sources, target.raws, note)


def _memory(target: Target, checking: Checking, config: Config) -> tuple[Remembering | None, str]:
    """What remembers, where that is worth it and the state a place for it (laws 4 and 5); or why not."""
    # A single batch is proved sooner than a cache is opened and written.
    if len(target.found) <= BATCH_FILES or target.raws:
        return None, ""
    from pressrun.press.caching import Remembering, rule_set  # noqa: PLC0415  law 12
    from pressrun.store.cache import Cache  # noqa: PLC0415  sqlite3 is for those that remember

    state = Path(config.state)
    for place in (target.root, Path(config.inbox), Path(config.output)):
        if state.resolve().is_relative_to(place.resolve()):
            # Nobody chose the default: what is only read stays so, and there is nothing to tell of.
            if "state" not in config.model_fields_set:
                return None, ""
            return None, f"state {state} lies inside {place}; name another state in the config"
    cache = Cache(state, target.base, rule_set(checking.settings, checking.limit))
    return Remembering(target, checking, cache), ""


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
