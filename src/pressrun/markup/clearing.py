"""A body's blocks without what is none of the article: titles, interface, promotion, share buttons.

Whole blocks only, and only where it is sure: at the ends of the body, or of a kind that no article has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pressrun.digest import Digest
from pressrun.identity import is_wechat, normalise
from pressrun.markup.blocks import Block
from pressrun.markup.leftovers import (
    DATA,
    follows_account_mark,
    is_half_a_line,
    is_interface,
    is_picture,
    repeats_title,
)
from pressrun.markup.promotion import (
    ABOVE,
    BEHIND,
    BEHIND_A_CUT,
    CAPTIONED,
    LONGEST,
    banners,
    is_decoration,
    is_end,
    kind_of,
    may_follow_the_end,
    share_widgets,
)
from pressrun.markup.related import leads_home, related_sections
from pressrun.markup.short import ShortBlocks
from pressrun.markup.unwanted import unwanted_blocks

#: The tag of a block that is shown but is no prose: whose text it is.
ASIDE = "aside"
_REPRINT = DATA["reprint"]["starts"]
_REPRINT_END = DATA["reprint"]["closes"]
_ORIGINAL = "原创"
_NEVER_TEXT = ("title", "interface", "beside interface", "rule")
# WeChat's header: a label, an author, the account.
_HEADER = 4
# What was found above the text: there is none in between.
_ABOVE = {"byline", "card", "follow", "contact"}
_LONGEST_NAME = 40
_LONGEST_CAPTION = 80
# Blocks behind the line that ends an article; more of them may be another one.
_MOST_BEYOND = 24


@dataclass(slots=True)
class Found:
    """What is none of the article, by the block's number: its kind. `asides` are shown but are no prose.

    `ended` says that what stands behind the article was seen, so that the article itself is not cut.
    """

    kinds: dict[int, str] = field(default_factory=dict)
    asides: set[int] = field(default_factory=set)
    ended: bool = False

    def keep_promotion(self) -> None:
        """Takes back all but what is the archiver's or the reader's own."""
        self.kinds = {number: kind for number, kind in self.kinds.items() if kind.startswith(_NEVER_TEXT)}
        self.asides.clear()

    def left(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks without those."""
        return [
            block._replace(tag=ASIDE) if number in self.asides else block
            for number, block in enumerate(blocks)
            if number not in self.kinds
        ]


def find_leftovers(
    blocks: Sequence[Block], digest: Digest, *, cut: bool = False, unwanted: tuple[str, ...] = ()
) -> Found:
    """What of a body's blocks is none of the article.

    Args:
        blocks: all of them.
        digest: whose title, source and url they are told by.
        cut: whether the archiver cut the text, so that its last line may be half an interface line.
        unwanted: lines that the config adds.
    """
    found = Found()
    wanted = normalise(digest.title)
    for number, block in enumerate(blocks):
        if repeats_title(block, wanted):
            found.kinds[number] = "title"
    _find_above(blocks, digest, found)
    end = _find_behind(blocks, digest, found, cut=cut)
    _find_between(blocks[:end], digest.url, found)
    if found.ended or not cut:
        _find_end(blocks, end, found)
    if found.ended:
        _find_rules(blocks, found)
    for number in unwanted_blocks(blocks, unwanted) if unwanted else ():
        found.kinds.setdefault(number, "config")
    if not any(block.text for block in found.left(blocks)):
        # A page that is promotion and nothing else is published as it is, or there would be no text.
        found.keep_promotion()
    return found


def _find_between(blocks: Sequence[Block], url: str, found: Found) -> None:
    """What no article has, wherever it stands."""
    short = ShortBlocks(blocks)
    for kind, numbers in (
        ("banner", banners(blocks, short)),
        ("share", share_widgets(blocks, short)),
        ("related", related_sections(blocks, short, url)),
    ):
        for number in numbers:
            found.kinds.setdefault(number, kind)


def _find_above(blocks: Sequence[Block], digest: Digest, found: Found) -> None:
    """The byline that WeChat prints, the card of a reprint, and what asks to follow, above the text."""
    start = _find_header(blocks, digest, found) if is_wechat(digest.url) else 0
    for number in range(start, len(blocks)):
        block = blocks[number]
        if number in found.kinds or number in found.asides or is_picture(block) or is_decoration(block):
            continue
        kind = kind_of(block, ABOVE)
        if kind is None:
            return
        found.kinds[number] = kind


