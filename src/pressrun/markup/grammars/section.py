"""An item as blocks: what every grammar makes of a body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pressrun.markup.blocks import Block

_PROSE = frozenset({"p", "ul", "ol", "blockquote", "figure"})


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one headline. `ended`: its end was seen, so it is not cut.

    `links` are the absolute addresses of its original, as far as the grammar knows them; `prose` are the
    texts that its summary is made of, None for those of its blocks. `listed`: a list of headlines on the page
    has it.
    """

    title: str
    blocks: tuple[Block, ...]
    attribution: str | None = None
    ended: bool = True
    categories: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    prose: tuple[str, ...] | None = None
    listed: bool = False


def prose_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The texts of these blocks that a summary is made of; what stands beside a picture is its caption."""
    return tuple(block.text for block in blocks if block.tag in _PROSE and not block.pictured)


def folded(text: str) -> str:
    """A headline with its white space folded, no-break spaces as well."""
    return " ".join(text.split())


def most(count: int, total: int) -> bool:
    """Whether that many are two thirds of all or more: the share that makes a grammar sure of a body."""
    return count * 3 >= total * 2
