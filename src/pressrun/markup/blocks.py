"""Rendered HTML as a row of top-level blocks: what the item grammars read.

The splitter is a scan for block tags and not a parser. That is safe only because its input is
machine-made and balanced: comrak's output with raw HTML escaped, or a tree serialised by
BeautifulSoup. Strangers' HTML never comes here as it was found.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

_NESTING = frozenset({"ul", "ol", "blockquote", "pre", "table", "figure"})
_OPENING = re.compile(r"<(p|h[1-6r]|ul|ol|blockquote|pre|table|figure)\b[^>]*>")
_NESTED = re.compile(r"<(/?)(?:ul|ol|blockquote|pre|table|figure)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<br\b[^>]*>\n?")
_IMAGE = re.compile(r"<img\b")
# A picture, or a character between tags that is more than white space or a joiner.
_SEEN = re.compile(r"<img\b|>[\s\u200b\u200d\ufeff]*[^<\s\u200b\u200d\ufeff]")


def text_of(markup: str) -> str:
    """The text of a piece of HTML: tags dropped, line breaks kept, entities read."""
    if "<br" in markup:
        markup = _BREAK.sub("\n", markup)
    text = _TAG.sub("", markup)
    return html.unescape(text) if "&" in text else text


# The rooms of markup ask a body's blocks one after another, and a body has hardly more than so many.
@lru_cache(maxsize=256)
def _shown(markup: str) -> str:
    return text_of(markup).strip("\u200b\ufeff \t\n\r\u3000\xa0")


class Block(NamedTuple):
    """One top-level element; `tag` is its name, "p" for loose text."""

    tag: str
    html: str

    @property
    def text(self) -> str:
        """The block's text without surrounding white space; empty for a picture or a rule."""
        return _shown(self.html)

    @property
    def lines(self) -> list[str]:
        """The block's lines of text, stripped, without the empty ones."""
        return [line for line in map(str.strip, self.text.split("\n")) if line]

    @property
    def pictured(self) -> bool:
        """Whether the block shows a picture."""
        return _IMAGE.search(self.html) is not None

    @property
    def void(self) -> bool:
        """Whether a reader would see nothing of it: no text, no picture, no rule."""
        return self.tag != "hr" and not _SEEN.search(self.html)


def split_blocks(markup: str) -> list[Block]:
    """The top-level blocks of balanced HTML, in order; text outside any block becomes a paragraph."""
    return [block for block in _scan(markup) if not block.void]


def join_blocks(blocks: Iterable[Block]) -> str:
    """The HTML of these blocks, one a line."""
    return "\n".join(block.html for block in blocks)


def _scan(markup: str) -> Iterator[Block]:
    end = 0
    while opening := _OPENING.search(markup, end):
        yield from _loose(markup[end : opening.start()])
        tag = opening[1]
        end = opening.end() if tag == "hr" else _end(markup, tag, opening.end())
        yield Block(tag, markup[opening.start() : end])
    yield from _loose(markup[end:])


def _end(markup: str, tag: str, position: int) -> int:
    """Behind the tag that closes this block; a paragraph or heading holds no other block."""
    if tag not in _NESTING:
        closing = markup.find(f"</{tag}>", position)
        return closing + len(tag) + 3 if closing >= 0 else len(markup)
    depth = 1
    for match in _NESTED.finditer(markup, position):
        depth += -1 if match[1] else 1
        if depth == 0:
            return match.end()
    return len(markup)


def _loose(text: str) -> Iterator[Block]:
    if text in {"", "\n"}:
        return
    for paragraph in map(str.strip, text.split("\n\n")):
        if paragraph:
            yield Block("p", f"<p>{paragraph}</p>")
