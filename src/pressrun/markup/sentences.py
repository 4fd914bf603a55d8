"""What the lines of a page say, so that the pages of a site can be compared line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple
from zlib import crc32

from pressrun.identity import normalise
from pressrun.markup.cut import clean_cut
from pressrun.markup.residual import IMAGE, INSIDE, TARGET, differs, letters_of, untargeted

# A letter that is worth a word of the others; the punctuation between them is none.
_WIDE = "[\u2e80-\u2fff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
# A link that leads to a page: of the host in group 1, or else of the page's own.
_LINK = re.compile(
    r"\[[^\[\]\n]*+\]\([ \t]*+(?:(?i:https?:)?//([^/?#:()\s]++)(?::\d++)?(?=[/?#)\s])"
    rf"|(?!(?i:https?:)?//|(?i:mailto:)|<)){INSIDE}\)"
)
_SHOWN = re.compile(r"(?m)^#{1,6} ([^\n]*)")
# What stands below a title at the end of a cut page: bylines, a portrait with its long address.
_END = 1_500
# What a sentence weighs, and how long it is then.
_LEAST, _FEWEST = 20, 10
# None of these begins with a repetition: only for a first character does re look quickly.
_ADDRESS = re.compile(r"(?:<https?|https?)://[^\s\])]*")
_AGO = re.compile(
    r"\d(?:\d* ?(?:second|minute|hour|day|week|month|year)s? ago\b|(?<!\d\d)\d*+ ?(?:分钟|小时|天)前)"
)
# Without one of these a text has no such time: to look is 20 times as quick as the pattern.
_AGO_SIGNS = (" ago", "分钟前", "小时前", "天前")
_NUMBER = re.compile(r"\d\d*+")
_LEAST_CLAIM, _COUNTER = 6, 50
# Characters of lines that are remembered of each kind: some 15,000 lines, 8 MB.
_REMEMBERED = 1_000_000
# What a line may start with, and end with, besides its words.
_MARKERS, _CLOSERS = "#*+->| \t0123456789.", "#*| \t"


class Said(NamedTuple):
    """What a line says: its words without links and markers, a hash that stands for them, their weight."""

    words: str
    hash: int
    weight: int


class _Memory:
    """What lines say, by site: of four lines three stand on a page before them (measured, the sample).

    Lines are read many at a time, because a pattern that runs over them all takes a third of the time. None
    stands for a line that says nothing.
    """

    def __init__(self, read: Callable[[Sequence[str], str], Iterator[Said | None]]) -> None:
        self._read = read
        self._sites: dict[str, dict[str, Said | None]] = {}
        self._room = _REMEMBERED

    def said(self, lines: Sequence[str], host: str) -> Iterator[Said]:
        """What these lines of a page of this host say, in their order, without those that say nothing."""
        known = self._sites.setdefault(host, {})
        news = [line for line in dict.fromkeys(lines) if line not in known]
        if news:
            self._room -= sum(map(len, news))
            if self._room < 0:
                self._sites, self._room = {}, _REMEMBERED
            known.update(zip(news, self._read(news, host), strict=True))
        return filter(None, map(known.__getitem__, lines))


def sentences(body: str, title: str, host: str) -> Iterator[Said]:
    """The lines of a cut body that say something.

    Left out are the title, links to pages of the same site outside a sentence, the half link at the cut, and
    what weighs less than 20: labels, counters, bylines. In fenced code every line counts.

    Args:
        body: as the capture holds it.
        title: the digest's.
        host: of its url. A whole address that leads there is a link of the site as a relative one is, so
            that `check --fix`, which writes the one for the other, changes no answer.
    """
    wanted = normalise(_bare(title))
    text = clean_cut(body)
    # A fence may stand behind a picture.
    fenced = IMAGE.sub("", text) if "`" in text else ""
    if "```" in fenced:
        said = _beside_code(fenced, host)
    else:
        said = _SENTENCES.said([line for line in text.split("\n") if len(line) >= _FEWEST], host)
    for one in said:
        if len(one.words) > 2 * len(wanted) or differs(one.words, wanted):
            yield one


def _beside_code(text: str, host: str) -> Iterator[Said]:
    """What the lines of a text with fenced code and without pictures say."""
    leasts, code = [], False
    for line in text.split("\n"):
        code ^= line.startswith("```")
        leasts.append(1 if code else _LEAST)
    return filter(None, _sentences(text, host, leasts))


def _sentences_of_prose(lines: Sequence[str], host: str) -> Iterator[Said | None]:
    return _sentences(IMAGE.sub("", "\n".join(lines)), host, [_LEAST] * len(lines))


def _sentences(text: str, host: str, leasts: Sequence[int]) -> Iterator[Said | None]:
    """What each line of a text without pictures says, if that weighs so much at least."""
    # None of these patterns crosses a line, so that the lines of both texts are the same ones.
    without_links = TARGET.sub("]", _without_inner_links(text, host))
    for line, whole, least in zip(without_links.split("\n"), text.split("\n"), leasts, strict=True):
        bare, weight = _weighed(line)
        if weight < least:
            yield None
            continue
        if len(line) != len(whole) and 2 * (linked := _weighed(TARGET.sub("]", whole)))[1] <= 3 * weight:
            # A sentence that links a few of its words says these too.
            bare, weight = linked
        yield Said(bare, crc32(bare.encode()), weight)


def _without_inner_links(text: str, host: str) -> str:
    """The text without links to pages of the same site: navigation, a listing of files, a heading's anchor.

    One pattern for all hosts: to compile one takes as long as to read a page.
    """
    return _LINK.sub(lambda link: _elsewhere(link, host), text)


def _elsewhere(link: re.Match[str], host: str) -> str:
    """A link to another site, without those to this one that its address may hold; empty for any other."""
    if not link[1] or link[1].lower() == host:
        return ""
    whole = link[0]
    return whole if whole.count("](") == 1 else whole[0] + _without_inner_links(whole[1:], host)


def claims(body: str, title: str, host: str) -> Iterator[Said]:
    """The lines of a whole body that say something; `host` is the page's.

    A short post may say it in few words, so that all lines count but the title, addresses, relative times,
    links to pages of the same site and what weighs less than 6. A line that is one link leads to a text and
    weighs a third. In short lines all numbers are one, as in counters.
    """
    wanted = normalise(_bare(title))
    for said in _CLAIMS.said([line for line in body.split("\n") if len(line) >= _LEAST_CLAIM // 2], host):
        if len(said.words) > 2 * len(wanted) + 2 or differs(said.words.strip("[]"), wanted):
            yield said


def _claims(lines: Iterable[str], host: str) -> Iterator[Said | None]:
    text = TARGET.sub("]", _without_inner_links(IMAGE.sub("", "\n".join(lines)), host))
    if any(sign in text for sign in _AGO_SIGNS):
        text = _AGO.sub("", text)
    if "://" in text:
        text = _ADDRESS.sub("", text)
    for line in text.split("\n"):
        bare, weight = _weighed(line)
        if weight < _LEAST_CLAIM:
            yield None
            continue
        link = bare[0] == "[" and bare.find("]") == len(bare) - 1
        shown = _NUMBER.sub("0", bare) if len(bare) <= _COUNTER else bare
        yield Said(bare, crc32(shown.encode()), weight // (3 if link else 1))


_SENTENCES, _CLAIMS = _Memory(_sentences_of_prose), _Memory(_claims)


def pictures_below(body: str, title: str) -> set[str]:
    """The targets of the pictures below the title that the page itself shows; of all where it shows none."""
    start = body.find(f"{title}\n", body.find("\n# ") + len(title) + 4)
    targets = {target for _, target in IMAGE.findall(body, max(start, 0))}
    return {target for target in targets if target and not target.startswith("data:")}


def _bare(line: str) -> str:
    return line.lstrip(_MARKERS).rstrip(_CLOSERS)


def _weighed(line: str) -> tuple[str, int]:
    """The line without what it may start and end with besides its words, and how much it says."""
    bare = _bare(line)
    return bare, weigh(bare)


def shows_title(body: str, title: str) -> bool:
    """Whether the page itself shows its title: as a heading below other text; the archiver's stands above."""
    wanted = normalise(title)
    below = False
    for line in body.split("\n"):
        # Below other text only a heading says something new: of a long page hardly a line has to be read.
        if below and ("#" not in line or not _may_be_heading(line)):
            continue
        shown = untargeted(line).strip()
        if shown[:1] != "#" or differs(shown.strip("#[] "), wanted):
            below = below or bool(shown)
        elif below:
            return True
    return False


def _may_be_heading(line: str) -> bool:
    """Whether the number sign may be the first thing that a line shows, and not part of an address."""
    return line.lstrip()[:1] in {"#", "!"}


def ends_at_title(body: str, title: str, host: str) -> bool:
    """Whether a cut page shows its title only at its end, with less than a sentence below it."""
    end = body[-_END:]
    start = end.find("\n") + 1
    if "\n#" not in end and not end.startswith("#"):
        return False
    wanted = normalise(title).casefold()
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
    return re.compile(f"{_WIDE}{_WIDE}*+")


def weigh(text: str) -> int:
    """How much a text says: its letters and digits, one of Chinese or Japanese counting as two."""
    return letters_of(text) if text.isascii() else letters_of(text) + sum(map(len, _wide().findall(text)))
