"""The item grammars: how the bodies of digests mark where one item ends and the next begins.

A grammar is a module with three functions: `may` is a look at the text that costs next to nothing, `split`
makes sections of its blocks, and `is_digest` tells a digest's items from the chapters of an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from pressrun.markup.blocks import Block
from pressrun.markup.grammars import bold, bullets, headings, numbers, ordinals
from pressrun.markup.grammars.discussions import is_discussion
from pressrun.markup.grammars.section import Section

__all__ = ["GRAMMARS", "NONE", "Section", "is_discussion", "item_lines", "may_split", "split"]

#: The grammar of a body that is one item itself.
NONE = "none"


class _May(Protocol):
    def __call__(self, body: str, title: str, *, page: bool) -> bool: ...


class Grammar(NamedTuple):
    """One way to mark items. `line` finds the lines of Markdown that can hold a headline."""

    may: _May
    split: Callable[[Sequence[Block]], list[Section]]
    is_digest: Callable[[Sequence[Section], str], bool]
    line: re.Pattern[str]


_ANY = re.compile(r"(?=.*\S)")
#: By name, in the order in which a body is asked; NONE is no entry.
GRAMMARS: dict[str, Grammar] = {
    "headings": Grammar(headings.may, headings.split, headings.is_digest, re.compile(r"[ \t>]*##(?!#)")),
    "ordinals": Grammar(ordinals.may, ordinals.split, ordinals.is_digest, re.compile(r"[ \t]*(?:###|\*\*)")),
    "numbers": Grammar(numbers.may, numbers.split, numbers.is_digest, _ANY),
    "bold": Grammar(bold.may, bold.split, bold.is_digest, re.compile(r"[ \t]*\*\*")),
    "bullets": Grammar(bullets.may, bullets.split, bullets.is_digest, re.compile(r"[ \t#*]*•")),
}


def may_split(body: str, title: str, *, page: bool, grammar: str | None = None) -> bool:
    """Whether `split` might find items in a body of this text: a look in front of a dear rendering.

    Args:
        body: Markdown, or a saved page.
        title: the digest's.
        page: which of both.
        grammar: the one that the config names; None asks them all.
    """
    if grammar is not None:
        return grammar != NONE
    return any(each.may(body, title, page=page) for each in GRAMMARS.values())


def split(
    body: str, blocks: Sequence[Block], title: str, *, page: bool, grammar: str | None = None
) -> tuple[str, list[Section]]:
    """The grammar's name and the items; NONE and an empty list where the body is one item itself.

    A grammar that the config names need not convince: two sections are enough. Raises KeyError for a name
    that is none. Arguments as for `may_split`; `blocks` are those of the body.
    """
    if grammar == NONE:
        return NONE, []
    if grammar is not None:
        sections = GRAMMARS[grammar].split(blocks)
        return (grammar, sections) if len(sections) > 1 else (NONE, [])
    for name, each in GRAMMARS.items():
        if each.may(body, title, page=page):
            sections = each.split(blocks)
            if len(sections) > 1 and each.is_digest(sections, title):
                return name, sections
    return NONE, []


def item_lines(grammar: str) -> re.Pattern[str]:
    """What matches, at their start, the lines of Markdown that can hold a headline of this grammar."""
    return GRAMMARS[grammar].line if grammar in GRAMMARS else _ANY
