"""Strangers' text on a terminal: nothing that moves the cursor, and columns that line up."""

from __future__ import annotations

import unicodedata

_WIDE = frozenset("WF")


def printable(text: str) -> str:
    """The text with control, format and surrogate characters written as escapes (a bidi override, say)."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in " \u3000\xa0" else _escape(char) for char in text)


def width(text: str) -> int:
    """How many terminal columns the text takes: two for a wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in _WIDE else 1
        for char in text
    )


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
