"""The item grammar of recommendations: a bullet, a headline with its link, a comment (每日安全动态推送)."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pressrun.markup.blocks import Block, text_of
from pressrun.markup.grammars.lines import inner, link_line, linked, links_of, split_lines
from pressrun.markup.grammars.section import Section, folded, most, prose_of
from pressrun.markup.leftovers import tail_start

_BULLET = "•"
_COMMENT = "・"
# The first line of an item: the bullet, then perhaps tags in italics. Inline tags may stand before both.
_START = re.compile(r"(?:<[^>]*>|\s|\xa0)*+•(?:\s|\xa0)*+")
_TAG = re.compile(r"\[<em>([^<\]]{1,80})</em>\](?:\s|\xa0)*+")
_END = re.compile(r"[*＊]?\s*查看或搜索历史推送")
_LINE = re.compile(r"(?m)^[ \t>#*\xa0]*•")
_HEADINGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_FEWEST = 3


def may(body: str, title: str, *, page: bool) -> bool:  # noqa: ARG001  the title says nothing of bullets
    """Whether `split` might find a digest's items in a body of this text: a cheap look."""
    if _BULLET not in body or body.count(_BULLET) < _FEWEST or body.count("://") < _FEWEST:
        return False
    return page or len(_LINE.findall(body)) >= _FEWEST


def split(blocks: Sequence[Block]) -> list[Section]:
    """The items that begin with a bullet, a headline and a link, on one line or on two.

    The headline ends where the last address begins, because headlines have colons and addresses, too. What
    follows up to the next bullet of this kind is the item's comment.
    """
    rows = [row for block in blocks for row in _rows(block)]
    items: list[_Piece] = []
    at = 0
    while at < len(rows):
        if items and _END.match(rows[at].text):
            return [_section(piece) for piece in items]
        head = _head(rows, at)
        if head is not None:
            items.append(_Piece(head))
            at = head.end
            continue
        if items:
            items[-1].comment.append(rows[at])
        at += 1
    return [_section(piece, last=piece is items[-1]) for piece in items]


def is_digest(sections: Sequence[Section], title: str) -> bool:  # noqa: ARG001  as in `may`
    """Whether most of three items or more have a comment: a list of links has none."""
    commented = sum(any(section.prose or ()) for section in sections)
    return len(sections) >= _FEWEST and most(commented, len(sections))


class _Head(NamedTuple):
    """The first line or two of an item; `end` is where its comment begins."""

    title: str
    tags: tuple[str, ...]
    link: Block
    end: int


@dataclass
class _Piece:
    """An item that is being read."""

    head: _Head
    comment: list[Block] = field(default_factory=list)


def _rows(block: Block) -> list[Block]:
    """The block; where items and comments stand in one paragraph, one of them in each block."""
    later = (
        block.lines[1:]
        if block.tag in _HEADINGS and (_BULLET in block.html or _COMMENT in block.html)
        else ()
    )
    return split_lines(block) if any(line.startswith((_BULLET, _COMMENT)) for line in later) else [block]


def _head(rows: Sequence[Block], at: int) -> _Head | None:
    """The item that begins in this block; None where none does."""
    block = rows[at]
    if block.tag not in _HEADINGS or not block.text.startswith(_BULLET) or block.pictured:
        return None
    first, *more = split_lines(block)
    markup = _START.sub("", inner(first), count=1)
    tag = _TAG.match(markup)
    tags = tuple(filter(None, map(str.strip, tag[1].split(",")))) if tag else ()
    markup = markup[tag.end() :] if tag else markup
    if more:
        return (
            _made(text_of(markup), tags, more[0], at + 1) if len(more) == 1 and link_line(more[0]) else None
        )
    headline, link = _parted(markup)
    if link is not None:
        return _made(headline, tags, link, at + 1)
    if at + 1 < len(rows) and link_line(rows[at + 1]):
        return _made(headline, tags, rows[at + 1], at + 2)
    return None


def _made(headline: str, tags: tuple[str, ...], link: Block, end: int) -> _Head:
    title = folded(headline).removesuffix(":").removesuffix("：").rstrip()
    return _Head(title or link.text, tags, linked(link), end)


def _parted(markup: str) -> tuple[str, Block | None]:
    """A line in its headline and the link at its end; None where it ends otherwise."""
    before, anchor, rest = markup.rpartition("<a href=")
    if anchor and not text_of(rest.partition("</a>")[2]).strip():
        shown = text_of(rest.partition(">")[2].partition("</a>")[0])
        if shown.startswith("http"):
            return text_of(before), Block("p", f"<p>{anchor}{rest.partition('</a>')[0]}</a></p>")
    text = text_of(markup).strip()
    start = text.rfind(":http") + 1 or text.find("http")
    address = text[max(start, 0) :].rstrip(">")
    link = linked(Block("p", f"<p>{html.escape(address, quote=False)}</p>"))
    return (text[:start].rstrip("< \xa0"), link) if start >= 0 and link_line(link) else (text, None)


def _section(piece: _Piece, *, last: bool = False) -> Section:
    end = tail_start(piece.comment) if last else len(piece.comment)
    comment = piece.comment[:end]
    while comment and not comment[-1].text:
        comment.pop()
    return Section(
        piece.head.title,
        (piece.head.link, *comment),
        ended=not last or end < len(piece.comment),
        categories=piece.head.tags,
        links=links_of(piece.head.link.html) or link_line(piece.head.link),
        prose=tuple(text.removeprefix(_COMMENT).strip() for text in prose_of(comment)),
    )
