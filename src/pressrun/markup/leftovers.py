"""What is on a captured page but not of its article, told by the block: interface, credits, titles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files

from pressrun.identity import normalise
from pressrun.markup.blocks import Block

DATA = tomllib.loads(files("pressrun.markup").joinpath("leftovers.toml").read_text("utf-8"))
INTERFACE_LINES = frozenset(DATA["interface"])
INTERFACE_IMAGES = frozenset(DATA["interface_images"])
_TAIL = re.compile("|".join(DATA["tail"]))
_CREDIT = re.compile(DATA["credit"])
_ALT = re.compile(r'<img\b[^>]*\balt="([^"]*)"')


def repeats_title(block: Block, title: str) -> bool:
    """Whether the block is a heading that only repeats the page's title, which is given as keys compare it.

    A third of an archive has two of them.
    """
    return block.tag in {"h1", "h2"} and normalise(block.text) == title


def tail_start(blocks: Sequence[Block]) -> int:
    """Where credits and promotion begin in the blocks of a last item; their number if nowhere."""
    for number, block in enumerate(blocks):
        if block.tag == "hr" or _TAIL.match(block.text) or _is_credit(blocks, number):
            return number
    return len(blocks)


def _is_credit(blocks: Sequence[Block], number: int) -> bool:
    """Whether the block credits the digest's pictures, and is no caption of one picture."""
    if not _CREDIT.match(blocks[number].text):
        return False
    caption = blocks[number].pictured or (number > 0 and is_picture(blocks[number - 1]))
    return not caption or blocks[number].text.startswith(("*", "＊"))


def is_interface(block: Block) -> bool:
    """Whether the block is the reader's own buttons, labels or pictures."""
    if block.lines:
        return all(line in INTERFACE_LINES for line in block.lines)
    alternatives = _ALT.findall(block.html)
    return bool(alternatives) and all(text in INTERFACE_IMAGES for text in alternatives)


def is_half_a_line(block: Block) -> bool:
    """Whether the archiver's cut fell into an interface line."""
    *whole, last = block.lines or [""]
    return (
        bool(last)
        and all(line in INTERFACE_LINES for line in whole)
        and any(line.startswith(last) for line in INTERFACE_LINES)
    )


def follows_account_mark(blocks: Sequence[Block], number: int) -> bool:
    """Whether the block stands where the interface names the account."""
    before = next((block for block in reversed(blocks[:number]) if block.text), None)
    return before is not None and before.text == DATA["before_account"]


def is_picture(block: Block) -> bool:
    """Whether the block is pictures and no text."""
    return block.pictured and not block.text
