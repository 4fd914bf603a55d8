"""A Markdown body without its code: what the MD and SE rules read.

Code is blanked, not removed: a line stays on its number and a character in its column. The blocks are
told as CommonMark tells them, as far as fences, indented code and list items go; link targets (`links`)
and tags are then looked for in what is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pressrun.finding import Place
from pressrun.rules.brackets import is_escaped
from pressrun.rules.subject import Subject

# Possessive throughout: none of these may backtrack on a hostile line.
_FENCE = re.compile(r"((?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*+)(`{3,}+|~{3,}+)(.*)")
_ITEM = re.compile(r"[ \t]*+(?:[-*+]|\d{1,9}+[.)])[ \t]")
# What a line starts with, unless it is a line of text at the margin.
_STRUCTURE = frozenset(" \t>-*+`~0123456789")
# A first character of its own, for which re looks quickly: a tenth of the time of "`++".
_TICKS = re.compile("``*+")
_CODE_INDENT = 4


class Fence(NamedTuple):
    """The opening line of fenced code: its number in the body from 0, what stands before it, its ticks."""

    number: int
    before: str
    ticks: str
    #: The column of the list item that it belongs to.
    item: int = 0

    def closed_by(self, line: str) -> bool:
        """Whether this line is the closing fence."""
        if self.ticks not in line:
            return False
        rest = line.lstrip(" \t>")
        ticks = rest.rstrip()
        indent = _width(line[: len(line) - len(rest)].replace(">", ""))
        return (
            len(ticks) >= len(self.ticks)
            and ticks.strip(self.ticks[0]) == ""
            and indent < _width(self.before) + _CODE_INDENT
        )

    def left_by(self, line: str) -> bool:
        """Whether the quotation or list item around the code ends in front of this line."""
        if ">" in self.before:
            return not line.lstrip().startswith(">")
        return bool(self.item and line.strip()) and _indent(line) < self.item


@dataclass(frozen=True, slots=True)
class Prose:
    """A body with its code blanked; `line` is its first in the file, `fence` the one that never closes."""

    text: str = ""
    line: int = 1
    fence: Fence | None = None

    def place(self, start: int, end: int) -> Place:
        """Where this stretch of the text stands in the file; its first line, should it run over several."""
        number = self.line + self.text.count("\n", 0, start)
        column = start - self.text.rfind("\n", 0, start)
        stop = self.text.find("\n", start, end)
        return Place(number, column, number, column + (end if stop < 0 else stop) - start)


def prose_of(subject: Subject) -> Prose:
    """The body's prose; empty where there is no digest, or a saved page instead of Markdown."""
    return subject.once("prose", lambda: _prose(subject))


def and_more(count: int) -> str:
    """What a message says of the places behind the first one."""
    return f" (and {count} more)" if count else ""


def _prose(subject: Subject) -> Prose:
    capture = subject.capture
    if capture is None or not subject.believed or capture.is_page:
        return Prose()
    start = capture.body_line
    # As found where something illegal was left out of the body: columns count what is in the file.
    text = "\n".join(capture.lines[start - 1 :]) if capture.illegal else capture.body
    fence = None
    if _has_blocks(text):
        lines, fence = _without_blocks(text.split("\n"))
        text = "\n".join(lines)
    return Prose(_without_spans(text) if "`" in text else text, start, fence)


def _has_blocks(text: str) -> bool:
    """Whether there may be fenced or indented code. A look for one character is four times as quick."""
    return (
        ("`" in text and "```" in text)
        or ("~" in text and "~~~" in text)
        or "\n\n    " in text
        or ("\t" in text and "\n\n\t" in text)
    )


def _without_blocks(lines: Iterable[str]) -> tuple[list[str], Fence | None]:
    """The lines with those of fenced and indented code emptied, and the fence that is open at the end."""
    kept = []
    fence: Fence | None = None
    # The columns of the list items that are open, and whether a blank line or code is right in front.
    items: list[int] = []
    after_blank = True
    for number, line in enumerate(lines):
        if fence is not None:
            if not fence.left_by(line):
                kept.append("")
                fence = None if fence.closed_by(line) else fence
                continue
        elif not line:
            kept.append(line)
            after_blank = True
            continue
        elif line[0] not in _STRUCTURE:
            # The common case: a line of text at the margin. Behind a blank line it ends every list.
            kept.append(line)
            items, after_blank = [] if after_blank else items, False
            continue
        fence, code = _structure(line, number, items, after_blank=after_blank)
        kept.append("" if fence or code else line)
        # Behind a blank line or more code, an indented line is code; behind prose it goes on with it.
        after_blank = code or not line.strip()
    return kept, fence


def _structure(line: str, number: int, items: list[int], *, after_blank: bool) -> tuple[Fence | None, bool]:
    """The fence that a line opens, and whether it is indented code; `items` are those open behind it."""
    marker, indent = _ITEM.match(line), _indent(line)
    opening = _FENCE.match(line) if "```" in line or "~~~" in line else None
    if line.strip() and (opening or after_blank or marker):
        while items and items[-1] > indent:
            items.pop()
    fence = _opened(opening, number, items) if opening else None
    code = not fence and after_blank and indent >= _column(items) + _CODE_INDENT
    if marker and not code:
        items.append(_width(marker[0]))
    return fence, code


def _opened(match: re.Match[str], number: int, items: list[int]) -> Fence | None:
    """The fence that a line opens, if its ticks do; `items` are the list items that it stands in."""
    if match[2][0] == "`" and "`" in match[3]:
        return None
    before = _width(match[1])
    marked = match[1].strip() != ""
    if not marked and before - _column(items) >= _CODE_INDENT:
        return None
    return Fence(number, match[1], match[2], before if marked else _column(items))


def _column(items: list[int]) -> int:
    """Where the text of the innermost list item begins; 0 outside a list."""
    return items[-1] if items else 0


def _indent(line: str) -> int:
    return _width(line[: len(line) - len(line.lstrip(" \t"))])


def _width(text: str) -> int:
    return len(text.expandtabs(4)) if "\t" in text else len(text)


def _without_spans(text: str) -> str:
    """The text with `code` between equal runs of backticks blanked, inside one paragraph."""
    parts: list[str] = []
    done = 0
    for start, end in _spans(text):
        if start >= done:
            parts += (text[done:start], "\n".join(" " * len(line) for line in text[start:end].split("\n")))
            done = end
    return "".join((*parts, text[done:]))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where code spans may stand: from each run of backticks to the next one of the same length."""
    runs = [match.span() for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}
    spans = []
    for start, end in reversed(runs):
        close = following.get(end - start)
        if close is not None and not is_escaped(text, start) and text.find("\n\n", end, close) < 0:
            spans.append((start, close + end - start))
        following[end - start] = start
    return reversed(spans)
