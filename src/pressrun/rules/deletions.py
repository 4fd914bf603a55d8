"""DC: whether what was taken back is gone, and what was corrected can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressrun.rules.catalogue import Complaint
from pressrun.rules.documents import edition_rule
from pressrun.rules.kinds import is_story
from pressrun.rules.subject import quote
from pressrun.rules.traits import Published, Traits

_Complaints = Iterator[tuple[str, Complaint]]
# What stands behind an item's id in that of a superseded text of it.
_SUPERSEDED = re.compile(r"(?P<item>tag:[^/]*:item/[0-9a-f]{16,})/(?P<number>\d{1,9})", re.ASCII)


@edition_rule("DC024", "deleted-entry-stands")
def deleted_entry_stands(published: Published) -> _Complaints:
    """An entry stands in a document, and a tombstone says that it was deleted (RFC 6721).

    One reader shows it and the next takes it away, depending on what it fetched first.

    Example, edition:
        harbour-news/feed.xml:
            - <generator
            + <deleted-entry xmlns="http://purl.org/atompub/tombstones/1.0" when="2025-05-02T08:30:00.000000Z"
            +  ref="tag:localhost,2026:digest/e7f613996d8a60e4b8fe95d2f36e861f"/><generator

    Remedy: Press the edition again, and copy it whole.
    """
    gone = {
        stone.value: document.path
        for document in reversed(published.documents)
        for stone in document.tombstones
        if stone.value
    }
    if not gone:
        return
    for document in published.documents:
        for entry in document.entries:
            superseded = _SUPERSEDED.fullmatch(entry.id.value)
            item = superseded["item"] if superseded else entry.id.value
            if item in gone:
                message = f"{quote(entry.id.value)} stands here, and {gone[item]} says that it was deleted"
                yield document.path, Complaint(entry.id.place, message)


@edition_rule("DC025", "wrong-superseded")
def wrong_superseded(published: Published) -> _Complaints:
    """The superseded texts of an item do not stand behind it in its own feed, counted down to 1.

    Whoever follows a story sees its corrections there, newest first: the item, then `<id>/2`, then `<id>/1`,
    the oldest text, each with a link of its own. A number that is left out is a text that was lost; in any
    other feed they would be entries that nobody asked for.

    Example, edition:
        harbour-news/items.xml:
            - :item/…</id>
            + :item/00000000000000000000000000000000/1</id>
            - <link href="http://127.0.0.1:8000/harbour-news/items/…/>

    Remedy: Press the edition again, and copy it whole.
    """
    for document in published.documents:
        if is_story(document.path):
            yield from _out_of_count(document)
            continue
        for entry in document.entries:
            if _SUPERSEDED.fullmatch(entry.id.value):
                message = (
                    f"{quote(entry.id.value)} is a superseded text, and stands in its item's own feed alone"
                )
                yield document.path, Complaint(entry.id.place, message)


def _out_of_count(document: Traits) -> _Complaints:
    if not document.entries:
        return
    first, *others = document.entries
    if others and _SUPERSEDED.fullmatch(first.id.value):
        yield (
            document.path,
            Complaint(first.id.place, "its first entry is a superseded text, and not the item"),
        )
        return
    links = {first.thing[0]}
    for number, entry in zip(range(len(others), 0, -1), others, strict=True):
        wanted = f"{first.id.value}/{number}"
        if entry.id.value != wanted:
            message = f"{quote(entry.id.value)} stands where {quote(wanted)} should"
            yield document.path, Complaint(entry.id.place, message)
        elif entry.thing[0] in links:
            message = (
                f"{quote(wanted)} leads to where another text of the item does, and needs a link of its own"
            )
            yield document.path, Complaint(entry.id.place, message)
        links.add(entry.thing[0])
