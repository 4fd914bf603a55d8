"""The entries of a digest: its own, its items', and the texts that later ones replaced."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pressrun.columns import Column
from pressrun.compose.imprint import Imprint, item_path
from pressrun.compose.languages import as_configured, language_of, language_of_digest
from pressrun.compose.pictures import with_pictures
from pressrun.digest import Digest, Item
from pressrun.feed import ATOM_TYPE, HTML_TYPE, Category, Entry, Link, Person
from pressrun.history.dates import published
from pressrun.history.memory import write_memory
from pressrun.history.standing import Standing, Story, Superseded
from pressrun.identity import document_name, name_of, tag, with_fragment


@dataclass(frozen=True, slots=True)
class ItemEntries:
    """An item's own document: its path, the item's entry, and its earlier texts', the newest first."""

    path: str
    name: str
    entry: Entry
    earlier: tuple[Entry, ...] = ()


def item_entries(standing: Standing, column: Column, imprint: Imprint) -> Iterator[ItemEntries]:
    """The entries of each item of a digest, in its order. `imprint` is the column's."""
    digest = standing.digest
    for story, item in standing.told():
        path = item_path(column.slug, f"{digest.date:%Y-%m}", document_name(story.name))
        entry = _item_entry(digest, story, item, path, column, imprint)
        earlier = [
            _earlier_entry(entry, number, text, story, digest, imprint)
            for number, text in enumerate(story.superseded, start=1)
        ]
        yield ItemEntries(path, story.name, entry, tuple(reversed(earlier)))


def digest_entry(standing: Standing, column: Column, imprint: Imprint) -> Entry:
    """The entry of a digest. `imprint` is the column's."""
    digest = standing.digest
    if digest.whole:
        content, summary = digest.items[0].html, digest.items[0].summary
    else:
        content = "\n".join(
            f"<h2>{html.escape(item.title, quote=False)}</h2>\n{with_attribution(item)}"
            for item in digest.items
        )
        summary = "；".join(item.title for item in digest.items)
    moment = published(digest.key, digest.date, imprint.zone)
    return Entry(
        id=tag(imprint.authority, "digest", standing.name),
        title=digest.title,
        updated=_since(standing.updated, moment),
        published=moment,
        author=Person(digest.source),
        links=(
            Link(digest.url, "alternate", HTML_TYPE),
            *(Link(address, "via", HTML_TYPE) for address in standing.via),
        ),
        content=with_pictures(content, imprint.pictures),
        summary=summary,
        language=column.language or as_configured(language_of_digest(digest), imprint.language),
        categories=_distinct_categories(digest.items),
        thumbnail=next((image for item in digest.items if (image := _thumbnail(item, imprint))), None),
        remembered=write_memory(standing),
    )


def _item_entry(
    digest: Digest, story: Story, item: Item, path: str, column: Column, imprint: Imprint
) -> Entry:
    moment = published(digest.key, digest.date, imprint.zone, story.number)
    return Entry(
        id=tag(imprint.authority, "item", story.name),
        title=item.title,
        updated=_since(story.updated, moment),
        published=moment,
        author=Person(digest.source),
        links=(
            Link(with_fragment(digest.url, story.name), "alternate", HTML_TYPE),
            Link(imprint.address(path), "self", ATOM_TYPE),
        ),
        content=with_pictures(with_attribution(item), imprint.pictures),
        summary=item.summary,
        language=_language(item, column, imprint),
        categories=_distinct_categories([item]),
        thumbnail=_thumbnail(item, imprint),
    )


def _earlier_entry(
    entry: Entry, number: int, text: Superseded, story: Story, digest: Digest, imprint: Imprint
) -> Entry:
    """A superseded text as an entry of its own: `<id>/<number>`, with a link that no other entry has."""
    item = text.item
    return Entry(
        id=f"{entry.id}/{number}",
        title=item.title,
        updated=_since(text.updated, entry.published),
        published=entry.published,
        author=entry.author,
        links=(Link(with_fragment(digest.url, name_of(f"{story.name}/{number}")), "alternate", HTML_TYPE),),
        content=with_pictures(with_attribution(item), imprint.pictures),
        summary=item.summary,
        language=entry.language,
        categories=_distinct_categories([item]),
        thumbnail=_thumbnail(item, imprint),
    )


def _since(updated: datetime | None, published: datetime) -> datetime:
    """In the column's zone, and never before it was published."""
    return published if updated is None else max(updated.astimezone(published.tzinfo), published)


def _language(item: Item, column: Column, imprint: Imprint) -> str:
    return column.language or as_configured(language_of(item.title, item.html), imprint.language)


def _thumbnail(item: Item, imprint: Imprint) -> str | None:
    return imprint.pictures.published_address(item.image) if item.image else None


def with_attribution(item: Item) -> str:
    """An item's text with a last line that says whom it is owed to."""
    if not item.attribution:
        return item.html
    return f"{item.html}\n<p>— {html.escape(item.attribution, quote=False)}</p>".lstrip()


def _distinct_categories(items: Sequence[Item]) -> tuple[Category, ...]:
    """Each item's attribution, then its own categories; each once."""
    names = (name for item in items for name in (item.attribution, *item.categories))
    return tuple(Category(name) for name in dict.fromkeys(names) if name)
