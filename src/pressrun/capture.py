"""A file, split but not yet believed. Splitting never fails: what is odd is kept for the rules.

A saved page needs no front matter. It may have some all the same, or the sidecar: a comment on top of it
that holds the same lines, so that browsers show the page as it was.

    <!--
    ---
    fetch_date: 2025-03-15T08:30:00+08:00
    ---
    -->

The front matter is read by us and not by a YAML parser: a tenth of a real archive is not YAML
(FACTS §1), and CSafeLoader crashes the process on 30,000 nested brackets (FACTS §4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pressrun.characters import decoded, illegal_character, xml_legal
from pressrun.finding import Place
from pressrun.quoting import unquoted

#: The fields the schema knows; any other key is kept, and ends a value only where it looks like a key.
KNOWN_FIELDS = ("title", "url", "source", "date", "fetch_date")
#: A field for the rules alone: the codes that are silent about this capture.
LINT_IGNORE = "lint-ignore"

_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,40}):(?:[ \t]+|$)")
# A fence this far down closes something else: a rule in an article that never had front matter.
_MAX_FRONT_MATTER_LINES = 200
_USUAL_FRONT_MATTER_LINES = 12
_BLOCK_SCALAR = re.compile(r"[|>](?:[+-]?\d?|\d[+-])\Z")
# What XML 1.0 §2.2 forbids, in any encoding that has ASCII: one pass over bytes deletes a set of them.
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
#: What the name of a saved page ends in.
PAGE = ".html"
# What stands in front of the opening fence, and behind the closing one.
_SIDECAR, _NO_COMMENT = (("<!--",), ("-->",)), ((), ())


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read: why, by the name of the rule that says so, and the detail."""

    reason: str
    detail: str


class Field(NamedTuple):
    """One front-matter field as written.

    `value` is what we read, `raw` what stands on its first line after the key; `stray` are the lines
    that continue the value of a one-line field; `block` says that YAML's `|` or `>` announces them.
    `written` is False where nobody wrote the field down, and the saved page says it itself.
    """

    name: str
    value: str
    raw: str
    place: Place
    stray: tuple[int, ...] = ()
    block: bool = False
    written: bool = True


