"""DC: whether a published feed.json, or a page of its archive, is a JSON Feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pressrun.rules.catalogue import Complaint
from pressrun.rules.document import Document
from pressrun.rules.documents import document_rule
from pressrun.rules.json_view import TYPE
from pressrun.rules.kinds import Kind
from pressrun.rules.moments import moment_of
from pressrun.rules.subject import quote
from pressrun.rules.xml_view import Element

VERSION = "https://jsonfeed.org/version/1.1"
_STRING, _ARRAY = "string", "array"
#: What jsonfeed.org/version/1.1 knows of a feed, an item and an author, and of what type it is.
_FEED = {
    **dict.fromkeys(
        ("version", "title", "home_page_url", "feed_url", "description", "user_comment"), _STRING
    ),
    **dict.fromkeys(("next_url", "icon", "favicon", "language"), _STRING),
    **dict.fromkeys(("authors", "hubs", "items"), _ARRAY),
    "expired": "literal",
}
_ITEM = {
    **dict.fromkeys(("id", "url", "external_url", "title", "content_html", "content_text"), _STRING),
    **dict.fromkeys(("summary", "image", "banner_image", "date_published", "date_modified"), _STRING),
    **dict.fromkeys(("authors", "tags", "attachments"), _ARRAY),
    "language": _STRING,
}
_AUTHOR = dict.fromkeys(("name", "url", "avatar"), _STRING)
_TYPES = {_FEED["version"]: "a string", _ARRAY: "a list", "literal": "true or false", "object": "an object"}
#: What each of ours has; the standard asks for less.
_FEED_NEEDS = ("version", "title", "home_page_url", "language", "items")
_ITEM_NEEDS = ("id", "url", "title", "content_html", "summary", "date_published", "date_modified")
_MAY_BE_EMPTY = frozenset(("content_html",))


@document_rule("DC020", "invalid-json-feed")
def invalid_json_feed(document: Document) -> Iterator[Complaint]:
    """A JSON Feed lacks what version 1.1 or we ask of it, or has a value of another type.

    A reader that is strict shows nothing of it, another shows entries without title, time or link.

    Example, edition:
        harbour-news/feed.json:
            - version/1.1
            + version/3.0

    Remedy: Press the edition again; report it if it comes back.
    """
    if document.kind is not Kind.JSON or document.channel is None:
        return
    feed = document.channel
    if feed.attributes[TYPE] != "object":
        yield Complaint(document.place(feed), "it is no object, and a JSON Feed is one")
        return
    yield from _shape(document, feed, "feed", _FEED, _FEED_NEEDS)
    version = feed.find("version")
    if version is not None and version.text != VERSION:
        message = f"the version is {quote(version.text)}, and not {VERSION}"
        yield Complaint(document.place(version, version.text), message)
    yield from _authors(document, feed)
    for item in document.entries:
        yield from _item(document, item)
    yield from _repeated(document)


def _item(document: Document, item: Element) -> Iterator[Complaint]:
    if item.attributes[TYPE] != "object":
        yield Complaint(document.place(item), "an item is no object")
        return
    yield from _shape(document, item, "item", _ITEM, _ITEM_NEEDS)
    yield from _authors(document, item)
    yield from _times(document, item)
    for tags in item.every("tags"):
        for tag in tags.children:
            if tag.attributes[TYPE] != _STRING:
                yield Complaint(document.place(tag), "a tag is no string")


def _shape(
    document: Document, parent: Element, what: str, types: Mapping[str, str], needs: tuple[str, ...]
) -> Iterator[Complaint]:
    names = [child.name for child in parent.children]
    for name in needs:
        if name not in names:
            yield Complaint(document.place(parent), f"the {what} has no {name}")
    seen: set[str] = set()
    for child in parent.children:
        wanted = types.get(child.name, "object" if child.name == "_pressrun" else None)
        if child.name in seen:
            yield Complaint(document.place(child), f"the {what} has more than one {quote(child.name)}")
        elif wanted is None and not child.name.startswith("_"):
            message = f"{quote(child.name)} is no word of JSON Feed, and does not begin with _"
            yield Complaint(document.place(child), message)
        elif wanted is not None and child.attributes[TYPE] != wanted:
            yield Complaint(document.place(child), f"{child.name} of the {what} is not {_TYPES[wanted]}")
        elif wanted == _STRING and not child.text.strip() and child.name not in _MAY_BE_EMPTY:
            yield Complaint(document.place(child), f"{child.name} of the {what} is empty")
        seen.add(child.name)


def _authors(document: Document, parent: Element) -> Iterator[Complaint]:
    for authors in parent.every("authors"):
        for author in authors.children:
            if author.attributes[TYPE] != "object" or not author.children:
                yield Complaint(document.place(author), "an author is no object with a name, url or avatar")
            else:
                yield from _shape(document, author, "author", _AUTHOR, ())


def _times(document: Document, item: Element) -> Iterator[Complaint]:
    for name in ("date_published", "date_modified"):
        for element in item.every(name):
            if element.text and moment_of(element.text) is None:
                message = f"{name} {quote(element.text)} is no time of RFC 3339 with a zone"
                yield Complaint(document.place(element, element.text), message)
    published, modified = moment_of(item.say("date_published")), moment_of(item.say("date_modified"))
    if published is not None and modified is not None and modified < published:
        message = f"date_modified {item.say('date_modified')} is before {item.say('date_published')}"
        yield Complaint(document.place(item.find("date_modified") or item), message)


def _repeated(document: Document) -> Iterator[Complaint]:
    seen: set[str] = set()
    for item in document.entries:
        for element in item.every("id"):
            if element.text in seen and element.text:
                message = f"another item has the id {quote(element.text)} too"
                yield Complaint(document.place(element, element.text), message)
            seen.add(element.text)
