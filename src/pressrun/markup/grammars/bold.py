"""The item grammar of digests whose headlines are bold lines, with a link line at each piece's end (牛览)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pressrun.identity import column_in_title, normalise
from pressrun.markup.blocks import Block
from pressrun.markup.grammars.lines import bold_line, is_labelled, may_have_originals, original_at
from pressrun.markup.grammars.section import Section, folded, most, prose_of
from pressrun.markup.leftovers import tail_start

#: Bold lines over several items; one that is not listed is known by the bold line right behind it.
_HEADS = frozenset(
    {
        *("特别关注", "热点观察", "网络攻击", "安全漏洞", "漏洞预警", "产业动态", "行业动态"),
        *("政策法规", "数据安全", "安全事件"),
    }
)
#: The list of headlines on top of such a digest.
_CONTENTS = frozenset({"新闻速览", "本期速览", "今日速览"})
_BULLETS = "•·ㆍ・●▪*- \t\u3000\xa0"
_END = re.compile(r"(?:合作电话|合作微信|投稿邮箱|商务合作)\s*[：:]")
# Beyond this no list of headlines is read, so that comparing with it stays cheap.
_MOST_CONTENTS = 60
_LONGEST_HEADLINE = 120
_ALIKE = 0.6


def may(body: str, title: str, *, page: bool) -> bool:  # noqa: ARG001  the title says nothing of bold lines
    """Whether `split` might find a digest's items in a body of this text: a cheap look."""
    if not may_have_originals(body, 2):
        return False
    return body.count("<strong" if page else "**") > 1 or (page and body.count("<b>") > 1)


def split(blocks: Sequence[Block]) -> list[Section]:
    """The items under bold lines; the head above several of them is their category.

    An item ends with its link line. A further bold line before it is the item's own (a law that is quoted,
    say), unless the list of contents has it; a head ends an item that has no link.
    """
    walk = _Walk(blocks)
    at = walk.start
    while at < len(blocks):
        if walk.items and _END.match(blocks[at].text):
            break
        at = walk.step(at)
    return walk.sections()


def is_digest(sections: Sequence[Section], title: str) -> bool:
    """Whether most of the bold lines head a piece that ends with the link to its original.

    A list of tools has such pieces too, and a report on one subject: the list on top must have most of the
    headlines, or the title must join headlines in front of a column's name.
    """
    linked = sum(bool(section.links) for section in sections)
    listed = sum(section.listed for section in sections)
    if linked < 2 or not most(linked, len(sections)):  # noqa: PLR2004  two items are the fewest
        return False
    return most(listed, len(sections)) or column_in_title(title) is not None


@dataclass
class _Piece:
    """An item that is being read; `kept` counts the blocks up to its link line, once that was seen."""

    title: str
    category: str | None
    listed: bool
    blocks: list[Block] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    links: tuple[str, ...] = ()
    kept: int | None = None


class _Walk:
    """The items met so far in a row of blocks."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._bold = [bold_line(block) for block in blocks]
        self._category: str | None = None
        self._open = False
        self.items: list[_Piece] = []
        self.start, self._contents = self._read_contents()

    def step(self, at: int) -> int:
        """Takes in the block at this place; where the next one is."""
        bold = self._bold[at]
        if bold is not None and not is_labelled(self._blocks[at]):
            if self._is_head(at, bold):
                self._category, self._open = bold, False
                return at + 1
            listed = bold in self._contents
            if listed or self._closed:
                self.items.append(_Piece(folded(bold), self._category, listed))
                self._open = True
                return at + 1
        return self._fill(at) if self._open else at + 1

    def sections(self) -> list[Section]:
        """All items as sections; behind the last one's link stands nothing of it."""
        return [_section(piece, last=piece is self.items[-1]) for piece in self.items]

    def _fill(self, at: int) -> int:
        piece = self.items[-1]
        original = original_at(self._blocks, at)
        if original is None:
            piece.blocks.append(self._blocks[at])
            piece.prose += prose_of(self._blocks[at : at + 1])
            return at + 1
        piece.blocks += original.blocks
        piece.prose.append(original.prose)
        piece.links += original.links
        piece.kept = len(piece.blocks)
        return original.end

    def _is_head(self, at: int, bold: str) -> bool:
        if bold in _HEADS:
            return True
        following = self._bold[at + 1] if at + 1 < len(self._bold) else None
        if following is None or bold in self._contents:
            return False
        return self._closed or following in self._contents

    @property
    def _closed(self) -> bool:
        """Whether nothing more is awaited of the item that was met last."""
        return not self._open or self.items[-1].kept is not None

    def _read_contents(self) -> tuple[int, _Contents]:
        at = next((at for at, bold in enumerate(self._bold) if bold in _CONTENTS), None)
        if at is None:
            return 0, _Contents([])
        entries: list[str] = []
        at += 1
        while at < len(self._blocks) and not self._ends_contents(at):
            entries += self._blocks[at].lines
            at += 1
        return at, _Contents(entries)

    def _ends_contents(self, at: int) -> bool:
        bold = self._bold[at]
        return bold is not None and bold.strip(_BULLETS) == bold.strip()


class _Contents:
    """The headlines that the list on top names; what stands below it may word them a little otherwise."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._known = [_pairs(entry.strip(_BULLETS)) for entry in entries[:_MOST_CONTENTS]]

    def __contains__(self, headline: str) -> bool:
        wanted = _pairs(headline)
        return any(
            2 * len(wanted & known) >= _ALIKE * (len(wanted) + len(known)) for known in self._known if known
        )


def _pairs(text: str) -> frozenset[str]:
    letters = "".join(filter(str.isalnum, normalise(text[:_LONGEST_HEADLINE])))
    return frozenset(map("".join, pairwise(letters)))


def _section(piece: _Piece, *, last: bool) -> Section:
    blocks = piece.blocks
    if piece.kept is None:
        end = tail_start(blocks) if last else len(blocks)
        ended = not last or end < len(blocks)
    elif last:
        end, ended = piece.kept, bool(piece.links) or piece.kept < len(blocks)
    else:
        # Pictures behind the link divide the items; text there still belongs to this one.
        texts = (at for at in range(len(blocks), piece.kept, -1) if blocks[at - 1].text)
        end, ended = next(texts, piece.kept), True
    return Section(
        piece.title,
        tuple(blocks[:end]),
        ended=ended,
        categories=(piece.category,) if piece.category else (),
        links=tuple(dict.fromkeys(piece.links)),
        prose=tuple(piece.prose),
        listed=piece.listed,
    )