@dataclass(frozen=True)
class Capture:
    """A file as found: its fields, its body, and what was odd about its bytes.

    `text` is the whole of it, as found but for its line ends; `body` the text after the front matter, which
    starts on line `body_line`, without the characters that XML forbids. `illegal` says that there are some
    in the file, `removed` how many the body had, `accented` that a character from U+00C0 to U+00FF is.
    `encoding` names what the bytes seem to be where they are not UTF-8; `charset` what a saved page says
    that they are, and was right.
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
    charset: str = "utf-8"

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their ends."""
        return tuple(self.text.split("\n"))

    @property
    def is_page(self) -> bool:
        """Whether the body is a saved HTML page and not Markdown."""
        return self.path.endswith(PAGE)

    @property
    def readable(self) -> bool:
        """Whether there are fields to speak about: those of closed front matter, or a page's own."""
        return self.encoding is None and (
            self.closed or (self.is_page and not self.opened and bool(self.fields))
        )

    def field(self, name: str) -> Field | None:
        """The field of this name; of several the last one, which is the one YAML would keep."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        # Nearly every rule about front matter asks for one.
        return {field.name: field for field in self.fields}


def split(path: str, raw: bytes) -> Capture:
    """The capture that these bytes hold. Never fails: any bytes at all give one.

    Args:
        path: posix, relative to the inbox.
        raw: the file's bytes, already capped in size by whoever read them.
    """
    page = path.endswith(PAGE)
    text, encoding, charset = decoded(raw, declared=page)
    # In another charset these bytes say something else, and others say what is forbidden.
    illegal = _holds_illegal(raw, text) or (charset != "utf-8" and illegal_character(text) is not None)
    returns = "\r" in text
    if returns:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    top = _top(text, page=page)
    fields, start, opened, closed = _front_matter(top, page=page)
    body = text[sum(map(len, top[:start])) + start :]
    legal = xml_legal(body) if illegal else body
    return Capture(
        path=path,
        text=text,
        fields=fields,
        body=legal,
        body_line=start + 1,
        opened=opened,
        closed=closed,
        encoding=encoding,
        byte_order_mark=raw.startswith(b"\xef\xbb\xbf"),
        carriage_returns=returns,
        illegal=illegal,
        removed=len(body) - len(legal),
        # As UTF-8 these characters, and no others, begin with this byte.
        accented=b"\xc3" in raw,
        charset=charset,
    )


def _top(text: str, *, page: bool) -> list[str]:
    """The first lines of the text: at least those that front matter can take."""
    lines = text.split("\n", _USUAL_FRONT_MATTER_LINES)[:_USUAL_FRONT_MATTER_LINES]
    if not page and (lines[0].rstrip() != "---" or _closing(lines, 0) is not None):
        return lines
    # Twice as many, for a sidecar and what stands below it; the last of them is the rest of the text.
    return text.split("\n", 2 * _MAX_FRONT_MATTER_LINES + 4)


def _holds_illegal(raw: bytes, text: str) -> bool:
    # Each kind where it is found soonest: the text is searched for one character as fast as memory is read.
    return len(raw.translate(None, _CONTROLS)) < len(raw) or "\ufffe" in text or "\uffff" in text


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


def _front_matter(lines: list[str], *, page: bool) -> tuple[tuple[Field, ...], int, bool, bool]:
    """The fields, the lines that they and their fences take, whether any opens, whether all are closed."""
    fields: tuple[Field, ...] = ()
    start, opened = 0, False
    for before, behind in (_SIDECAR, _NO_COMMENT) if page else (_NO_COMMENT,):
        fence = start + len(before)
        if [*map(str.rstrip, lines[start : fence + 1])] != [*before, "---"]:
            continue
        opened = True
        end = _closing(lines, fence)
        if end is None or tuple(map(str.rstrip, lines[end + 1 : end + 1 + len(behind)])) != behind:
            # Unclosed: what stands before the first blank line is still worth reading for the findings.
            return _joined(_fields(lines, fence, _first_blank(lines, fence)), fields), start, True, False
        # The sidecar comes first and overrules what an archiver wrote below it.
        fields = _joined(_fields(lines, fence, end), fields)
        start = end + 1 + len(behind)
    return fields, start, opened, opened


def _joined(more: tuple[Field, ...], fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields, and of the more those of other names."""
    if not fields:
        return more
    known = {field.name for field in fields}
    return (*fields, *(field for field in more if field.name not in known))


def _closing(lines: list[str], fence: int) -> int | None:
    for number in range(fence + 1, min(len(lines), fence + _MAX_FRONT_MATTER_LINES)):
        if lines[number].rstrip() == "---":
            return number
    return None


def _first_blank(lines: list[str], fence: int) -> int:
    top = min(len(lines), fence + _MAX_FRONT_MATTER_LINES)
    return next((number for number in range(fence + 1, top) if not lines[number].strip()), top)


def _fields(lines: list[str], fence: int, end: int) -> tuple[Field, ...]:
    keys = [(number, key) for number in range(fence + 1, end) if (key := _KEY.match(lines[number]))]
    ends = [*(number for number, _ in keys), end][1:]
    return tuple(_field(lines, number, key, until) for (number, key), until in zip(keys, ends, strict=True))


def _field(lines: list[str], number: int, key: re.Match[str], until: int) -> Field:
    column = key.end()
    raw = lines[number][column:].rstrip()
    more = [(at, line) for at in range(number + 1, until) if (line := lines[at].strip())]
    stray: tuple[int, ...] = ()
    name, block = key[1], raw[:1] in {"|", ">"} and _BLOCK_SCALAR.match(raw) is not None
    if name not in KNOWN_FIELDS:
        value = "\n".join((raw, *(lines[at] for at, _ in more))).strip()
    elif block:
        value = " ".join(text for _, text in more)
    elif more:
        value = unquoted(" ".join((raw, *(text for _, text in more))).strip())
        stray = tuple(at + 1 for at, _ in more)
    else:
        value = unquoted(raw.strip())
    place = Place(number + 1, column + 1, number + 1, column + 1 + len(raw))
    return Field(name, value, raw, place, stray, block)
