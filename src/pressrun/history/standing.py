"""A digest as it stands in an edition, and what is remembered of it without its texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  as in digest
from datetime import datetime

from pressrun.digest import Digest, Item


@dataclass(frozen=True, slots=True)
class Superseded:
    """A text that a later one replaced. `updated` is since when it stood; None: since it was published."""

    item: Item
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """An item of a digest through all its texts.

    `name` makes its id, `number` (from 1) its time; `updated` is None while its first text stands.
    `superseded` are its earlier texts, the oldest first; where only their number is known, `texts` has it.
    """

    name: str
    number: int
    title: str = ""
    updated: datetime | None = None
    superseded: tuple[Superseded, ...] = ()
    texts: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """The capture that a published text was taken from: what a later one is held against.

    `content` is the hash of its title and body, `source` the publisher that it names itself.
    """

    path: str
    source: str
    fetched: datetime
    content: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a published digest: all of it but its texts.

    `slug` is the folder of its column. `updated` is None while its first text stands. `via` are the
    addresses of mirrors' copies that differ from its own. `left` are the names and numbers of stories that an
    edit dropped: one that comes back stands where it stood.
    """

    slug: str
    name: str
    key: str
    title: str
    url: str
    source: str
    date: Date
    origin: Origin
    stories: tuple[Story, ...]
    updated: datetime | None = None
    whole: bool = True
    language: str | None = None
    via: tuple[str, ...] = ()
    left: tuple[tuple[str, int], ...] = ()

    @property
    def month(self) -> str:
        """The month of its documents, as `2024-11`."""
        return f"{self.date:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A digest with its texts, and the stories that its items are, in the same order. `left` is as above."""

    digest: Digest
    name: str
    origin: Origin
    stories: tuple[Story, ...]
    updated: datetime | None = None
    via: tuple[str, ...] = ()
    left: tuple[tuple[str, int], ...] = ()

    def told(self) -> Iterator[tuple[Story, Item]]:
        """Each story with its text of today, in the digest's order."""
        return zip(self.stories, self.digest.items, strict=True)
