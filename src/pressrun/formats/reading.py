"""Our own documents read back into the words they were written from.

The ledger is an index (law 6): what it said can be known again from the edition. Only documents of ours
are understood. A damaged one is a ValueError and nothing else, whatever its bytes are.
"""

from __future__ import annotations

from lxml import etree

from pressrun.feed import Category, Entry, Feed, Link, Person, Tombstone
from pressrun.formats import splicing
from pressrun.formats.names import ARCHIVE, ATOM, LANG, THUMBNAIL, TOMBSTONE
from pressrun.formats.times import moment

#: Of one text node, in bytes (libxml2's XML_MAX_TEXT_LENGTH).
_LONGEST_TEXT = 10_000_000


def read_atom(data: bytes) -> Feed:
    """The feed that `atom.serialise` made a document of, but for what its entries remembered.

    Raises:
        ValueError: the bytes are not such a document.
    """
    root = _root(data)
    style = root.getprevious()
    if style is None or root.tag != _atom("feed"):
        raise ValueError("not an Atom feed of ours")
    return Feed(
        id=_text(root, "id"),
        title=_text(root, "title"),
        updated=moment(_text(root, "updated")),
        author=_person(root),
        links=_links(root),
        language=_attribute(root, LANG),
        entries=tuple(_entry(found) for found in root.iterfind(_atom("entry"))),
        stylesheet=_attribute(style, "href"),
        tombstones=tuple(
            Tombstone(_attribute(found, "ref"), moment(_attribute(found, "when")))
            for found in root.iterfind(TOMBSTONE)
        ),
        archive=root.find(ARCHIVE) is not None,
    )


def read_entry(data: bytes) -> Entry:
    """The entry that `atom.serialise_entry` made these bytes of, but for what it remembered.

    Raises:
        ValueError: the bytes are no such entry.
    """
    root = _parsed(b'<feed xmlns="%s">%s</feed>' % (ATOM.encode(), data))
    if len(root) != 1 or root[0].tag != _atom("entry"):
        raise ValueError("not an Atom entry of ours")
    return _entry(root[0])


def _root(data: bytes) -> etree._Element:
    if not data.startswith(splicing.ATOM.opening):
        raise ValueError("not an Atom feed of ours")
    return _parsed(data)


def _parsed(data: bytes) -> etree._Element:
    # Nothing of ours declares anything: no document type, and no entities to expand.
    if b"<!" in data:
        raise ValueError("not an Atom feed of ours")
    # libxml2 refuses a longer text otherwise, and a digest can have one; without entities it is no bomb.
    huge = len(data) > _LONGEST_TEXT
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not well-formed: {error}") from None


def _entry(element: etree._Element) -> Entry:
    thumbnail = element.find(THUMBNAIL)
    return Entry(
        id=_text(element, "id"),
        title=_text(element, "title"),
        updated=moment(_text(element, "updated")),
        published=moment(_text(element, "published")),
        author=_person(element),
        links=_links(element),
        content=_text(element, "content"),
        summary=_text(element, "summary"),
        language=_attribute(element, LANG),
        categories=tuple(
            Category(_attribute(found, "term")) for found in element.iterfind(_atom("category"))
        ),
        thumbnail=None if thumbnail is None else _attribute(thumbnail, "url"),
    )


def _person(element: etree._Element) -> Person:
    author = element.find(_atom("author"))
    # feedgen writes no author without a name.
    if author is None:
        return Person("")
    return Person(_text(author, "name"), author.findtext(_atom("uri")))


def _links(element: etree._Element) -> tuple[Link, ...]:
    return tuple(
        Link(_attribute(found, "href"), _attribute(found, "rel"), found.get("type"), found.get("title"))
        for found in element.iterfind(_atom("link"))
    )


def _text(element: etree._Element, name: str) -> str:
    child = element.find(_atom(name))
    if child is None or len(child):
        raise ValueError(f"no text in {name}")
    return child.text or ""


def _attribute(element: etree._Element, name: str) -> str:
    value = element.get(name)
    if value is None:
        raise ValueError(f"no {name} on {element.tag}")
    return str(value)


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"
