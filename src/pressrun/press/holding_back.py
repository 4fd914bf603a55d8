"""What keeps an inbox that is not there from emptying an edition, and from being read again and again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pressrun.errors import InputUnreachable
from pressrun.press.caching import stat_of
from pressrun.press.results import Edition
from pressrun.store import standing
from pressrun.store.inbox import Found
from pressrun.store.publish import Written

_INDEX = "edition.json"


def refuse_empty(inbox: Path, found: Sequence[Found], published: int) -> None:
    """Refuses to press nothing where something was published.

    Raises:
        InputUnreachable: there is no capture, and the edition before has some.
    """
    if not found and published:
        raise InputUnreachable(
            f"inbox {inbox}: no capture, but the edition before has {published}; --force empties the edition"
        )


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A cycle that left columns as they were: its edition, what it found, and how the output stood then."""

    edition: Edition
    found: Sequence[Found]
    folders: dict[str, int]
    index: bytes


def as_held_back(
    before: HeldBack | None, output: Path, found: Sequence[Found], waiting: Collection[str]
) -> Edition | None:
    """The edition of a cycle that was held back, once more and with nothing written.

    Such a cycle leaves no ledger, so the next one would read every capture again, and come to the same as
    long as inbox and output are as they were.

    Returns:
        None where there was no such cycle, or anything may have changed since.
    """
    if before is None or waiting or found != before.found:
        return None
    if standing.stamp_of(output, _INDEX) != before.index or not standing.same_folders(output, before.folders):
        return None
    edition = before.edition
    documents = Written(0, edition.documents.written + edition.documents.unchanged, 0)
    return replace(edition, documents=documents, unchanged=edition.contents.published, told=(), changes=())


def held_back(
    edition: Edition, output: Path, found: Sequence[Found], waiting: Collection[str], seen_ns: int
) -> HeldBack | None:
    """What to remember of a cycle: nothing if no column was guarded, or a file is too young to be known.

    Args:
        edition: what it wrote.
        output: where.
        found: what the inbox held.
        waiting: what of it was being written.
        seen_ns: the clock before the inbox was listed.

    Raises:
        OutputUnwritable: the output cannot be listed.
    """
    if not edition.guarded or waiting or not all(stat_of(one, seen_ns) for one in found):
        return None
    return HeldBack(edition, found, standing.folders(output), standing.stamp_of(output, _INDEX))
