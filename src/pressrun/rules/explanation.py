"""A rule explained: its docstring taken apart into what, why, example and remedy.

A docstring has four parts with an empty line between them, each of one paragraph:

    What the rule finds.

    Why that matters, and what is published then.

    Example, KIND:
        the lines of it

    Remedy: What to do.

KIND is one of EXAMPLES. A test turns each example into captures and asks for the rule's finding.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from pressrun.finding import Severity
from pressrun.rules.catalogue import Rule
from pressrun.rules.fixes import fixer_of

#: What an example is, by its kind: how it reads in a sentence.
EXAMPLES = {
    "front matter": "Example, in the front matter",
    "body": "Example, the whole body",
    "passage": "Example, at the end of the body",
    "file": "Example, the whole file",
    "files": "Example, front matter by file, all else the same",
    "shell": "Example, made in a shell",
    "config": "Example, in config.toml",
    "edition": "Example, a change to a pressed edition, `…` being anything",
}
#: How examples write what a page cannot show.
LEGEND = "`<U+200B>` stands for that character, `<0xE9>` for that byte, `<text × 9>` for the text nine times."

_PARTS = re.compile(r"(.+?)\n\n(.+?)\n\nExample, ([a-z ]+):\n(.+)\n\nRemedy: (.+)", re.DOTALL)
_MARK = re.compile(r"<U\+([0-9A-F]{4,6})>|<0x([0-9A-F]{2})>|<([^<>]+) × (\d{1,4})>")


@dataclass(frozen=True, slots=True)
class Example:
    """Lines that give the finding; `kind` is one of EXAMPLES and says what they are lines of."""

    kind: str
    lines: tuple[str, ...]

    @property
    def marked(self) -> bool:
        """Whether a mark of LEGEND is in it."""
        return any(_MARK.search(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is told of a rule; `selection` says what brings it, `fix` what `--fix` would do."""

    code: str
    name: str
    severity: Severity
    selection: str
    fix: str | None
    what: str
    why: str
    example: Example
    remedy: str


def explain(rule: Rule) -> Explanation:
    """The parts of a rule's docstring, with what the catalogue knows of it.

    Raises:
        ValueError: the docstring has not the four parts.
    """
    parts = _PARTS.fullmatch(rule.documentation)
    if parts is None or parts[3] not in EXAMPLES:
        raise ValueError(f"the docstring of {rule.code} has not the four parts")
    what, why, kind, lines, remedy = parts.groups()
    example = Example(kind, tuple(line.removeprefix("    ") for line in lines.split("\n")))
    return Explanation(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        selection=_selection(rule),
        fix=fix_of(rule.code),
        what=_flowing(what),
        why=_flowing(why),
        example=example,
        remedy=_flowing(remedy),
    )


def fix_of(code: str) -> str | None:
    """What a fix of this rule does, in a few words; None where there is none."""
    fixer = fixer_of(code)
    return fixer.described if fixer else None


def family_of(rule: Rule) -> str:
    """What the rule's family is about: the door plate of its module, such as "FM: the lines between …"."""
    check = rule.check or rule.compare or rule.judge or rule.survey
    plate = sys.modules[check.__module__].__doc__ if check else None
    return (plate or "").partition(".")[0]


def spell_out(text: str) -> bytes:
    """The bytes that an example's text stands for: UTF-8, with the marks of LEGEND replaced."""
    return _MARK.sub(_unmarked, text).encode("utf-8", "surrogateescape")


def _unmarked(mark: re.Match[str]) -> str:
    character, byte, repeated, times = mark.groups()
    if character:
        return chr(int(character, 16))
    if byte:
        return bytes([int(byte, 16)]).decode("ascii", "surrogateescape")
    return " ".join([repeated] * int(times))


def _selection(rule: Rule) -> str:
    if not rule.default:
        return "on request, by its code or ALL"
    return "on request" if rule.severity is Severity.INFO else "by default"


def _flowing(text: str) -> str:
    return " ".join(text.split())
