"""edition.json: the accounting of an edition, then its columns, one line each. No clock (law 2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from pressrun.attributions import AttributionRecord
from pressrun.columns import ColumnRecord, Contents
from pressrun.formats.times import timestamp

# Made once: json.dumps makes one a call where keys are sorted, and there is a call a column.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def serialise(contents: Contents, attributions: Sequence[AttributionRecord] = ()) -> bytes:
    """The document in UTF-8; captures = published + rejected + duplicates (law 3).

    Attributions stand in it only where some have a feed: without them no byte speaks of them.
    """
    head = {
        "captures": contents.captures,
        "published": contents.published,
        "rejected": contents.rejected,
        "duplicates": contents.duplicates,
        "rejected_by_rule": dict(contents.rejected_by_rule),
    }
    members = [f'  "{key}": {_ENCODER.encode(value)}' for key, value in head.items()]
    members.append(_list("columns", map(_column, contents.columns)))
    if attributions:
        members.append(_list("attributions", map(_attribution, attributions)))
    return ("{\n" + ",\n".join(members) + "\n}\n").encode()


def _list(name: str, members: Iterable[object]) -> str:
    lines = ",\n".join(f"    {_ENCODER.encode(member)}" for member in members)
    return f'  "{name}": [\n{lines}\n  ]' if lines else f'  "{name}": []'


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
