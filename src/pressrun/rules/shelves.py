"""The documents of a column side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pressrun.rules.kinds import FEED, ITEMS, JSON_FEED, RSS, Kind, archive_of
from pressrun.rules.traits import Published, Traits

_LIVE = frozenset((FEED, ITEMS, RSS, JSON_FEED))


@dataclass(slots=True)
class Shelf:
    """A column's live documents by name, its archive documents and its archive's JSON pages by month."""

    folder: str
    live: dict[str, Traits] = field(default_factory=dict)
    archives: dict[str, Traits] = field(default_factory=dict)
    pages: dict[str, Traits] = field(default_factory=dict)

    @property
    def remembers(self) -> bool:
        """Whether it is of an edition with a history; one of before has feed.xml and items.xml alone."""
        return bool(self.archives or self.pages or self.live.keys() & {RSS, JSON_FEED})

    def ways(self) -> Iterator[tuple[Traits | None, list[Traits]]]:
        """A live document and the archive that it leads to, newest month first: Atom's, then JSON's."""
        yield self.live.get(FEED), _newest_first(self.archives)
        yield self.live.get(JSON_FEED), _newest_first(self.pages)


def _newest_first(months: dict[str, Traits]) -> list[Traits]:
    return [months[month] for month in sorted(months, reverse=True)]


def shelves_of(published: Published) -> list[Shelf]:
    """Every folder of an edition with documents of a column, by name."""
    found: dict[str, Shelf] = {}
    for document in published.documents:
        folder, _, name = document.path.rpartition("/")
        place = archive_of(document.path)
        if place is not None:
            shelf = found.setdefault(place[0], Shelf(place[0]))
            (shelf.pages if document.kind is Kind.JSON else shelf.archives)[place[1]] = document
        elif folder and name in _LIVE:
            found.setdefault(folder, Shelf(folder)).live[name] = document
    return [found[folder] for folder in sorted(found)]
