"""What an element that is off the profile lacks, or has and should not, in words."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from pressrun.rules.document import ARCHIVE, TOMBSTONE
from pressrun.rules.subject import quote
from pressrun.rules.xml_view import Element

_THUMBNAIL = "{http://search.yahoo.com/mrss/}thumbnail"
_TIME = "a time of RFC 3339 with zone and six decimals, no attributes"
_WORDS = "text, which is not empty and has no attributes"
#: How each element is in our documents. `atom.rng` says it for machines, and decides.
_OURS = {
    "id": "a tag: URI, and no attributes",
    "title": _WORDS,
    "summary": _WORDS,
    "updated": _TIME,
    "published": _TIME,
    "content": 'of type="html", and text alone',
    "author": "a name, with a uri at the most",
    "generator": "pressrun, with a uri and the version of the format",
    "category": "a term, and nothing else",
    "link": "an absolute href, a rel that we use, a type or title at the most",
    ARCHIVE: "empty",
    TOMBSTONE: "empty, with a tag: URI as ref, six decimals in when",
    _THUMBNAIL: "empty, with the absolute url of a picture",
}
_FEED_ONCE = ("id", "title", "updated", "author", "generator")
_ENTRY_ONCE = ("id", "title", "updated", "published", "author", "summary", "content")
_IN_FEED = frozenset((*_FEED_ONCE, "link", "entry", ARCHIVE, TOMBSTONE))
_IN_ENTRY = frozenset((*_ENTRY_ONCE, "link", "category", _THUMBNAIL))
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_Fault = tuple[Element, str]


def head_faults(feed: Element, wrong: AbstractSet[int]) -> Iterator[_Fault]:
    """What is wrong with a feed, entries apart.

    Args:
        feed: the atom:feed.
        wrong: the `id` of each child that is off the profile by itself; of entries nothing is said.
    """
    yield from _own_faults(feed)
    yield from _counts(feed, _FEED_ONCE)
    yield from _children(feed, wrong, _IN_FEED)


def part_faults(entry: Element, wrong: AbstractSet[int]) -> Iterator[_Fault]:
    """What is wrong with an entry; arguments as above. One whose fault has no words is told as a whole."""
    found = [
        *_own_faults(entry),
        *_counts(entry, _ENTRY_ONCE),
        *_alternates(entry),
        *_children(entry, wrong, _IN_ENTRY),
    ]
    yield from found or [(entry, "the entry is not as the profile says")]


def _own_faults(parent: Element) -> Iterator[_Fault]:
    if not parent.attributes.get(_LANGUAGE):
        yield parent, f"the {parent.name} has no xml:lang"
    for name in parent.attributes.keys() - {_LANGUAGE}:
        yield parent, f"the {parent.name} has an attribute {quote(name)}, and ours have none such"
    if parent.text.strip():
        yield parent, f"the {parent.name} has text between its elements: {quote(parent.text.strip())}"


def _counts(parent: Element, once: tuple[str, ...]) -> Iterator[_Fault]:
    for name in once:
        found = parent.every(name)
        if not found:
            yield parent, f"the {parent.name} has no {name}"
        elif len(found) > 1:
            yield found[1], f"the {parent.name} has more than one {name}"
    for name in (ARCHIVE, _THUMBNAIL):
        for element in parent.every(name)[1:]:
            yield element, f"the {parent.name} has more than one {_short(name)}"


def _alternates(entry: Element) -> Iterator[_Fault]:
    links = [link for link in entry.every("link") if link.attributes.get("rel") == "alternate"]
    if len(links) != 1:
        number = "no" if not links else "more than one"
        yield (links[1] if links else entry), f"the entry has {number} link with rel=alternate"


def _children(parent: Element, wrong: AbstractSet[int], known: AbstractSet[str]) -> Iterator[_Fault]:
    for child in parent.children:
        if child.name not in known:
            yield child, f"the element {_short(child.name)} stands in no {parent.name} of ours"
        elif id(child) in wrong:
            yield child, f"this {_short(child.name)} is not as ours are: {_OURS[child.name]}"


def _short(name: str) -> str:
    return quote(name.rpartition("}")[2])
