"""Lines that the config calls none of any article: compared whole, `*` for any text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pressrun.markup.blocks import Block


def unwanted_blocks(blocks: Sequence[Block], lines: tuple[str, ...]) -> list[int]:
    """The numbers of the blocks that are such lines and nothing else; code is never one."""
    wanted = _split(lines)
    return [
        number
        for number, block in enumerate(blocks)
        if block.tag != "pre"
        and (own := [" ".join(line.split()) for line in block.lines])
        and all(any(_fits(line, parts) for parts in wanted) for line in own)
    ]


@lru_cache(maxsize=8)
def _split(lines: tuple[str, ...]) -> list[list[str]]:
    return [" ".join(line.split()).split("*") for line in lines]


def _fits(line: str, parts: list[str]) -> bool:
    """Whether the line is these parts with any text between them.

    By hand and not by a regular expression: each part is looked for once, so that no text is hostile to it.
    """
    if len(parts) == 1:
        return line == parts[0]
    first, *middle, last = parts
    if len(line) < len(first) + len(last) or not (line.startswith(first) and line.endswith(last)):
        return False
    at, end = len(first), len(line) - len(last)
    for part in middle:
        at = line.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True
