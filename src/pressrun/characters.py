"""Which characters XML 1.0 allows: one that it does not kills a whole feed."""

from __future__ import annotations

import re
from collections.abc import Iterator

# XML 1.0 §2.2, Char: everything else kills a whole feed (lone surrogates included).
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ILLEGAL_RUN = re.compile(f"{_ILLEGAL.pattern}+")


def xml_legal(text: str) -> str:
    """The text without the characters that XML 1.0 forbids (§2.2): U+000B, lone surrogates and kin."""
    return _ILLEGAL.sub("", text)


def illegal_character(text: str) -> int | None:
    """The index of the first character that XML 1.0 forbids; None where there is none."""
    match = _ILLEGAL.search(text)
    return match.start() if match else None


def illegal_runs(text: str) -> Iterator[tuple[int, int]]:
    """Where characters that XML 1.0 forbids start and end (exclusive), adjacent ones together."""
    return (match.span() for match in _ILLEGAL_RUN.finditer(text))
