"""edition.json: the accounting of an edition and its columns. No clock, sorted keys (law 2)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pressrun.attributions import AttributionRecord
from pressrun.columns import ColumnRecord, Contents
from pressrun.formats.times import timestamp


def serialise(contents: Contents, attributions: Sequence[AttributionRecord] = ()) -> bytes:
    """The document in UTF-8; captures = published + rejected + duplicates (law 3).

    Attributions stand in it only where some have a feed: without them no byte speaks of them.
    """
    record: dict[str, object] = {
        "captures": contents.captures,
        "published": contents.published,
        "rejected": contents.rejected,
        "duplicates": contents.duplicates,
        "rejected_by_rule": dict(contents.rejected_by_rule),
        "columns": [_column(column) for column in contents.columns],
    }
    if attributions:
        record["attributions"] = [_attribution(attribution) for attribution in attributions]
    return (json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _column(column: ColumnRecord) -> dict[str, str | int]:
    return {
        "slug": column.slug,
        "title": column.title,
        "source": column.source,
        "digests": column.digests,
        "items": column.items,
        "feed": column.feed,
        "updated": timestamp(column.updated),
    }


def _attribution(attribution: AttributionRecord) -> dict[str, str | int]:
    return {
        "slug": attribution.slug,
        "title": attribution.title,
        "items": attribution.items,
        "feed": attribution.feed,
        "updated": timestamp(attribution.updated),
    }
