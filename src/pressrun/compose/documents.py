"""The documents of an edition: one feed an item, and a column's two live feeds."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from heapq import nlargest
from zoneinfo import ZoneInfo

from pressrun.columns import Column
from pressrun.compose.dates import published
from pressrun.compose.languages import as_configured, language_of, language_of_digest
from pressrun.compose.pictures import Pictures, with_pictures
from pressrun.digest import Digest, Item
from pressrun.feed import Category, Entry, Feed, Link, Person
from pressrun.identity import document_name, tag, with_fragment

_ATOM = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every document of an edition says of its publisher, and how long a live feed may be.

    `base_url` ends in a slash; `authority` is that of RFC 4151 with its date; `entries` is the number
    that a live feed holds at the most. `language` is that of texts whose own cannot be told.
    """

    title: str
    base_url: str
    authority: str
    language: str
    zone: tzinfo
    entries: int = 50
    pictures: Pictures = field(default_factory=Pictures)

    def of(self, column: Column) -> Imprint:
        """The imprint of a column: with its own zone and limit where it has them."""
        if column.timezone is None and column.entries is None:
            return self
        zone = ZoneInfo(column.timezone) if column.timezone else self.zone
        return replace(self, zone=zone, entries=column.entries or self.entries)


@dataclass(frozen=True, slots=True)
class Document:
    """A feed and its place below the output; a live one is cut to the byte limit."""

    path: str
    feed: Feed
    live: bool = False


def item_documents(column: Column, digest: Digest, imprint: Imprint) -> Iterator[Document]:
    """The own document of each item of a digest, in the digest's order."""
    for key, path, entry in item_entries(digest, column, imprint):
        yield Document(path, _item_feed(key, path, entry, imprint))


def newest(digests: Iterable[Digest], imprint: Imprint) -> list[Digest]:
    """The digests that the live feeds can hold entries of: each has an item, so no older one's is newer."""
    return nlargest(imprint.entries, digests, key=lambda digest: published(digest, imprint.zone))


def live_documents(column: Column, digests: Iterable[Digest], imprint: Imprint) -> tuple[Document, Document]:
    """The column's items.xml and feed.xml, which hold its newest entries."""
    kept = newest(digests, imprint)
    items = [entry for digest in kept for _, _, entry in item_entries(digest, column, imprint)]
    return (
        live_document(column, "items", "items.xml", f"{column.title} · items", items, imprint),
        live_document(
            column,
            "column",
            "feed.xml",
            column.title,
            [_digest_entry(digest, column, imprint) for digest in kept],
            imprint,
        ),
    )


def column_language(column: Column, imprint: Imprint) -> str:
    """The language of a column's live feeds. An entry's is its own: no other digest may change its bytes."""
    return column.language or as_configured(column.spoken, imprint.language)


def live_document(
    column: Column, kind: str, name: str, title: str, entries: Iterable[Entry], imprint: Imprint
) -> Document:
    """The feed `name` of a column, cut to its newest entries; `kind` and the column's key make its id."""
    shown = sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)[: imprint.entries]
    path = f"{column.slug}/{name}"
    feed = Feed(
        id=tag(imprint.authority, kind, "\n".join(column.key)),
        title=title,
        updated=shown[0].updated,
        author=Person(column.source or column.title),
        links=(
            Link(imprint.base_url + path, "self", _ATOM),
            Link(imprint.base_url, "alternate", "text/html"),
        ),
        language=column_language(column, imprint),
        entries=tuple(shown),
        stylesheet=_stylesheet(path),
    )
    return Document(path, feed, live=True)


def _item_feed(key: str, path: str, entry: Entry, imprint: Imprint) -> Feed:
    return Feed(
        id=tag(imprint.authority, "story", key),
        title=entry.title,
        updated=entry.updated,
        author=entry.author,
        links=entry.links,
        language=entry.language,
        entries=(entry,),
        stylesheet=_stylesheet(path),
    )


def _stylesheet(path: str) -> str:
    """Relative, so that an edition opened from a disk is styled too."""
    return "../" * path.count("/") + "feed.css"


def item_entries(digest: Digest, column: Column, imprint: Imprint) -> Iterator[tuple[str, str, Entry]]:
    """Key, document and entry of each item of a digest, in its order."""
    for position, key, item in digest.keyed_items():
        path = f"{column.slug}/items/{digest.date:%Y-%m}/{document_name(key)}.xml"
        moment = published(digest, imprint.zone, position)
        yield (
            key,
            path,
            Entry(
                id=tag(imprint.authority, "item", key),
                title=item.title,
                updated=moment,
                published=moment,
                author=Person(digest.source),
                links=(
                    Link(with_fragment(digest.url, key), "alternate", "text/html"),
                    Link(imprint.base_url + path, "self", _ATOM),
                ),
                content=with_pictures(_with_attribution(item), imprint.pictures),
                summary=item.summary,
                language=column.language
                or as_configured(language_of(item.title, item.html), imprint.language),
                categories=_distinct_categories([item]),
            ),
        )


def _digest_entry(digest: Digest, column: Column, imprint: Imprint) -> Entry:
    moment = published(digest, imprint.zone)
    if digest.whole:
        content, summary = digest.items[0].html, digest.items[0].summary
    else:
        content = "\n".join(
            f"<h2>{html.escape(item.title, quote=False)}</h2>\n{_with_attribution(item)}"
            for item in digest.items
        )
        summary = "；".join(item.title for item in digest.items)
    return Entry(
        id=tag(imprint.authority, "digest", digest.key),
        title=digest.title,
        updated=moment,
        published=moment,
        author=Person(digest.source),
        links=(Link(digest.url, "alternate", "text/html"),),
        content=with_pictures(content, imprint.pictures),
        summary=summary,
        language=column.language or as_configured(language_of_digest(digest), imprint.language),
        categories=_distinct_categories(digest.items),
    )


def _with_attribution(item: Item) -> str:
    if not item.attribution:
        return item.html
    return f"{item.html}\n<p>— {html.escape(item.attribution, quote=False)}</p>".lstrip()


def _distinct_categories(items: Sequence[Item]) -> tuple[Category, ...]:
    """Each item's attribution, then its own categories; each once."""
    names = (name for item in items for name in (item.attribution, *item.categories))
    return tuple(Category(name) for name in dict.fromkeys(names) if name)
