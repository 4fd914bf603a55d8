"""DC: what only the documents of an edition together show."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from pressrun.finding import Place
from pressrun.rules.catalogue import Complaint
from pressrun.rules.documents import edition_rule
from pressrun.rules.entry_traits import EntryTraits, Said
from pressrun.rules.kinds import FEEDS, Kind
from pressrun.rules.subject import quote
from pressrun.rules.traits import Published, Traits

_Complaints = Iterator[tuple[str, Complaint]]


@edition_rule("DC002", "duplicate-id")
def duplicate_id(published: Published) -> _Complaints:
    """One id names two things: two entries of a feed, two feeds, or an entry and a feed.

    A reader shows one of the two and drops the other. An item may stand in several documents under its one
    id, and a column's archive documents share the id of its feed.

    Example, edition:
        harbour-news/feed.xml:
            - :digest/…</id>
            + :digest/1</id>
            - :digest/…</id>
            + :digest/1</id>

    Remedy: Press the edition again into an empty folder; report it if it comes back.
    """
    feeds: dict[str, str] = {}
    things: dict[str, tuple[str, EntryTraits]] = {}
    for document in published.documents:
        if document.id is not None and not document.archive and document.id.value:
            first = feeds.setdefault(document.id.value, document.path)
            if first != document.path:
                yield _told(document, document.id, f"{quote(document.id.value)} is the id of {first} too")
        inside: set[str] = set()
        for entry in document.entries:
            if entry.id.value in inside:
                yield _told(document, entry.id, f"another entry here has the id {quote(entry.id.value)} too")
                continue
            inside.add(entry.id.value)
            first, known = things.setdefault(entry.id.value, (document.path, entry))
            if entry.id.value and known.is_other(entry):
                message = f"{quote(entry.id.value)} is the id of another entry in {first}"
                yield _told(document, entry.id, f"{message}, with another link or time")
    for document in published.documents:
        for entry in document.entries:
            if entry.id.value in feeds:
                message = f"{quote(entry.id.value)} is the id of the feed {feeds[entry.id.value]} too"
                yield _told(document, entry.id, message)


@edition_rule("DC005", "wrong-self-link")
def wrong_self_link(published: Published) -> _Complaints:
    """A feed has not one link with rel=self, or that is not the address where the feed is served.

    Readers take it for the feed's own address: a wrong one moves the subscription to where nobody answers.
    The address is `base_url` of the config and the path; without a config most feeds' own word counts.

    Example, edition:
        harbour-news/feed.xml:
            - feed.xml" rel="self"
            + old.xml" rel="self"

    Remedy: Correct `base_url` and press again; do not copy documents into other folders.
    """
    for document in published.documents:
        if document.kind not in FEEDS or document.unread:
            continue
        name = "feed_url" if document.kind is Kind.JSON else "link rel=self"
        if len(document.homes) != 1:
            start = document.id.place if document.id is not None else Place()
            place = document.homes[1].place if document.homes else start
            yield (
                document.path,
                Complaint(place, f"the feed has {'more than one' if document.homes else 'no'} {name}"),
            )
            continue
        home, wanted = document.homes[0], f"{published.base_url or '…/'}{document.path}"
        if home.value != wanted:
            yield _told(document, home, f"the {name} is {quote(home.value)}, and not {quote(wanted)}")


@edition_rule("DC011", "dead-link")
def dead_link(published: Published) -> _Complaints:
    """A document links another or a stylesheet that is not there, or an entry a document without that entry.

    Whoever follows the link gets an error page instead of the news. A press writes what is linked before
    what links it.

    Example, edition:
        harbour-news/items.xml:
            - items/2025-03/…xml
            + items/2025-03/0000000000000000.xml

    Remedy: Press again, and copy an edition whole.
    """
    held = {one.path: {entry.id.value for entry in one.entries} for one in published.documents}
    for document in published.documents:
        for link in document.links:
            path = _target(published, document, link.value)
            if path is not None and path not in published.names:
                yield _told(document, link, f"{quote(link.value)} leads to {quote(path)}, which is not there")
        for style in document.styles:
            if not _is_absolute(style.value) and _beside(document, style.value) not in published.names:
                yield _told(document, style, f"the stylesheet {quote(style.value)} is not there")
        for entry in document.entries:
            yield from _homeless(published, document, entry, held)
    if published.accounts is not None:
        name, accounts = published.accounts
        for listed in (*accounts.columns, *accounts.attributions):
            if published.path_of(listed.feed) not in published.names:
                message = f"the feed of {quote(listed.slug)} is {quote(listed.feed)}, which is not there"
                yield name, Complaint(accounts.places.get(listed.folder, Place()), message)


def _homeless(
    published: Published, document: Traits, entry: EntryTraits, held: dict[str, set[str]]
) -> _Complaints:
    path = published.path_of(entry.home.value) if entry.home else None
    if entry.home is None or path is None:
        return
    if path not in published.names:
        yield _told(document, entry.home, f"{quote(path)}, the entry's own document, is not there")
    elif path in held and entry.id.value not in held[path]:
        yield _told(document, entry.home, f"{quote(path)}, the entry's own document, does not hold it")


def _target(published: Published, document: Traits, address: str) -> str | None:
    """The path below the edition that a link leads to; None where it leads out of it."""
    if document.kind is not Kind.PAGE or _is_absolute(address):
        return published.path_of(address)
    return _beside(document, address)


def _is_absolute(address: str) -> bool:
    return ":" in address.partition("/")[0] or address.startswith(("//", "#"))


def _beside(document: Traits, address: str) -> str | None:
    """The path that a relative address leads to from a document; None where it leads out of the edition."""
    bare = unquote(address.partition("#")[0].partition("?")[0])
    folder = document.path.rpartition("/")[0]
    path = posixpath.normpath(posixpath.join(folder, bare))
    if path.startswith(("../", "/")) or path == "..":
        return None
    return posixpath.normpath(f"{path}/index.html") if bare in {"", "."} or bare.endswith("/") else path


@edition_rule("DC015", "entry-differs")
def entry_differs(published: Published) -> _Complaints:
    """An entry says one thing in one document or format and another in the next, under the same id and link.

    What a reader shows then depends on the feed it fetched first. The documents come from two runs.

    Example, edition:
        harbour-news/items.xml:
            - <title>Calm sea</title>
            + <title>Rough sea</title>

    Remedy: Press the edition again, and copy it whole.
    """
    seen: dict[str, tuple[str, EntryTraits]] = {}
    for document in published.documents:
        for entry in document.entries:
            path, first = seen.setdefault(entry.id.value, (document.path, entry))
            if path == document.path or first.is_other(entry):
                continue
            if others := " and ".join(first.differences(entry)):
                yield _told(document, entry.id, f"{quote(entry.id.value)} has another {others} in {path}")


def _told(document: Traits, said: Said, message: str) -> tuple[str, Complaint]:
    return document.path, Complaint(said.place, message)
