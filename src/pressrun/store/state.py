"""The state folder: what presses and checks note for themselves. Nothing in it is anybody's to keep."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def make_state(state: Path) -> None:
    """Makes the folder if there is none, and then has git ignore all in it, as pytest does with its own.

    A folder that was there is left as it is: it may hold more than ours.

    Raises:
        OSError: it cannot be made or written to.
    """
    try:
        state.mkdir(parents=True)
    except FileExistsError:
        if not state.is_dir():
            raise
        return
    with suppress(FileExistsError), (state / ".gitignore").open("x", encoding="utf-8") as ignore:
        ignore.write("*\n")
