"""Strangers' text on a terminal: nothing that moves the cursor, and columns that line up."""

from __future__ import annotations

from wcwidth import wcswidth


def printable(text: str) -> str:
    """The text with control, format and surrogate characters written as escapes (a bidi override, say)."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in " \u3000\xa0" else _escape(char) for char in text)


def width(text: str) -> int:
    """How many terminal columns the text takes: a wide character two, a combining one none."""
    # Only characters that wcwidth knows no width of make it say -1, and `printable` has escaped those.
    return max(0, wcswidth(text))


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
