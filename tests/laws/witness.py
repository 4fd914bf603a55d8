"""Runs pressrun under an audit hook that notes what it does to the disk and to the network.

    python witness.py LOG [EVENT:NUMBER:WHAT] ARGUMENTS…

Each line of LOG is a JSON list: the event and its paths. At the event of that number, counted from 1 in
the first process, WHAT happens before the event does: `kill` and `stop` send that signal to the process
itself, `fail` makes the disk report an error.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: Audit events that change a disk, and how many of their arguments are paths.
_CHANGES = {
    "os.rename": 2,
    "os.link": 2,
    "os.symlink": 2,
    "os.remove": 1,
    "os.mkdir": 1,
    "os.rmdir": 1,
    "os.truncate": 1,
    "os.chmod": 1,
    "os.chown": 1,
    "os.utime": 1,
    "os.setxattr": 1,
    "os.removexattr": 1,
}


class Witness:
    """Notes events, and makes the chosen one go wrong."""

    def __init__(self, log: str, fault: str | None) -> None:
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._first = os.getpid()
        self._event, number, self._what = (fault or "none:0:none").split(":")
        self._left = int(number)
        self._sync, self._fsync = os.sync, os.fsync

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """What Python calls at every audited event."""
        if event == "open":
            self._opened(*arguments)
        elif event in _CHANGES:
            self._note(event, *arguments[: _CHANGES[event]])
        elif event.startswith("socket.") and event != "socket.gethostname":
            self._note(event)

    def sync(self) -> None:
        """In the place of os.sync, which is not audited."""
        self._note("sync")
        self._sync()

    def fsync(self, descriptor: int) -> None:
        """In the place of os.fsync, which is not audited either."""
        self._note("fsync", Path(f"/proc/self/fd/{descriptor}").readlink())
        self._fsync(descriptor)

    def _opened(self, path: object, mode: str | None, flags: int) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        writes = flags & _WRITING or set(mode or "") & set("wax+")
        self._note("write" if writes else "read", path, flags=flags)

    def _note(self, event: str, *paths: str | bytes | os.PathLike[str], flags: int = 0) -> None:
        places = [os.path.abspath(os.fsdecode(path)) for path in paths]  # noqa: PTH100  no link is resolved
        os.write(self._log, json.dumps([event, places, flags]).encode() + b"\n")
        if event == self._event and os.getpid() == self._first:
            self._left -= 1
            if self._left == 0:
                self._go_wrong(places)

    def _go_wrong(self, places: list[str]) -> None:
        if self._what == "fail":
            raise OSError(errno.EIO, os.strerror(errno.EIO), places[0] if places else None)
        os.kill(os.getpid(), {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}[self._what])


def main() -> None:
    """Watches the program from its first import to its end."""
    log, *arguments = sys.argv[1:]
    fault = arguments.pop(0) if arguments[0].count(":") == 2 else None
    witness = Witness(log, fault)
    os.sync, os.fsync = witness.sync, witness.fsync  # type: ignore[assignment]
    sys.addaudithook(witness.hook)
    sys.argv[1:] = arguments
    from pressrun.cli import main as pressrun  # noqa: PLC0415  under the hook

    pressrun()


if __name__ == "__main__":
    main()
