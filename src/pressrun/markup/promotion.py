"""What accounts and sites say of themselves, told by the line (leftovers.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from pressrun.markup.blocks import Block, text_of
from pressrun.markup.leftovers import DATA, INTERFACE_LINES
from pressrun.markup.short import ShortBlocks

#: Kinds of lines that are none of an article wherever they stand alone, and those that are so at its ends.
SURE = frozenset({"banner"})
ABOVE = frozenset({"banner", "follow", "contact"})
BEHIND = frozenset({"banner", "follow", "sign_off", "contact", "related", "announced", "interface"})
# "完" may be the first half of a word, and "END" of another.
BEHIND_A_CUT = BEHIND - {"sign_off"}
CAPTIONED = frozenset(DATA["announced"]["captioned"])
_ENDS = re.compile(DATA["sign_off"]["ends"], re.IGNORECASE)
_CREDITS = re.compile(DATA["sign_off"]["credits"])
_KINDS = ("banner", "follow", "sign_off", "contact", "related", "announced")
_NO_TEXT = re.compile(r"[\W_]+")
# Longer than any line that a pattern takes.
_LONGEST = 90
#: Characters of HTML that a block of such lines has at the most, with its links.
LONGEST = 600
_ANCHOR = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _patterns(kind: str) -> list[str]:
    return [*DATA[kind]["lines"], DATA[kind]["ends"]] if "ends" in DATA[kind] else DATA[kind]["lines"]


@cache
def _line() -> re.Pattern[str]:
    """One search a line: the group that matched names the kind.

    Compiled when it is needed, which a check of one capture seldom does.
    """
    return re.compile("|".join(f"(?P<{kind}>{_any_of(_patterns(kind))})" for kind in _KINDS), re.IGNORECASE)


@cache
def _share_sure() -> re.Pattern[str]:
    return re.compile(_any_of(DATA["share"]["sure"]), re.IGNORECASE)


@cache
def _share_word() -> re.Pattern[str]:
    return re.compile(_any_of([*DATA["share"]["sure"], *DATA["share"]["lines"]]), re.IGNORECASE)


_SHARE_TARGET = re.compile(
    r'<a href="https?://(?:[a-z0-9-]+\.)?(?:' + "|".join(map(re.escape, DATA["share"]["targets"])) + ")"
)
_BANNER_HINTS = tuple(DATA["banner"]["hints"])
_SHARE_HINTS = tuple(DATA["share"]["hints"])
_LEAST_ROW = 3


@lru_cache(maxsize=4096)
def kind_of_line(line: str) -> str | None:
    """The kind of a line of text; "" for one of signs alone, None for one that may be the article's."""
    if line in INTERFACE_LINES:
        return "interface"
    bare = _NO_TEXT.sub("", line)
    if not bare:
        return ""
    match = _line().fullmatch(bare)
    return match.lastgroup if match else None


def kind_of(block: Block, among: frozenset[str]) -> str | None:
    """The kind of a block all of whose lines are of these kinds, or signs; the first line's that has one."""
    if len(block.html) > LONGEST or block.tag in {"pre", "table"}:
        return None
    found = None
    for line in block.lines:
        kind = kind_of_line(line) if len(line) <= _LONGEST else None
        if kind is None or (kind and kind not in among):
            return None
        found = found or kind
    return found or None


def is_end(block: Block) -> bool:
    """Whether the block says that the article ends here."""
    return len(block.html) <= LONGEST and _ENDS.fullmatch(_NO_TEXT.sub("", block.text)) is not None


def may_follow_the_end(block: Block) -> bool:
    """Whether the block is a short line, no sentence, that credits nobody and leads nowhere."""
    text = block.text
    return (
        len(text) <= _LONGEST
        and len(block.html) <= LONGEST
        and block.tag not in {"pre", "table"}
        and "<a " not in block.html
        and not text.endswith("。")
        and not _CREDITS.search(text)
    )


def is_decoration(block: Block) -> bool:
    """Whether the block's text is signs alone: arrows, dots, a line of dashes."""
    text = block.text
    return bool(text) and len(text) <= _LONGEST and not _NO_TEXT.sub("", text)


def banners(blocks: Sequence[Block], short: ShortBlocks) -> list[int]:
    """The numbers of the blocks that only ask to follow the account."""
    return [number for number in short.holding(_BANNER_HINTS) if kind_of(blocks[number], SURE)]


def share_widgets(blocks: Sequence[Block], short: ShortBlocks) -> set[int]:
    """The numbers of the blocks that are buttons to send the page elsewhere."""
    found = {
        number
        for number, block in enumerate(blocks)
        if ("shar" in block.html or "/intent/" in block.html) and _only_shares(block)
    }
    for number in short.holding(_SHARE_HINTS):
        if number not in found:
            found.update(_row_around(blocks, number))
    return found


def _only_shares(block: Block) -> bool:
    """Whether every link of the block sends the page elsewhere, and its other text names such buttons."""
    if block.tag in {"pre", "table"} or not _SHARE_TARGET.search(block.html):
        return False
    left = block.html
    for address, _ in _ANCHOR.findall(block.html):
        if not (_SHARE_TARGET.match(f'<a href="{address}') or address.startswith("mailto:")):
            return False
    left = _ANCHOR.sub("", left)
    return all(_is_share_word(line) for line in text_of(left).split("\n"))


def _row_around(blocks: Sequence[Block], number: int) -> range:
    """The row of share buttons around one; empty where it is none, or too short to be sure."""
    if not any(_share_sure().fullmatch(_NO_TEXT.sub("", line)) for line in blocks[number].lines):
        return range(0)
    first = last = number
    while first and _is_share_row(blocks[first - 1]):
        first -= 1
    while last + 1 < len(blocks) and _is_share_row(blocks[last + 1]):
        last += 1
    row = range(first, last + 1)
    if not _is_share_row(blocks[number]) or sum(len(blocks[at].lines) for at in row) < _LEAST_ROW:
        return range(0)
    return row


def _is_share_row(block: Block) -> bool:
    if len(block.html) > LONGEST or block.tag in {"pre", "table"}:
        return False
    lines = block.lines
    return bool(lines) and all(_is_share_word(line) for line in lines)


def _is_share_word(line: str) -> bool:
    bare = _NO_TEXT.sub("", line) if len(line) <= _LONGEST else line
    return not bare or _share_word().fullmatch(bare) is not None
