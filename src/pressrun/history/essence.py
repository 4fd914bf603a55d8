"""What a published text says, so that a cosmetic difference between two captures is no edit (DESIGN)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pressrun.history.addresses import foreign, page_of, picture_of
from pressrun.identity import normalise

# Clean HTML escapes < and > in text and attributes, so what looks like a tag is one, to its first >.
_TAGS = re.compile(r"<[^<>]*+>(?: ?<[^<>]*+>)*+")
# Emphasis does not say anything else; what is struck out does.
_WITHIN = re.compile(r"</?(?:a|img|em|strong|b|i|u|ins|sub|sup|code|ruby|rt|rp)\b[^<>]*+>")
_STRUCK = re.compile(r"</?(?:del|s)>")
_LINKED_PICTURE = re.compile(r'<a href="([^"<>]*+)"[^<>]*+>\s*+(<img src="([^"<>]*+)"[^<>]*+>)\s*+</a>')
_ADDRESS = re.compile(r'<(?:a href|(img) src)="([^"<>]*+)"')
# Printable and no white space, so that folding keeps it; a text's own is taken for one, which does no harm.
_BOUNDARY = "¶"
# The commonest format characters: `normalise` drops them all, but looks at each character for that. And the
# icons of a site's own font, which are no text.
_UNSEEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff]++")
# What counts readers, and tells an age, differs with every capture (2,500 lines of the sample).
_LONGEST_COUNTER = 60
_NUMBER = r"\d[\d,.]*+ ?[kmw万]?\+?"
_COUNTED = (
    r"(?:views?|reads?|comments?|comment\(s\)|likes?|claps?|shares?|replies|followers?|products"
    r"|阅读(?:量|数)?|浏览(?:量|次数)?(?!器)|查看|评论|点赞|收藏|转发|在看|热度|赞)"
)
_AGE = r"(?:second|minute|min|hour|day|week|month|year)s? ago\b|(?:秒|分钟|小时|天|周|个月)前"
_COUNTER = re.compile(
    rf"{_COUNTED}[\s:：·.(（]{{0,4}}{_NUMBER}|{_NUMBER} ?(?:次|条|latest )?{_COUNTED}|{_NUMBER} ?(?:{_AGE})",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# markup's mark of a text that the archiver cut, as NFKC writes it.
_CUT = "\n[...] "


@dataclass(frozen=True, slots=True)
class Text:
    """A published text: its title as text, and its safe HTML."""

    title: str
    html: str


def visible(markup: str) -> str:
    """The text of clean HTML, a line a block, as keys compare text; without counters and ages.

    Linear in its length, and never an exception.
    """
    bare = _STRUCK.sub("~", _WITHIN.sub("", " ".join(markup.split())))
    folded = normalise(_UNSEEN.sub("", html.unescape(_TAGS.sub(_BOUNDARY, bare))))
    return "\n".join(filter(None, map(_without_counts, map(str.strip, folded.split(_BOUNDARY)))))


def essence(markup: str) -> str:
    """What clean HTML says: its text, then its links and pictures, a line each.

    Two texts with the same essence differ in nothing that a subscriber should be told of: emphasis, kinds
    of blocks, tracking, a picture's size, form or way of loading, banners, counters. Struck text is told from
    other text.
    """
    return "\n".join((visible(markup), *_addresses(markup)))


def is_edit(old: Text, new: Text) -> bool:
    """Whether a later capture of a text says something else than the one before.

    A capture that the archiver cut short (8,000 characters, FACTS §1) says nothing else where one of the two
    is the beginning of the other: a longer address in front moves the place of the cut.
    """
    if old == new:
        return False
    if normalise(old.title) != normalise(new.title):
        return True
    before, after = visible(old.html), visible(new.html)
    if before != after:
        return not _is_only_cut(before, after)
    return [*_addresses(old.html)] != [*_addresses(new.html)]


def _is_only_cut(before: str, after: str) -> bool:
    """Whether the later text is cut, and what both say of the earlier one is the same."""
    said, cut, _ = f"\n{after}".rpartition(_CUT)
    if not cut:
        return False
    known, known_cut, _ = f"\n{before}".rpartition(_CUT)
    if not known_cut:
        return f"\n{before}".startswith(said)
    return known.startswith(said) or said.startswith(known)


def _addresses(markup: str) -> Iterator[str]:
    """The pages and pictures that clean HTML names, in its order."""
    if "<img" in markup:
        markup = _LINKED_PICTURE.sub(_without_banner, markup)
    for picture, address in _ADDRESS.findall(markup):
        found = html.unescape(address)
        yield f"picture {picture_of(found)}" if picture else f"link {page_of(found)}"


def _without_banner(found: re.Match[str]) -> str:
    """Of a picture that is linked the picture alone, and nothing of it where it leads to another site.

    Such a one is a banner or a badge: 5,477 of the sample's linked pictures, and they change by the hour.
    """
    return "" if foreign(html.unescape(found[1]), html.unescape(found[3])) else found[2]


def _without_counts(line: str) -> str:
    if len(line) > _LONGEST_COUNTER or not _DIGIT.search(line):
        return line
    return _COUNTER.sub("", line).strip()
