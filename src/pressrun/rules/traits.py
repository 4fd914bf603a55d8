"""What the rules of a whole edition need of each of its documents, and of the edition itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pressrun.rules.accounts import Accounts, accounts_of
from pressrun.rules.document import ATOM_LINK, TOMBSTONE, Document, Terms
from pressrun.rules.entry_traits import EntryTraits, Said, entry_traits, said
from pressrun.rules.kinds import Kind
from pressrun.rules.moments import in_seconds, moment_of, moment_of_mail
from pressrun.rules.unpacking import stale
from pressrun.rules.xml_view import Element

#: The links of RFC 5005 §4 that lead through a history.
_STYLE = re.compile(r"""\bhref=["']([^"']+)["']""")
_PAGE_TYPE = "application/feed+json"
_HISTORY = frozenset(("current", "prev-archive", "next-archive"))


@dataclass(frozen=True, slots=True)
class Traits:
    """What the rules of an edition need of one document: small and picklable.

    `homes` are the addresses that a feed gives itself, `relations` its links through the history by their
    rel, `links` what a feed, a page or the OPML leads to at all, `styles` the addresses of stylesheets.
    `tombstones` are the ids of entries that are gone. `archive` is told by place or mark, `marked` by its
    mark alone. `updated` is in UTC to the second, which is all that RSS has, `size` in bytes. A document that
    cannot be read is `unread`, and says nothing. `packed` says what is wrong with the `.gz` beside it.
    """

    path: str
    kind: Kind
    unread: bool = False
    author: str = ""
    archive: bool = False
    marked: bool = False
    updated: str = ""
    size: int = 0
    id: Said | None = None
    homes: tuple[Said, ...] = ()
    entries: tuple[EntryTraits, ...] = ()
    links: tuple[Said, ...] = ()
    relations: tuple[tuple[str, Said], ...] = ()
    tombstones: tuple[Said, ...] = ()
    styles: tuple[Said, ...] = ()
    accounts: Accounts | None = None
    packed: str = ""

    def related(self, rel: str) -> list[Said]:
        """Its links of this rel."""
        return [link for name, link in self.relations if name == rel]


@dataclass(frozen=True)
class Published:
    """An edition: every document of ours by path, and the names of all files that lie there."""

    documents: Sequence[Traits]
    names: frozenset[str]
    terms: Terms

    @cached_property
    def base_url(self) -> str | None:
        """Where the edition is served: as the config says, else as most feeds say of themselves."""
        if self.terms.base_url is not None:
            return self.terms.base_url
        told = Counter(
            home.value.removesuffix(document.path)
            for document in self.documents
            for home in document.homes
            if home.value.endswith(f"/{document.path}")
        )
        return min(told, key=lambda base: (-told[base], base), default=None)

    @cached_property
    def accounts(self) -> tuple[str, Accounts] | None:
        """edition.json's path and what it says; None where there is none that can be read."""
        return next(((one.path, one.accounts) for one in self.documents if one.accounts), None)

    def path_of(self, address: str) -> str | None:
        """The path below the edition that an address leads to; None where it leads elsewhere."""
        base = self.base_url
        if base is None or not address.startswith(base):
            return None
        path = address.removeprefix(base).partition("#")[0].partition("?")[0]
        return f"{path}index.html" if path == "" or path.endswith("/") else path


def traits_of(document: Document) -> Traits:
    """What the rules of an edition need of a document."""
    path, kind = document.path, document.kind
    if document.fault is not None:
        return Traits(path, kind, unread=True)
    packed = stale(document)
    if kind is Kind.ACCOUNTS:
        return Traits(path, kind, accounts=accounts_of(document), packed=packed)
    channel = document.channel
    if channel is None:
        return Traits(path, kind, links=tuple(_listed(document)), packed=packed)
    links = [(rel, said(document, element, value)) for rel, element, value in _relations(document, channel)]
    return Traits(
        path=path,
        kind=kind,
        author=_author(document),
        archive=document.archive,
        marked=document.marked,
        updated=in_seconds(moment_of(channel.say("updated")) or moment_of_mail(channel.say("lastBuildDate"))),
        size=len(document.raw),
        id=_identifier(document),
        homes=tuple(link for rel, link in links if rel == "self"),
        entries=tuple(entry_traits(document, entry) for entry in document.entries),
        links=tuple(link for rel, link in links if rel != "self"),
        relations=tuple((rel, link) for rel, link in links if rel in _HISTORY),
        tombstones=tuple(
            said(document, stone, stone.attributes.get("ref", "")) for stone in channel.every(TOMBSTONE)
        ),
        styles=tuple(_styles(document)),
        packed=packed,
    )


def _styles(document: Document) -> Iterator[Said]:
    for style in document.tree.styles if document.tree else ():
        address = _STYLE.search(style.text)
        if address is not None:
            yield said(document, style, address[1])


def _author(document: Document) -> str:
    author = document.feed.find("author") if document.feed is not None else None
    return author.say("name") if author is not None else ""


def _identifier(document: Document) -> Said | None:
    """The id of an Atom feed; no other format has one for the whole."""
    identifier = document.feed.find("id") if document.feed is not None else None
    return said(document, identifier, identifier.text.strip()) if identifier is not None else None


def _relations(document: Document, channel: Element) -> Iterator[tuple[str, Element, str]]:
    """The links of a feed: what each is to it, in the words of Atom."""
    if document.kind is Kind.JSON:
        for name, rel in _IN_JSON.items():
            for element in channel.every(name):
                yield rel, element, element.text
        return
    for link in channel.every(ATOM_LINK if document.kind is Kind.RSS else "link"):
        rel, target = link.attributes.get("rel", "alternate"), link.attributes.get("type")
        # The history in JSON is another way through the same months.
        yield ("related" if target == _PAGE_TYPE else rel), link, link.attributes.get("href", "")
    for link in channel.every("link") if document.kind is Kind.RSS else ():
        yield "alternate", link, link.text.strip()


_IN_JSON = {"feed_url": "self", "home_page_url": "alternate", "next_url": "prev-archive"}


def _listed(document: Document) -> Iterator[Said]:
    """The feeds that the OPML names, or the addresses that a page links."""
    for element in document.tree.elements if document.tree else ():
        address = element.attributes.get("xmlUrl")
        if address is not None:
            yield said(document, element, address)
    for _, tag in document.markup:
        for name, address in tag.attributes:
            if name == "href":
                yield Said(address, document.place_in_text(tag.start, tag.end - tag.start))
