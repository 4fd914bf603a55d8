"""Edits made in a text: those of the rules that go first, and of the others what does not touch them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pressrun.rules.fixes.registry import Edit, precedence

_LINE_END = re.compile(r"\r\n|\r|\n")

#: An edit and the code of the rule that it is for.
Coded = tuple[str, Edit]


class Written:
    """A text as found, its line ends included; `mark` is its byte order mark or nothing."""

    def __init__(self, text: str) -> None:
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.text = text.removeprefix("\ufeff")
        ends = list(_LINE_END.finditer(self.text))
        self._starts = [0, *(match.end() for match in ends)]
        self._break = ends[0][0] if ends else "\n"

    def with_edits(self, edits: Iterable[Coded]) -> str:
        """The text with these edits made; none of them may touch another."""
        parts = [self.mark]
        done = 0
        for start, end, (_, edit) in sorted(((*self._span(one[1]), one) for one in edits), key=_by_start):
            parts += (self.text[done:start], edit.text.replace("\n", self._break))
            done = end
        return "".join((*parts, self.text[done:]))

    def compatible(self, edits: Iterable[Coded]) -> list[Coded]:
        """Of these edits so many that none touches another, in the order of their places."""
        ranked = sorted(((*self._span(one[1]), one) for one in edits), key=_by_start)
        kept: list[tuple[int, int, Coded]] = []
        for start, end, one in ranked:
            if not kept or (start >= kept[-1][1] and start > kept[-1][0]):
                kept.append((start, end, one))
            elif precedence(one[0]) < precedence(kept[-1][2][0]):
                kept[-1] = (start, end, one)
        return [one for _, _, one in kept]

    def with_end(self, line: str) -> str:
        """The text with a line behind its last one."""
        return f"{self.mark}{self.text}{self._break}{line}"

    def _span(self, edit: Edit) -> tuple[int, int]:
        place = edit.place
        return (
            self._starts[place.line - 1] + place.column - 1,
            self._starts[place.end_line - 1] + place.end_column - 1,
        )


def _by_start(one: tuple[int, int, Coded]) -> tuple[int, int]:
    return one[0], one[1]
