"""Front-matter values written so that we and every YAML reader read the same text."""

from __future__ import annotations

import re
from functools import cache

from pressrun.capture import Field, split
from pressrun.finding import Place
from pressrun.rules.fixes.registry import Edit
from pressrun.rules.yaml_view import View, view

# What only an escape can hold in YAML (1.2 §5.1, 1.1's line breaks too), and what nobody sees.
_ESCAPED = "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_BYTE, _WORD = 0xFF, 0xFFFF


@cache
def _escaped() -> re.Pattern[str]:
    """Compiled when it is needed, which only a fix does: that takes 3 ms of a start-up of 350."""
    return re.compile(_ESCAPED)


def quoted(value: str, *, single: bool = False) -> str:
    """The value as a YAML scalar in quotation marks, on one line.

    Double ones, unless the value holds those or a backslash, or `single` asks for the others; a value with
    a character that YAML wants escaped always has double ones, for only these know escapes.
    """
    escape = _escaped().search(value.replace("\t", " ")) is not None
    if not escape and (single or '"' in value or "\\" in value):
        return "'" + value.replace("'", "''") + "'"
    marked = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_escaped().sub(_code, marked)}"'


def rewritten(field: Field, value: str) -> Edit | None:
    """The edit that gives the field this value, in the style that it has; None where there is no way."""
    if field.block or field.stray or not field.written:
        return None
    for text in _spellings(field, value):
        if _read(field.name, text) == value:
            return Edit(field.place, text)
    return None


def _spellings(field: Field, value: str) -> tuple[str, ...]:
    if field.raw == field.value and (view(value) is View.SAME or view(field.raw) is not View.SAME):
        return value, quoted(value)
    return (quoted(value, single=field.raw.startswith("'")), quoted(value))


def in_quotes(field: Field) -> Edit | None:
    """The edit that puts the field's value in quotation marks."""
    text = quoted(field.value)
    return Edit(field.place, text) if _read(field.name, text) == field.value else None


def joined(field: Field, lines: tuple[str, ...]) -> Edit:
    """The edit that writes a field of several lines on one."""
    rest = " ".join(lines[number - 1].strip() for number in field.stray)
    last = field.stray[-1]
    gap = " " if field.raw else ""
    place = Place(field.place.line, field.place.end_column, last, len(lines[last - 1]) + 1)
    return Edit(place, gap + rest)


def _read(name: str, text: str) -> str | None:
    """What we read where this is written behind the key."""
    capture = split("", f"---\n{name}: {text}\n---\n".encode("utf-8", "surrogatepass"))
    fields = capture.fields
    return fields[0].value if capture.closed and len(fields) == 1 and not fields[0].stray else None


def _code(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number <= _BYTE:
        return f"\\x{number:02X}"
    return f"\\u{number:04X}" if number <= _WORD else f"\\U{number:08X}"
