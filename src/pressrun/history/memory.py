"""What is remembered of a digest, as plain values: for the JSON pages of the archive and for the ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date as Date  # noqa: N812  as in digest
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

from pressrun.history.standing import Memory, Origin, Standing, Story
from pressrun.identity import name_of

_NAME = re.compile(r"[0-9a-f]{32}")


def memory_of(standing: Standing, slug: str, language: str | None = None) -> Memory:
    """What is remembered of a digest that is published in the column of this folder."""
    digest = standing.digest
    return Memory(
        slug=slug,
        name=standing.name,
        key=digest.key,
        title=digest.title,
        url=digest.url,
        source=digest.source,
        date=digest.date,
        origin=standing.origin,
        stories=standing.stories,
        updated=standing.updated,
        whole=digest.whole,
        language=language,
        via=standing.via,
        left=standing.left,
    )


def write_memory(standing: Standing) -> dict[str, object]:
    """The record of a digest in a JSON page: what the page does not say in JSON Feed's own words.

    A story is its name, its number and, where it was edited, `updated` and the number of its earlier texts.
    """
    digest, origin = standing.digest, standing.origin
    record: dict[str, object] = {
        "key": digest.key,
        "date": digest.date.isoformat(),
        "path": origin.path if origin.path.isprintable() else "",
        "source": origin.source,
        "fetched": origin.fetched.isoformat(),
        "content": origin.content,
        "items": [_story(story) for story in standing.stories],
    }
    # Most digests are none of these, and every byte stands in the edition for good.
    rest = {
        # A name that is no UTF-8 cannot stand in JSON (RFC 7493).
        "quoted": "" if origin.path.isprintable() else quote(origin.path, errors="surrogateescape"),
        "cut": origin.cut,
        "split": not digest.whole,
        "via": list(standing.via),
        "left": [list(dropped) for dropped in standing.left],
        "updated": standing.updated.isoformat() if standing.updated else None,
    }
    return record | {name: value for name, value in rest.items() if value}


def read_memory(record: Mapping[str, Any], slug: str, title: str, url: str, source: str) -> Memory:
    """The memory that a JSON page keeps of a digest.

    Args:
        record: as `write_memory` made it.
        slug: the folder of the page's column.
        title: the digest's, its url and its source, which the page tells in JSON Feed's own words.
        url: see title.
        source: see title.

    Raises:
        ValueError: the record is none of ours.
    """
    try:
        origin = Origin(
            str(record["path"]) or unquote(record.get("quoted", ""), errors="surrogateescape"),
            str(record["source"]),
            _moment(record["fetched"]),
            str(record["content"]),
            cut=record.get("cut") is True,
        )
        return Memory(
            slug=slug,
            name=name_of(str(record["key"])),
            key=str(record["key"]),
            title=title,
            url=url,
            source=source,
            date=Date.fromisoformat(record["date"]),
            origin=origin,
            stories=tuple(_told(story) for story in record["items"]),
            updated=_moment(record["updated"]) if "updated" in record else None,
            whole=record.get("split") is not True,
            via=tuple(str(address) for address in record.get("via", ())),
            left=tuple((story.name, story.number) for story in map(_told, record.get("left", ()))),
        )
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"no record of a digest: {error!r}") from error


def _story(story: Story) -> list[object]:
    plain: list[object] = [story.name, story.number]
    if story.updated is None and not story.texts:
        return plain
    return [*plain, story.updated.isoformat() if story.updated else None, story.texts]


def _told(record: Sequence[Any]) -> Story:
    name, number, *edited = record
    moment, texts = edited or (None, 0)
    # A name becomes a path: one of another shape would lead out of the edition.
    if not _NAME.fullmatch(name) or type(number) is not int or type(texts) is not int:
        raise TypeError(name)
    return Story(name, number, updated=_moment(moment) if moment else None, texts=texts)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} names no zone")
    return moment
