"""What a digest's standing becomes when its captures are looked at again.

A published text gives way only to a better capture: an uncut one if it is cut, its own source's if it is
a mirror's copy, a later one of its own source. Only the last is an edit, and only where it says something
else: the others replace a text without a word. What is not replaced stays as it was published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from pressrun.digest import Digest, Item
from pressrun.history.dates import later, updated
from pressrun.history.essence import Text, is_edit
from pressrun.history.matching import match
from pressrun.history.standing import Memory, Origin, Standing, Story, Superseded
from pressrun.identity import item_keys, name_of


def needs_texts(digest: Digest | None, memory: Memory) -> bool:
    """Whether deciding about a digest takes the texts that stand in the edition.

    Args:
        digest: what its captures say now; None where none of them can be published.
        memory: what is remembered of it.
    """
    if digest is None or digest.content != memory.origin.content:
        return True
    known = {story.name for story in memory.stories}
    names = [name_of(key) for _, key, _ in digest.keyed_items()]
    return not known.issuperset(names) or any(story.texts for story in memory.stories)


def first(digest: Digest) -> Standing:
    """The standing of a digest that no edition has published."""
    stories = [Story(name_of(key), number, item.title) for number, key, item in digest.keyed_items()]
    return Standing(digest, name_of(digest.key), _earliest(digest), tuple(stories), via=digest.via)


def decide(digest: Digest, memory: Memory, before: Standing | None) -> Standing:
    """The standing of a digest that an edition has published.

    Args:
        digest: the capture that speaks for it, under the key of its first publication.
        memory: what is remembered of it.
        before: it with its texts; None where `needs_texts` says that they are not needed.
    """
    via = tuple(sorted({*memory.via, *digest.via}))
    settled = replace(digest, date=memory.date, url=memory.url, headings=(), places=())
    if digest.content == memory.origin.content:
        read = _continued(digest, memory, before)
        return _silent(settled, _settled(digest, memory), read, memory, via)
    if before is None:
        raise ValueError(f"{memory.name}: its published texts are needed")
    if not _outranks(digest, memory.origin):
        return _kept(before, digest.source, via)
    if not _is_later(digest, memory.origin):
        read = _continued(digest, memory, before)
        # What a second run would settle on is taken at once (law 2).
        origin = _earliest(digest) if memory.updated is None else _origin(digest)
        return _silent(settled, origin, read, memory, via)
    return _edited(settled, digest, memory, before, via)


def _silent(
    settled: Digest,
    origin: Origin,
    read: Sequence[tuple[Story, Item]],
    memory: Memory,
    via: tuple[str, ...],
) -> Standing:
    text = replace(settled, items=tuple(item for _, item in read), via=via)
    stories = tuple(story for story, _ in read)
    return Standing(text, memory.name, origin, stories, memory.updated, via, _left(memory, stories))


def _left(memory: Memory, stories: Iterable[Story]) -> tuple[tuple[str, int], ...]:
    """The stories that were dropped at any time, and that are not told again."""
    ever = dict(memory.left) | {story.name: story.number for story in memory.stories}
    now = {story.name for story in stories}
    return tuple(sorted((name, number) for name, number in ever.items() if name not in now))


def _edited(
    settled: Digest, digest: Digest, memory: Memory, before: Standing, via: tuple[str, ...]
) -> Standing:
    told, old = list(_pairs(digest, memory, before)), before.digest
    retitled = is_edit(Text(old.title, ""), Text(digest.title, ""))
    changes = [_change(pair, digest) for pair in told]
    reordered = [pair.place for pair in told] != list(range(len(before.stories)))
    if not (retitled or reordered or any(change.edits for change in changes)):
        return _kept(before, digest.source, via)
    text = replace(
        settled,
        title=digest.title if retitled else old.title,
        items=tuple(change.item for change in changes),
        via=via,
    )
    moment = later(memory.updated, updated(digest.key, digest.fetched))
    stories = tuple(change.story for change in changes)
    left = _left(memory, stories)
    return Standing(text, memory.name, _origin(digest), stories, moment, via, left)


@dataclass(frozen=True, slots=True)
class _Pair:
    """An item, the story that it goes on with, and that story's text and place; or a story of its own."""

    item: Item
    story: Story
    old: Item | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class _Change:
    story: Story
    item: Item
    edits: bool


def _change(pair: _Pair, digest: Digest) -> _Change:
    if pair.old is None:
        return _Change(pair.story, pair.item, edits=True)
    if not is_edit(Text(pair.old.title, pair.old.html), Text(pair.item.title, pair.item.html)):
        # Another byte is an edit to FreshRSS: what says the same stays as it was published.
        return _Change(pair.story, pair.old, edits=False)
    superseded = (*pair.story.superseded, Superseded(pair.old, pair.story.updated))
    story = replace(
        pair.story,
        title=pair.item.title,
        updated=later(pair.story.updated, updated(digest.key, digest.fetched, pair.story.number)),
        superseded=superseded,
        texts=len(superseded),
    )
    return _Change(story, pair.item, edits=True)


def _continued(digest: Digest, memory: Memory, before: Standing | None) -> list[tuple[Story, Item]]:
    """The digest's items under the stories that they go on with; nobody is told of a change."""
    if before is not None:
        return [
            (replace(pair.story, title=pair.item.title), pair.item) for pair in _pairs(digest, memory, before)
        ]
    known = {story.name: story for story in memory.stories}
    return [(replace(known[name_of(key)], title=item.title), item) for _, key, item in digest.keyed_items()]


def _pairs(digest: Digest, memory: Memory, before: Standing) -> Iterator[_Pair]:
    old = list(before.told())
    keyed = list(digest.keyed_items())
    places = match(
        [Text(item.title, item.html) for _, item in old],
        [Text(item.title, item.html) for _, _, item in keyed],
    )
    taken = {story.name for story in memory.stories}
    left = dict(memory.left)
    numbers = count(max((*left.values(), *(story.number for story in memory.stories)), default=0) + 1)
    for (_, _, item), place in zip(keyed, places, strict=True):
        if place is None:
            name = _free_name(digest.key, item.title, taken)
            taken.add(name)
            yield _Pair(item, Story(name, left.get(name) or next(numbers), item.title))
        else:
            story, text = old[place]
            yield _Pair(item, story, text, place)


def _free_name(key: str, heading: str, taken: set[str]) -> str:
    """The name of the heading's first occurrence that no story has: an edited heading keeps its own."""
    for occurrences in count(1):
        name = name_of(item_keys(key, [heading] * occurrences)[-1])
        if name not in taken:
            return name
    raise AssertionError


def _kept(before: Standing, source: str, via: tuple[str, ...]) -> Standing:
    return replace(before, digest=replace(before.digest, source=source, via=via), via=via)


def _origin(digest: Digest) -> Origin:
    _, path = digest.since or (digest.fetched, digest.path)
    return Origin(path, digest.named, digest.fetched, digest.content, digest.cut)


def _earliest(digest: Digest) -> Origin:
    """The first capture that says the same: whichever of them came first into the inbox."""
    fetched, _ = digest.since or (digest.fetched, digest.path)
    return replace(_origin(digest), fetched=fetched)


def _settled(digest: Digest, memory: Memory) -> Origin:
    """The origin that a run which sees all these captures at once would have taken (law 2).

    Its path is that of a capture which stands: a run without a ledger knows a retitled one by it.
    """
    new, old = _earliest(digest), memory.origin
    if (old.source == digest.source) > (new.source == digest.source):
        return old
    if old.source != new.source and memory.updated is None:
        return new
    # Held against later captures: what was edited once never goes back behind that.
    fetched = min(old.fetched, new.fetched) if memory.updated is None else old.fetched
    return replace(old, path=new.path, fetched=fetched)


def _outranks(digest: Digest, origin: Origin) -> bool:
    new = (not digest.cut, digest.named == digest.source)
    old = (not origin.cut, origin.source == digest.source)
    return _is_later(digest, origin) if new == old else new > old


def _is_later(digest: Digest, origin: Origin) -> bool:
    """Whether it is a capture of the same source, made later, or the same file written again."""
    if digest.named != origin.source:
        return False
    return digest.fetched > origin.fetched or (
        digest.path == origin.path and digest.fetched == origin.fetched
    )
