"""The item grammar of digests whose items stand under `## ` headings (极客早知道 and its kin)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressrun.identity import column_in_title
from pressrun.markup.blocks import Block, text_of
from pressrun.markup.grammars.section import Section, folded
from pressrun.markup.leftovers import tail_start

_LEVEL = "h2"
# Inline tags may stand anywhere in it: （来源：<a …>某网</a>）</strong></p>
_ATTRIBUTION = re.compile(
    r"[（(](?:<[^>]*+>|\s)*+(?:消息)?来源(?:(?:<[^>]*+>|\s)*[：:]|\s)"
    r"(?P<name>(?:<[^>]*>|[^<>（）()]){1,200})[)）][。.]?(?:<[^>]*+>|\s)*+\Z"
)
# A name alone, behind a sentence that has ended: 。（某媒体）
_NAMED = re.compile(
    r"(?<=[。！？”」])(?:<[^>]*+>|\s)*+[（(](?P<name>[^<>（）()，。、；：,;:]{2,20})[)）](?:<[^>]*+>|\s)*+\Z"
)
_LONGEST_NAME = 40
# What may become a second-level heading: the number sign and the underline, with what may stand before them.
_HEADING = re.compile(r"(?m)^[ \t>*+\-\d.)]*+(?:##(?!#)|$)")
_PAGE_HEADING = re.compile(r"(?i)<h2\b")


def may(body: str, title: str, *, page: bool) -> bool:
    """Whether `split` might find a digest's items in a body of this text: a cheap look."""
    if column_in_title(title) is None and ("源" not in body or body.count("来源") < 2):  # noqa: PLR2004
        return False
    if page:
        return len(_PAGE_HEADING.findall(body)) > 1
    lines: list[str] = _HEADING.findall(body)
    return sum(line.rstrip(" \t").endswith(("##", "--")) for line in lines) > 1


def split(blocks: Sequence[Block]) -> list[Section]:
    """The items under second-level headings.

    A heading that holds only a picture is no item. What stands before the first item (byline, cover)
    belongs to none.
    """
    starts = [at for at, block in enumerate(blocks) if block.tag == _LEVEL and block.text]
    ends = [*starts, len(blocks)][1:]
    return [
        _section(blocks[start].text, blocks[start + 1 : end], last=end == len(blocks))
        for start, end in zip(starts, ends, strict=True)
    ]


def is_digest(sections: Sequence[Section], title: str) -> bool:
    """Whether these sections are news pieces and not an article's chapters, which have such headings too.

    They are if half of them end with an attribution, or if the title joins headlines in front of a
    column's name and no section has headings of its own.
    """
    attributed = sum(section.attribution is not None for section in sections)
    if attributed > 1 and attributed * 2 >= len(sections):
        return True
    flat = not any(block.tag in {"h3", "h4", "h5", "h6"} for section in sections for block in section.blocks)
    return flat and column_in_title(title) is not None


def _section(heading: str, blocks: Sequence[Block], *, last: bool) -> Section:
    body = [block for block in blocks if not (block.tag == _LEVEL and not block.text)]
    title = folded(heading)
    end = tail_start(body) if last else len(body)
    ended = not last or end < len(body)
    body = body[:end]
    while body and body[-1].tag == "hr":
        body.pop()
    ending = next((at for at in range(len(body) - 1, -1, -1) if body[at].text), -1)
    for at in range(len(body) - 1, -1, -1):
        taken = _take_attribution(body[at], alone=at == ending)
        if taken is None:
            continue
        shortened, name = taken
        # The attribution ends the item; only pictures that follow it directly still belong to it.
        rest = body[at + 1 :]
        pictures = next((n for n, block in enumerate(rest) if block.text), len(rest)) if last else len(rest)
        kept = [*body[:at], *([] if shortened.void else [shortened]), *rest[:pictures]]
        return Section(title, tuple(kept), name, ended=True)
    return Section(title, tuple(body), None, ended)


def _take_attribution(block: Block, *, alone: bool) -> tuple[Block, str] | None:
    """The block without the attribution at its end, and the name in it; None where there is none.

    A name `alone` in parentheses is one only where the item's text ends.
    """
    if "来源" not in block.html and not alone:
        return None
    closing = re.search(r"</\w+>\s*\Z", block.html)
    inner, outer = (block.html[: closing.start()], closing[0]) if closing else (block.html, "")
    match = (_ATTRIBUTION.search(inner) if "来源" in inner else None) or (
        _NAMED.search(inner) if alone else None
    )
    if match is None:
        return None
    name = " ".join(text_of(match["name"]).split())
    if not name or len(name) > _LONGEST_NAME:
        return None
    # Tags opened or closed inside the attribution stay, so that the block remains balanced.
    tags = "".join(re.findall(r"<[^>]*>", match[0]))
    return block._replace(html=f"{inner[: match.start()].rstrip()}{tags}{outer}"), name