def _find_header(blocks: Sequence[Block], digest: Digest, found: Found) -> int:
    """The label, the author and the account below the title; returns the number of the first block behind."""
    texts = [
        number for number in range(min(len(blocks), 12)) if number not in found.kinds and blocks[number].text
    ][: _HEADER + 1]
    names = [blocks[number].text for number in texts[:_HEADER]]
    end = names.index(digest.source) + 1 if digest.source in names else 0
    # An account that is its own author is named twice.
    while 0 < end < len(names) and names[end] == digest.source:
        end += 1
    if not end and names[:1] != [_ORIGINAL]:
        return _find_reprint(blocks, texts[0], found) if texts else 0
    for number, name in zip(texts[: end or 1], names, strict=False):
        if name in {_ORIGINAL, digest.source}:
            found.kinds[number] = "byline"
        elif len(name) <= _LONGEST_NAME and blocks[number].tag == "p":
            found.asides.add(number)
    behind = texts[end or 1] if len(texts) > (end or 1) else len(blocks)
    return _find_reprint(blocks, behind, found)


def _find_reprint(blocks: Sequence[Block], number: int, found: Found) -> int:
    """The card of the account that the text is reprinted from, where it stands at this number."""
    if number >= len(blocks) or not blocks[number].text.startswith(_REPRINT):
        return number
    name = blocks[number].lines[0].removeprefix(_REPRINT).strip()
    found.asides.add(number)
    portrait = number + 1 < len(blocks) and is_picture(blocks[number + 1])
    card = number + 1 + portrait
    if card >= len(blocks) or blocks[card].lines != [name, _REPRINT_END]:
        return number + 1
    found.kinds.update(dict.fromkeys(range(number + 1, card + 1), "card"))
    if card + 1 < len(blocks) and blocks[card + 1].tag == "p" and not blocks[card + 1].pictured:
        found.asides.add(card + 1)
    return card + 1


def _find_behind(blocks: Sequence[Block], digest: Digest, found: Found, *, cut: bool) -> int:
    """Interface and promotion behind the article, from the end up to the first block that is neither.

    The account's name, signs and pictures between such lines go with them; pictures in front of the first
    one stay. Links go with the heading that they stand under, and only those to the page's own site.
    Returns the number of the first block of it.
    """
    end = len(blocks)
    linked = False
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        halved = cut and number == len(blocks) - 1
        known = found.kinds.get(number)
        if known == "title":
            continue
        if known in _ABOVE or (known is None and _is_prose(block)):
            break
        kind = known or _kind_behind(block, halved=halved)
        if kind and (not linked or kind == "related"):
            for at in range(number, end):
                found.kinds.setdefault(at, kind if at == number else f"beside {kind}")
            end, linked, found.ended = number, False, True
        elif kind or not (
            is_picture(block)
            or block.text == digest.source
            or is_decoration(block)
            or follows_account_mark(blocks, number)
            or _is_caption(blocks, number)
        ):
            if kind or not leads_home(block, digest.url):
                break
            linked = True
    return end


def _find_end(blocks: Sequence[Block], end: int, found: Found) -> None:
    """The line that says that the article ends, with the account's own lines between it and `end`."""
    for number in range(end - 1, max(end - _MOST_BEYOND, 0), -1):
        if number in found.kinds or is_picture(blocks[number]):
            continue
        if is_end(blocks[number]):
            for at in range(number, end):
                found.kinds.setdefault(at, "sign_off" if at == number else "beside sign_off")
            found.ended = True
            break
        if not may_follow_the_end(blocks[number]):
            break


def _find_rules(blocks: Sequence[Block], found: Found) -> None:
    """Rules behind the article that separate it from nothing any more."""
    for number in range(len(blocks) - 1, -1, -1):
        if number not in found.kinds:
            if blocks[number].tag != "hr":
                return
            found.kinds[number] = "rule"


def _is_prose(block: Block) -> bool:
    """Whether one look is enough: the end of most articles is a long paragraph."""
    return len(block.html) > LONGEST and not any(sign in block.html for sign in ("<img", "](", "<a "))


def _kind_behind(block: Block, *, halved: bool) -> str | None:
    """The kind of a block behind the article; a `halved` one may be the beginning of another line."""
    if is_interface(block) or (halved and is_half_a_line(block)):
        return "interface"
    return kind_of(block, BEHIND_A_CUT if halved else BEHIND)


def _is_caption(blocks: Sequence[Block], number: int) -> bool:
    if number == 0 or len(blocks[number].text) > _LONGEST_CAPTION:
        return False
    before = next((block for block in reversed(blocks[:number]) if block.text), None)
    return before is not None and before.text in CAPTIONED
