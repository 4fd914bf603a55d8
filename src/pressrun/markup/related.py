"""Lists of other texts of the same site, under a heading that calls them that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from pressrun.markup.blocks import Block
from pressrun.markup.leftovers import DATA
from pressrun.markup.promotion import kind_of
from pressrun.markup.short import ShortBlocks

_HEADING = frozenset({"related"})
_HINTS = tuple(DATA["related"]["hints"])
# One link may be the article's; a long list is what the page is about.
_LEAST, _MOST = 2, 12
# Blocks that are looked at behind a heading: links, and the pictures beside them.
_LONGEST = 4 * _MOST
_ANCHOR = re.compile(r'<a href="([^"]*)"[^>]*>.*?</a>', re.DOTALL)
# What is left of a link around several blocks: the archiver broke it at every one of them.
_BROKEN_LINK = re.compile(r"\[?[^\[\]\n]{0,200}\]\((https?://[^()\s]++)\)?")
_BULLETS = "·•-—|丨 "


def related_sections(blocks: Sequence[Block], short: ShortBlocks, url: str) -> list[int]:
    """The numbers of such headings and of the links under them, wherever they stand.

    Args:
        blocks: all of a body.
        short: the short ones of them.
        url: the page's own.
    """
    found: list[int] = []
    for number in short.holding(_HINTS):
        if not kind_of(blocks[number], _HEADING):
            continue
        last, links = number, 0
        for at in range(number + 1, min(number + 1 + _LONGEST, len(blocks))):
            if leads_home(blocks[at], url):
                last, links = at, links + 1
            elif blocks[at].text:
                break
        if _LEAST <= links <= _MOST:
            found += range(number, last + 1)
    return found


def leads_home(block: Block, url: str) -> bool:
    """Whether the block is links to the site of this page's url and nothing else."""
    text = block.text
    if text == "[":
        return True
    broken = _BROKEN_LINK.fullmatch(text)
    addresses = [broken[1]] if broken else _ANCHOR.findall(block.html)
    if not addresses:
        return False
    rest = "" if broken else block._replace(html=_ANCHOR.sub("", block.html)).text.strip(_BULLETS)
    host = urlsplit(url).hostname
    try:
        return not rest and all(urlsplit(address).hostname == host for address in addresses)
    except ValueError:
        return False
