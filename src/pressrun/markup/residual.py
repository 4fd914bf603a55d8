"""What is left of a body when nothing but the article's own words counts.

FACTS §1: a phrase alone tells no error page from an article about error pages; the phrase and little
residual text together do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pressrun.identity import normalise
from pressrun.markup.cut import CUT_NOTE, clean_cut
from pressrun.markup.leftovers import INTERFACE_IMAGES, INTERFACE_LINES

_NO_TEXT = INTERFACE_LINES | {CUT_NOTE}
# A longer line is none of them: it takes no hash of all its text to tell.
_LONGEST = max(map(len, _NO_TEXT))
# Neither crosses another opening bracket, nor a line: hostile text would make the search quadratic.
# What stands in a link's parentheses, with one pair more inside. Possessive: a run at a time, never back.
_INSIDE = r"(?:[^()\n]++|\([^()\n]*+\))*+"
_IMAGE = re.compile(rf"!\[([^\[\]\n]*+)\]\(({_INSIDE})\)")
_TARGET = re.compile(rf"\]\({_INSIDE}\)")
# DNS has no longer names; a pattern takes 1.5 µs a character to compile.
_LONGEST_HOST = 253
# A letter that is worth a word of the others; the punctuation between them is none.
_WIDE = re.compile("[\u2e80-\u2fff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
# WeChat's picture server names the size last: `/300?wx_fmt=png`.
_SIZE = re.compile(r"/\d+(?:\?[^/]*)?\Z")
_HEADING = re.compile(r"(?m)^# ([^\n]*)")
_SHOWN = re.compile(r"(?m)^#{1,6} ([^\n]*)")
# What stands below a title at the end of a cut page: bylines, a portrait with its long address.
_END = 1_500
# A line that may weigh as much, where no code is fenced.
_LEAST = 20
_SAYING = re.compile(rf"(?m)^.{{{_LEAST // 2},}}$")
_ADDRESS = re.compile(r"<?https?://[^\s\])]*")
_AGO = re.compile(r"\d+ ?(?:second|minute|hour|day|week|month|year)s? ago\b|(?<!\d)\d++ ?(?:分钟|小时|天)前")
_NUMBER = re.compile(r"\d+")
_LEAST_CLAIM, _COUNTER = 6, 50
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_LETTERS = re.compile(r"[^\W_]++")
# What a line may start with, and end with, besides its words.
_MARKERS, _CLOSERS = "#*+->| \t0123456789.", "#*| \t"


def residual_lines(body: str, title: str) -> list[str]:
    """The lines of a Markdown body without title headings, interface lines, pictures and link targets."""
    lines = [
        line
        for line in map(str.strip, _untargeted(body).split("\n"))
        if line and (len(line) > _LONGEST or line not in _NO_TEXT)
    ]
    if "#" not in body:
        return lines
    wanted = normalise(title)
    return [line for line in lines if line[0] != "#" or normalise(line.strip("#")) != wanted]


def _untargeted(body: str) -> str:
    """The text without pictures and link targets."""
    return _TARGET.sub("]", _IMAGE.sub("", body)) if "](" in body else body


def count_letters(lines: Iterable[str], limit: int) -> int:
    """The number of letters and digits of these lines; counting stops once it is above `limit`."""
    count = 0
    for line in lines:
        count += letters_of(line)
        if count > limit:
            break
    return count


def letters_of(text: str) -> int:
    """The number of letters and digits."""
    # A run at a time: a look at each character takes ten times as long, and bytes are the quickest.
    if text.isascii():
        return len(text.encode("ascii").translate(None, _NO_LETTERS))
    return sum(map(len, _LETTERS.findall(text)))


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
    code = False
    text = _IMAGE.sub("", clean_cut(body))
    # None of these patterns crosses a line, so that the lines of both texts are the same ones.
    without_links = _TARGET.sub("]", _inner_link(host).sub("", text)).split("\n")
    for line, whole in zip(without_links, _TARGET.sub("]", text).split("\n"), strict=True):
        if whole.startswith("```"):
            code = not code
        if 2 * len(line) < _LEAST and not code:
            continue
        bare = _bare(line)
        weight = weigh(bare)
        if weight < (1 if code else _LEAST):
            continue
        if len(line) != len(whole) and 2 * (linked := weigh(_bare(whole))) <= 3 * weight:
            # A sentence that links a few of its words says these too.
            bare, weight = _bare(whole), linked
        if len(bare) > 2 * len(wanted) or _differs(bare, wanted):
            yield bare, weight


@lru_cache(maxsize=64)
def _inner_link(host: str) -> re.Pattern[str]:
    """A link to a page of the same site: navigation, a listing of files, a heading's anchor."""
    whole = rf"(?:https?:)?//{re.escape(host[:_LONGEST_HOST])}(?::\d++)?(?=[/?#)\s])"
    target = rf"[ \t]*+(?:{whole}|(?!(?:https?:)?//|mailto:|<)){_INSIDE}"
    return re.compile(rf"\[[^\[\]\n]*+\]\({target}\)", re.IGNORECASE)


