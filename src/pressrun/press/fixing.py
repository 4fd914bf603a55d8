"""A capture's bytes to those of the mended one: what `check --fix` does, without the disk.

Fixers propose; here each proposal is tried and looked at. A safe fix leaves all that is published as it
was, ids and items included, but for what its rule speaks of; no fix makes an error. What fails that is
halved until what is left of it passes, so that one bad proposal does not cost a file the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from pressrun.finding import Severity
from pressrun.markup.cut import CUT_NOTE, is_cut
from pressrun.press.preserving import keeps_promises
from pressrun.press.proof import ProofSettings, proof, subject_of
from pressrun.rules import Subject, capture_rules
from pressrun.rules.fixes import Coded, Fixer, Written, fixer_of

#: Rounds of fixes a file; a fix can make room for another. A real capture takes four.
MOST_ROUNDS = 16
#: Trials a round, and those of a file over LARGE bytes, which cost more.
MOST_TRIALS, FEW_TRIALS, LARGE = 64, 8, 128 * 1024
#: Edits of one rule a round, some 400 bytes each; the rest is for later rounds. A real capture takes few.
MOST_EDITS = 20_000

_ERRORS = tuple(rule.code for rule in capture_rules() if rule.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A capture before and after its fixes; `edits` counts those made, by code.

    `left` says why it is as it was although fixes would change it.
    """

    path: str
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)
    edits: Mapping[str, int] = field(default_factory=dict)
    left: str = ""

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after


@dataclass(frozen=True)
class _State:
    """What a capture is after the fixes so far."""

    path: str
    raw: bytes = field(repr=False)
    settings: ProofSettings

    @cached_property
    def text(self) -> str:
        return self.raw.decode("utf-8")

    @cached_property
    def subject(self) -> Subject:
        return subject_of(self.path, self.raw, self.settings)

    @cached_property
    def errors(self) -> frozenset[str]:
        found = proof(self.path, self.raw, replace(self.settings, codes=_ERRORS, items=False)).findings
        return frozenset(one.code for one in found if one.severity is Severity.ERROR)

    def fixers(self) -> list[Fixer]:
        """What can mend a finding about the capture."""
        found = proof(self.path, self.raw, self.settings).findings
        promised = sorted({one.code for one in found if one.fix is not None})
        return [one for code in promised if (one := fixer_of(code))]

    def become(self, text: str) -> _State:
        return _State(self.path, text.encode("utf-8"), self.settings)


def fix_bytes(path: str, raw: bytes, settings: ProofSettings, *, unsafe: bool) -> Fixed:
    """Mends what the rules of these settings find. Pure; mending the result again changes nothing.

    Args:
        path: posix, relative to the inbox.
        raw: the file's bytes. Those that are no UTF-8 come back as they are.
        settings: the zone and the rules.
        unsafe: also what may change the meaning or an id.
    """
    if not _is_text(raw):
        return Fixed(path, raw, raw)
    state = _State(path, raw, settings)
    made: Counter[str] = Counter()
    for _ in range(MOST_ROUNDS):
        after = next(_rounds(state, unsafe=unsafe), None)
        if after is None:
            return Fixed(path, raw, state.raw, dict(made))
        state, codes = after
        made.update(codes)
    # Never seen but in text made for it. To stop half-way would leave something for the next run.
    return Fixed(path, raw, raw, left=f"it needs more than {MOST_ROUNDS} rounds of fixes")


def _rounds(state: _State, *, unsafe: bool) -> Iterator[tuple[_State, list[str]]]:
    """What each kind of fix makes of the capture, as far as it makes anything: whole text, safe, unsafe."""
    fixers = state.fixers()
    for one in fixers:
        text = one.rewrite(state.text) if one.rewrite else state.text
        after = _judged(state, text, {one.code}) if text != state.text else None
        if after is not None:
            yield after, [one.code]
    for safe in (True, False) if unsafe else (True,):
        yield from _edited(state, [one for one in fixers if one.safe is safe])


def _edited(state: _State, fixers: Sequence[Fixer]) -> Iterator[tuple[_State, list[str]]]:
    written = Written(state.text)
    edits = [
        (one.code, edit)
        for one in fixers
        if one.edits
        for edit in islice(one.edits(state.subject), MOST_EDITS)
    ]
    after: _State | None = None
    kept: list[Coded] = []
    parts = [written.compatible(edits)] if edits else []
    trials = MOST_TRIALS if len(state.raw) <= LARGE else FEW_TRIALS
    while parts and trials:
        part, trials = parts.pop(), trials - 1
        tried = [*kept, *part]
        passed = _judged(state, written.with_edits(tried), {code for code, _ in tried})
        if passed is not None:
            after, kept = passed, tried
        elif len(part) > 1:
            middle = len(part) // 2
            parts += (part[middle:], part[:middle])
    if after is not None and after.raw != state.raw:
        yield after, [code for code, _ in kept]


def _judged(before: _State, text: str, codes: set[str]) -> _State | None:
    """What the capture is with this text; None where these fixes must not make it so."""
    after = before.become(text)
    if _is_cut(before.subject) and not _is_cut(after.subject):
        after = before.become(Written(text).with_end(CUT_NOTE))
    if after.errors - before.errors:
        return None
    if any(one is None or not one.safe for one in map(fixer_of, codes)):
        return after
    same = after.errors == before.errors and keeps_promises(before.subject, after.subject, codes)
    return after if same else None


def _is_cut(subject: Subject) -> bool:
    capture = subject.capture
    if capture is None or capture.is_page or not capture.closed:
        return False
    return is_cut(capture.body, capture.removed)


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
