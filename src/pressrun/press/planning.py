"""What is written of a column: which sheets, in which order, and its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from pressrun.columns import Column, ColumnRecord
from pressrun.compose import (
    Imprint,
    Row,
    archive_sheets,
    column_language,
    digest_row,
    item_rows,
    live_sheets,
)
from pressrun.config import Config
from pressrun.history.standing import Memory, Standing
from pressrun.press.composing import Buried, Plan
from pressrun.press.paging import RECENT, serialise_page


@dataclass(frozen=True, slots=True)
class Shelf:
    """The digests of a column, as far as a run has to know them.

    `digests` and `items` are the rows of all that its live feeds can show, `recent` the digests that its page
    does. `months` are all its months in order, `by_month` the rows of those that are written. `counts` are
    its digests, its items, its cut digests, and the rejected captures of its source (None: it has no single
    one).
    """

    digests: Sequence[Row]
    items: Sequence[Row]
    recent: Sequence[Memory]
    months: Sequence[str]
    by_month: Mapping[str, Sequence[Row]]
    counts: tuple[int, int, int, int | None]


def shelf_of(memories: Sequence[Memory], rejected: int | None, imprint: Imprint) -> Shelf:
    """All digests of a column on one shelf. `imprint` is the column's."""
    listed = [(digest_row(memory, imprint), memory) for memory in memories]
    by_month: dict[str, list[Row]] = defaultdict(list)
    for row, memory in listed:
        by_month[memory.month].append(row)
    return Shelf(
        digests=[row for row, _ in listed],
        items=[row for memory in memories for row in item_rows(memory, imprint)],
        recent=[memory for _, memory in nlargest(RECENT, listed, key=lambda pair: order(pair[0]))],
        months=sorted(by_month),
        by_month=by_month,
        counts=(
            len(memories),
            sum(len(memory.stories) for memory in memories),
            sum(memory.origin.cut for memory in memories),
            rejected,
        ),
    )


def order(row: Row) -> tuple[datetime, str]:
    """What live feeds and pages are sorted by, newest last."""
    return row.updated, row.id


def plan_column(
    column: Column,
    fresh: Sequence[Standing],
    shelf: Shelf,
    graves: Buried,
    config: Config,
    kept: Callable[[str, str], bytes] | None = None,
) -> tuple[Plan, ColumnRecord]:
    """What is written of a column, and what the edition says of it.

    Args:
        column: which.
        fresh: its digests that are serialised anew.
        shelf: its digests.
        graves: its tombstones.
        config: of the edition.
        kept: gives the entries of all other digests.
    """
    imprint = config.imprint()
    own = imprint.of(column)
    record = _record(column, shelf, imprint)
    sheets = [
        sheet
        for month in shelf.months
        if month in shelf.by_month
        for sheet in archive_sheets(column, month, shelf.months, shelf.by_month[month], own)
    ]
    sheets += live_sheets(column, (shelf.digests, shelf.items), shelf.months, graves, own)
    page = serialise_page(
        column, record, shelf.recent, shelf.months, shelf.counts[2:], own, config.pages.subscribe
    )
    return Plan(column, fresh, sheets, page, kept), record


def _record(column: Column, shelf: Shelf, imprint: Imprint) -> ColumnRecord:
    digests, items, _, _ = shelf.counts
    return ColumnRecord(
        slug=column.slug,
        title=column.title,
        source=column.source,
        digests=digests,
        items=items,
        feed=imprint.address(f"{column.slug}/feed.xml"),
        updated=max(row.updated for row in shelf.digests),
        language=column_language(column, imprint),
    )
