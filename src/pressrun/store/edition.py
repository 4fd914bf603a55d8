"""A published edition, read as safely as an inbox and never touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pressrun.errors import InputUnreachable


def find(root: Path) -> tuple[list[str], list[str]]:
    """The regular files below the folder, by path, and everything else that has a name there.

    Links are named and not followed; hidden folders are left out. Paths are posix.

    Raises:
        InputUnreachable: the folder, or one below it, is not there or cannot be listed.
    """
    try:
        found = list(_walk(root))
    except OSError as error:
        raise InputUnreachable(f"edition {root}: cannot list {error.filename}: {error.strerror}") from error
    files = sorted(path for path, regular in found if regular)
    return files, sorted(path for path, regular in found if not regular)


def _walk(root: Path) -> Iterator[tuple[str, bool]]:
    pending = [""]
    while pending:
        prefix = pending.pop()
        with os.scandir(root / prefix) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    yield prefix + entry.name, entry.is_file(follow_symlinks=False)
                elif not entry.name.startswith("."):
                    pending.append(f"{prefix}{entry.name}/")
