"""The feed of an attribution: a column of single items that other columns publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import nlargest
from typing import NamedTuple

from pressrun.attributions import Attribution, AttributionRecord
from pressrun.columns import Column
from pressrun.compose.documents import Document, item_rows, live_document
from pressrun.compose.entries import item_entries
from pressrun.compose.imprint import Imprint
from pressrun.feed import Entry
from pressrun.history.memory import memory_of
from pressrun.history.standing import Standing
from pressrun.identity import ColumnName

FOLDER = "attributions"


class Placed(NamedTuple):
    """An item under an attribution: its column, its digest, and its place (from 0) there."""

    column: Column
    standing: Standing
    place: int


def newest_mentions(placed: Iterable[Placed], imprint: Imprint) -> list[Placed]:
    """Those that the attribution's feed can hold entries of."""
    return nlargest(imprint.entries, placed, key=lambda one: _moment(one, imprint))


def _moment(placed: Placed, imprint: Imprint) -> datetime:
    column, standing, place = placed
    return [*item_rows(memory_of(standing, column.slug), imprint.of(column))][place].updated


def attribution_document(attribution: Attribution, placed: Sequence[Placed], imprint: Imprint) -> Document:
    """Its feed.xml. An entry is the item's own, with its id and its links, as in its column's items.xml."""
    made: dict[str, list[Entry]] = {}
    for column, standing, _ in placed:
        if standing.name not in made:
            read = item_entries(standing, column, imprint.of(column))
            made[standing.name] = [entries.entry for entries in read]
    shown = [made[standing.name][place] for _, standing, place in placed]
    gathered = Column(
        ColumnName("", attribution.key), attribution.name, source="", slug=f"{FOLDER}/{attribution.slug}"
    )
    return live_document(gathered, "attribution", "feed.xml", attribution.name, shown, imprint)


def attribution_record(
    attribution: Attribution, placed: Sequence[Placed], imprint: Imprint
) -> AttributionRecord:
    """What the edition says of it; `placed` are all its mentions."""
    return AttributionRecord(
        slug=attribution.slug,
        title=attribution.name,
        items=len(placed),
        feed=f"{imprint.base_url}{FOLDER}/{attribution.slug}/feed.xml",
        updated=max(_moment(one, imprint) for one in placed),
    )
