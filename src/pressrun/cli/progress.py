"""A progress bar, where somebody is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: A run over fewer captures is done before a bar could be read.
_WORTH_A_BAR = 500


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """What to call with captures done and their total; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  50 ms that only a terminal pays
    from rich.progress import Progress  # noqa: PLC0415

    # No refreshing thread: workers may still be forked while the bar is up.
    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(label, total=None)

        def show(done: int, total: int) -> None:
            if total >= _WORTH_A_BAR:
                bar.update(task, completed=done, total=total, refresh=True)

        yield show
