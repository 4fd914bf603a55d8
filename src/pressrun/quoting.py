"""A value in quotation marks, as YAML writes it, and the text that it stands for."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
# YAML 1.2 §5.7; what is none of them stands for itself.
_ONE_QUOTED = re.compile(r'(?:[^"\\]|\\.)*')
_SIMPLE_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
_SIMPLE_ESCAPES |= {"e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def unquoted(value: str) -> str:
    """The text of a value without the quotation marks around it, its escapes read; never fails."""
    if len(value) >= 2 and value[0] == value[-1] == '"':  # noqa: PLR2004  a pair of quotes
        inner = value[1:-1]
        # A quotation mark inside means that the pair is part of the text: "A" and "B".
        if _ONE_QUOTED.fullmatch(inner):
            return _ESCAPE.sub(_unescape, inner)
    if len(value) >= 2 and value[0] == value[-1] == "'":  # noqa: PLR2004
        inner = value[1:-1]
        if "'" not in inner.replace("''", ""):
            return inner.replace("''", "'")
    return value


def _unescape(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        number = int(digits, 16)
        # Beyond the last code point, or half of a surrogate pair: no character at all.
        return "\ufffd" if number > _LAST_CODE_POINT or number in _SURROGATES else chr(number)
    return _SIMPLE_ESCAPES.get(match[4], match[4])
