"""edition.json: the accounting of an edition and its columns. No clock, sorted keys (law 2)."""

from __future__ import annotations

import json

from pressrun.columns import ColumnRecord, Contents
from pressrun.formats.times import timestamp


def serialise(contents: Contents) -> bytes:
    """The document in UTF-8; captures = published + rejected + duplicates (law 3)."""
    record = {
        "captures": contents.captures,
        "published": contents.published,
        "rejected": contents.rejected,
        "duplicates": contents.duplicates,
        "rejected_by_rule": dict(contents.rejected_by_rule),
        "columns": [_column(column) for column in contents.columns],
    }
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
