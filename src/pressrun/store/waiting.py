"""The pings that wait: which documents a hub has still to be told of, in the state, for whoever runs next.

A watch and a build beside it have one file, so that it is changed under a lock, by what came and by what is
done. It is replaced whole and never waited for: after a power cut it may be lost, and then the hub learns of
those documents with their next change.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pressrun.store.lock import state_folder
from pressrun.store.state import make_state

#: Documents that wait for a hub at the most: four for each of 5,000 columns.
MOST = 20_000
_NAME, _LOCK, _BEGUN = "pings.json", "pings.lock", "pings.begun"
_LARGEST = 16 * 1024 * 1024
# How often, and with how many seconds between, the lock is asked for: it is held for a moment.
_TRIES, _MOMENT = 20, 0.01


class Waiting:
    """Paths below one output, by hub, the longest waiting first.

    Args:
        state: the state folder.
        output: whose documents they are.
    """

    def __init__(self, state: Path, output: Path) -> None:
        self._state = state
        self._folder = state_folder(state, output)

    def read(self) -> dict[str, list[str]]:
        """What waits; nothing where there is no file of ours."""
        try:
            with (self._folder / _NAME).open("rb") as file:
                told = json.loads(file.read(_LARGEST))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(told, dict):
            return {}
        return {
            hub: [path for path in paths if isinstance(path, str)][-MOST:]
            for hub, paths in told.items()
            if isinstance(paths, list)
        }

    def change(self, hub: str, *, came: Iterable[str] = (), done: Collection[str] = ()) -> None:
        """Adds to what waits for one hub, and takes away; beyond the bound those go that waited longest.

        Args:
            hub: its address.
            came: paths to tell it of.
            done: those that it needs to be told of no more.

        Raises:
            OSError: the state cannot be written, or somebody holds on to it.
        """
        with self._locked():
            before = self.read()
            kept = dict.fromkeys(path for path in before.get(hub, ()) if path not in done)
            after = before | {hub: list(kept | dict.fromkeys(came))[-MOST:]}
            if after != before:
                self._write({one: paths for one, paths in after.items() if paths})

    def begin(self) -> int | None:
        """Notes that documents are about to change, until `end`: a press can be killed in between.

        Returns:
            When an earlier one began, in ns by the file's own time, that never came to its end; else None.

        Raises:
            OSError: the state cannot be written.
        """
        make_state(self._state)
        self._folder.mkdir(exist_ok=True)
        try:
            (self._folder / _BEGUN).touch(exist_ok=False)
        except FileExistsError:
            return (self._folder / _BEGUN).stat().st_mtime_ns
        return None

    def end(self) -> None:
        """What has changed is known, and noted where somebody is to be told.

        Raises:
            OSError: the state cannot be written.
        """
        (self._folder / _BEGUN).unlink(missing_ok=True)

    def _write(self, waiting: Mapping[str, Collection[str]]) -> None:
        place = self._folder / _NAME
        if not waiting:
            place.unlink(missing_ok=True)
            return
        temporary = self._folder / f"{_NAME}.{os.getpid()}"
        try:
            temporary.write_text(json.dumps(waiting, sort_keys=True), "utf-8")
            temporary.replace(place)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    @contextmanager
    def _locked(self) -> Iterator[None]:
        make_state(self._state)
        self._folder.mkdir(exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self._folder / _LOCK, flags, 0o666)
        try:
            for left in reversed(range(_TRIES)):
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if not left:
                        raise
                    time.sleep(_MOMENT)
            yield
        finally:
            os.close(descriptor)
