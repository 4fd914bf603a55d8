"""A digest's texts, from the documents that they were published in: what rendering did is taken back."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace

from pressrun.compose.imprint import Imprint
from pressrun.compose.pictures import unpublished
from pressrun.digest import Digest, Item
from pressrun.feed import Entry, Feed
from pressrun.history.standing import Memory, Standing, Story, Superseded

_NUMBER = re.compile(r".*/(\d+)\Z")


def recovered(memory: Memory, feeds: Mapping[str, Feed], imprint: Imprint) -> Standing:
    """The standing of a digest, from its items' own documents.

    Args:
        memory: what is remembered of it.
        feeds: its items' own documents by the items' names; an item without one is lost.
        imprint: that of the column that it was published in.

    Raises:
        ValueError: none of its items has a document.
    """
    told = [_told(story, feeds[story.name], imprint) for story in memory.stories if story.name in feeds]
    if not told:
        raise ValueError(f"{memory.slug}: no document of any item of {memory.title}")
    digest = Digest(
        path=memory.origin.path,
        key=memory.key,
        title=memory.title,
        url=memory.url,
        source=memory.source,
        date=memory.date,
        fetched=memory.origin.fetched,
        items=tuple(item for _, item in told),
        whole=memory.whole,
        shortened=memory.origin.cut,
        content=memory.origin.content,
        mirror="" if memory.origin.source == memory.source else memory.origin.source,
        via=memory.via,
    )
    stories = tuple(story for story, _ in told)
    return Standing(digest, memory.name, memory.origin, stories, memory.updated, memory.via, memory.left)


def _told(story: Story, feed: Feed, imprint: Imprint) -> tuple[Story, Item]:
    current, *earlier = feed.entries
    by_number = {int(found[1]): entry for entry in earlier if (found := _NUMBER.match(entry.id))}
    superseded = tuple(
        Superseded(_item(entry, imprint), None if entry.updated == entry.published else entry.updated)
        for _, entry in sorted(by_number.items())
    )
    story = replace(story, title=current.title, superseded=superseded, texts=len(superseded))
    return story, _item(current, imprint)


def _item(entry: Entry, imprint: Imprint) -> Item:
    categories = tuple(category.term for category in entry.categories)
    text, attribution = unpublished(entry.content, imprint.pictures), None
    if categories:
        ending = f"<p>— {html.escape(categories[0], quote=False)}</p>"
        if text == ending or text.endswith("\n" + ending):
            text, attribution = text.removesuffix(ending).removesuffix("\n"), categories[0]
            categories = categories[1:]
    return Item(
        title=entry.title,
        html=text,
        summary=entry.summary,
        attribution=attribution,
        image=imprint.pictures.address_behind(entry.thumbnail) if entry.thumbnail else None,
        categories=categories,
    )
