"""Where a git checkout starts, as its files tell: git itself is asked elsewhere."""

from __future__ import annotations

from pathlib import Path


def checkout_of(folder: Path) -> Path | None:
    """The top of the git checkout that the folder lies in; None outside of any."""
    folder = folder.resolve()
    return next((one for one in (folder, *folder.parents) if _is_top(one)), None)


def _is_top(folder: Path) -> bool:
    # A worktree and a submodule have a file there; a folder without a HEAD is no repository.
    mark = folder / ".git"
    return mark.is_file() or (mark / "HEAD").exists()
