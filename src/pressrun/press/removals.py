"""What of captures is not published, with its place: nothing is written, nothing remembered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pressrun.capture import Capture, Refusal
from pressrun.config import Config
from pressrun.markup import removed_of
from pressrun.press.batches import Progress, in_batches
from pressrun.press.proof import ProofSettings, proof, subject_of
from pressrun.press.rulebook import press_rules, press_settings
from pressrun.press.targets import Target
from pressrun.press.window import in_window
from pressrun.store import inbox


@dataclass(frozen=True, slots=True)
class Removal:
    """A block of a capture that is not published.

    `line` is the capture's line that it was found at, from 1; that of the body where it was not. `kind` says
    which rule removed it, `text` is its text or the address of its picture.
    """

    path: str
    line: int
    kind: str
    text: str


def removals(
    target: Target, config: Config, executor: Executor | None = None, progress: Progress | None = None
) -> Iterator[Removal]:
    """What `build` leaves out of the captures of a target, in the order of their paths and lines.

    Of captures that `build` rejects there is nothing; rules about a set do not look.
    """
    settings = replace(press_settings(config, press_rules(config)), items=False)
    for path, raw in target.raws.items():
        yield from _removals(target.below, path, raw, settings)
    batches = [
        [found.path for found in batch]
        for batch in in_batches(found for found in target.found if found.path not in target.raws)
    ]
    work = partial(_batch, target.root, target.below, settings, config.max_capture_bytes)
    done = len(target.raws)
    for paths, removed in zip(batches, in_window(executor, work, batches), strict=True):
        yield from removed
        done += len(paths)
        if progress is not None:
            progress(done, len(target.found))


def _batch(
    root: Path, below: str, settings: ProofSettings, limit: int, paths: Sequence[str]
) -> list[Removal]:
    return [one for path in paths for one in _removals(below, path, inbox.read(root, path, limit), settings)]


def _removals(below: str, path: str, raw: bytes | Refusal, settings: ProofSettings) -> list[Removal]:
    if isinstance(raw, Refusal):
        return []
    subject = subject_of(below + path, raw, settings)
    capture, digest = subject.capture, proof(below + path, raw, settings).digest
    if capture is None or digest is None:
        return []
    removed = removed_of(
        digest,
        capture.body,
        page=capture.is_page,
        removed=capture.removed,
        grammar=subject.grammar,
        unwanted=settings.unwanted,
    )
    places = _Places(capture)
    return [Removal(path, places.next(one.text), one.kind, one.text) for one in removed]


class _Places:
    """The lines of a capture that blocks stand at: each behind the one before it."""

    def __init__(self, capture: Capture) -> None:
        self._lines = capture.lines
        self._body = capture.body_line
        self._at = capture.body_line - 1

    def next(self, text: str) -> int:
        """The next line that holds the beginning of this text, from 1."""
        words = text.split()[:1]
        for number in range(self._at, len(self._lines) if words else 0):
            if words[0] in self._lines[number]:
                self._at = number + 1
                return number + 1
        return self._body
