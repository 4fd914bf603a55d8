"""Which of a feed's or an entry's links a format wants that has one place for each."""

from __future__ import annotations

from collections.abc import Iterable

from pressrun.feed import Link


def address(links: Iterable[Link], rel: str, kind: str | None = None) -> str | None:
    """The address of the first link of this relation, and of this media type where one is given."""
    return next((link.href for link in links if link.rel == rel and kind in {None, link.type}), None)
