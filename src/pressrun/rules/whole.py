"""DC: whether a published document can be read at all, by anybody."""

from __future__ import annotations

from collections.abc import Iterator

from pressrun.capture import Refusal
from pressrun.finding import Place
from pressrun.rules.catalogue import Complaint
from pressrun.rules.document import TOMBSTONE, Document
from pressrun.rules.documents import document_rule
from pressrun.rules.xml_view import Fault

#: Tombstones that a live feed has at the most (DESIGN, Captures of one digest).
_MOST_TOMBSTONES = 50


@document_rule("DC001", "not-well-formed")
def not_well_formed(document: Document) -> Iterator[Complaint]:
    """A published feed or list is no well-formed XML, or a JSON Feed or edition.json no JSON.

    A reader shows nothing of such a document and may drop the subscription.

    Example, edition:
        harbour-news/feed.xml:
            - </feed>

    Remedy: It was cut off, merged by git or edited by hand: press it again.
    """
    fault = document.fault
    if isinstance(fault, Fault) and not fault.illegal:
        yield Complaint(_at(fault), f"not well-formed: {fault.message}; press the edition again")


@document_rule("DC009", "illegal-character")
def illegal_character(document: Document) -> Iterator[Complaint]:
    """A document holds a character that XML 1.0 forbids, or bytes that are no UTF-8.

    One such character keeps a reader from the whole feed, and no escape can write it. The press removes them.

    Example, edition:
        harbour-news/feed.xml:
            - <title>Calm sea</title>
            + <title>Calm<U+000B>sea</title>

    Remedy: Press the edition again, and report it if it comes back.
    """
    fault = document.fault
    if isinstance(fault, Fault) and fault.illegal:
        yield Complaint(_at(fault), f"{fault.message}; press the edition again")


@document_rule("DC010", "oversized-document")
def oversized_document(document: Document) -> Iterator[Complaint]:
    """A live feed has more entries or bytes than it may have, or a document is too large for any reader.

    The limits are `entries` and `max_bytes` of the config, 50 and 512 KiB by default: readers fetch a feed
    every hour, and many cut or refuse a larger one. A single entry may be longer than that. Of the entries
    that were deleted, a live feed names the newest 50. Archive documents have no limit.

    Example, edition:
        harbour-news/feed.xml:
            - still over noon
            + <still over noon, and still in the evening, and still all night, × 9999>

    Remedy: Press the edition again with the config's limits.
    """
    if isinstance(document.fault, Refusal) and document.fault.reason == "too-large":
        yield Complaint(Place(), f"{document.fault.detail}: no reader takes such a document")
    terms, entries = document.terms, document.entries
    if not document.live:
        return
    if len(entries) > terms.entries:
        message = f"{len(entries)} entries, and a live feed has {terms.entries} at the most"
        yield Complaint(document.place(entries[terms.entries]), message)
    if len(document.raw) > terms.max_bytes and len(entries) > 1:
        message = f"{len(document.raw)} bytes, and a live feed has {terms.max_bytes} at the most"
        yield Complaint(Place(), message)
    stones = document.channel.every(TOMBSTONE) if document.channel is not None else []
    if len(stones) > _MOST_TOMBSTONES:
        message = f"{len(stones)} tombstones, and a live feed has {_MOST_TOMBSTONES} at the most"
        yield Complaint(document.place(stones[_MOST_TOMBSTONES]), message)


@document_rule("DC017", "unreadable-document")
def unreadable_document(document: Document) -> Iterator[Complaint]:
    """A file at the place of a document cannot be read, or it changed meanwhile.

    What cannot be read here cannot be served either.

    Example, shell:
        chmod 000 harbour-news/feed.xml

    Remedy: Set its permissions, and check when no press runs.
    """
    if isinstance(document.fault, Refusal) and document.fault.reason != "too-large":
        yield Complaint(Place(), f"{document.fault.detail}; set its permissions, or press again")


def _at(fault: Fault) -> Place:
    return Place(fault.line, fault.column, fault.line, fault.column + 1)
