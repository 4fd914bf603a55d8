"""Lines that grammars tell items by: bold ones, and those that name an item's original."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from pressrun.markup.blocks import Block, text_of
from pressrun.markup.safe import absolute_address

#: What an item's link line begins with, however the column words it.
_LABELS = ("原文链接", "文章链接", "相关链接")
_LINK = "链接"
#: Behind the first ones, the links of a page that was not split are its menus and not its own.
MOST_LINKS = 20
_LABEL = re.compile(rf"(?:{'|'.join(_LABELS)})\s*(?:[：:]\s*|\Z|(?=ht{{2,4}}ps?:))")
# Hands write htttps:// too. Full-width punctuation ends an address, as in cut.py.
_ADDRESS = re.compile(r"ht{2,4}p(s?)://([^\s<>\"'，。；：、！？（）《》【】「」“”\\]+)")
_ANCHOR = re.compile(r'<a href="([^"]*)"[^>]*>')
_BOLD = re.compile(r"<(strong|b)>(?:[^<]|<(?!/\1>))*+</\1>")
_OUTER = re.compile(r"\A<(\w+)[^>]*>(.*)</\1>\s*\Z", re.DOTALL)
_BREAK = re.compile(r"<br\b[^>]*>\n?|\n")
_TAG = re.compile(r"<(/?)([a-z]\w*)\b[^>]*>")
_SPACE = "\u200b\ufeff \t\n\r\u3000\xa0"


class Original(NamedTuple):
    """Where an item names its original: the blocks from `start` up to `end`, with links that can be followed.

    `prose` is what stands in the first of them before the label; `links` is empty where the address is lost.
    """

    start: int
    end: int
    blocks: tuple[Block, ...]
    prose: str
    links: tuple[str, ...]


def may_have_originals(body: str, fewest: int) -> bool:
    """Whether a text may have that many link lines: one look at it for most of them."""
    # A rare character is found ten times as fast as a word is counted.
    return _LINK[0] in body and body.count(_LINK) >= fewest and sum(map(body.count, _LABELS)) >= fewest


def bold_line(block: Block) -> str | None:
    """The text of a paragraph that is one line, all of it bold; None for any other block."""
    if block.tag != "p" or not ("<strong>" in block.html or "<b>" in block.html) or block.pictured:
        return None
    lines = block.lines
    return lines[0] if len(lines) == 1 and not text_of(_BOLD.sub("", block.html)).strip(_SPACE) else None


def inner(block: Block) -> str:
    """The HTML inside the block's own tag."""
    found = _OUTER.match(block.html)
    return found[2] if found else block.html


def split_lines(block: Block) -> list[Block]:
    """The lines of a paragraph or heading as paragraphs; the block alone where a tag spans a line's end."""
    parts = [part for part in _BREAK.split(inner(block)) if text_of(part).strip(_SPACE)]
    if len(parts) < 2 or not all(map(_balanced, parts)):  # noqa: PLR2004  a line is itself
        return [block]
    return [Block("p", f"<p>{part.strip()}</p>") for part in parts]


def links_of(markup: str) -> tuple[str, ...]:
    """The first web addresses that a piece of machine-made HTML links, in order, each once."""
    links: dict[str, None] = {}
    for match in _ANCHOR.finditer(markup):
        address = html.unescape(match[1]) if "&" in match[1] else match[1]
        if address.startswith(("http://", "https://")):
            links[address] = None
            if len(links) == MOST_LINKS:
                break
    return tuple(links)


def link_line(block: Block) -> tuple[str, ...]:
    """The addresses of a block that is nothing but links or bare addresses, a line each; else empty."""
    if block.tag not in {"p", "pre"} or not block.lines or block.pictured:
        return ()
    if all(_ADDRESS.fullmatch(line) for line in block.lines):
        return tuple(address for line in block.lines if (address := _address(line)))
    rest = re.sub(r"<a href=(?:[^<]|<(?!/a>))*+</a>", "", block.html)
    return () if text_of(rest).strip(_SPACE) else links_of(block.html)


def is_labelled(block: Block) -> bool:
    """Whether a line of the block says that the original's address follows: a look that is cheap."""
    return any(label in block.html for label in _LABELS) and _label_line(block.lines) is not None


def original_at(blocks: Sequence[Block], at: int) -> Original | None:
    """The link lines that begin in block `at`, their addresses perhaps in the blocks behind; None without."""
    lines = blocks[at].lines
    number = _label_line(lines) if is_labelled(blocks[at]) else None
    if number is None:
        return None
    links = links_of(blocks[at].html)
    if not links:
        rest = [_LABEL.sub("", lines[number], count=1), *lines[number + 1 :]]
        links = tuple(address for line in rest if (address := _address(line)))
    end = at + 1
    if not links:
        while end < len(blocks) and (more := link_line(blocks[end])):
            links, end = (*links, *more), end + 1
    shown = tuple(map(linked, blocks[at:end]))
    return Original(at, end, shown, "\n".join(lines[:number]), tuple(dict.fromkeys(links)))


def linked(block: Block) -> Block:
    """The block with its bare addresses as links: Markdown leaves them text (see markdown.py)."""
    if "<a " in block.html or "<img" in block.html or "://" not in block.html:
        return block
    return block._replace(html=_ADDRESS.sub(_anchor, block.html))


def _anchor(match: re.Match[str]) -> str:
    address = _address(html.unescape(match[0]))
    return f'<a href="{html.escape(address)}">{match[0]}</a>' if address else match[0]


def _address(line: str) -> str:
    """The address that a line is, mended; "" where it is none, or leads nowhere."""
    match = _ADDRESS.fullmatch(line.strip(_SPACE))
    return absolute_address(f"http{match[1]}://{match[2]}", "", picture=False) if match else ""


def _label_line(lines: Sequence[str]) -> int | None:
    """The line that is a label, alone or with an address or a link's words behind it."""
    return next((number for number, line in enumerate(lines) if _LABEL.match(line)), None)


def _balanced(part: str) -> bool:
    opened: list[str] = []
    for closing, name in _TAG.findall(part):
        if name in {"img", "br"}:
            continue
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened
