"""A capture's bytes to those of the mended one: what `check --fix` does, without the disk.

Fixers propose; here each proposal is tried and looked at. A safe fix leaves all that is published as it
was, ids and items included, but for what its rule speaks of; no fix makes an error. What fails that is
halved until what is left of it passes, so that one bad proposal does not cost a file the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pressrun.finding import Severity
from pressrun.markup.cut import CUT_NOTE, is_cut
from pressrun.press.preserving import keeps_promises
from pressrun.press.proof import ProofSettings, proof, subject_of
from pressrun.rules import Subject, catalogue
from pressrun.rules.fixes import Coded, Fixer, Written, fixer_of

#: Rounds of fixes a file; a fix can make room for another. A real capture takes four.
MOST_ROUNDS = 16
#: Trials a round, and those of a file over LARGE bytes, which cost more.
MOST_TRIALS, FEW_TRIALS, LARGE = 64, 8, 128 * 1024

_ERRORS = tuple(rule.code for rule in catalogue() if rule.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A capture before and after its fixes; `edits` counts those made, by code."""

    path: str
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)
    edits: Mapping[str, int] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class _State:
    """What a capture is after the fixes so far."""

    raw: bytes = field(repr=False)
    subject: Subject
    errors: frozenset[str]

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8")


_Judge = Callable[[str, frozenset[str]], _State | None]


def fix_bytes(path: str, raw: bytes, settings: ProofSettings, *, unsafe: bool) -> Fixed:
    """Mends what the rules of these settings find. Pure; mending the result again changes nothing.

    Args:
        path: posix, relative to the inbox.
        raw: the file's bytes. Those that are no UTF-8 come back as they are.
        settings: the zone and the rules.
        unsafe: also what may change the meaning or an id.
    """
    state = _state(path, raw, settings)
    made: Counter[str] = Counter()
    if state.subject.capture is None or state.subject.capture.encoding is not None:
        return Fixed(path, raw, raw)
    for _ in range(MOST_ROUNDS):
        after = next(_rounds(state, settings, unsafe=unsafe), None)
        if after is None:
            return Fixed(path, raw, state.raw, dict(made))
        state, codes = after
        made.update(codes)
    # Never seen but in text made for it. To stop half-way would leave something for the next run.
    return Fixed(path, raw, raw)


def _state(path: str, raw: bytes, settings: ProofSettings) -> _State:
    errors = proof(path, raw, replace(settings, codes=_ERRORS, items=False)).findings
    found = frozenset(one.code for one in errors if one.severity is Severity.ERROR)
    return _State(raw, subject_of(path, raw, settings), found)


def _rounds(state: _State, settings: ProofSettings, *, unsafe: bool) -> Iterator[tuple[_State, list[str]]]:
    """What each kind of fix makes of the capture, as far as it makes anything: whole text, safe, unsafe."""
    findings = proof(state.subject.path, state.raw, settings).findings
    promised = {finding.code for finding in findings if finding.fix is not None}
    fixers = [one for code in sorted(promised) if (one := fixer_of(code))]

    def judge(text: str, codes: frozenset[str]) -> _State | None:
        return _judged(state, text, settings, codes)

    for one in fixers:
        after = judge(one.rewrite(state.text), frozenset({one.code})) if one.rewrite else None
        if after is not None and after.raw != state.raw:
            yield after, [one.code]
    for safe in (True, False) if unsafe else (True,):
        chosen = [one for one in fixers if one.safe is safe]
        yield from _edited(state, chosen, judge)


def _edited(state: _State, fixers: Sequence[Fixer], judge: _Judge) -> Iterator[tuple[_State, list[str]]]:
    written = Written(state.text)
    edits = [(one.code, edit) for one in fixers if one.edits for edit in one.edits(state.subject)]
    after: _State | None = None
    kept: list[Coded] = []
    parts = [written.compatible(edits)] if edits else []
    trials = MOST_TRIALS if len(state.raw) <= LARGE else FEW_TRIALS
    while parts and trials:
        part, trials = parts.pop(), trials - 1
        tried = [*kept, *part]
        passed = judge(written.with_edits(tried), frozenset(code for code, _ in tried))
        if passed is not None:
            after, kept = passed, tried
        elif len(part) > 1:
            middle = len(part) // 2
            parts += (part[middle:], part[:middle])
    if after is not None and after.raw != state.raw:
        yield after, [code for code, _ in kept]


def _judged(before: _State, text: str, settings: ProofSettings, codes: frozenset[str]) -> _State | None:
    """What the capture is with this text; None where these fixes must not make it so."""
    after = _state(before.subject.path, text.encode("utf-8"), settings)
    if _is_cut(before.subject) and not _is_cut(after.subject):
        noted = Written(text).with_end(CUT_NOTE)
        after = _state(before.subject.path, noted.encode("utf-8"), settings)
    if after.errors - before.errors:
        return None
    if any(one is None or not one.safe for one in map(fixer_of, codes)):
        return after
    same = after.errors == before.errors and keeps_promises(before.subject, after.subject, codes)
    return after if same else None


def _is_cut(subject: Subject) -> bool:
    capture = subject.capture
    return capture is not None and capture.closed and is_cut(capture.body, capture.removed)
