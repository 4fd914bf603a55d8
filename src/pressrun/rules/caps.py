"""Whether a body is over one of the press's caps, and which: a look in front of a dear rendering."""

from __future__ import annotations

import re

from pressrun.capture import Capture
from pressrun.markup.depth import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_TAGS,
    too_deep_markup,
    too_deep_page,
    too_wide_markdown,
)
from pressrun.markup.markdown import render_markdown

# A body can only nest deeper than the cap where lists and quotations reach half of it, each of them a
# column of some line, or emphasis does, each of it two characters of some paragraph.
_STEEP_LINE = re.compile(r"\n([ \t>*+\-0-9.)]{10,}+)")
_STEEP_START = re.compile(r"[ \t>*+\-0-9.)]{10,}+")
_SIGN = re.compile(r"[>*+\-.)]")
_STEEP_COLUMNS, _STEEP_SIGNS = 40, 12
_STEEP_PARAGRAPH = 90
# A delimiter that can open emphasis: neither a bullet nor an underscore inside a word or an address.
# What it begins with stands first, because re looks quickly for that alone.
_OPENING = re.compile(r"\*(?=\S)|_(?<![0-9A-Za-z]_)(?=\S)")


def over_a_cap(capture: Capture) -> str | None:
    """What of the body is over which cap, and what becomes of it; None where nothing is."""
    body = capture.body
    if capture.is_page:
        over = f"more than {MAX_TAGS} tags, or elements nested deeper than {MAX_DEPTH}"
        return f"{over}; all is shown as text" if too_deep_page(body) else None
    if len(body) > MAX_LENGTH:
        return f"{len(body)} characters, of which {MAX_LENGTH} are read; split the page"
    if _may_be_wide(body) and too_wide_markdown(body):
        return f"a table of more than {MAX_COLUMNS} columns or {MAX_CELLS} cells; all is shown as text"
    if _is_steep(body) and too_deep_markup(render_markdown(body)):
        return f"lists, quotations or emphasis nest deeper than {MAX_DEPTH}; all is shown as text"
    return None


def _may_be_wide(body: str) -> bool:
    """Whether a row of a table would be over a cap if it held every bar of the body."""
    if "|" not in body:
        return False
    bars = body.count("|") + 1
    return bars > MAX_COLUMNS or bars * body.count("\n") > MAX_CELLS


def _is_steep(body: str) -> bool:
    """Whether it is worth rendering the body to measure its depth."""
    first = _STEEP_START.match(body)
    prefixes = [*((first[0],) if first else ()), *_STEEP_LINE.findall(body)]
    # White space alone nests nothing: each level was opened by a sign of its own.
    if (
        any(len(prefix.expandtabs(4)) >= _STEEP_COLUMNS for prefix in prefixes)
        and len(_SIGN.findall("".join(prefixes))) >= _STEEP_SIGNS
    ):
        return True
    return _marks(body) > _STEEP_PARAGRAPH and any(
        len(paragraph) > _STEEP_PARAGRAPH
        and _marks(paragraph) > _STEEP_PARAGRAPH
        and len(_OPENING.findall(paragraph)) > _STEEP_PARAGRAPH // 2
        for paragraph in body.split("\n\n")
    )


def _marks(text: str) -> int:
    return text.count("*") + text.count("_")
