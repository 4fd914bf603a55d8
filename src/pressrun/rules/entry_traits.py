"""What must agree wherever an entry stands, whatever the format of the document."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from pressrun.finding import Place
from pressrun.rules.document import CONTENT, ID, Document
from pressrun.rules.kinds import Kind
from pressrun.rules.moments import in_full, in_seconds, moment_of, moment_of_mail
from pressrun.rules.xml_view import ATOM, Element

#: What the parts of a wording are called, in its order.
PARTS = ("title", "updated", "text", "summary")


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a document, and where it stands."""

    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class EntryTraits:
    """What must agree wherever an entry stands: `thing` says which it is, `wording` what it says.

    A link or time that is none leaves its half of the thing empty. The wording is a hash for each of PARTS,
    None where the format has no such thing or the document lacks it. `published` is as it is written. `home`
    is the address of the entry's own document, None where it names none.
    """

    id: Said
    thing: tuple[str, str]
    wording: tuple[int | None, ...]
    published: str
    home: Said | None

    def is_other(self, other: EntryTraits) -> bool:
        """Whether link or time tell the two apart; where one of them has none, they do not."""
        return any(
            ours and theirs and ours != theirs for ours, theirs in zip(self.thing, other.thing, strict=True)
        )

    def differences(self, other: EntryTraits) -> list[str]:
        """The parts in which the two wordings differ, where both have them."""
        pairs = zip(PARTS, self.wording, other.wording, strict=True)
        return [part for part, ours, theirs in pairs if None not in {ours, theirs} and ours != theirs]


def said(document: Document, element: Element, value: str) -> Said:
    """A value of an element of a document."""
    return Said(value, document.place(element, value))


def entry_traits(document: Document, entry: Element) -> EntryTraits:
    """What the rules of an edition need of an entry of this document."""
    identifier = entry.find(ID[document.kind])
    link, published, wording = _READ[document.kind](entry)
    moment = moment_of_mail(published) if document.kind is Kind.RSS else moment_of(published)
    home = _own_link(entry) if document.kind is Kind.ATOM else None
    return EntryTraits(
        id=Said("", document.place(entry))
        if identifier is None
        else said(document, identifier, identifier.text.strip()),
        thing=(link if link.startswith(_WEB) else "", in_seconds(moment)),
        wording=tuple(part if part is None else _hash(part) for part in wording),
        published=published,
        home=None if home is None else said(document, home, home.attributes.get("href", "")),
    )


_ATOM_UPDATED = f"{{{ATOM}}}updated"
#: How the address of a page begins.
_WEB = ("http://", "https://")
_Read = tuple[str, str, tuple[str | None, ...]]


def _in_atom(entry: Element) -> _Read:
    links = entry.every("link")
    first = next((link for link in links if link.attributes.get("rel", "alternate") == "alternate"), None)
    wording = (_title(entry), _exactly(entry.say("updated")), entry.say("content"), entry.say("summary"))
    return first.attributes.get("href", "") if first else "", entry.say("published"), wording


def _in_rss(entry: Element) -> _Read:
    # Its description is HTML and the summary text, so the two are not compared; it names edits alone.
    wording = (_title(entry), _exactly(entry.say(_ATOM_UPDATED)), entry.say(CONTENT), None)
    return entry.say("link"), entry.say("pubDate"), wording


def _in_json(entry: Element) -> _Read:
    updated = _exactly(entry.say("date_modified"))
    wording = (_title(entry), updated, entry.say("content_html"), entry.say("summary"))
    return entry.say("url"), entry.say("date_published"), wording


_READ: dict[Kind, Callable[[Element], _Read]] = {
    Kind.ATOM: _in_atom,
    Kind.RSS: _in_rss,
    Kind.JSON: _in_json,
}


def _own_link(entry: Element) -> Element | None:
    return next((link for link in entry.every("link") if link.attributes.get("rel") == "self"), None)


def _title(entry: Element) -> str | None:
    return entry.say("title") or None


def _exactly(value: str) -> str | None:
    return in_full(moment_of(value)) or None


def _hash(text: str) -> int:
    """64 bits: an edition has a few of them for each of its entries."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])
