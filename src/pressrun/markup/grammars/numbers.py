"""The item grammar of digests that count their items: a number line, then the headline (火绒安全周报)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressrun.markup.blocks import Block
from pressrun.markup.grammars.lines import may_have_originals, original_at, split_lines
from pressrun.markup.grammars.section import Section, folded, most, prose_of
from pressrun.markup.leftovers import tail_start

_NUMBER = re.compile(r"0?(\d{1,2})")
_FIRST = re.compile(r"(?m)^[ \t>#*]*+0?\**+1\**+[ \t]*+$")
_PAGE_FIRST = re.compile(r">\s*+0?1\s*+<|>0<[^<>]*+>(?:<[^<>]*+>)*+1<")
_END = re.compile(r"HUORONG\Z")
_HEADLINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_HEADLINE = 120
_FEWEST = 3


def may(body: str, title: str, *, page: bool) -> bool:  # noqa: ARG001  the title says nothing of numbers
    """Whether `split` might find a digest's items in a body of this text: a cheap look."""
    # The last item may be cut before its link.
    if not may_have_originals(body, _FEWEST - 1):
        return False
    return (_PAGE_FIRST if page else _FIRST).search(body) is not None


def split(blocks: Sequence[Block]) -> list[Section]:
    """The items behind the lines 01, 02, …; the headline is the next line, however it is set.

    Behind an item's link a joke with its picture may follow; it stays with the item, but for the last one.
    """
    rows = [line for block in blocks for line in _rows(block)]
    starts = list(_numbers(rows))
    ends = [*starts, len(rows)][1:]
    sections = [
        _section(rows[start + 1 : end], last=end == len(rows))
        for start, end in zip(starts, ends, strict=True)
    ]
    return [section for section in sections if section is not None]


def is_digest(sections: Sequence[Section], title: str) -> bool:  # noqa: ARG001  as in `may`
    """Whether most of three items or more name their original: chapters of an article have numbers, too."""
    linked = sum(bool(section.links) for section in sections)
    return len(sections) >= _FEWEST and most(linked, len(sections))


def _rows(block: Block) -> list[Block]:
    """The block, in lines where it begins with a number line."""
    first = block.lines[:1] if "\n" in block.html else ()
    return split_lines(block) if any(map(_NUMBER.fullmatch, first)) else [block]


def _numbers(rows: Sequence[Block]) -> Iterator[int]:
    """Where the lines 1, 2, 3, … stand, each behind the one before."""
    wanted = 1
    for at, block in enumerate(rows):
        match = _NUMBER.fullmatch(block.text) if block.tag in _HEADLINES and len(block.html) < 120 else None  # noqa: PLR2004
        if match and int(match[1]) == wanted:
            yield at
            wanted += 1


def _section(rows: Sequence[Block], *, last: bool) -> Section | None:
    """The item of the blocks behind its number; None where no headline stands there."""
    head = next((at for at, block in enumerate(rows) if block.text), None)
    if head is None or rows[head].tag not in _HEADLINES:
        return None
    title, *rest = split_lines(rows[head])
    if len(title.text) > _LONGEST_HEADLINE or title.pictured:
        return None
    body = [*rest, *rows[head + 1 :]]
    found = next((at for at in range(len(body)) if original_at(body, at)), None)
    original = original_at(body, found) if found is not None else None
    if original is None:
        end = min(tail_start(body), _company(body)) if last else len(body)
        ended = not last or end < len(body)
        return Section(folded(title.text), tuple(body[:end]), ended=ended)
    rest_of_it = () if last else _up_to_text(body[original.end :])
    return Section(
        folded(title.text),
        (*body[: original.start], *original.blocks, *rest_of_it),
        ended=not last or bool(original.links) or original.end < len(body),
        links=original.links,
        prose=(*prose_of(body[: original.start]), original.prose),
    )


def _company(rows: Sequence[Block]) -> int:
    return next((at for at, block in enumerate(rows) if _END.match(block.text)), len(rows))


def _up_to_text(rows: Sequence[Block]) -> Sequence[Block]:
    """These blocks without the pictures at their end, which announce the next item."""
    end = next((at for at in range(len(rows), 0, -1) if rows[at - 1].text), 0)
    return rows[:end]
