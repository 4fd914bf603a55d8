"""What a service manager, or a person at a terminal, asks of a watch: to stop, or to read its config again.

A signal's own code only notes it: whatever it locked could be locked already by what it interrupts.
"""

from __future__ import annotations

import os
import select
import signal
import socket
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Self


class Signals:
    """SIGTERM and SIGINT stop, SIGHUP reads the config again. To be entered in the main thread.

    Attributes:
        begun: there is something to bring to an end. Before, a signal to stop ends the process at once: on a
            busy machine the imports of a start can take longer than what a service manager is promised.
        stop: the watch is to leave.
        reload: the config is to be read again; whoever does sets it back.
    """

    def __init__(self) -> None:
        self.begun = False
        self.stop = False
        self.reload = False
        self._waiting, self._waking = socket.socketpair()
        for end in (self._waiting, self._waking):
            end.settimeout(0)

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._waking.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        signal.signal(signal.SIGHUP, self._asked_to_reload)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The handlers stay: a second signal must not turn an orderly end into another.
        signal.set_wakeup_fd(-1)
        self._waiting.close()
        self._waking.close()

    def wait(self, seconds: float) -> None:
        """Returns after so long, or as soon as something is asked."""
        if self.stop or self.reload:
            return
        select.select([self._waiting], [], [], seconds)
        with suppress(BlockingIOError):
            self._waiting.recv(4096)

    def ask_to_stop(self) -> None:
        """The same as SIGTERM, from any thread."""
        self.stop = True
        with suppress(OSError):
            self._waking.send(b"\0")

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  signal's own shape
        if not self.begun:
            os._exit(0)
        self.stop = True

    def _asked_to_reload(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.reload = True
