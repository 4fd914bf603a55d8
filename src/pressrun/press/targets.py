"""Which captures a check looks at."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from pressrun.capture import Refusal
from pressrun.errors import ConfigurationError, InputUnreachable
from pressrun.store import inbox
from pressrun.store.inbox import Found


@dataclass(frozen=True, slots=True)
class Target:
    """Captures below one folder. `whole`: they are all of it, so that rules about a set may look.

    `raws` holds, by path, what is not read from the disk: standard input, a staged text. `below` is the
    root's own place below the inbox (empty, or with a slash at its end): a rule sees it before the path,
    a finding's path starts at the root. `seen_ns` is the clock before the folder was listed.
    """

    root: Path
    found: Sequence[Found]
    whole: bool
    raws: Mapping[str, bytes | Refusal] = field(default_factory=dict)
    below: str = ""
    seen_ns: int = 0

    @property
    def base(self) -> Path:
        """The folder that the paths a rule sees start at."""
        return self.root.resolve().parents[self.below.count("/") - 1] if self.below else self.root

    def of(self, found: Sequence[Found], raws: Mapping[str, bytes | Refusal] | None = None) -> Target:
        """Some of these captures, and no set any more."""
        return replace(self, found=found, whole=False, raws=raws or {})


def target_of(path: Path, inbox_folder: Path | None = None) -> Target:
    """The captures of one file or folder.

    Args:
        path: the file or the folder.
        inbox_folder: the config's inbox; what lies below it knows its place there.

    Raises:
        InputUnreachable: there is no such file or folder, or it cannot be listed.
    """
    seen = time.time_ns()
    if path.is_dir():
        return Target(path, inbox.find(path), whole=True, below=_below(path, inbox_folder), seen_ns=seen)
    try:
        found = inbox.stated(path.name, path.lstat())
    except OSError as error:
        raise InputUnreachable(f"{path}: {error.strerror}") from error
    below = _below(path.parent, inbox_folder)
    return Target(path.parent, [found], whole=False, below=below, seen_ns=seen)


def targets_of(paths: Iterable[Path], inbox_folder: Path) -> list[Target]:
    """The captures of several files and folders, each of them once.

    A capture belongs to the outermost folder given that holds it, and else to the first path that names it.
    Files of one folder are one target, at the place of the first.

    Raises:
        InputUnreachable: as `target_of`.
    """
    targets = [target_of(path, inbox_folder) for path in paths]
    if len(targets) == 1:
        return targets
    homes = [Path(os.path.realpath(target.root)) for target in targets]
    # Folders before files, outer ones before inner ones, and else in the order given.
    order = sorted(
        range(len(targets)), key=lambda at: (not targets[at].whole, _depth(targets[at], homes[at]))
    )
    owned: set[str] = set()
    kept: dict[int, Target] = {}
    for at in order:
        left = []
        for found in targets[at].found:
            name = os.path.join(homes[at], found.path)  # noqa: PTH118  thousands of them
            if name not in owned:
                owned.add(name)
                left.append(found)
        if left or not targets[at].found:
            kept[at] = replace(targets[at], found=left)
    return _gathered((homes[at], kept[at]) for at in sorted(kept))


def without_output(target: Target, output: Path) -> Target:
    """The captures of a folder without what was published into a folder inside it."""
    root, folder = target.root.resolve(), output.resolve()
    if not target.whole or root == folder or not folder.is_relative_to(root):
        return target
    prefix = f"{folder.relative_to(root).as_posix()}/"
    return replace(target, found=[one for one in target.found if not one.path.startswith(prefix)])


def again(target: Target) -> Target:
    """The same captures as the disk has them by now; one that is gone stays, for it was asked for."""
    return replace(target, found=[_stated_again(target.root, one) for one in target.found])


def _stated_again(root: Path, found: Found) -> Found:
    try:
        return inbox.stated(found.path, (root / found.path).lstat())
    except OSError:
        return found


def given(name: str, raw: bytes | Refusal, inbox_folder: Path) -> Target:
    """The capture on standard input.

    Args:
        name: what it is called, below the inbox. One that leads out of it, by `..` or from the top of the
            file system, stands for the file there.
        raw: its bytes, or why there are none.
        inbox_folder: the config's inbox; it need not exist.

    Raises:
        ConfigurationError: the name is none that a file can have.
    """
    top = os.path.abspath(inbox_folder)  # noqa: PTH100  `..` is of the name, not of the disk
    path = Path(os.path.normpath(os.path.join(top, name)))  # noqa: PTH118
    if not name or path in (Path(top), *Path(top).parents):
        raise ConfigurationError(f"--stdin-filename {name!r} names no file; give one below the inbox")
    found = [Found(path.name, 0 if isinstance(raw, Refusal) else len(raw), 0)]
    if path.is_relative_to(top):
        inside = path.relative_to(top).as_posix()
        return Target(inbox_folder, [found[0]._replace(path=inside)], whole=False, raws={inside: raw})
    below = f"{PurePosixPath(*path.parent.resolve().parts[1:])}/".removeprefix("./")
    return Target(path.parent, found, whole=False, raws={path.name: raw}, below=below)


def _below(folder: Path, inbox_folder: Path | None) -> str:
    if inbox_folder is None:
        return ""
    inner, outer = folder.resolve(), inbox_folder.resolve()
    return f"{inner.relative_to(outer).as_posix()}/" if inner != outer and inner.is_relative_to(outer) else ""


def _depth(target: Target, home: Path) -> int:
    return len(home.parts) if target.whole else 0


def _gathered(targets: Iterable[tuple[Path, Target]]) -> list[Target]:
    """Single files of one folder as one target: a hook names hundreds."""
    files: dict[Path, int] = {}
    gathered: list[Target] = []
    for home, target in targets:
        if target.whole or home not in files:
            if not target.whole:
                files[home] = len(gathered)
            gathered.append(target)
        else:
            first = gathered[files[home]]
            gathered[files[home]] = replace(first, found=[*first.found, *target.found])
    return gathered
