"""The feed of an attribution: a column of single items that other columns publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import nlargest

from pressrun.attributions import Attribution, AttributionRecord, Mention
from pressrun.columns import Column
from pressrun.compose.dates import published
from pressrun.compose.documents import Document, Imprint, item_entries, live_document
from pressrun.feed import Entry
from pressrun.identity import ColumnName

FOLDER = "attributions"
#: A mention, with the column that its digest is published in.
Placed = tuple[Column, Mention]


def newest_mentions(placed: Iterable[Placed], imprint: Imprint) -> list[Placed]:
    """Those that the attribution's feed can hold entries of."""
    return nlargest(imprint.entries, placed, key=lambda one: _moment(one, imprint))


def _moment(placed: Placed, imprint: Imprint) -> datetime:
    column, mention = placed
    return published(mention.digest, imprint.of(column).zone, mention.position)


def attribution_document(attribution: Attribution, placed: Sequence[Placed], imprint: Imprint) -> Document:
    """Its feed.xml. An entry is the item's own, with its id and its links, as in its column's items.xml."""
    made: dict[str, dict[int, Entry]] = {}
    for column, (digest, _) in placed:
        if digest.key not in made:
            entries = (entry for _, _, entry in item_entries(digest, column, imprint.of(column)))
            made[digest.key] = dict(zip(digest.numbers, entries, strict=True))
    shown = [made[digest.key][position] for _, (digest, position) in placed]
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
