"""Caps on size and nesting, in front of the parsers (law 9).

Measured with comrak 0.0.16 and nh3 0.3.8 on 187 kinds of hostile text: a 9 kB table of short rows grows
into 25 MB of cells and ends the process at 25 kB, nh3 is quadratic in nesting and in `&`, deep lists
are quadratic in comrak. Under these caps the worst of them took 0.7 s; no capture of the sample comes
near one (docs/design.md). What is over a cap is published as plain text, never left out.
"""

from __future__ import annotations

import html
import re

from pressrun.markup.blocks import Block
from pressrun.markup.parts import parts_of

#: Characters of a body that are read; the longest of the sample has a sixth of it.
MAX_LENGTH = 128 * 1024
#: Elements inside elements; the deepest page of the sample has 18.
MAX_DEPTH = 100
#: Tags of a saved page, its scripts apart: beautifulsoup4 takes 17 µs for each.
MAX_TAGS = 60_000
#: Columns of a table, and columns times lines of a body.
MAX_COLUMNS = 256
MAX_CELLS = 100_000

_DELIMITER_ROW = re.compile(r"(?m)^[ \t\v\f>*+\-0-9.):|]+$")
_NESTING = ("<blockquote", "<ul", "<ol", "<em", "<strong")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
# In a stranger's HTML these end where the next one begins, so that they do not nest either.
_OPEN_ENDED = _VOID | {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option"}


def too_wide_markdown(body: str) -> bool:
    """Whether a table of this text could grow into more cells than memory holds."""
    if "|" not in body:
        return False
    columns = 1 + max((row.count("|") for row in _DELIMITER_ROW.findall(body)), default=0)
    return columns > MAX_COLUMNS or columns * body.count("\n") > MAX_CELLS


def too_deep_markup(markup: str) -> bool:
    """Whether comrak's HTML nests deeper than MAX_DEPTH. Few pages have enough tags to need a look."""
    # Half of it, because each list brings its items.
    return sum(map(markup.count, _NESTING)) > MAX_DEPTH // 2 and _depth(markup, _VOID) > MAX_DEPTH


def too_deep_page(page: str) -> bool:
    """Whether a stranger's HTML is over a cap; what its scripts compare does not count."""
    return over_a_cap(parts_of(page).markup)


def over_a_cap(markup: str) -> bool:
    """Whether a page's markup nests deeper than MAX_DEPTH or has more than MAX_TAGS tags.

    Args:
        markup: the page without its scripts, styles, drawings and comments.
    """
    return markup.count("<") > MAX_TAGS or _depth(markup, _OPEN_ENDED) > MAX_DEPTH


def shorten(text: str) -> str:
    """The text up to MAX_LENGTH, at the end of a line where there is one in its second half."""
    if len(text) <= MAX_LENGTH:
        return text
    end = text.rfind("\n", MAX_LENGTH // 2, MAX_LENGTH)
    return text[: end if end >= 0 else MAX_LENGTH]


def flatten(text: str) -> list[Block]:
    """A text as plain paragraphs, without any structure."""
    paragraphs = map(str.strip, text.split("\n\n"))
    return [
        Block("p", f"<p>{html.escape(paragraph, quote=False)}</p>") for paragraph in paragraphs if paragraph
    ]


def _depth(markup: str, flat: frozenset[str]) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(markup):
        if name.lower() not in flat:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest
