"""What the edition before published, read from its documents: an index is not needed for it (law 6)."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pressrun.capture import Refusal
from pressrun.columns import Column
from pressrun.compose import Imprint, item_path, recovered
from pressrun.feed import Feed
from pressrun.history.graves import Grave
from pressrun.history.memory import read_memory
from pressrun.history.standing import Memory, Standing
from pressrun.identity import document_name, name_in
from pressrun.store import inbox

#: A month of the largest column measured has 9 MB; what is larger than this is none of our documents.
LARGEST = 256 * 1024 * 1024
#: What became of every capture.
REPORT = "report.json"
_PAGE = re.compile(r"([a-z0-9-]+)/archive/\d{4}-\d{2}\.json")
_LIVE = re.compile(r"([a-z0-9-]+)/(feed|items)\.xml")
_ITEM = re.compile(r"([a-z0-9-]+)/items/(\d{4}-\d{2})/([0-9a-f]{16})\.xml")
_TOMBSTONE = b"deleted-entry "


@dataclass(frozen=True, slots=True)
class Known:
    """What was published: digests by name, the digests' names by their captures' paths, what is gone."""

    memories: Mapping[str, Memory] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    graves: Sequence[Grave] = ()


def known_from(root: Path, documents: Iterable[str]) -> Known:
    """What the documents of an edition say; of those that are damaged nothing is known.

    Args:
        root: the output.
        documents: the paths of all that stand in it.
    """
    documents = list(documents)
    memories = {memory.name: memory for path in documents for memory in _memories(root, path)}
    # Of two that one path was of, which the report may not know better, one is the same in every run.
    origins = {memories[name].origin.path: name for name in sorted(memories)}
    told = {
        item_path(memory.slug, memory.month, document_name(story.name))
        for memory in memories.values()
        for story in memory.stories
    }
    graves = [grave for path in documents if path not in told for grave in _graves(root, path)]
    return Known(memories, origins | _belonging(root, memories), graves)


def texts_of(root: Path, memory: Memory, column: Column | None, imprint: Imprint) -> Standing | None:
    """A published digest with its texts; None where its documents are lost.

    Args:
        root: the output.
        memory: what is remembered of it.
        column: that it was published in, where it still is one.
        imprint: the edition's.
    """
    feeds = {}
    for story in memory.stories:
        feed = feed_at(root, item_path(memory.slug, memory.month, document_name(story.name)))
        if feed is not None and feed.entries:
            feeds[story.name] = feed
    try:
        return recovered(memory, feeds, imprint.of(column) if column else imprint)
    except ValueError:
        return None


def feed_at(root: Path, path: str) -> Feed | None:
    """The Atom feed at this path of the output; None where there is none of ours."""
    from pressrun.formats.reading import read_atom  # noqa: PLC0415  lxml is for a build alone

    data = inbox.read(root, path, LARGEST)
    if isinstance(data, Refusal):
        return None
    try:
        return read_atom(data)
    except ValueError:
        return None


def _belonging(root: Path, memories: Container[str]) -> dict[str, str]:
    """The names of captures' digests, as the report tells them."""
    from pressrun.reports.report_json import digests_in  # noqa: PLC0415  for a build alone

    data = inbox.read(root, REPORT, LARGEST)
    try:
        told = {} if isinstance(data, Refusal) else digests_in(data)
        # Paths are in UTF-8 there, and here as this process lists them, whatever its locale (law 2).
        return {
            os.fsdecode(path.encode("utf-8", "surrogateescape")): name
            for path, name in told.items()
            if name in memories
        }
    except ValueError:
        # A damaged report: of each digest the page still knows one path.
        return {}


def _memories(root: Path, path: str) -> Iterator[Memory]:
    from pressrun.formats.reading_json import remembered_in  # noqa: PLC0415  for a build alone

    page = _PAGE.fullmatch(path)
    data = inbox.read(root, path, LARGEST) if page else b""
    if not page or isinstance(data, Refusal):
        return
    try:
        for told in remembered_in(data):
            yield read_memory(told.record, page[1], told.title, told.url, told.source)
    except ValueError:
        # A damaged page: its digests are published anew, under their ids.
        return


def _graves(root: Path, path: str) -> Iterator[Grave]:
    live, item = _LIVE.fullmatch(path), _ITEM.fullmatch(path)
    data = inbox.read(root, path, LARGEST) if live or item else b""
    if isinstance(data, Refusal) or _TOMBSTONE not in data:
        return
    feed = feed_at(root, path)
    for stone in feed.tombstones if feed else ():
        name = name_in(stone.ref)
        if name and item:
            yield Grave("item", name, item[1], item[2], stone.when)
        elif name and live and live[2] == "feed":
            yield Grave("digest", name, live[1], "", stone.when)
