"""All documents of a column, composed as a press composes them: every sheet with its entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pressrun.columns import Column
from pressrun.compose import (
    Document,
    Imprint,
    Row,
    Sheet,
    archive_sheets,
    digest_entry,
    digest_row,
    item_documents,
    item_entries,
    item_rows,
    live_sheets,
)
from pressrun.feed import Entry, Tombstone
from pressrun.history.memory import memory_of
from pressrun.history.standing import Standing

Graves = tuple[Sequence[Tombstone], Sequence[Tombstone]]
NONE: Graves = ((), ())


def item_feeds(column: Column, standings: Sequence[Standing], imprint: Imprint) -> list[Document]:
    """The items' own documents, digest by digest."""
    return [document for one in standings for document in item_documents(one, column, imprint)]


def live_feeds(
    column: Column, standings: Sequence[Standing], imprint: Imprint, graves: Graves = NONE
) -> list[Document]:
    """The column's live feeds, in the order in which they are published."""
    sheets = live_sheets(column, rows_of(column, standings, imprint), _months(standings), graves, imprint)
    return _filled(sheets, column, standings, imprint)


def archive(column: Column, standings: Sequence[Standing], imprint: Imprint) -> list[Document]:
    """The months of its archive, the oldest first, each in both formats."""
    months = _months(standings)
    sheets = (
        sheet
        for month in months
        for sheet in archive_sheets(
            column, month, months, _of_month(month, column, standings, imprint), imprint
        )
    )
    return _filled(sheets, column, standings, imprint)


def rows_of(column: Column, standings: Sequence[Standing], imprint: Imprint) -> tuple[list[Row], list[Row]]:
    """What lists their digests' entries, and their items'."""
    memories = [memory_of(standing, column.slug) for standing in standings]
    items = [row for memory in memories for row in item_rows(memory, imprint)]
    return [digest_row(memory, imprint) for memory in memories], items


def _of_month(month: str, column: Column, standings: Sequence[Standing], imprint: Imprint) -> list[Row]:
    found = [standing for standing in standings if f"{standing.digest.date:%Y-%m}" == month]
    return rows_of(column, found, imprint)[0]


def _months(standings: Sequence[Standing]) -> list[str]:
    return sorted({f"{standing.digest.date:%Y-%m}" for standing in standings})


def _filled(
    sheets: Iterator[Sheet], column: Column, standings: Sequence[Standing], imprint: Imprint
) -> list[Document]:
    digests = {entry.id: entry for one in standings for entry in (digest_entry(one, column, imprint),)}
    items: dict[str, Entry] = {
        entries.entry.id: entries.entry for one in standings for entries in item_entries(one, column, imprint)
    }
    known = digests | items
    return [
        Document(sheet.path, replace(sheet.feed, entries=tuple(known[name] for name in sheet.ids)))
        for sheet in sheets
    ]
