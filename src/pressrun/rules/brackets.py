"""Square brackets of Markdown: which one opens what another closes."""

from __future__ import annotations

#: How far behind the start of its text a link is looked for.
_LONGEST_LINK_TEXT = 1_000
_MOST_INNER_BRACKETS = 8


def is_escaped(text: str, at: int) -> bool:
    """Whether a backslash in front of it makes a character mean itself."""
    return text[at - 1 : at] == "\\"


def is_picture(text: str, bracket: int) -> bool:
    """Whether the `]` at this offset closes the text of a picture."""
    return picture_start(text, bracket) is not None


def picture_start(text: str, bracket: int) -> int | None:
    """Where the picture begins whose text the `]` at this offset closes; None where it closes another."""
    opening = opening_of(text, bracket)
    return opening - 1 if opening and text[opening - 1] == "!" else None


def opening_of(text: str, bracket: int) -> int | None:
    """The `[` that the `]` at this offset closes; None where it is too far away or behind too many others."""
    floor, inner, at = max(0, bracket - _LONGEST_LINK_TEXT), 0, bracket
    for _ in range(2 * _MOST_INNER_BRACKETS + 1):
        opened = text.rfind("[", floor, at)
        closed = text.rfind("]", max(opened, floor), at)
        at = max(opened, closed)
        if at < 0 or (at == opened and not inner and not is_escaped(text, at)):
            return None if at < 0 else at
        if not is_escaped(text, at):
            inner += 1 if at == closed else -1
    return None
