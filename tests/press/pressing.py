"""Pressing small inboxes in this process, and looking at what came out."""

from __future__ import annotations

import os
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from pressrun.config import Config
from pressrun.press.build import Edition, build
from tests.samples import FETCH_DATE, SOURCE, capture, write

#: One second of 2025, so that no file is younger than any clock.
LONG_AGO = 1_740_000_000
#: Enough words that no rule takes a page for a stub.
WALK = (
    "从老码头出发，沿着堤岸走到新桥，要四十分钟。路上有三座亭子、两家茶铺和一排卖旧书的棚子；"
    "再往前是船坞，午后常有人在那里修船，也肯停下来，说说这条河从前的样子和那年的大水；天黑以前，渡船还会来回走上最后一趟。"
)


def config(folder: Path, **values: Any) -> Config:
    """A config whose inbox, output and state lie in one folder; values as in config.toml."""
    folders = {"inbox": "inbox", "output": "feeds", "state": ".pressrun"}
    return Config.model_validate({key: str(folder / name) for key, name in folders.items()} | values)


def press(folder: Path, executor: Executor | None = None, *, force: bool = False, **values: Any) -> Edition:
    """Presses the folder's inbox into its feeds."""
    return build(config(folder, **values), executor, force=force)


def plain(
    number: int,
    *,
    source: str = SOURCE,
    date: str = "2025-03-14",
    title: str = "",
    fetch_date: str = FETCH_DATE,
) -> str:
    """A capture of a web page with one article; the number makes it another page."""
    return capture(
        f"\n第 {number} 篇写的是河岸。{WALK}\n",
        title=title or f"河岸第 {number} 篇",
        url=f"https://example.org/pages/{number}",
        source=source,
        date=date,
        fetch_date=fetch_date,
    )


def fill(folder: Path, count: int) -> None:
    """So many plain captures below the folder's inbox."""
    for number in range(count):
        write(folder / "inbox", f"2025/03/14/{number:04}.md", plain(number))


def tree(output: Path) -> dict[str, bytes]:
    """Every file below a folder: its path and what it holds."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """The inode and the time of change of the folder and of everything below it."""
    return {
        path.relative_to(folder).as_posix(): (status.st_ino, status.st_mtime_ns)
        for path in (folder, *sorted(folder.rglob("*")))
        for status in (path.lstat(),)
    }


def age(folder: Path, when: int = LONG_AGO) -> None:
    """Sets the time of change of everything below the folder."""
    for path in folder.rglob("*"):
        os.utime(path, (when, when), follow_symlinks=False)
