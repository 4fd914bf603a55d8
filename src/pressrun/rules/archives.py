"""DC: whether the history of a column can be followed, and holds everything once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressrun.finding import Place
from pressrun.rules.catalogue import Complaint
from pressrun.rules.documents import edition_rule
from pressrun.rules.kinds import FEED, RSS, Kind
from pressrun.rules.moments import moment_of
from pressrun.rules.shelves import Shelf, shelves_of
from pressrun.rules.subject import quote
from pressrun.rules.traits import Published, Traits

_Complaints = Iterator[tuple[str, Complaint]]


@edition_rule("DC022", "broken-archive-chain")
def broken_archive_chain(published: Published) -> _Complaints:
    """The links of a column's history do not lead through all of its months, newest first, and back.

    A feed's prev-archive leads to the newest month, each month's to the next older one and next-archive back;
    the current of each is the feed, and its id the feed's (RFC 5005 §4). In JSON next_url does the same. A
    reader that follows them misses the months that no link leads to.

    Example, edition:
        harbour-news/archive/2025-03.xml:
            - rel="current"
            + rel="via"

    Remedy: Press the edition again, and copy it whole.
    """
    for shelf in shelves_of(published):
        for start, months in shelf.ways():
            for document, rel, wanted in _wanted(start, months):
                yield from _leads(published, document, rel, wanted)
        newest = max(shelf.archives, default=None)
        rss = shelf.live.get(RSS)
        if rss is not None and newest is not None and rss.related("prev-archive"):
            yield from _leads(published, rss, "prev-archive", shelf.archives[newest])
        yield from _parts(shelf)


def _wanted(start: Traits | None, months: Sequence[Traits]) -> Iterator[tuple[Traits, str, Traits | None]]:
    """Where each link of a history leads: the document, the rel, and what it leads to, None for nowhere."""
    if start is not None:
        yield start, "prev-archive", months[0] if months else None
    for newer, document, older in zip([None, *months], months, [*months[1:], None], strict=False):
        yield document, "prev-archive", older
        if document.kind is not Kind.JSON:
            yield document, "next-archive", newer
            if start is not None:
                yield document, "current", start


def _leads(published: Published, document: Traits, rel: str, wanted: Traits | None) -> _Complaints:
    if document.unread:
        return
    name = "next_url" if document.kind is Kind.JSON else rel
    found = document.related(rel)
    if len(found) > 1:
        yield document.path, Complaint(found[1].place, f"there is more than one {name}")
    elif not found and wanted is not None:
        message = f"there is no {name}, which would lead to {quote(wanted.path)}"
        yield document.path, Complaint(_start(document), message)
    elif found and wanted is None:
        message = f"{name} leads to {quote(found[0].value)}, and there is no such month"
        yield document.path, Complaint(found[0].place, message)
    elif found and wanted is not None and found[0].value != _base(published, document) + wanted.path:
        message = f"{name} leads to {quote(found[0].value)}, and not to {quote(wanted.path)}"
        yield document.path, Complaint(found[0].place, message)


def _base(published: Published, document: Traits) -> str:
    """Where the document says that the edition is served: if that is wrong, it is told of its own address."""
    homes = [home.value for home in document.homes if home.value.endswith(f"/{document.path}")]
    return homes[0].removesuffix(document.path) if homes else published.base_url or ""


def _parts(shelf: Shelf) -> _Complaints:
    """Whether each archive document says that it is one, and of which feed."""
    feed = shelf.live.get(FEED)
    for document in shelf.archives.values():
        if document.unread:
            continue
        if not document.marked:
            message = "it does not say that it is an archive document: it has no fh:archive"
            yield document.path, Complaint(_start(document), message)
        if feed is not None and feed.id and document.id and document.id.value != feed.id.value:
            message = f"its id is {quote(document.id.value)}, and not that of {feed.path}"
            yield document.path, Complaint(document.id.place, message)


def _start(document: Traits) -> Place:
    """The beginning of a document, as far as it has one."""
    homes = [home.place for home in document.homes[:1]]
    return document.id.place if document.id is not None else homes[0] if homes else Place()


@edition_rule("DC023", "not-in-one-archive")
def not_in_one_archive(published: Published) -> _Complaints:
    """A digest stands in no archive document, in two, or in that of another month.

    The archive documents together are the whole feed, and the live one repeats its newest entries: what is in
    none is out of reach as soon as newer entries push it out.

    Example, edition:
        harbour-news/archive/2025-03.xml:
            - :digest/…</id>
            + :digest/0</id>
        harbour-news/archive/2025-03.json:
            - :digest/…"
            + :digest/0"

    Remedy: Press the edition again, and copy it whole.
    """
    homes: dict[str, str] = {}
    shelves = shelves_of(published)
    for shelf in shelves:
        for month, document in sorted(shelf.archives.items()):
            for entry in document.entries:
                place, value = entry.id.place, quote(entry.id.value)
                if homes.setdefault(entry.id.value, document.path) != document.path:
                    message = f"{value} stands in {homes[entry.id.value]} too"
                    yield document.path, Complaint(place, message)
                if moment_of(entry.published) and not entry.published.startswith(month):
                    message = f"{value} was published {quote(entry.published)}, in another month"
                    yield document.path, Complaint(place, message)
    for shelf in shelves:
        yield from _missing(shelf)


def _missing(shelf: Shelf) -> _Complaints:
    feed = shelf.live.get(FEED)
    if feed is None or not shelf.archives or any(document.unread for document in shelf.archives.values()):
        return
    held = {entry.id.value for document in shelf.archives.values() for entry in document.entries}
    for entry in feed.entries:
        if entry.id.value not in held:
            message = f"{quote(entry.id.value)} stands in no archive document of its column"
            yield feed.path, Complaint(entry.id.place, message)
