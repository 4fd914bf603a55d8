"""Which captures a check looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pressrun.errors import InputUnreachable
from pressrun.store import inbox
from pressrun.store.inbox import Found


@dataclass(frozen=True, slots=True)
class Target:
    """Captures below one folder. `whole`: they are all of it, so that rules about a set may look.

    `raw` is the one capture's bytes where they are not read from the disk (standard input).
    """

    root: Path
    found: Sequence[Found]
    whole: bool
    raw: bytes | None = None


def target_of(path: Path) -> Target:
    """The captures of one file or folder.

    Raises:
        InputUnreachable: there is no such file or folder, or it cannot be listed.
    """
    if path.is_dir():
        return Target(path, inbox.find(path), whole=True)
    try:
        status = path.lstat()
    except OSError as error:
        raise InputUnreachable(f"{path}: {error.strerror}") from error
    return Target(path.parent, [Found(path.name, status.st_size, status.st_mtime_ns)], whole=False)
