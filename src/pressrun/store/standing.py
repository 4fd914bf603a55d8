"""Whether an output stands as it was left: told by the times of its folders and of some documents.

A name that comes or goes changes its folder's time, and a document that is written its own. To read them all
again would take longer than pressing one capture.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from pressrun.errors import OutputUnwritable


def folders(root: Path) -> dict[str, int]:
    """When each folder of the output last changed (ns), by its posix path below it; hidden ones are left out.

    Raises:
        OutputUnwritable: one cannot be listed.
    """
    found: dict[str, int] = {}
    pending = [""]
    try:
        while pending:
            folder = pending.pop()
            found[folder] = os.stat(root / folder).st_mtime_ns  # noqa: PTH116  a Path takes twice as long
            with os.scandir(root / folder) as entries:
                pending += [
                    f"{folder}{entry.name}/"
                    for entry in entries
                    if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
                ]
    except OSError as error:
        raise OutputUnwritable(f"{error.filename}: {error.strerror}; the edition before stands") from error
    return found


def folders_above(paths: Iterable[str]) -> set[str]:
    """The folders that these documents stand in, and all above them, as `folders` names them."""
    found = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and f"{folder}/" not in found:
            found.add(f"{folder}/")
            folder = folder.rpartition("/")[0]
    return found


def times_of(root: Path, names: Iterable[str]) -> dict[str, int]:
    """When these folders last changed (ns); those that are gone are left out."""
    found = {}
    for name in names:
        try:
            found[name] = os.stat(f"{root}/{name}").st_mtime_ns  # noqa: PTH116  as in folders
        except OSError:
            continue
    return found


def same_folders(root: Path, known: Mapping[str, int]) -> bool:
    """Whether these folders are there and have not changed."""
    return bool(known) and times_of(root, known) == known


def stamp_of(root: Path, path: str) -> bytes:
    """What tells a document from any other that stood there; empty where there is none."""
    try:
        status = os.lstat(f"{root}/{path}")
    except OSError:
        return b""
    return b"%d.%d.%d.%d" % (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
