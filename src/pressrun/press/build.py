"""Pressing a folder once: captures in, an edition out, every file accounted for."""

from __future__ import annotations

from concurrent.futures import Executor

from pressrun.config import Config
from pressrun.press.batches import Progress
from pressrun.press.press import Press
from pressrun.press.results import Edition

__all__ = ["Edition", "Press", "build"]


def build(
    config: Config,
    executor: Executor | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
    dry: bool = False,
) -> Edition:
    """One cycle of a press of its own; arguments and errors are those of `Press` and `Press.press`."""
    press = Press(config)
    try:
        return press.press(executor, progress, force=force, dry=dry)
    finally:
        press.close()
