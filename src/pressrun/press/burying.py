"""What is gone, told in the documents where it stood: tombstones of RFC 6721."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pressrun.compose import Imprint, item_path
from pressrun.feed import Tombstone
from pressrun.history.graves import TOMBSTONES, Grave
from pressrun.identity import document_name, tag
from pressrun.press.composing import Buried, Serialised
from pressrun.press.remembering import feed_at


def bury_items(graves: Iterable[Grave], root: Path, imprint: Imprint) -> Iterator[Serialised]:
    """The own documents of items that are gone: their feeds, with nothing left but the tombstone."""
    from pressrun.formats import atom  # noqa: PLC0415  feedgen is for a build alone

    for grave in graves:
        path = item_path(grave.slug, grave.month, document_name(grave.name))
        feed = feed_at(root, path) if grave.kind == "item" else None
        if feed is not None:
            stone = Tombstone(tag(imprint.authority, "item", grave.name), grave.when)
            when = feed.updated if feed.tombstones else grave.when
            left = replace(feed, entries=(), tombstones=(stone,), updated=when)
            yield Serialised(path, atom.serialise(left), None)


def bury_columns(buried: Mapping[str, Buried], living: Collection[str], root: Path) -> Iterator[Serialised]:
    """The live feeds of columns that have no digest left: their tombstones alone."""
    from pressrun.formats import atom  # noqa: PLC0415  as above

    for slug, (digests, items) in sorted(buried.items()):
        for name, stones in (("items.xml", items), ("feed.xml", digests)):
            path = f"{slug}/{name}"
            feed = feed_at(root, path) if slug not in living and stones else None
            if feed is not None:
                shown = newest(stones)
                links = tuple(link for link in feed.links if link.rel == "self")
                left = replace(
                    feed, entries=(), tombstones=shown, links=links, updated=max(one.when for one in shown)
                )
                yield Serialised(path, atom.serialise(left), None)


def newest(stones: Sequence[Tombstone]) -> tuple[Tombstone, ...]:
    """The tombstones that a feed shows."""
    return tuple(sorted(stones, key=lambda one: (one.when, one.ref), reverse=True)[:TOMBSTONES])


def buried_by_column(graves: Iterable[Grave], imprint: Imprint) -> dict[str, Buried]:
    """The tombstones of the digests and of the items of each column's folder."""
    stones: dict[str, tuple[list[Tombstone], list[Tombstone]]] = defaultdict(lambda: ([], []))
    for grave in graves:
        digests, items = stones[grave.slug]
        stone = Tombstone(tag(imprint.authority, grave.kind, grave.name), grave.when)
        (digests if grave.kind == "digest" else items).append(stone)
    return dict(stones)
