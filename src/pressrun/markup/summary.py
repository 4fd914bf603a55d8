"""A plain-text summary, cut at the end of a sentence and never in the middle of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pressrun.markup.blocks import Block, text_of

#: Characters at the most; long enough for two Chinese sentences.
LENGTH = 200
_SENTENCE_END = re.compile(r"[。！？…][」』”’）)]?|[.!?](?=\s|\Z)")
_HALF_WORD = re.compile(r"[A-Za-z0-9]{1,40}\Z")
_PROSE = frozenset({"p", "ul", "ol", "blockquote", "figure"})
_ANCHOR = re.compile(r"<a\b[^>]*>((?:[^<]|<(?!/?a\b))*+)</a>")
# A text of so many characters says something though no sentence ends in it.
_SAYING = 40
_CLOSED = re.compile(r"[。！？…：.!?:][」』”’）)\"']?\Z")


def behind_menus(blocks: Iterable[Block]) -> Iterator[str]:
    """The texts of these blocks that a summary is made of, from the first one that says something on.

    A saved site begins with menus: four of ten entries of the sample's live feeds were summed up in the words
    that most others of their column begin with. Left out are rows of links, and short lines in front of the
    first sentence; what stands beside a picture is its caption. A text that says nothing else is summed up by
    all of its lines.
    """
    prose = (block for block in blocks if block.tag in _PROSE and not block.pictured)
    passed: list[str] = []
    for block in prose:
        if _says(block):
            yield block.text
            break
        passed.append(block.text)
    else:
        yield from passed
    # A reader of these texts stops when it has enough, and no block behind is looked at.
    yield from (block.text for block in prose if not _is_menu(block))


def _says(block: Block) -> bool:
    text = block.text
    return (len(text) >= _SAYING or _CLOSED.search(text) is not None) and not _is_menu(block)


def _is_menu(block: Block) -> bool:
    """Whether more than half of the block's text leads elsewhere."""
    if "<a " not in block.html:
        return False
    linked = sum(len(text_of(text)) for text in _ANCHOR.findall(block.html))
    return 2 * linked > len(block.text)


def summarise(texts: Iterable[str]) -> str:
    """The first sentences of these texts that fit; if not even one fits, whole words and an ellipsis."""
    text = ""
    for more in texts:
        text = " ".join((*text.split(), *more.split()))
        if len(text) > LENGTH:
            break
    if len(text) <= LENGTH:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text[: LENGTH + 1]) if match.end() <= LENGTH]
    if ends:
        return text[: ends[-1]]
    words = text[: LENGTH - 1]
    space = words.rfind(" ")
    if space > LENGTH // 2:
        return f"{words[:space]}…"
    # Chinese has no spaces to cut at, but may hold a Latin word there.
    return f"{_HALF_WORD.sub('', words) if text[LENGTH - 1].isalnum() else words}…"
