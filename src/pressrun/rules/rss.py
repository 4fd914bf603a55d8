"""DC: whether a published rss.xml is RSS 2.0 as readers know it."""

from __future__ import annotations

from collections.abc import Iterator

from pressrun.rules.catalogue import Complaint
from pressrun.rules.document import CONTENT, Document
from pressrun.rules.documents import document_rule
from pressrun.rules.kinds import Kind
from pressrun.rules.moments import moment_of_mail
from pressrun.rules.subject import quote
from pressrun.rules.xml_view import Element

_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_OF_CHANNEL = ("title", "link", "description", "language", "lastBuildDate", "generator")
_OF_ITEM = ("title", "link", "guid", "pubDate", "description", CONTENT, _CREATOR)
#: A text of only pictures has no summary but its title, and a page may be empty: these may say nothing.
_MAY_BE_EMPTY = frozenset((CONTENT,))


@document_rule("DC019", "invalid-rss")
def invalid_rss(document: Document) -> Iterator[Complaint]:
    """An RSS feed lacks what RSS 2.0 or we ask of it, or says it in a form that readers guess at.

    A guid that claims to be an address is opened as one, a time that is no RFC 822 sorts anywhere, and
    without a guid every edit is a new entry.

    Example, edition:
        harbour-news/rss.xml:
            - isPermaLink="false"
            + isPermaLink="true"

    Remedy: Press the edition again; report it if it comes back.
    """
    if document.kind is not Kind.RSS or document.channel is None or document.tree is None:
        return
    root = document.tree.root
    if root.attributes.get("version") != "2.0":
        version = quote(root.attributes.get("version", ""))
        yield Complaint(document.place(root), f"the version of RSS is {version}, and not '2.0'")
    yield from _once(document, document.channel, _OF_CHANNEL)
    yield from _times(document, document.channel, "lastBuildDate")
    for item in document.entries:
        yield from _once(document, item, _OF_ITEM)
        yield from _times(document, item, "pubDate")
    yield from _guids(document)


def _once(document: Document, parent: Element, names: tuple[str, ...]) -> Iterator[Complaint]:
    for name in names:
        found, short = parent.every(name), name.rpartition("}")[2]
        if len(found) > 1:
            yield Complaint(document.place(found[1]), f"the {parent.name} has more than one {short}")
        elif not found:
            yield Complaint(document.place(parent), f"the {parent.name} has no {short}")
        elif not found[0].text.strip() and name not in _MAY_BE_EMPTY:
            yield Complaint(document.place(found[0]), f"the {short} of the {parent.name} is empty")


def _times(document: Document, parent: Element, name: str) -> Iterator[Complaint]:
    for element in parent.every(name):
        value = element.text.strip()
        if value and moment_of_mail(value) is None:
            message = f"{name} {quote(value)} is no time of RFC 822 with its right day of the week"
            yield Complaint(document.place(element, value), message)


def _guids(document: Document) -> Iterator[Complaint]:
    seen: set[str] = set()
    for item in document.entries:
        for guid in item.every("guid"):
            value = guid.text.strip()
            if guid.attributes.get("isPermaLink") != "false":
                message = "the guid is an id and no address, and does not say isPermaLink=false"
                yield Complaint(document.place(guid), message)
            if value in seen and value:
                yield Complaint(document.place(guid, value), f"another item has the guid {quote(value)} too")
            seen.add(value)
