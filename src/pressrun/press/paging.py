"""The page of a column, from what is remembered of its digests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pressrun.columns import Column, ColumnRecord
from pressrun.compose import Imprint, as_configured, digest_row, item_path
from pressrun.feed import HTML_TYPE, Entry, Link, Person
from pressrun.history.standing import Memory
from pressrun.identity import document_name
from pressrun.press.composing import Serialised

#: Digests that a column's page shows.
RECENT = 10


def serialise_page(
    column: Column,
    record: ColumnRecord,
    recent: Sequence[Memory],
    months: Sequence[str],
    counts: tuple[int, int | None],
    imprint: Imprint,
    subscribe: Mapping[str, str],
) -> Serialised:
    """A column's index.html.

    Args:
        column: whose.
        record: what the edition says of it.
        recent: its newest digests, newest first.
        months: of its archive.
        counts: its cut digests; the rejected captures of its source, where it has one.
        imprint: the column's.
        subscribe: addresses that subscribe to a feed, by the names of readers.
    """
    from pressrun.formats import column_page  # noqa: PLC0415  for a build alone

    cut, rejected = counts
    page = column_page.ColumnPage(
        edition=imprint.title,
        language=imprint.language,
        column=record,
        recent=[
            column_page.Recent(
                _entry(memory, column, imprint),
                tuple(
                    column_page.OwnFeed(
                        story.title,
                        imprint.address(item_path(column.slug, memory.month, document_name(story.name))),
                        story.texts,
                    )
                    for story in memory.stories
                ),
            )
            for memory in recent
        ],
        months=sorted(months, reverse=True),
        cut=cut,
        rejected=rejected,
        subscribe=subscribe,
    )
    return Serialised(f"{column.slug}/index.html", column_page.serialise(page), None)


def _entry(memory: Memory, column: Column, imprint: Imprint) -> Entry:
    """As much of a digest's entry as a page shows."""
    row = digest_row(memory, imprint)
    return Entry(
        id=row.id,
        title=memory.title,
        updated=row.updated,
        published=row.published,
        author=Person(memory.source),
        links=(Link(memory.url, "alternate", HTML_TYPE),),
        content="",
        summary="",
        language=column.language or as_configured(memory.language, imprint.language),
    )
