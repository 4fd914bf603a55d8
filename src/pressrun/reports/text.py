r"""Strangers' text in a report: valid in its syntax, and nothing in it moves a cursor.

A byte of a file name that is no UTF-8 reaches us as a lone surrogate, which neither UTF-8 nor XML can
hold and which I-JSON forbids even as an escape (RFC 7493 §2.1). Every report writes it as the six
characters `\udcXX`, XX being the byte; a character that XML forbids is `\xXX` there in the same way.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator

from pressrun.characters import illegal_character

_SPELLED = re.compile(r"\\u(dc[89a-f][0-9a-f])")
_WIDE = frozenset("WF")
_AS_EMOJI = "\ufe0f"
_OVER_ANOTHER = frozenset({"Mn", "Me", "Cf"})
# `str.isprintable` calls them unprintable, yet they are the spaces of Chinese and French texts.
_SPACES = " \u3000\xa0"
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def printable(text: str) -> str:
    """The text with control, format and surrogate characters written as escapes (a bidi override, say)."""
    if text.isprintable():
        return text
    return "".join(char if _shows(char) else _escape(char) for char in text)


def width(text: str) -> int:
    """How many terminal columns the text takes: a wide character two, a combining one none.

    By Unicode's own data (UAX #11), with the selector that makes a sign an emoji of two columns.
    """
    if text.isascii():
        return len(text)
    total = last = 0
    for char in text:
        columns = 1 if char == _AS_EMOJI and last == 1 else _columns(char)
        total += columns
        last = last + columns if char == _AS_EMOJI else columns or last
    return total


def _columns(char: str) -> int:
    if unicodedata.category(char) in _OVER_ANOTHER:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def spelled(text: str) -> str:
    """The text with each lone surrogate spelled out, so that UTF-8 can hold it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def unspelled(text: str) -> str:
    """What `spelled` made the text of; characters that only look like a spelled one are taken for it."""
    return _SPELLED.sub(lambda match: chr(int(match[1], 16)), text)


def json_text(value: object) -> str:
    """The value as JSON on one line; what is not printable is written as an escape, and so not lost."""
    return escaped_json(json.dumps(value, ensure_ascii=False))


def escaped_json(text: str) -> str:
    """JSON on one line, with every character that is not printable as its escape."""
    if text.isprintable():
        return text
    return "".join(char if _shows(char) else _json_escape(char) for char in text)


def xml_text(text: str) -> str:
    """The text for an XML 1.0 element or a quoted attribute."""
    return "".join(_MARKUP.get(char) or (char if _shows(char) else _xml_escape(char)) for char in text)


def comma_separated(lines: Iterable[str]) -> Iterator[str]:
    """The lines with a comma behind each but the last."""
    before = None
    for line in lines:
        if before is not None:
            yield before + ","
        before = line
    if before is not None:
        yield before


def _shows(char: str) -> bool:
    return char.isprintable() or char in _SPACES


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _json_escape(char: str) -> str:
    # Only strings hold such characters, so an escape is right wherever one is found.
    return "\\" + _escape(char) if "\ud800" <= char <= "\udfff" else json.dumps(char)[1:-1]


def _xml_escape(char: str) -> str:
    return f"&#{ord(char)};" if illegal_character(char) is None else _escape(char)
