"""What the rules of a whole edition need of each of its documents, and of the edition itself."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pressrun.finding import Place
from pressrun.rules.document import ATTRIBUTIONS, Document, Kind, Terms
from pressrun.rules.xml_view import Element

#: What edition.json counts captures by; the first is the sum of the others.
COUNTS = ("captures", "published", "rejected", "duplicates")
_KEYS = re.compile(
    rf'"({"|".join(COUNTS)}|rejected_by_rule|columns|attributions)"(?=:)|"slug": *+"([a-z0-9-]++)"'
)


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a document, and where it stands."""

    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class EntryTraits:
    """What must agree wherever an entry stands: `thing` says which it is, `wording` what it says.

    `home` is the address of its own document, None where it names none.
    """

    id: Said
    thing: tuple[str, str]
    wording: str
    home: Said | None


@dataclass(frozen=True, slots=True)
class Account:
    """A column or an attribution as edition.json tells it. A count or address that is none is -1 or empty.

    `folder` is where its feeds lie.
    """

    slug: str
    feed: str
    digests: int
    items: int
    folder: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """What edition.json says. `places`: the line of each key of `counts`, and of each slug by its folder."""

    counts: dict[str, int]
    by_rule: int
    columns: tuple[Account, ...]
    attributions: tuple[Account, ...]
    places: dict[str, Place]


@dataclass(frozen=True, slots=True)
class Traits:
    """What the rules of an edition need of one document: small and picklable.

    `homes` are the addresses that a feed gives itself, `links` what a feed, a page or the OPML leads to
    besides. A document that cannot be read has neither.
    """

    path: str
    kind: Kind
    author: str = ""
    archive: bool = False
    id: Said | None = None
    homes: tuple[Said, ...] = ()
    entries: tuple[EntryTraits, ...] = ()
    links: tuple[Said, ...] = ()
    accounts: Accounts | None = None


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
        return Traits(path, kind)
    if kind is Kind.ACCOUNTS:
        return Traits(path, kind, accounts=_accounts(document))
    feed = document.feed
    if feed is None:
        return Traits(path, kind, links=tuple(_listed(document)))
    author, identifier = feed.find("author"), feed.find("id")
    return Traits(
        path=path,
        kind=kind,
        author=author.say("name") if author is not None else "",
        archive=document.archive,
        id=_said(document, identifier) if identifier is not None else None,
        homes=tuple(_links(document, feed, own=True)),
        entries=tuple(_entry(document, entry) for entry in document.entries),
        links=tuple(_links(document, feed, own=False)),
    )


def _said(document: Document, element: Element) -> Said:
    value = element.text.strip()
    return Said(value, document.place(element, value))


def _links(document: Document, parent: Element, *, own: bool) -> Iterator[Said]:
    for link in parent.every("link"):
        if (link.attributes.get("rel", "alternate") == "self") is own:
            address = link.attributes.get("href", "")
            yield Said(address, document.place(link, address))


def _entry(document: Document, entry: Element) -> EntryTraits:
    alternate = next(_links(document, entry, own=False), None)
    identifier = entry.find("id")
    wording = "\0".join(entry.say(name) for name in ("updated", "title", "summary", "content"))
    return EntryTraits(
        id=Said("", document.place(entry)) if identifier is None else _said(document, identifier),
        thing=("" if alternate is None else alternate.value, entry.say("published")),
        wording=hashlib.sha256(wording.encode()).hexdigest(),
        home=next(_links(document, entry, own=True), None),
    )


def _listed(document: Document) -> Iterator[Said]:
    """The feeds that the OPML names, or the addresses that a page links."""
    for element in document.tree.elements if document.tree else ():
        address = element.attributes.get("xmlUrl")
        if address is not None:
            yield Said(address, document.place(element, address))
    for _, tag in document.markup:
        for name, address in tag.attributes:
            if name == "href":
                yield Said(address, document.place_in_text(tag.start, tag.end - tag.start))


def _accounts(document: Document) -> Accounts:
    record = document.record if isinstance(document.record, dict) else {}
    by_rule = record.get("rejected_by_rule")
    return Accounts(
        counts={key: _count(record.get(key)) for key in COUNTS},
        by_rule=sum(map(_count, by_rule.values())) if isinstance(by_rule, dict) else -1,
        columns=tuple(_account(listed, "") for listed in _dicts(record.get("columns"))),
        attributions=tuple(
            _account(listed, f"{ATTRIBUTIONS}/") for listed in _dicts(record.get("attributions"))
        ),
        places=dict(_places(document)),
    )


def _dicts(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _account(listed: dict[str, object], above: str) -> Account:
    slug = _text(listed.get("slug"))
    return Account(
        slug=slug,
        feed=_text(listed.get("feed")),
        digests=_count(listed.get("digests")),
        items=_count(listed.get("items")),
        folder=f"{above}{slug}",
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else -1


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _places(document: Document) -> Iterator[tuple[str, Place]]:
    """Where each count, and the slug of each column and attribution, stands in edition.json."""
    above = ""
    for match in _KEYS.finditer(document.text):
        key, slug = match.groups()
        if key:
            above = f"{ATTRIBUTIONS}/" if key == ATTRIBUTIONS else ""
        yield key or f"{above}{slug}", document.place_in_text(match.start(), len(match[0]))
