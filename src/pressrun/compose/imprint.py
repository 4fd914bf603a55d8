"""What every document of an edition says of its publisher."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import tzinfo
from zoneinfo import ZoneInfo

from pressrun.columns import Column
from pressrun.compose.languages import as_configured
from pressrun.compose.pictures import Pictures


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every document of an edition says of its publisher, and how long a live feed may be.

    `base_url` ends in a slash; `authority` is that of RFC 4151 with its date; `entries` is the number
    that a live feed holds at the most. `language` is that of texts whose own cannot be told. `hubs` are told
    when a live feed has changed (W3C WebSub).
    """

    title: str
    base_url: str
    authority: str
    language: str
    zone: tzinfo
    entries: int = 50
    pictures: Pictures = field(default_factory=Pictures)
    hubs: tuple[str, ...] = ()

    def of(self, column: Column) -> Imprint:
        """The imprint of a column: with its own zone and limit where it has them."""
        if column.timezone is None and column.entries is None:
            return self
        zone = ZoneInfo(column.timezone) if column.timezone else self.zone
        return replace(self, zone=zone, entries=column.entries or self.entries)

    def address(self, path: str) -> str:
        """Where the document at this path below the output is served."""
        return self.base_url + path


def column_language(column: Column, imprint: Imprint) -> str:
    """The language of a column's live feeds. An entry's is its own: no other digest may change its bytes."""
    return column.language or as_configured(column.spoken, imprint.language)


def stylesheet_for(path: str) -> str:
    """Relative, so that an edition opened from a disk is styled too."""
    return "../" * path.count("/") + "feed.css"


def item_path(slug: str, month: str, stem: str) -> str:
    """Where an item's own document stands: the column's folder, `2024-11`, and the stem of its name."""
    return f"{slug}/items/{month}/{stem}.xml"
