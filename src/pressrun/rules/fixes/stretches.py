"""Offsets in a body's prose as places in the file."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from pressrun.finding import Place
from pressrun.rules.prose import prose_of
from pressrun.rules.subject import Subject


def place_of(subject: Subject, start: int, end: int) -> Place:
    """Where this stretch of the prose stands, over several lines if it spans them."""
    starts = subject.once("line starts", lambda: _starts(prose_of(subject).text))
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
    line = prose_of(subject).line
    return Place(line + first, start - starts[first] + 1, line + last, end - starts[last] + 1)


def _starts(text: str) -> list[int]:
    lines = text.split("\n")
    return list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))
