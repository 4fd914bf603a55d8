"""What is gone from an edition, and for how long its feeds say so (RFC 6721)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from pressrun.history.standing import Memory, Standing

_KEPT = timedelta(days=90)
#: Tombstones that a live feed holds at the most: the newest (DESIGN, Captures of one digest).
TOMBSTONES = 50
#: So many digests may leave a column in one run whatever its size; more, and more than half, may not.
_FEW = 3


class Grave(NamedTuple):
    """A digest or an item that is gone from the column of this folder. `month` is that of its documents."""

    kind: Literal["digest", "item"]
    name: str
    slug: str
    month: str
    when: datetime


def dug(gone: Iterable[Memory], when: datetime) -> list[Grave]:
    """The graves of digests that have left the inbox, and of all their items."""
    graves = []
    for memory in gone:
        graves.append(Grave("digest", memory.name, memory.slug, memory.month, when))
        graves += [Grave("item", story.name, memory.slug, memory.month, when) for story in memory.stories]
    return graves


def dug_by_edits(
    standings: Iterable[Standing], memories: Mapping[str, Memory], when: datetime
) -> list[Grave]:
    """The graves of items that a digest held before and that it holds no longer."""
    graves = []
    for standing in standings:
        memory = memories.get(standing.name)
        if memory is not None:
            left = {story.name for story in standing.stories}
            graves += [
                Grave("item", story.name, memory.slug, memory.month, when)
                for story in memory.stories
                if story.name not in left
            ]
    return graves


def still_told(graves: Iterable[Grave], living: Collection[str], now: datetime) -> list[Grave]:
    """Those of digests and items that have not come back, and not longer than 90 days.

    Of a column's digests no more than its feed shows: without a ledger a run knows no others (law 6). Each
    item has a document of its own that tells.

    Args:
        graves: of this run and those before; of two of one name the older counts.
        living: the names of all digests and items of the edition.
        now: the newest `fetch_date` in the inbox, which is all the time that an edition knows.
    """
    oldest: dict[tuple[str, str], Grave] = {}
    for grave in graves:
        if grave.name not in living and grave.when + _KEPT > now:
            known = oldest.get((grave.kind, grave.name))
            if known is None or grave.when < known.when:
                oldest[grave.kind, grave.name] = grave
    shown: Counter[str] = Counter()
    told = []
    for grave in sorted(oldest.values(), key=lambda one: (one.when, one.name), reverse=True):
        shown[grave.slug] += grave.kind == "digest"
        if grave.kind == "item" or shown[grave.slug] <= TOMBSTONES:
            told.append(grave)
    return sorted(told)


def emptied(held: Mapping[str, int], leaving: Mapping[str, int]) -> set[str]:
    """The folders of the columns that would lose more than half of their digests, and more than three.

    A folder that was not mounted, or an archiver's mistake, looks like this (DESIGN, the drop guard).
    """
    return {slug for slug, count in leaving.items() if count > _FEW and count * 2 > held[slug]}
