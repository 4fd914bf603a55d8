"""The item grammar of digests with numbered headings in sections, `### 1. …` below `## …` (FreeBuf早报)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pressrun.markup.blocks import Block
from pressrun.markup.grammars.lines import link_line, linked, links_of, split_lines
from pressrun.markup.grammars.section import Section, folded, most, prose_of

# One ordinal only: in "2.2023年", the year is a word of the headline.
_ORDINAL = re.compile(r"\d{1,2}[.．、]\s*(?=\S)")
_READ_ON = re.compile(r"[【\[（(\s]*(?:外刊\s*[-—–]?\s*)?[【\[（(\s]*阅读原文[】\]）)\s]*[。.]?\Z")
_END = re.compile(r"[*＊]?\s*本文内容收集自")
_HEADING = re.compile(r"(?m)^###[ \t]+\d{1,2}[.．、]")
_PAGE_HEADING = re.compile(r"<h3\b[^<>]*+>(?:<[^<>]*+>|\s)*+\d{1,2}[.．、]")
# Longer than any such ending, and short enough that looking for it costs nothing.
_ENDING = 40
_LONGEST_HEAD = 20
_FEWEST = 3


def may(body: str, title: str, *, page: bool) -> bool:  # noqa: ARG001  the title says nothing of numbers
    """Whether `split` might find a digest's items in a body of this text: a cheap look."""
    # The last item may be cut before its link.
    if "阅" not in body or body.count("阅读原文") < _FEWEST - 1:
        return False
    return len((_PAGE_HEADING if page else _HEADING).findall(body)) >= _FEWEST


def split(blocks: Sequence[Block]) -> list[Section]:
    """The items under numbered third-level headings, without their number; the section's name is a category.

    Weak spots are listed below such headings or as two bold lines, the name and a bare address; they are
    items as well. Any other heading of these levels ends an item, and so does the note on all sources.
    """
    items: list[_Piece] = []
    category: str | None = None
    current: _Piece | None = None
    for block in blocks:
        if _END.match(block.text):
            return _sections(items, ended=True)
        if block.tag in {"h1", "h2", "h3"}:
            number = _ORDINAL.match(block.text) if block.tag == "h3" else None
            if number is None:
                category = _head(block) if block.tag == "h2" else category
                current = None
                continue
            current = _Piece(folded(block.text[number.end() :]), category)
            items.append(current)
        elif named := _named_address(block):
            current = None
            items.append(_Piece(named[0], category, list(named[1])))
        elif current is not None:
            current.blocks.append(block)
    return _sections(items, ended=current is None)


def is_digest(sections: Sequence[Section], title: str) -> bool:  # noqa: ARG001  as in `may`
    """Whether most of three items or more end with a link to their original: an article counts steps, too."""
    linked = sum(bool(section.links) or _reads_on(section) for section in sections)
    return len(sections) >= _FEWEST and most(linked, len(sections))


@dataclass
class _Piece:
    """An item that is being read."""

    title: str
    category: str | None
    blocks: list[Block] = field(default_factory=list)


def _head(block: Block) -> str | None:
    text = folded(block.text.strip("【】[] "))
    return text if 0 < len(text) <= _LONGEST_HEAD and "," not in text else None


def _named_address(block: Block) -> tuple[str, tuple[Block, ...]] | None:
    """The name and the address of `1.name`, `address`, both bold, in one paragraph."""
    if block.tag != "p" or "<strong>" not in block.html or "://" not in block.html:
        return None
    name, *rest = split_lines(block)
    number = _ORDINAL.match(name.text)
    if number is None or not rest or not all(map(link_line, rest)):
        return None
    return folded(name.text[number.end() :]), tuple(rest)


def _sections(items: Sequence[_Piece], *, ended: bool) -> list[Section]:
    return [_section(piece, ended=ended or piece is not items[-1]) for piece in items]


def _section(piece: _Piece, *, ended: bool) -> Section:
    blocks = [linked(block) if link_line(block) else block for block in piece.blocks]
    while blocks and blocks[-1].tag == "hr":
        blocks.pop()
    original = next((links for block in reversed(blocks) if (links := _read_on(block))), ())
    return Section(
        piece.title,
        tuple(blocks),
        ended=ended or (bool(blocks) and _shortened(blocks[-1].text) is not None),
        categories=(piece.category,) if piece.category else (),
        links=original,
        prose=tuple(map(_prose, prose_of(block for block in blocks if not link_line(block)))),
    )


def _read_on(block: Block) -> tuple[str, ...]:
    """The address at the end of a summary, or those of a block of links alone."""
    return link_line(block) if _shortened(block.text) is None else links_of(block.html)[-1:]


def _reads_on(section: Section) -> bool:
    return any(_shortened(block.text) is not None for block in section.blocks)


def _prose(text: str) -> str:
    shortened = _shortened(text)
    return text if shortened is None else shortened


def _shortened(text: str) -> str | None:
    """The text without the words of the link at its end; None where it ends otherwise."""
    found = _READ_ON.search(text, max(0, len(text) - _ENDING))
    return text[: found.start()] if found else None
