"""What the system tells of files: it only shortens the wait for the next scan, which is the truth (law 7)."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from pressrun.journal import event
from pressrun.store.inbox import is_capture

# Milliseconds: changes within a step are one event, and one that goes on for longer is told of meanwhile.
_STEP, _DEBOUNCE = 50, 400
# Milliseconds between two looks where the system tells nothing, and to see that an inbox was mounted anew.
_POLL, _LOOK = 2000, 1000
# Seconds before it is tried again where it cannot be done.
_AGAIN = 5.0


class FileEvents:
    """A thread that calls when something below the folder has changed.

    Args:
        root: the inbox; it may come and go.
        poll: look again and again, for file systems of other machines, which tell nothing.
        tell: called in that thread.
    """

    def __init__(self, root: Path, tell: Callable[[], None], *, poll: bool) -> None:
        self._root = root
        self._tell = tell
        self._poll = poll
        self._stop = threading.Event()
        self._said = ""
        self._thread = threading.Thread(target=self._run, name="file-events", daemon=True)

    def start(self) -> None:
        """Begins to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Nothing is told any more."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            place = _place(self._root)
            if place is not None:
                try:
                    self._listen(place)
                    continue
                except (OSError, RuntimeError) as error:
                    self._say(str(error))
            self._stop.wait(_AGAIN)

    def _listen(self, place: tuple[int, int]) -> None:
        """Calls once it listens, for nobody told of what came before. Returns when another folder is there.

        Raises:
            OSError, RuntimeError: the system has no more room for what is to be told, or the folder is gone.
        """
        from watchfiles import watch  # noqa: PLC0415  its start-up is not for the first cycle to wait for

        changes = watch(
            self._root,
            watch_filter=_counts,
            debounce=_DEBOUNCE,
            step=_STEP,
            stop_event=self._stop,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=True if self._poll else None,
            poll_delay_ms=_POLL,
            ignore_permission_denied=True,
        )
        listens = False
        for changed in changes:
            if changed or not listens:
                self._call()
            listens = True
            if self._stop.is_set() or _place(self._root) != place:
                return

    def _call(self) -> None:
        if not self._stop.is_set():
            self._tell()

    def _say(self, problem: str) -> None:
        if problem != self._said and self._root.is_dir():
            self._said = problem
            event(
                "events.off", f"no file events, cycles come at their times: {problem}", level=logging.WARNING
            )


def _place(root: Path) -> tuple[int, int] | None:
    try:
        status = root.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _counts(_: object, path: str) -> bool:
    """A capture, or a folder that came or went; hidden names are nobody's."""
    name = path.rpartition("/")[2]
    return not name.startswith(".") and (is_capture(name) or not os.path.isfile(path))  # noqa: PTH113
