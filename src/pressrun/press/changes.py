"""Which captures of a target git leaves to look at: not ignored, changed, or staged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pressrun.press.targets import Target
from pressrun.store import git, inbox
from pressrun.store.checkout import checkout_of
from pressrun.store.inbox import Found


def unignored(target: Target) -> Target:
    """The target without what git ignores; outside a checkout, and where files are named, as it was.

    A folder that is named is looked at: where git ignores it, or every capture in it, nothing is left out.

    Raises:
        InputUnreachable: there is no git, or it refuses.
    """
    if not target.whole or checkout_of(target.root) is None:
        return target
    names = set(git.ignored(target.root))
    left = [found for found in target.found if names.isdisjoint(_places(found.path))] if names else []
    return replace(target, found=left) if left else target


def changed(target: Target, ref: str) -> Target:
    """Those captures of the target that differ from a commit, and new ones.

    Raises:
        ConfigurationError: git knows no such commit.
        InputUnreachable: there is no git, the folder is in no checkout, or git refuses.
    """
    names = git.changed(target.root, ref)
    return target.of([found for found in target.found if found.path in names])


def staged(target: Target, limit: int) -> Target:
    """Those captures of the target that the next commit changes, as that commit would hold them.

    What is otherwise on the disk than in the index is read from the index.

    Raises:
        InputUnreachable: as `changed`.
    """
    on_disk = {found.path: found for found in target.found}
    entries = {
        path: entry
        for path, entry in sorted(git.staged(target.root).items())
        if path in on_disk or (target.whole and inbox.is_below(path))
    }
    differing = git.unstaged(target.root)
    apart = [path for path in entries if path in differing or path not in on_disk]
    texts = git.staged_texts(target.root, [entries[path] for path in apart], limit)
    raws = dict(zip(apart, texts, strict=True))
    found = [Found(path, 0, 0) if path in raws else on_disk[path] for path in entries]
    return target.of(found, raws)


def _places(path: str) -> Iterator[str]:
    """The path, and every folder above it as git names one."""
    yield path
    at = path.find("/")
    while at >= 0:
        yield path[: at + 1]
        at = path.find("/", at + 1)
