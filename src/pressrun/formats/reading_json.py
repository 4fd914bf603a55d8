"""What the press remembered in our own JSON Feed pages, read back (law 6)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pressrun.characters import illegal_character
from pressrun.formats.json_feed import REMEMBERED
from pressrun.formats.splicing import JSON_FEED


class Remembered(NamedTuple):
    """What a page says of one of its digests, and what the press noted there."""

    title: str
    url: str
    source: str
    record: Mapping[str, object]


def remembered_in(data: bytes) -> Iterator[Remembered]:
    """What a page of ours remembers of each of its items, in their order; their texts are passed over.

    Raises:
        ValueError: the bytes are no such page, or one of its items remembers nothing.
    """
    for entry in JSON_FEED.entries_of(data).values():
        try:
            item = _object(json.loads(entry, parse_constant=_refuse))
        except RecursionError:
            raise ValueError("nested too deeply") from None
        authors = item.get("authors")
        if not isinstance(authors, list) or len(authors) != 1:
            raise ValueError("not one author")
        source = _text(_object(authors[0]), "name")
        record = _object(item.get(REMEMBERED))
        yield Remembered(_text(item, "title"), _text(item, "url"), source, record)


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004  damage is one error, whatever it did
    return value


def _text(holder: dict[str, object], name: str) -> str:
    """A text that any format can write: an escape can name a character that XML has not."""
    value = holder.get(name)
    if not isinstance(value, str) or illegal_character(value) is not None:
        raise ValueError(f"{name} is not a text")
    return value


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")
