"""The documents of an edition: one feed an item; a column's live feeds and the months of its archive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nlargest
from typing import NamedTuple

from pressrun.columns import Column
from pressrun.compose.entries import ItemEntries, item_entries
from pressrun.compose.imprint import Imprint, column_language, stylesheet_for
from pressrun.feed import (
    ATOM_TYPE,
    HTML_TYPE,
    JSON_FEED_TYPE,
    RSS_TYPE,
    Entry,
    Feed,
    Link,
    Person,
    Tombstone,
)
from pressrun.history.dates import published
from pressrun.history.graves import TOMBSTONES
from pressrun.history.standing import Memory, Standing
from pressrun.identity import name_of, tag

_TYPES = {".xml": ATOM_TYPE, ".json": JSON_FEED_TYPE}
_LIVE = re.compile(
    r"[a-z0-9-]+/(?:feed\.xml|items\.xml|rss\.xml|feed\.json)|attributions/[a-z0-9-]+/feed\.xml"
)


class Row(NamedTuple):
    """What lists an entry: its id and its times."""

    id: str
    updated: datetime
    published: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A whole feed and its place below the output."""

    path: str
    feed: Feed


@dataclass(frozen=True, slots=True)
class Sheet:
    """A feed without its entries, and the ids of these in their order; a live one has a limit of bytes."""

    path: str
    feed: Feed
    ids: tuple[str, ...]
    live: bool = False


def item_documents(standing: Standing, column: Column, imprint: Imprint) -> Iterator[Document]:
    """The own document of each item of a digest, in the digest's order."""
    for entries in item_entries(standing, column, imprint):
        yield Document(entries.path, item_feed(entries, imprint))


def item_feed(entries: ItemEntries, imprint: Imprint) -> Feed:
    """An item's own feed: what it says now, then the texts that this replaced."""
    entry = entries.entry
    return Feed(
        id=tag(imprint.authority, "story", entries.name),
        title=entry.title,
        updated=entry.updated,
        author=entry.author,
        links=tuple(link for link in entry.links if link.rel in {"alternate", "self"}),
        language=entry.language,
        entries=(entry, *entries.earlier),
        stylesheet=stylesheet_for(entries.path),
    )


def digest_row(memory: Memory, imprint: Imprint) -> Row:
    """The row of a digest. `imprint` is its column's."""
    moment = published(memory.key, memory.date, imprint.zone)
    return Row(tag(imprint.authority, "digest", memory.name), _since(memory.updated, moment), moment)


def item_rows(memory: Memory, imprint: Imprint) -> Iterator[Row]:
    """The rows of a digest's items. `imprint` is its column's."""
    for story in memory.stories:
        moment = published(memory.key, memory.date, imprint.zone, story.number)
        yield Row(tag(imprint.authority, "item", story.name), _since(story.updated, moment), moment)


def live_sheets(
    column: Column,
    rows: tuple[Sequence[Row], Sequence[Row]],
    months: Sequence[str],
    graves: tuple[Sequence[Tombstone], Sequence[Tombstone]],
    imprint: Imprint,
) -> Iterator[Sheet]:
    """The column's items.xml, feed.json, rss.xml and feed.xml, which hold its newest entries.

    Args:
        column: whose.
        rows: of its digests, and of its items; those of the newest are enough.
        months: of its archive, the newest last.
        graves: the tombstones of its digests, and of its items.
        imprint: the column's.
    """
    digests, items = rows
    digest_graves, item_graves = graves
    if items or item_graves:
        title = f"{column.title} · items"
        yield _live(column, "items", ("items.xml", ATOM_TYPE), title, items, imprint, graves=item_graves)
    for name, media in (("feed.json", JSON_FEED_TYPE), ("rss.xml", RSS_TYPE), ("feed.xml", ATOM_TYPE)):
        # Tombstones are Atom's alone.
        buried = digest_graves if media == ATOM_TYPE else ()
        if digests or buried:
            archive = _archive_link(column, months, media, imprint)
            yield _live(column, "column", (name, media), column.title, digests, imprint, archive, buried)


def archive_sheets(
    column: Column, month: str, months: Sequence[str], rows: Sequence[Row], imprint: Imprint
) -> Iterator[Sheet]:
    """A month of a column's archive: a JSON Feed page and an archive document (RFC 5005 §4).

    Args:
        column: whose.
        month: which.
        months: all months of its archive, in order.
        rows: of the month's digests.
        imprint: the column's.
    """
    place = months.index(month)
    around = (
        months[place - 1] if place else None,
        months[place + 1] if place + 1 < len(months) else None,
    )
    for suffix in (".json", ".xml"):
        yield _archive(column, month, suffix, around, rows, imprint)


