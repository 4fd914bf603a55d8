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

#: Characters of a body that are read; the longest of the sample has a sixth of it.
MAX_LENGTH = 128 * 1024
#: Elements inside elements; the deepest page of the sample has 18.
MAX_DEPTH = 100
#: Columns of a table, and columns times lines of a body.
MAX_COLUMNS = 256
MAX_CELLS = 100_000

_DELIMITER_ROW = re.compile(r"(?m)^[ \t\v\f>*+\-0-9.):|]+$")
_NESTING = ("<blockquote", "<ul", "<ol", "<em", "<strong")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*>")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)


def too_wide_markdown(body: str) -> bool:
    """Whether a table of this text could grow into more cells than memory holds."""
    if "|" not in body:
        return False
    columns = 1 + max((row.count("|") for row in _DELIMITER_ROW.findall(body)), default=0)
    return columns > MAX_COLUMNS or columns * body.count("\n") > MAX_CELLS


def too_deep_markup(markup: str) -> bool:
    """Whether comrak's HTML nests deeper than MAX_DEPTH. Few pages have enough tags to need a look."""
    return sum(map(markup.count, _NESTING)) > MAX_DEPTH and _depth(markup) > MAX_DEPTH


def too_deep_page(page: str) -> bool:
    """Whether a stranger's HTML nests deeper than MAX_DEPTH."""
    return _depth(page) > MAX_DEPTH


def flatten(text: str) -> list[Block]:
    """A text as plain paragraphs, without any structure."""
    paragraphs = map(str.strip, text.split("\n\n"))
    return [
        Block("p", f"<p>{html.escape(paragraph, quote=False)}</p>") for paragraph in paragraphs if paragraph
    ]


def _depth(markup: str) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(markup):
        if name.lower() not in _VOID:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest
