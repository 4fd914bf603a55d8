"""DC: whether the formats of a column tell the same news."""

from __future__ import annotations

from collections.abc import Iterator

from pressrun.finding import Place
from pressrun.rules.catalogue import Complaint
from pressrun.rules.documents import edition_rule
from pressrun.rules.entry_traits import EntryTraits
from pressrun.rules.kinds import FEED, ITEMS, JSON_FEED, PAGE, RSS
from pressrun.rules.shelves import Shelf, shelves_of
from pressrun.rules.subject import quote
from pressrun.rules.traits import Published, Traits

_Complaints = Iterator[tuple[str, Complaint]]


@edition_rule("DC021", "formats-differ")
def formats_differ(published: Published) -> _Complaints:
    """rss.xml, feed.json or a page of the archive has other entries than the Atom document of its column.

    The reader would decide which news a subscriber sees. A live document may end earlier than another where
    it reached `max_bytes`. The lastBuildDate of RSS is the `updated` of the Atom feed, and of no build.

    Example, edition:
        harbour-news/rss.xml:
            - :digest/…</guid>
            + :digest/0</guid>

    Remedy: Press the edition again, and copy it whole.
    """
    for shelf in shelves_of(published):
        feed = shelf.live.get(FEED)
        for name in (RSS, JSON_FEED):
            if feed is not None and name in shelf.live:
                yield from _differing(feed, shelf.live[name], published.terms.max_bytes)
                yield from _at_another_time(feed, shelf.live[name])
        for month, document in shelf.archives.items():
            if month in shelf.pages:
                yield from _differing(document, shelf.pages[month], None)


def _differing(atom: Traits, other: Traits, limit: int | None) -> _Complaints:
    """The first entry that two documents do not share; a live one may have reached its limit before."""
    if atom.unread or other.unread:
        return
    for number, (ours, theirs) in enumerate(zip(atom.entries, other.entries, strict=False), start=1):
        if ours.id.value != theirs.id.value:
            message = f"entry {number} is {quote(theirs.id.value)}, and in {atom.path} {quote(ours.id.value)}"
            yield other.path, Complaint(theirs.id.place, message)
            return
    shorter, longer = sorted((atom, other), key=lambda document: len(document.entries))
    more = longer.entries[len(shorter.entries) :]
    # Where the longer one is far from the limit, the shorter one had no reason to end.
    if more and (limit is None or 2 * longer.size < limit):
        yield _cut(shorter, longer, more[0])


def _at_another_time(feed: Traits, other: Traits) -> _Complaints:
    if feed.updated and other.updated and feed.updated != other.updated:
        message = f"its lastBuildDate is {other.updated}, and {feed.path} was updated {feed.updated}"
        yield other.path, Complaint(Place(), message)


def _cut(shorter: Traits, longer: Traits, first: EntryTraits) -> tuple[str, Complaint]:
    count = f"{len(longer.entries)} entries, and {shorter.path} {len(shorter.entries)}"
    return longer.path, Complaint(first.id.place, f"it has {count}")


@edition_rule("DC026", "incomplete-column")
def incomplete_column(published: Published) -> _Complaints:
    """A column lacks its page, one of its formats, or a month of its archive in one of them.

    Each is an address that somebody subscribed to, or that a document leads to. A column of an edition from
    before there was a history has feed.xml and items.xml alone, and that is no fault.

    Example, shell:
        rm harbour-news/rss.xml

    Remedy: Press the edition again, and copy it whole.
    """
    for shelf in shelves_of(published):
        # An attribution has one feed.
        if not shelf.remembers or "/" in shelf.folder:
            continue
        first = min((*shelf.live.values(), *shelf.archives.values(), *shelf.pages.values()), key=_path)
        for path in _expected(shelf):
            if path not in published.names:
                yield first.path, Complaint(Place(), f"its column has no {path}; press the edition again")


def _expected(shelf: Shelf) -> Iterator[str]:
    for name in (FEED, ITEMS, RSS, JSON_FEED, PAGE):
        yield f"{shelf.folder}/{name}"
    for month in sorted(shelf.archives.keys() | shelf.pages.keys()):
        yield from (f"{shelf.folder}/archive/{month}.{ending}" for ending in ("xml", "json"))


def _path(document: Traits) -> str:
    return document.path
