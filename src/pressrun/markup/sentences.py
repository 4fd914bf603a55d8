"""What the lines of a page say, so that the pages of a site can be compared line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pressrun.identity import normalise
from pressrun.markup.cut import clean_cut
from pressrun.markup.residual import IMAGE, INSIDE, TARGET, differs, letters_of, untargeted

# DNS has no longer names; a pattern takes 1.5 µs a character to compile.
_LONGEST_HOST = 253
# A letter that is worth a word of the others; the punctuation between them is none.
_WIDE = "[\u2e80-\u2fff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
_SHOWN = re.compile(r"(?m)^#{1,6} ([^\n]*)")
# What stands below a title at the end of a cut page: bylines, a portrait with its long address.
_END = 1_500
# What a sentence weighs, and how long it is then.
_LEAST, _FEWEST = 20, 10
_ADDRESS = re.compile(r"<?https?://[^\s\])]*")
_AGO = re.compile(r"\d+ ?(?:second|minute|hour|day|week|month|year)s? ago\b|(?<!\d)\d++ ?(?:分钟|小时|天)前")
# Without one of these a text has no such time: to look is 20 times as quick as the pattern.
_AGO_SIGNS = (" ago", "分钟前", "小时前", "天前")
_NUMBER = re.compile(r"\d+")
_LEAST_CLAIM, _COUNTER = 6, 50
# The pages of a site follow each other in an inbox and show the same short lines: most have been weighed.
_LONGEST_SHARED = 200
# What a line may start with, and end with, besides its words.
_MARKERS, _CLOSERS = "#*+->| \t0123456789.", "#*| \t"


def sentences(body: str, title: str, host: str) -> Iterator[tuple[str, int]]:
    """The lines of a cut body that say something, each with its weight.

    Left out are the title, links to pages of the same site outside a sentence, the half link at the cut, and
    what weighs less than 20: labels, counters, bylines. In fenced code every line counts.

    Args:
        body: as the capture holds it.
        title: the digest's.
        host: of its url. A whole address that leads there is a link of the site as a relative one is, so
            that `check --fix`, which writes the one for the other, changes no answer.
    """
    wanted = normalise(_bare(title))
    text = IMAGE.sub("", clean_cut(body))
    code, fenced = False, "```" in text
    # None of these patterns crosses a line, so that the lines of both texts are the same ones.
    without_links = TARGET.sub("]", _inner_link(host).sub("", text)).split("\n")
    for line, whole in zip(without_links, text.split("\n"), strict=True):
        if fenced and whole.startswith("```"):
            code = not code
        if len(line) < _FEWEST and not code:
            continue
        bare, weight = _weighed(line)
        if weight < (1 if code else _LEAST):
            continue
        if len(line) != len(whole) and 2 * (linked := _weighed(TARGET.sub("]", whole)))[1] <= 3 * weight:
            # A sentence that links a few of its words says these too.
            bare, weight = linked
        if len(bare) > 2 * len(wanted) or differs(bare, wanted):
            yield bare, weight


@lru_cache(maxsize=64)
def _inner_link(host: str) -> re.Pattern[str]:
    """A link to a page of the same site: navigation, a listing of files, a heading's anchor."""
    whole = rf"(?:https?:)?//{re.escape(host[:_LONGEST_HOST])}(?::\d++)?(?=[/?#)\s])"
    target = rf"[ \t]*+(?:{whole}|(?!(?:https?:)?//|mailto:|<)){INSIDE}"
    return re.compile(rf"\[[^\[\]\n]*+\]\({target}\)", re.IGNORECASE)


def claims(body: str, title: str, host: str) -> Iterator[tuple[str, int]]:
    """The lines of a whole body that say something, each with its weight; `host` is the page's.

    A short post may say it in few words, so that all lines count but the title, addresses, relative times,
    links to pages of the same site and what weighs less than 6. A line that is one link leads to a text and
    weighs a third. In short lines all numbers are one, as in counters.
    """
    wanted = normalise(_bare(title))
    text = TARGET.sub("]", _inner_link(host).sub("", IMAGE.sub("", body)))
    if any(sign in text for sign in _AGO_SIGNS):
        text = _AGO.sub("", text)
    if "://" in text:
        text = _ADDRESS.sub("", text)
    for line in text.split("\n"):
        if len(line) < _LEAST_CLAIM // 2:
            continue
        bare, weight = _weighed(line)
        if weight < _LEAST_CLAIM:
            continue
        if len(bare) > 2 * len(wanted) + 2 or differs(bare.strip("[]"), wanted):
            link = bare[0] == "[" and bare.find("]") == len(bare) - 1
            yield (_NUMBER.sub("0", bare) if len(bare) <= _COUNTER else bare), weight // (3 if link else 1)


def pictures_below(body: str, title: str) -> set[str]:
    """The targets of the pictures below the title that the page itself shows; of all where it shows none."""
    start = body.find(f"{title}\n", body.find("\n# ") + len(title) + 4)
    targets = {target for _, target in IMAGE.findall(body, max(start, 0))}
    return {target for target in targets if target and not target.startswith("data:")}


def _bare(line: str) -> str:
    return line.lstrip(_MARKERS).rstrip(_CLOSERS)


def _weighed(line: str) -> tuple[str, int]:
    """The line without what it may start and end with besides its words, and how much it says."""
    if len(line) > _LONGEST_SHARED:
        bare = _bare(line)
        return bare, weigh(bare)
    return _weighed_before(line)


@lru_cache(maxsize=2048)
def _weighed_before(line: str) -> tuple[str, int]:
    bare = _bare(line)
    return bare, weigh(bare)


def shows_title(body: str, title: str) -> bool:
    """Whether the page itself shows its title: as a heading below other text; the archiver's stands above."""
    wanted = normalise(title)
    below = False
    for line in body.split("\n"):
        # Below other text only a heading says something new: of a long page hardly a line has to be read.
        if below and "#" not in line:
            continue
        shown = untargeted(line).strip()
        if shown[:1] != "#" or differs(shown.strip("#[] "), wanted):
            below = below or bool(shown)
        elif below:
            return True
    return False


def ends_at_title(body: str, title: str, host: str) -> bool:
    """Whether a cut page shows its title only at its end, with less than a sentence below it."""
    wanted = normalise(title).casefold()
    end = body[-_END:]
    start = end.find("\n") + 1
    headings = [
        found
        for found in _SHOWN.finditer(end, start)
        if normalise(found[1].strip("#[] ")).casefold() == wanted
    ]
    if not headings or shows_title(body[: len(body) - len(end) + headings[0].start()], title):
        return False
    return not any(sentences(end[headings[0].end() :], title, host))


@cache
def _wide() -> re.Pattern[str]:
    """Compiled when it is needed: that takes 2 ms, and few sites are compared."""
    return re.compile(_WIDE)


def weigh(text: str) -> int:
    """How much a text says: its letters and digits, one of Chinese or Japanese counting as two."""
    return letters_of(text) if text.isascii() else letters_of(text) + len(_wide().findall(text))
