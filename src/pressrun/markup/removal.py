"""What of a body is not published, and why: for people who want to know that nothing of the article is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pressrun.markup.blocks import Block
from pressrun.markup.clearing import Found
from pressrun.markup.grammars import Section
from pressrun.markup.safe import first_image

_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Removed:
    """A block that is not published: its kind, and its text or the address of its picture."""

    kind: str
    text: str


def removed_blocks(blocks: Sequence[Block], found: Found, sections: Sequence[Section]) -> tuple[Removed, ...]:
    """The blocks that are not published, in their order.

    Args:
        blocks: all of a body.
        found: what of them is none of the article.
        sections: the items that the rest was split into; none where it was not.
    """
    left = [number for number in range(len(blocks)) if number not in found.kinds]
    outside = _outside_items([blocks[number] for number in left], sections)
    kinds = {**found.kinds, **{left[at]: "outside the items" for at in outside}}
    return tuple(Removed(kinds[number], _named(blocks[number])) for number in sorted(kinds))


def _named(block: Block) -> str:
    return " ".join(block.text.split()) or first_image(block.html) or block.tag


def _outside_items(blocks: Sequence[Block], sections: Sequence[Section]) -> Iterator[int]:
    """The numbers of the blocks that no item holds, where there are items: bylines, covers, promotion."""
    kept = {block for section in sections for block in section.blocks}
    said = "\n".join(map(_said, sections))
    names = {section.attribution for section in sections if section.attribution}
    for number, block in enumerate(blocks if sections else ()):
        # A grammar takes blocks apart: their lines may stand in several items, or be a part of a headline,
        # and a headline is said without its number.
        if block in kept or (
            block.lines and all(_bare(line).lstrip(_DIGITS) in said for line in block.lines)
        ):
            continue
        # An attribution is taken out of its block, which is no longer the same.
        if not ("来源" in block.text and any(name in " ".join(block.text.split()) for name in names)):
            yield number


def _said(section: Section) -> str:
    texts = (section.title, *section.categories, *section.links, *(block.text for block in section.blocks))
    return _bare("".join(texts))


def _bare(text: str) -> str:
    """The text without white space and the signs that a grammar reads: bullets, brackets of a tag."""
    return "".join(char for char in text if char.isalnum())
