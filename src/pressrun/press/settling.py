"""Captures that are being written while a watch presses (law 7).

A known one counts as it was last seen, a new one is not there yet.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from pressrun.capture import Refusal
from pressrun.press.news import News
from pressrun.press.reading import Checking
from pressrun.store import inbox
from pressrun.store.inbox import Found

#: Of the captures found in the inbox the paths of those that are not to be read yet.
Unsettled = Callable[[Sequence[Found]], Collection[str]]
_BEING_WRITTEN = Refusal("changed-while-read", "it is being written")


def without_moved(root: Path | None, found: Sequence[Found], news: dict[str, News]) -> dict[str, News]:
    """What was read of files that are still those that were found: nobody wrote to them in between.

    Args:
        root: the inbox; None where nobody asks, and all that was read counts.
        found: what was to be read.
        news: what was read, by path.
    """
    if root is None:
        return news
    moved = inbox.moved(root, [one for one in found if one.path in news])
    return {path: one for path, one in news.items() if path not in moved}


def as_last_seen(
    checking: Checking, found: Sequence[Found], news: Mapping[str, News], names: Mapping[str, str]
) -> dict[str, News]:
    """The captures of the published digests of which one cannot be read now: rejected, and the digests stay.

    All of a digest's: a mirror's copy that spoke for it meanwhile would take it into another column, and what
    its own source says then would be no edit any more. They have no times, so that the next cycle reads them.

    Args:
        checking: how captures are proved.
        found: what the inbox holds.
        news: what was read of it.
        names: those of the published digests, by their captures' paths.
    """
    held = {names[one.path] for one in found if one.path not in news and names.get(one.path)}
    return {
        one.path: News("", "", checking.prove(one.path, _BEING_WRITTEN))
        for one in found
        if names.get(one.path) in held
    }
