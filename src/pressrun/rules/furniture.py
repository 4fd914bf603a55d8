"""What a page shows of its site instead of an article: told by what its other pages show as well.

A site's navigation can be longer than the 8,000 characters that the archiver keeps (FACTS §1). Where the
cut falls differs with the length of the title, so two such pages are seldom the same to the letter; but
hardly a line of theirs stands on one page alone.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from zlib import crc32

from pressrun.identity import is_wechat
from pressrun.markup.cut import is_cut
from pressrun.markup.residual import pictures_of_text
from pressrun.markup.sentences import sentences
from pressrun.rules.causes import PHRASES
from pressrun.rules.subject import Facts, Subject

#: A line on so many pages of a site, under as many titles, is the site's.
PAGES = 3
#: Of the rest, one long sentence is no article yet: headline and subtitle, or what a repository is for.
LITTLE = 150
#: Where the page shows its title, a sentence, and its site again below, the article is there, and short.
_LITTLE_WHOLE = 20
_LISTINGS = tuple(phrase for group in PHRASES["listing"] for phrase in group["phrases"])
_DESCRIPTION: int = max(group["residual"] for group in PHRASES["listing"])
#: A page with two paragraphs like this has text of its own, or navigation as no list knows: not looked at.
_PARAGRAPH, _PARAGRAPHS = 200, 400
#: Navigation that fills 8,000 characters has more links; of the sample's such pages none has under 47.
_LINKS = 30
#: Letters and digits that a picture's page has at the most: the account's name and a line below.
FEW = 100


def sentences_of(subject: Subject) -> bytes:
    """What a cut page says, as pairs of a line's hash and its weight; empty where that is no question."""
    capture, digest = subject.capture, subject.digest
    if capture is None or digest is None or capture.is_page or is_wechat(digest.url):
        return b""
    if not is_cut(capture.body, capture.removed) or capture.body.count("](") < _LINKS:
        return b""
    if sum(len(line) for line in subject.residual_lines if len(line) >= _PARAGRAPH) > _PARAGRAPHS:
        return b""
    # A pair of no line and no weight first: a page of links alone says nothing, which is an answer.
    packed = array("I", (0, 0))
    for said in sentences(capture.body, digest.title, subject.host):
        packed.extend((said.hash, said.weight))
    return packed.tobytes()


def is_listing(subject: Subject) -> bool:
    """Whether the page was cut inside a site's list of its files (a repository's, above its README).

    Or whether it is a profile without a README: a name, and what somebody keeps there.
    """
    for one in PHRASES["profile"]:
        below = subject.text.rfind(one["phrase"])
        if below >= 0 and one["text"] not in subject.text[below:]:
            return True
    start = max(map(subject.text.rfind, _LISTINGS))
    return start >= 0 and all(line[:1] in {"|", "#", ""} for line in subject.text[start:].split("\n")[:-1])


def pictures_of(subject: Subject) -> frozenset[int]:
    """The hashes of the pictures that a page with few words may consist of."""
    if subject.residual > FEW or "![" not in subject.text:
        return frozenset()
    return frozenset(crc32(target.encode()) for target in pictures_of_text(subject.text, subject.title))


def drowned(facts: Sequence[Facts]) -> Iterator[tuple[Facts, int]]:
    """The cut pages that show of their site and next to nothing else, with the weight of what else."""
    for pages, shown in by_site(facts, lambda one: one.sentences):
        for one in pages:
            own = [0 if shown[line] >= PAGES else weight for line, weight in pairs(one.sentences)]
            if one.behind_title or sum(own) <= _allowed(one, whole=one.shows_title and not own[-1]):
                yield one, sum(own)


def _allowed(one: Facts, *, whole: bool) -> int:
    if one.listing:
        return _DESCRIPTION
    return _LITTLE_WHOLE if whole else LITTLE


def by_site(
    facts: Sequence[Facts], said: Callable[[Facts], bytes]
) -> Iterator[tuple[list[Facts], Counter[int]]]:
    """The pages of each site that say anything, and how many of them show a line.

    A page counts once under its title, a digest once however captured.
    """
    sites: dict[str, list[Facts]] = defaultdict(list)
    for one in facts:
        if said(one):
            sites[one.site].append(one)
    for pages in sites.values():
        shown: Counter[int] = Counter()
        seen: set[str] = set()
        for one in pages:
            if not seen & {one.key, one.title}:
                shown.update({line for line, _ in pairs(said(one))})
            seen |= {one.key, one.title}
        yield pages, shown


def pairs(said: bytes) -> Iterator[tuple[int, int]]:
    """The hashes of a page's lines, each with its weight."""
    numbers = array("I", said)
    return zip(numbers[::2], numbers[1::2], strict=True)
