"""The feed of an attribution: a column of single items that other columns publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def newest_mentions(mentions: Iterable[Mention], imprint: Imprint) -> list[Mention]:
    """Those that the attribution's feed can hold entries of."""
    return nlargest(
        imprint.entries,
        mentions,
        key=lambda mention: published(mention.digest, imprint.zone, mention.position),
    )


def attribution_document(attribution: Attribution, placed: Sequence[Placed], imprint: Imprint) -> Document:
    """Its feed.xml. An entry is the item's own, with its id and its links, as in its column's items.xml."""
    made: dict[str, list[Entry]] = {}
    for column, (digest, _) in placed:
        if digest.key not in made:
            made[digest.key] = [entry for _, _, entry in item_entries(digest, column, imprint)]
    entries = [made[digest.key][position - 1] for _, (digest, position) in placed]
    gathered = Column(
        ColumnName("", attribution.key), attribution.name, source="", slug=f"{FOLDER}/{attribution.slug}"
    )
    return live_document(gathered, "attribution", "feed.xml", attribution.name, entries, imprint)


def attribution_record(
    attribution: Attribution, mentions: Sequence[Mention], imprint: Imprint
) -> AttributionRecord:
    """What the edition says of it; `mentions` are all of them."""
    return AttributionRecord(
        slug=attribution.slug,
        title=attribution.name,
        items=len(mentions),
        feed=f"{imprint.base_url}{FOLDER}/{attribution.slug}/feed.xml",
        updated=max(published(digest, imprint.zone, position) for digest, position in mentions),
    )
