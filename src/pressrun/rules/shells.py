"""What a whole page shows of its site instead of an article: a mirror's frame, a form, an empty template.

Unlike `furniture`, which looks at pages that the archiver cut inside a long navigation, nothing can have
been lost here. A short post is therefore an article: all that counts is whether the page says anything else
than the other pages of its site, and little of that is enough.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from zlib import crc32

from pressrun.identity import is_wechat
from pressrun.markup.cut import is_cut
from pressrun.markup.sentences import claims, pictures_below
from pressrun.rules.causes import PHRASES
from pressrun.rules.furniture import PAGES, by_site, pairs
from pressrun.rules.subject import Facts, Subject

#: A whole page that says more than this of its own is a short post: shorter than a sentence.
OWN = 20
#: What a picture of its own weighs: a post of pictures is a post.
_PICTURE = 100
#: A page with a template around its text has more links; of the sample's such pages none has under 16.
_LINKS = 10
#: A page with paragraphs of prose like this has a text of its own, and is not looked at.
_PARAGRAPH, _PARAGRAPHS = 200, 400
_LINK = re.compile(r"\[[^\[\]\n]*+\]\([^()\n]*+\)")


def claims_of(subject: Subject) -> bytes:
    """What a whole page says, as pairs of a line's hash and its weight; empty where that is no question."""
    capture, digest = subject.capture, subject.digest
    if capture is None or digest is None or capture.is_page or is_wechat(digest.url):
        return b""
    if is_cut(capture.body, capture.removed) or capture.body.count("](") < _LINKS or _has_prose(capture.body):
        return b""
    text = _framed(capture.body)
    packed = array("I")
    for said in claims(text, digest.title, subject.host):
        packed.extend((said.hash, said.weight))
    for target in sorted(pictures_below(text, digest.title)):
        packed.extend((crc32(target.encode()), _PICTURE))
    # A page that says nothing at all has no text to compare; one zero keeps it among the compared.
    return packed.tobytes() or array("I", (0, 0)).tobytes()


def hollow(facts: Sequence[Facts]) -> Iterator[tuple[Facts, int]]:
    """The whole pages that show of their site and next to nothing else, with the weight of what else."""
    for pages, shown in by_site(facts, lambda one: one.claims):
        for one in pages:
            own = sum(weight for line, weight in pairs(one.claims) if shown[line] < PAGES)
            if own <= OWN and len({page.title for page in pages}) >= PAGES:
                yield one, own


def _has_prose(body: str) -> bool:
    """Whether the page has long paragraphs that are no row of links."""
    found = 0
    for line in body.split("\n"):
        if len(line) >= _PARAGRAPH:
            prose = len(_LINK.sub("", line)) if "](" in line else len(line)
            found += prose if prose >= _PARAGRAPH else 0
    return found > _PARAGRAPHS


def _framed(body: str) -> str:
    """What a mirror mirrors; the whole body where there is no mirror's frame."""
    for frame in PHRASES["frame"]:
        start = body.find(frame["start"])
        end = body.rfind(frame["end"]) if start >= 0 else -1
        if end > start:
            return body[start + len(frame["start"]) - 1 : end]
    return body
