"""What a fix is, and the register of all of them.

A fixer is one decorated generator, beside the others of its family; it looks at a capture that its rule
speaks about and yields an Edit for each stretch to replace. It must be right on its own: whoever applies
the edits checks that nothing else changed, but a promise in a report is made without that check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pressrun.finding import Place
from pressrun.rules.subject import Subject


@dataclass(frozen=True, slots=True)
class Edit:
    """The stretch of a capture at `place`, which may be empty or span lines, becomes `text`.

    Lines are those of `Capture.lines`. A line feed in `text` is written as the file's own line end.
    """

    place: Place
    text: str


Edits = Callable[[Subject], Iterator[Edit]]
Rewrite = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Fixer:
    """What mends the findings of a rule: `edits` of stretches, or `rewrite` of the whole text as found.

    `safe`: nothing that is published changes but what the rule speaks of, no id among it. `does` says
    in a few words what happens. `sure` is a quick look that is True only where there is an edit: most
    reports promise fixes that nobody asks for.
    """

    code: str
    safe: bool
    does: str
    edits: Edits | None
    rewrite: Rewrite | None = None
    sure: Callable[[Subject], bool] | None = None

    @property
    def described(self) -> str:
        """What a finding says of its fix."""
        return self.does if self.safe else f"{self.does} (unsafe)"


#: By code, in the order in which they go first where two want the same stretch: see `precedence`.
_FIXERS: dict[str, Fixer] = {}

# Characters are removed before values are written anew, and quotation marks come last, around what the
# others have made of a value.
_FIRST = ("FM013", "FM012", "FM010", "FM007")
_LAST = ("FM005", "FM004", "FM003")


def fixer(
    code: str, does: str, *, safe: bool = True, sure: Callable[[Subject], bool] | None = None
) -> Callable[[Edits], Edits]:
    """Enters the decorated generator as the fix of this rule."""

    def enter(edits: Edits) -> Edits:
        _FIXERS[code] = Fixer(code, safe, does, edits, sure=sure)
        return edits

    return enter


def rewriter(code: str, does: str) -> Callable[[Rewrite], Rewrite]:
    """Enters the decorated function, from the text of a file to that of the mended one, as a safe fix."""

    def enter(rewrite: Rewrite) -> Rewrite:
        _FIXERS[code] = Fixer(code, safe=True, does=does, edits=None, rewrite=rewrite)
        return rewrite

    return enter


def fixers() -> tuple[Fixer, ...]:
    """Every fixer, in the order in which they go first."""
    return tuple(sorted(_FIXERS.values(), key=lambda one: precedence(one.code)))


def fixer_of(code: str) -> Fixer | None:
    """What mends the findings of this rule; None where nothing does."""
    return _FIXERS.get(code)


def precedence(code: str) -> tuple[int, str]:
    """Of two edits that touch, that of the lower one is made; the other one is looked for again."""
    if code in _FIRST:
        return _FIRST.index(code), code
    return (len(_FIRST) + (_LAST.index(code) + 1 if code in _LAST else 0)), code
