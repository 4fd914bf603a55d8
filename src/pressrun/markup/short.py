"""The short blocks of a body as one text: a look for a word costs microseconds, and not one a block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from pressrun.markup.blocks import Block

#: Characters of HTML: what a line of promotion comes to with its emphasis.
LONGEST = 200


class ShortBlocks:
    """Of a body's blocks those that are short, by their number."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._numbers: list[int] = []
        self._starts: list[int] = []
        texts: list[str] = []
        start = 0
        for number, block in enumerate(blocks):
            length = len(block.html)
            if length <= LONGEST:
                self._numbers.append(number)
                self._starts.append(start)
                texts.append(block.html)
                start += length + 1
        self._text = "\n".join(texts)

    def holding(self, words: Iterable[str]) -> list[int]:
        """The numbers of the blocks that hold one of these words, in order."""
        found: set[int] = set()
        text = self._text
        for word in words:
            at = text.find(word)
            while at >= 0:
                place = bisect_right(self._starts, at)
                found.add(self._numbers[place - 1])
                at = text.find(word, self._starts[place]) if place < len(self._starts) else -1
        return sorted(found)