def claims(body: str, title: str, host: str) -> Iterator[tuple[str, int]]:
    """The lines of a whole body that say something, each with its weight; `host` is the page's.

    A short post may say it in few words, so that all lines count but the title, addresses, relative times,
    links to pages of the same site and what weighs less than 6. A line that is one link leads to a text and
    weighs a third. In short lines all numbers are one, as in counters.
    """
    wanted = normalise(_bare(title))
    text = _TARGET.sub("]", _inner_link(host).sub("", _IMAGE.sub("", body)))
    if "ago" in text or "前" in text:
        text = _AGO.sub("", text)
    for line in _ADDRESS.sub("", text).split("\n"):
        bare = _bare(line)
        if len(bare) < _LEAST_CLAIM // 2 or (weight := weigh(bare)) < _LEAST_CLAIM:
            continue
        if len(bare) > 2 * len(wanted) + 2 or _differs(bare.strip("[]"), wanted):
            link = bare[0] == "[" and bare.find("]") == len(bare) - 1
            yield (_NUMBER.sub("0", bare) if len(bare) <= _COUNTER else bare), weight // (3 if link else 1)


def pictures_below(body: str, title: str) -> set[str]:
    """The targets of the pictures below the title that the page itself shows; of all where it shows none."""
    start = body.find(f"{title}\n", body.find("\n# ") + len(title) + 4)
    targets = {target for _, target in _IMAGE.findall(body, max(start, 0))}
    return {target for target in targets if target and not target.startswith("data:")}


def _differs(text: str, wanted: str) -> bool:
    """Whether the text is another one than the normalised one wanted."""
    # A Chinese character is never normalised: most lines are told by their first one.
    if "\u4e00" <= text[:1] <= "\u9fff" and text[0] != wanted[:1]:
        return True
    return normalise(text) != wanted


def _bare(line: str) -> str:
    return line.lstrip(_MARKERS).rstrip(_CLOSERS)


def shows_title(body: str, title: str) -> bool:
    """Whether the page itself shows its title: as a heading below other text; the archiver's stands above."""
    wanted = normalise(title)
    below = False
    for line in filter(None, map(str.strip, _untargeted(body).split("\n"))):
        if line[0] != "#" or normalise(line.strip("#[] ")) != wanted:
            below = True
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


def weigh(text: str) -> int:
    """How much a text says: its letters and digits, one of Chinese or Japanese counting as two."""
    return letters_of(text) if text.isascii() else letters_of(text) + len(_WIDE.findall(text))


def has_picture(body: str) -> bool:
    """Whether the body shows a picture of its own: not an empty one, nor one of the interface."""
    return bool(own_pictures(body))


def own_pictures(body: str) -> list[str]:
    """The addresses of the body's pictures, in their order, without empty ones and the interface's."""
    return [
        target
        for alternative, target in _IMAGE.findall(body)
        if target and not target.startswith("data:") and alternative not in INTERFACE_IMAGES
    ]


def pictures_of_text(body: str, title: str) -> set[str]:
    """The targets of the pictures below the last title heading, without the author's portrait in any size.

    Above it stands the cover, which a page that lost its article still has.
    """
    wanted = normalise(title)
    start = 0
    for heading in _HEADING.finditer(body):
        if normalise(heading[1]) == wanted:
            start = heading.end()
    portraits = {_SIZE.sub("", target) for kind, target in _IMAGE.findall(body) if kind in INTERFACE_IMAGES}
    targets = {_SIZE.sub("", target) for _, target in _IMAGE.findall(body, start)}
    return {target for target in targets - portraits if target and not target.startswith("data:")}


def count_pictures(body: str) -> int:
    """How many pictures the body names, those of the interface included."""
    return sum(bool(target) and not target.startswith("data:") for _, target in _IMAGE.findall(body))


def undo_mojibake(text: str) -> str | None:
    """The text that UTF-8 read as cp1252 was made from; None where it does not look like that."""
    if not re.search("[\x80-\xff]", text) or re.search("[\u2e80-\uffff]", text.replace("\ufffd", "")):
        return None
    raw = b"".join(
        bytes([ord(char)]) if ord(char) < 0x100 else char.encode("cp1252", "ignore")  # noqa: PLR2004
        for char in text
    )
    return raw.decode("utf-8", "ignore")
