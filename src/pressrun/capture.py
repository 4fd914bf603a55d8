"""A file, split but not yet believed. Splitting never fails: what is odd is kept for the rules.

The front matter is read by us and not by a YAML parser: a tenth of a real archive is not YAML
(FACTS §1), and CSafeLoader crashes the process on 30,000 nested brackets (FACTS §4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pressrun.characters import xml_legal
from pressrun.finding import Place

#: The fields the schema knows; any other key is kept, and ends a value only where it looks like a key.
KNOWN_FIELDS = ("title", "url", "source", "date", "fetch_date")
#: A field for the rules alone: the codes that are silent about this capture.
LINT_IGNORE = "lint-ignore"

_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,40}):(?:[ \t]+|$)")
# A fence this far down closes something else: a rule in an article that never had front matter.
_MAX_FRONT_MATTER_LINES = 200
_USUAL_FRONT_MATTER_LINES = 12
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
# YAML 1.2 §5.7; what is none of them stands for itself.
_ONE_QUOTED = re.compile(r'(?:[^"\\]|\\.)*')
_SIMPLE_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
_SIMPLE_ESCAPES |= {"e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_BLOCK_SCALAR = re.compile(r"[|>](?:[+-]?\d?|\d[+-])\Z")
# What XML 1.0 §2.2 forbids, as UTF-8 bytes: a look at the bytes is far quicker than one at the text.
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_NONCHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]")
# The lead bytes of the common characters: most bytes are text of some kind in either encoding.
_CHINESE = {"GBK": ("gb18030", range(0xB0, 0xD8)), "Big5": ("big5", range(0xA4, 0xC7))}
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read: why, by the name of the rule that says so, and the detail."""

    reason: str
    detail: str


class Field(NamedTuple):
    """One front-matter field as written.

    `value` is what we read, `raw` what stands on its first line after the key; `stray` are the lines
    that continue the value of a one-line field; `block` says that YAML's `|` or `>` announces them.
    """

    name: str
    value: str
    raw: str
    place: Place
    stray: tuple[int, ...] = ()
    block: bool = False


