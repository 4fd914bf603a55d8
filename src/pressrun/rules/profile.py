"""DC: whether a published Atom document is of the one make that all of ours are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from pressrun.rules import feeds, passive
from pressrun.rules.catalogue import Complaint
from pressrun.rules.document import TOMBSTONE, Document
from pressrun.rules.documents import document_rule
from pressrun.rules.profile_words import head_faults, part_faults
from pressrun.rules.xml_view import Element

if TYPE_CHECKING:
    from lxml import etree

_RELAX = "{http://relaxng.org/ns/structure/1.0}"
#: Children that a feed, without its entries, or one entry has at the most: libxml2 is quadratic in them.
_MOST_CHILDREN = 1000
#: Rules that say of a part of a document more exactly what is wrong with it.
_FINER = (
    feeds.invalid_tag_uri,
    feeds.invalid_timestamp,
    feeds.missing_author,
    feeds.missing_element,
    passive.relative_reference,
    passive.active_content,
)


class _Schemas(NamedTuple):
    """The profile for a whole document, and for any element of one."""

    whole: etree.RelaxNG
    part: etree.RelaxNG


@document_rule("DC018", "off-profile")
def off_profile(document: Document) -> Iterator[Complaint]:
    """An Atom document is well-formed and yet not as all of ours are: `atom.rng` in the package says how.

    The profile is RFC 4287 with what RFC 5005 and RFC 6721 add, and everything closed that they leave open:
    one generator, six decimals in each time, one alternate link an entry. What DC003, DC004, DC006, DC007,
    DC008 and DC016 say of the same entry, and DC005 of the feed, is not said again.

    Example, edition:
        harbour-news/feed.xml:
            - <author>
            + <rights>free</rights><author>

    Remedy: Press the edition again; report it if it comes back.
    """
    if document.feed is None:
        return
    yield from _crowds(document) or _faults(document, document.feed)


def _crowds(document: Document) -> list[Complaint]:
    """The elements with more children than anything of ours has; to go on with them would not be linear."""
    return [
        Complaint(document.place(parent), f"more than {_MOST_CHILDREN} elements in one {parent.name}")
        for parent in (document.feed, *document.entries)
        if parent is not None and _inner(parent) > _MOST_CHILDREN
    ]


def _inner(parent: Element) -> int:
    return sum(child.name not in {"entry", TOMBSTONE} for child in parent.children)


def _faults(document: Document, feed: Element) -> Iterator[Complaint]:
    from lxml import etree  # noqa: PLC0415  no check of captures needs it

    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(document.raw, reader)
    except etree.XMLSyntaxError as error:
        yield Complaint(document.place(feed), f"libxml2 cannot read it: {str(error)[:100]!r}")
        return
    if not _schemas().whole.validate(root):
        yield from _unsaid(document, _told(document, feed, root))
    elif not document.entries and feed.find(TOMBSTONE) is None:
        yield Complaint(document.place(feed), "the feed has neither entries nor tombstones")


def _told(document: Document, feed: Element, root: etree._Element) -> Iterator[Complaint]:
    """What is wrong, part by part: first the feed without its entries, then each of them."""
    found = False
    for element, message in _parts(feed, root):
        found = True
        yield Complaint(document.place(element), message)
    if not found and len(_selves(feed)) == 1:
        yield Complaint(document.place(feed), "it is not as the profile says, and nobody can tell where")


def _parts(feed: Element, root: etree._Element) -> Iterator[tuple[Element, str]]:
    part = _schemas().part
    named = list(zip(feed.children, _elements(root), strict=True))
    head = [(ours, theirs) for ours, theirs in named if ours.name != "entry"]
    yield from head_faults(feed, {id(ours) for ours, theirs in head if not part.validate(theirs)})
    for ours, theirs in named:
        # One after the other: whoever asks stops at the hundredth.
        if ours.name == "entry" and not part.validate(theirs):
            inner = zip(ours.children, _elements(theirs), strict=True)
            yield from part_faults(
                ours, {id(child) for child, written in inner if not part.validate(written)}
            )


def _unsaid(document: Document, complaints: Iterator[Complaint]) -> Iterator[Complaint]:
    """Those about parts that no finer rule has complained of."""
    starts = [(1, 1), *((entry.line, entry.column) for entry in document.entries)]
    said = {
        bisect_right(starts, (complaint.place.line, complaint.place.column))
        for rule in _FINER
        for complaint in rule(document)
    }
    for complaint in complaints:
        if bisect_right(starts, (complaint.place.line, complaint.place.column)) not in said:
            yield complaint


def _selves(feed: Element) -> list[Element]:
    """Its links with rel=self; what is wrong with their number DC005 tells."""
    return [link for link in feed.every("link") if link.attributes.get("rel") == "self"]


def _elements(parent: etree._Element) -> list[etree._Element]:
    """Its children without comments and instructions."""
    return list(parent.iterchildren("{*}*"))


@cache
def _schemas() -> _Schemas:
    """The profile, compiled once a process."""
    from lxml import etree  # noqa: PLC0415

    grammar = etree.fromstring(files("pressrun.rules").joinpath("atom.rng").read_bytes())
    whole = etree.RelaxNG(grammar)
    choice = etree.Element(f"{_RELAX}choice")
    for define in grammar.iterchildren(f"{_RELAX}define"):
        # Each that is an element, and not the content of one.
        if len(define) == 1 and define[0].tag == f"{_RELAX}element":
            choice.append(etree.Element(f"{_RELAX}ref", name=str(define.get("name"))))
    for start in grammar.iterchildren(f"{_RELAX}start"):
        start[:] = [choice]
    return _Schemas(whole, etree.RelaxNG(grammar))
