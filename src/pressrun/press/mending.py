"""Captures mended on the disk, or only shown mended. Nothing but `check --fix` comes here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from pressrun.capture import Refusal
from pressrun.config import Config
from pressrun.press.batches import Progress, in_batches
from pressrun.press.fixing import Fixed, fix_bytes
from pressrun.press.proof import ProofSettings
from pressrun.press.rulebook import check_settings
from pressrun.press.targets import Target
from pressrun.press.window import in_window
from pressrun.rules import Rule
from pressrun.store import inbox, rewrite

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Mended:
    """A capture that fixes change, and how many edits of each code do.

    `left` says why the file was left alone; empty where it was written.
    """

    path: str
    edits: Mapping[str, int]
    left: str = ""


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker needs besides the paths; `below` is the root's own place below the inbox.

    `raws` is what is not read from the disk.
    """

    root: Path
    raws: Mapping[str, bytes | Refusal]
    below: str
    settings: ProofSettings
    limit: int
    unsafe: bool

    def fixed(self, path: str) -> Fixed | None:
        """The capture, if fixes change it, or would and it is left as it is."""
        raw = self.raws[path] if path in self.raws else inbox.read(self.root, path, self.limit)
        if isinstance(raw, Refusal):
            return None
        fixed = fix_bytes(self.below + path, raw, self.settings, unsafe=self.unsafe)
        return replace(fixed, path=path) if fixed.changed or fixed.left else None


def mend(
    target: Target,
    config: Config,
    rules: Sequence[Rule],
    *,
    unsafe: bool,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Mended]:
    """Writes the mended captures of a target; yields those that fixes change or would, by path.

    Raises:
        OutputUnwritable: a file cannot be replaced. It is as it was; those yielded before are mended.
    """
    yield from _run(_mend_batch, target, _work(target, config, rules, unsafe=unsafe), executor, progress)


def preview(
    target: Target,
    config: Config,
    rules: Sequence[Rule],
    *,
    unsafe: bool,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Fixed]:
    """The captures of a target that fixes would change, by path; nothing is written."""
    yield from _run(_preview_batch, target, _work(target, config, rules, unsafe=unsafe), executor, progress)


def mend_given(
    target: Target, config: Config, rules: Sequence[Rule], *, unsafe: bool
) -> tuple[Target, Counter[str]]:
    """The target with its bytes mended, of which the disk knows nothing, and how many edits of each code."""
    work = _work(target, config, rules, unsafe=unsafe)
    edits: Counter[str] = Counter()
    raws = dict(target.raws)
    for path, raw in target.raws.items():
        if not isinstance(raw, Refusal):
            fixed = fix_bytes(target.below + path, raw, work.settings, unsafe=unsafe)
            raws[path] = fixed.after
            edits.update(fixed.edits)
    return replace(target, raws=raws), edits


def _work(target: Target, config: Config, rules: Sequence[Rule], *, unsafe: bool) -> _Work:
    # A fix looks at one capture: nothing needs to be known of sets.
    settings = replace(check_settings(config, rules, target.base), gates=None)
    return _Work(target.root, target.raws, target.below, settings, config.max_capture_bytes, unsafe)


def _run(
    batch: Callable[[_Work, list[str]], list[_Result]],
    target: Target,
    work: _Work,
    executor: Executor | None,
    progress: Progress | None,
) -> Iterator[_Result]:
    done = 0
    batches = [[one.path for one in batch] for batch in in_batches(target.found)]
    for paths, results in zip(batches, in_window(executor, partial(batch, work), batches), strict=True):
        yield from results
        done += len(paths)
        if progress is not None:
            progress(done, len(target.found))


def _mend_batch(work: _Work, paths: list[str]) -> list[Mended]:
    mended = []
    for fixed in filter(None, map(work.fixed, paths)):
        left = fixed.left
        if not left and not rewrite.replace(work.root / fixed.path, fixed.before, fixed.after):
            left = "changed while it was mended"
        mended.append(Mended(fixed.path, fixed.edits, left))
    rewrite.keep({(work.root / one.path).parent for one in mended if not one.left})
    return mended


def _preview_batch(work: _Work, paths: list[str]) -> list[Fixed]:
    return [fixed for fixed in map(work.fixed, paths) if fixed is not None]