@dataclass(frozen=True)
class Capture:
    """A file as found: its fields, its body, and what was odd about its bytes.

    `text` is the whole of it, as found but for its line ends; `body` the text after the front matter, which
    starts on line `body_line`, without the characters that XML forbids. `illegal` says that there are some
    in the file, `removed` how many the body had, `accented` that a character from U+00C0 to U+00FF is.
    `encoding` names what the bytes seem to be where they are
    not UTF-8.
    """

    path: str
    text: str
    fields: tuple[Field, ...]
    body: str
    body_line: int
    opened: bool
    closed: bool
    encoding: str | None = None
    byte_order_mark: bool = False
    carriage_returns: bool = False
    illegal: bool = False
    removed: int = 0
    accented: bool = False

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their ends."""
        return tuple(self.text.split("\n"))

    @property
    def is_page(self) -> bool:
        """Whether the body is a saved HTML page and not Markdown."""
        return self.path.endswith(".html")

    def field(self, name: str) -> Field | None:
        """The field of this name; of several the last one, which is the one YAML would keep."""
        return next((field for field in reversed(self.fields) if field.name == name), None)


def split(path: str, raw: bytes) -> Capture:
    """The capture that these bytes hold. Never fails: any bytes at all give one.

    Args:
        path: posix, relative to the inbox.
        raw: the file's bytes, already capped in size by whoever read them.
    """
    text, encoding, marked = _decode(raw)
    illegal = _holds_illegal(raw)
    returns = "\r" in text
    if returns:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # The last of these lines is the rest of the text.
    top = text.split("\n", _USUAL_FRONT_MATTER_LINES)
    opened = top[0].rstrip() == "---"
    end = _closing(top[:-1]) if opened else None
    if opened and end is None:
        top = text.split("\n", _MAX_FRONT_MATTER_LINES)
        end = _closing(top)
    start = 0 if end is None else end + 1
    # Unclosed: what stands before the first blank line is still worth reading for the findings.
    fields = _fields(top, end if end is not None else _first_blank(top)) if opened else ()
    body = text[sum(map(len, top[:start])) + start :]
    legal = xml_legal(body) if illegal else body
    return Capture(
        path=path,
        text=text,
        fields=fields,
        body=legal,
        body_line=start + 1,
        opened=opened,
        closed=end is not None,
        encoding=encoding,
        byte_order_mark=marked,
        carriage_returns=returns,
        illegal=illegal,
        removed=len(body) - len(legal),
        # As UTF-8 these characters, and no others, begin with this byte.
        accented=b"\xc3" in raw,
    )


def _holds_illegal(raw: bytes) -> bool:
    return len(raw.translate(None, _CONTROLS)) < len(raw) or (
        b"\xef\xbf" in raw and _NONCHARACTERS.search(raw) is not None
    )


def first_lines(raw: bytes, count: int) -> list[str]:
    """The first lines that `split` would find in these bytes, for less; fewer where there are no more.

    Args:
        raw: the file's bytes.
        count: how many lines.
    """
    text = raw.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return b"\n".join(text.split(b"\n", count)[:count]).decode("utf-8", "replace").split("\n")


def _decode(raw: bytes) -> tuple[str, str | None, bool]:
    marked = raw.startswith(b"\xef\xbb\xbf")
    try:
        return (raw[3:] if marked else raw).decode("utf-8"), None, marked
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), _guess(raw), marked


def _guess(raw: bytes) -> str:
    if raw[:2] in _BOMS:
        return _BOMS[raw[:2]]
    shares = {name: _common_share(raw, codec, leads) for name, (codec, leads) in _CHINESE.items()}
    likeliest = max(shares, key=lambda name: shares[name])
    return likeliest if shares[likeliest] else "unknown"


def _common_share(raw: bytes, codec: str, leads: range) -> float:
    """Of the characters that these bytes are in this encoding, how many are among its common ones."""
    try:
        codes = [char.encode(codec) for char in raw.decode(codec) if "\u4e00" <= char <= "\u9fff"]
    except UnicodeDecodeError:
        return 0.0
    return sum(code[0] in leads for code in codes) / len(codes) if codes else 0.0


def _closing(lines: list[str]) -> int | None:
    for number in range(1, min(len(lines), _MAX_FRONT_MATTER_LINES)):
        if lines[number].rstrip() == "---":
            return number
    return None


def _first_blank(lines: list[str]) -> int:
    top = min(len(lines), _MAX_FRONT_MATTER_LINES)
    return next((number for number in range(1, top) if not lines[number].strip()), top)


def _fields(lines: list[str], end: int) -> tuple[Field, ...]:
    starts = [number for number in range(1, end) if _KEY.match(lines[number])]
    return tuple(_field(lines, number, until) for number, until in pairwise((*starts, end)))


def _field(lines: list[str], number: int, until: int) -> Field:
    key = _KEY.match(lines[number])
    if key is None:  # pragma: no cover  _fields only names lines that match
        raise AssertionError(lines[number])
    raw = lines[number][key.end() :].rstrip()
    more = [(at, line) for at in range(number + 1, until) if (line := lines[at].strip())]
    stray: tuple[int, ...] = ()
    name, block = key[1], raw[:1] in {"|", ">"} and _BLOCK_SCALAR.match(raw) is not None
    if name not in KNOWN_FIELDS:
        value = "\n".join((raw, *(lines[at] for at, _ in more))).strip()
    elif block:
        value = " ".join(text for _, text in more)
    else:
        value = _unquote(" ".join((raw, *(text for _, text in more))).strip())
        stray = tuple(at + 1 for at, _ in more)
    place = Place(number + 1, key.end() + 1, number + 1, key.end() + 1 + len(raw))
    return Field(name, value, raw, place, stray, block)


def _unquote(value: str) -> str:
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
