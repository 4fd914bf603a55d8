"""DC: whether what we publish only shows, and leads each reader to the same place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pressrun.finding import Place
from pressrun.rules.catalogue import Complaint
from pressrun.rules.document import ATOM_LINK, Document
from pressrun.rules.documents import document_rule
from pressrun.rules.html_view import Tag, Wrong, acting, wrong
from pressrun.rules.kinds import Kind
from pressrun.rules.subject import quote
from pressrun.rules.xml_view import Element

_XHTML = "{http://www.w3.org/1999/xhtml}"
#: Namespaces whose elements a browser draws or runs wherever they stand in a document.
_DRAWN = ("{http://www.w3.org/2000/svg}", "{http://www.w3.org/1998/Math/MathML}")
_THUMBNAIL = "{http://search.yahoo.com/mrss/}thumbnail"
_IN_ATOM = {"link": "href", "content": "src", "generator": "uri", "category": "scheme", _THUMBNAIL: "url"}
_IN_RSS = {ATOM_LINK: "href", "enclosure": "url", "source": "url", _THUMBNAIL: "url"}
#: The elements whose text is an address.
_AS_TEXT = {
    Kind.ATOM: frozenset(("uri", "icon", "logo")),
    Kind.RSS: frozenset(("link", "url", "comments", "docs")),
    Kind.JSON: frozenset(
        (
            *("home_page_url", "feed_url", "next_url", "icon", "favicon"),
            *("url", "external_url", "image", "banner_image", "avatar"),
        )
    ),
}
# Of the text behind a `<` that opens no tag.
_SHOWN = 20
_PASSIVE_STYLE = ('type="text/css"', "type='text/css'")


@dataclass(frozen=True, slots=True)
class _Address:
    """An address in a document; one in HTML stands in a tag of the element's text."""

    value: str
    where: str
    element: Element | None
    tag: Tag | None = None

    def place(self, document: Document) -> Place:
        if self.tag is not None:
            return _tag_place(document, self.element, self.tag)
        return document.place(self.element, self.value) if self.element is not None else Place()


@document_rule("DC007", "relative-reference")
def relative_reference(document: Document) -> Iterator[Complaint]:
    """An address in a document is relative, or names no host.

    Readers resolve it against different things: the feed, the entry's link or their own page. Every
    address that we publish is absolute.

    Example, edition:
        harbour-news/feed.xml:
            - <link href="https://example.org/1"
            + <link href="/1"

    Remedy: Press the edition again; report it if it comes back.
    """
    for address in _addresses(document):
        # A page is opened where it lies, so its links lead anywhere in the edition.
        if document.kind is not Kind.PAGE and wrong(address.value) is Wrong.RELATIVE:
            message = f"{address.where} is {quote(address.value)}, which is not absolute"
            yield Complaint(address.place(document), message)


@document_rule("DC008", "active-content")
def active_content(document: Document) -> Iterator[Complaint]:
    """A document holds something that a reader or browser could run, load or draw over its own page.

    Elements and attributes that only show text, tables and pictures are passive, and so is nothing else;
    a `<` that opens no tag of ours counts too, as each reader makes another tag of it.

    Example, edition:
        harbour-news/feed.xml:
            - &lt;p&gt;
            + &lt;p onclick="open()"&gt;

    Remedy: Do not serve the edition, press it again, and report how it came in.
    """
    yield from _acting_markup(document)
    yield from _acting_elements(document)
    for address in _addresses(document):
        if wrong(address.value) is Wrong.ACTIVE:
            message = f"{address.where} is {quote(address.value)}, which a reader may run"
            yield Complaint(address.place(document), message)


def _acting_markup(document: Document) -> Iterator[Complaint]:
    page = document.kind is Kind.PAGE
    for element, tag in document.markup:
        if not tag.name:
            message = "a < that opens no tag as we write it: each reader makes something else of it"
            yield Complaint(_tag_place(document, element, tag), message)
            continue
        for what in acting(tag.name, tag.attributes, page=page):
            yield Complaint(_tag_place(document, element, tag), f"{what} is active")


def _acting_elements(document: Document) -> Iterator[Complaint]:
    """What acts without being text: XHTML inside of Atom, drawings, and stylesheets that are programs."""
    if document.tree is None:
        return
    for element in document.tree.elements:
        if element.name.startswith(_DRAWN):
            yield Complaint(document.place(element), f"the element <{element.name[:60]}> is active")
        elif element.name.startswith(_XHTML):
            name = element.name.removeprefix(_XHTML)
            for what in acting(name, tuple(element.attributes.items())):
                yield Complaint(document.place(element), f"{what} is active")
    for style in document.tree.styles:
        if not any(passive in style.text for passive in _PASSIVE_STYLE):
            yield Complaint(document.place(style, style.text), "a stylesheet that is no CSS can run programs")


def _addresses(document: Document) -> Iterator[_Address]:
    """Every address of a document, with words for where it stands."""
    for element, tag in document.markup:
        for name, value in tag.addresses():
            yield _Address(value, f"the {name} of <{tag.name}>", element, tag)
    for element in document.tree.elements if document.tree else ():
        for name, value in _own_addresses(document.kind, element):
            yield _Address(value, f"the {name} of {element.name[:60]}", element)


def _own_addresses(kind: Kind, element: Element) -> Iterator[tuple[str, str]]:
    attributes = element.attributes
    if element.name in _AS_TEXT.get(kind, ()):
        yield "address", element.text.strip()
    named = (_IN_RSS if kind is Kind.RSS else _IN_ATOM).get(element.name)
    if named in attributes:
        yield named, attributes[named]
    if element.name == "outline":
        yield from ((name, attributes[name]) for name in ("xmlUrl", "htmlUrl") if name in attributes)
    if element.name.startswith(_XHTML):
        yield from ((name, attributes[name]) for name in ("href", "src") if name in attributes)


def _tag_place(document: Document, element: Element | None, tag: Tag) -> Place:
    if element is None:
        return document.place_in_text(tag.start, tag.end - tag.start)
    end = tag.end if tag.name else tag.end + _SHOWN
    return document.place(element, element.text[tag.start : end], tag.start)
