"""Caps on nesting, in front of the parsers: nh3 is quadratic in it (FACTS §4)."""

from __future__ import annotations

import html
import re

from pressrun.markup.blocks import Block

#: Elements inside elements; the deepest real page of the sample has a tenth of it.
MAX_DEPTH = 100
_MARKERS = re.compile(r"(?m)^[ \t]*(?:(?:[>*+-]|\d{1,9}[.)])[ \t]*){%d}" % MAX_DEPTH)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*>")
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})


def too_deep(body: str, *, page: bool) -> bool:
    """Whether a body nests deeper than MAX_DEPTH."""
    return deep_markup(body) if page else _MARKERS.search(body) is not None


def deep_markup(markup: str) -> bool:
    """Whether HTML nests deeper than MAX_DEPTH."""
    if markup.count("<") - markup.count("</") <= MAX_DEPTH and markup.count("</") <= MAX_DEPTH:
        return False
    depth = 0
    for closing, name in _TAG.findall(markup):
        if name.lower() not in _VOID:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > MAX_DEPTH:
                return True
    return False


def flatten(body: str) -> list[Block]:
    """The body as plain paragraphs: its text, without any structure."""
    paragraphs = re.split(r"\n\s*\n", body)
    return [Block("p", f"<p>{html.escape(text.strip(), quote=False)}</p>") for text in paragraphs if text.strip()]
