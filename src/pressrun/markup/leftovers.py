"""What is on a captured page but not of its article: interface words, promotion, repeated titles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files

from pressrun.identity import normalise
from pressrun.markup.blocks import Block

_DATA = tomllib.loads(files("pressrun.markup").joinpath("leftovers.toml").read_text("utf-8"))
INTERFACE_LINES = frozenset(_DATA["interface"])
INTERFACE_IMAGES = frozenset(_DATA["interface_images"])
_TAIL = re.compile("|".join(_DATA["tail"]))
_CREDIT = re.compile(_DATA["credit"])
_ALT = re.compile(r'<img\b[^>]*\balt="([^"]*)"')


def without_titles(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks without the headings that only repeat the page's title (a third of an archive has two)."""
    wanted = normalise(title)
    return [block for block in blocks if not (block.tag in {"h1", "h2"} and normalise(block.text) == wanted)]


def without_interface(blocks: Sequence[Block], source: str, *, cut: bool = False) -> list[Block]:
    """The blocks up to the reader's own buttons and labels behind the article.

    Only the end is searched: "视频" in the middle of an article is a word of the article. The account's
    name and pictures between interface lines go with them; pictures before the first one stay. Where the
    text is `cut`, its last line may be half an interface line.
    """
    end = len(blocks)
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        if _is_interface(block) or (cut and number == len(blocks) - 1 and _is_half_a_line(block)):
            end = number
        elif not _is_picture(block) and block.text != source and not _follows_account_mark(blocks, number):
            break
    return list(blocks[:end])


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
    caption = blocks[number].pictured or (number > 0 and _is_picture(blocks[number - 1]))
    return not caption or blocks[number].text.startswith(("*", "＊"))


def _is_interface(block: Block) -> bool:
    if block.lines:
        return all(line in INTERFACE_LINES for line in block.lines)
    alternatives = _ALT.findall(block.html)
    return bool(alternatives) and all(text in INTERFACE_IMAGES for text in alternatives)


def _is_half_a_line(block: Block) -> bool:
    """Whether the archiver's cut fell into an interface line."""
    *whole, last = block.lines or [""]
    return (
        bool(last)
        and all(line in INTERFACE_LINES for line in whole)
        and any(line.startswith(last) for line in INTERFACE_LINES)
    )


def _follows_account_mark(blocks: Sequence[Block], number: int) -> bool:
    before = next((block for block in reversed(blocks[:number]) if block.text), None)
    return before is not None and before.text == _DATA["before_account"]


def _is_picture(block: Block) -> bool:
    return block.pictured and not block.text
