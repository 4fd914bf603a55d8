"""What a YAML 1.1 reader makes of a one-line value that we read as plain text.

Told from the specification's rules for scalars in a block mapping, not with a YAML library: the widest
spread one crashes on hostile input (FACTS §4). tests/rules/test_yaml_view.py holds it against PyYAML.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from string import ascii_letters

_NOT_PRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_DOUBLE_QUOTED = re.compile(
    r'"(?:[^"\\]|\\(?:[0abtnvfre "/\\N_LP\t]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}))*"'
)
_SINGLE_QUOTED = re.compile(r"'(?:[^']|'')*'")
# `- `, `? ` and `: ` open a block, which a one-line value may not.
_BLOCK_SIGN = re.compile(r"[-?:](?:[ \t]|\Z)")
_AFTER = re.compile(r"[ \t]*\Z|[ \t]+#")
_COMMENT = re.compile(r" +#|[\x85\u2028\u2029]")
_KEY_SIGN = re.compile(r":(?:[ \t\x85\u2028\u2029]|\Z)")
# Of the letters of ASCII those that begin no typed value.
_PLAIN_LETTERS = frozenset(ascii_letters) - frozenset("FNOTYfnoty")
# YAML 1.1, types null, bool, int, float, timestamp, merge and value, as plain scalars resolve to them.
_TYPED = r"""(?x)(?: ~ | null | Null | NULL | <<
    | yes | Yes | YES | no | No | NO | true | True | TRUE | false | False | FALSE
    | on | On | ON | off | Off | OFF
    | [-+]?0b[0-1_]+ | [-+]?0[0-7_]+ | [-+]?(?:0|[1-9][0-9_]*) | [-+]?0x[0-9a-fA-F_]+
    | [-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+
    | [-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)? | \.[0-9][0-9_]*(?:[eE][-+][0-9]+)?
    | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]* | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)
    | [0-9]{4}-[0-9]{2}-[0-9]{2}
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
      (?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?
    )\Z"""


# What most archivers write into the two fields that hold one.
_USUAL_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)?\Z"
)


@cache
def _not_printable() -> re.Pattern[str]:
    """Compiled when it is needed, as the next one: that takes 3 ms."""
    return re.compile(_NOT_PRINTABLE)


@cache
def _typed() -> re.Pattern[str]:
    """Compiled when it is needed: that takes 10 ms of a start-up of 250."""
    return re.compile(_TYPED)


class View(StrEnum):
    """What a YAML reader does with the value."""

    SAME = "reads the same text"
    REJECTED = "rejects it"
    OTHERWISE = "reads another value"
    TYPED = "reads no text"


def view(raw: str) -> View:
    """How a YAML 1.1 reader takes this value of a one-line field, as it stands behind `key: `."""
    value = raw.strip(" ")
    if _USUAL_MOMENT.match(value):
        return View.TYPED
    if _is_surely_text(value):
        return View.SAME
    if _not_printable().search(value):
        return View.REJECTED
    if not value or value[0] == "#":
        return View.TYPED
    if value[0] in "@`%,]}*!" or _BLOCK_SIGN.match(value):
        return View.REJECTED
    read = _BY_FIRST_CHARACTER.get(value[0], _plain)
    return read(value)


def _is_surely_text(value: str) -> bool:
    """What needs no closer look: a letter that begins no typed value, then neither a key nor a comment."""
    first = value[:1]
    return (
        (first in _PLAIN_LETTERS or "\u3041" <= first <= "\ud7ff")
        and value.isprintable()
        and ": " not in value
        and " #" not in value
        and value[-1] != ":"
    )


def _quoted(value: str) -> View:
    quoted = (_DOUBLE_QUOTED if value[0] == '"' else _SINGLE_QUOTED).match(value)
    if quoted is None or not _AFTER.match(value, quoted.end()):
        return View.REJECTED
    # A comment behind the closing mark is text to us.
    return View.SAME if quoted.end() == len(value) else View.OTHERWISE


def _anchor(value: str) -> View:
    return View.OTHERWISE if re.match(r"&[0-9A-Za-z_-]+(?: |\Z)", value) else View.REJECTED


def _block_scalar(value: str) -> View:
    return View.OTHERWISE if re.match(r"[|>][-+]?[1-9]?[-+]?(?:\Z| +#)", value) else View.REJECTED


def _plain(value: str) -> View:
    comment = _COMMENT.search(value)
    text = value[: comment.start()] if comment else value
    if _KEY_SIGN.search(text):
        return View.REJECTED
    if _USUAL_MOMENT.match(text) or _typed().match(text):
        return View.TYPED
    return View.OTHERWISE if comment else View.SAME


def _flow(value: str) -> View:
    """A value that opens a bracket: a list or a mapping if the bracket closes at the end of the value."""
    opened: list[str] = []
    for at, char in enumerate(value):
        if char in "[{":
            opened.append("]" if char == "[" else "}")
        elif char in "]}":
            if not opened or opened.pop() != char:
                return View.REJECTED
            if not opened:
                return View.OTHERWISE if _AFTER.match(value, at + 1) else View.REJECTED
    return View.REJECTED


_BY_FIRST_CHARACTER = {
    '"': _quoted,
    "'": _quoted,
    "[": _flow,
    "{": _flow,
    "&": _anchor,
    "|": _block_scalar,
    ">": _block_scalar,
}