def live_document(
    column: Column, kind: str, name: str, title: str, entries: Iterable[Entry], imprint: Imprint
) -> Document:
    """The feed `name` of entries that stand elsewhere too, cut to the newest; a key makes its id."""
    shown = nlargest(imprint.entries, entries, key=lambda entry: (entry.updated, entry.id))
    path = f"{column.slug}/{name}"
    hubs, home = _hubs(imprint), imprint.base_url
    feed = _feed(column, kind, path, ATOM_TYPE, title, shown[0].updated, imprint, links=hubs, home=home)
    return Document(path, replace(feed, entries=tuple(shown)))


def names_hubs(path: str) -> bool:
    """Whether the document at this path names the hubs: each live feed does, and so a hub is told of it.

    An archive changes with a live feed, and the feed of one item is too small a thing: ten thousand of them
    may change at once, and whoever follows one polls it.
    """
    return _LIVE.fullmatch(path) is not None


def _live(
    column: Column,
    kind: str,
    named: tuple[str, str],
    title: str,
    rows: Iterable[Row],
    imprint: Imprint,
    links: tuple[Link, ...] = (),
    graves: Sequence[Tombstone] = (),
) -> Sheet:
    shown = nlargest(imprint.entries, rows, key=lambda row: (row.updated, row.id))
    buried = tuple(sorted(graves, key=lambda grave: (grave.when, grave.ref), reverse=True)[:TOMBSTONES])
    newest = max([row.updated for row in shown[:1]] + [grave.when for grave in buried[: not shown]])
    name, media = named
    path = f"{column.slug}/{name}"
    feed = _feed(column, kind, path, media, title, newest, imprint, links=(*links, *_hubs(imprint)))
    return Sheet(path, replace(feed, tombstones=buried), tuple(row.id for row in shown), live=True)


def _archive(
    column: Column,
    month: str,
    suffix: str,
    around: tuple[str | None, str | None],
    rows: Sequence[Row],
    imprint: Imprint,
) -> Sheet:
    path, media = f"{column.slug}/archive/{month}{suffix}", _TYPES[suffix]
    live = "feed.xml" if media == ATOM_TYPE else "feed.json"
    links = [Link(imprint.address(f"{column.slug}/{live}"), "current", media)]
    for rel, other in zip(("prev-archive", "next-archive"), around, strict=True):
        if other is not None:
            links.append(Link(imprint.address(f"{column.slug}/archive/{other}{suffix}"), rel, media))
    # Its bytes change with its own digests alone: the language that most others are in is left out.
    itself = replace(column, spoken=None)
    listed = sorted(rows, key=lambda row: (row.published, row.id), reverse=True)
    newest = max(row.updated for row in rows)
    feed = _feed(itself, "column", path, media, column.title, newest, imprint, links=tuple(links))
    return Sheet(path, replace(feed, archive=True), tuple(row.id for row in listed))


def _feed(
    column: Column,
    kind: str,
    path: str,
    media: str,
    title: str,
    updated: datetime,
    imprint: Imprint,
    *,
    links: tuple[Link, ...] = (),
    home: str | None = None,
) -> Feed:
    page = home or imprint.address(f"{column.slug}/index.html")
    return Feed(
        id=tag(imprint.authority, kind, name_of("\n".join(column.key))),
        title=title,
        updated=updated,
        author=Person(column.source or column.title),
        links=(Link(imprint.address(path), "self", media), Link(page, "alternate", HTML_TYPE), *links),
        language=column_language(column, imprint),
        entries=(),
        stylesheet=stylesheet_for(path),
    )


def _archive_link(column: Column, months: Sequence[str], media: str, imprint: Imprint) -> tuple[Link, ...]:
    """Where the months begin: their documents are Atom, beside RSS too, and pages where a feed is JSON."""
    if not months:
        return ()
    suffix, kind = (".json", JSON_FEED_TYPE) if media == JSON_FEED_TYPE else (".xml", ATOM_TYPE)
    address = imprint.address(f"{column.slug}/archive/{months[-1]}{suffix}")
    return (Link(address, "prev-archive", kind),)


def _hubs(imprint: Imprint) -> tuple[Link, ...]:
    return tuple(Link(hub, "hub") for hub in imprint.hubs)


def _since(updated: datetime | None, published: datetime) -> datetime:
    return published if updated is None else max(updated.astimezone(published.tzinfo), published)
