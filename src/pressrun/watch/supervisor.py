"""What a service manager is told: sd_notify(3), a datagram to the socket that it names."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from contextlib import suppress

# Seconds between two signs of life; a service manager that wants one every few is not met in the wild.
_SPACING = 1.0
_LONGER = 120_000_000


class Supervisor:
    """systemd, or nobody: without NOTIFY_SOCKET nothing is sent, and nothing that fails is an error.

    Args:
        environment: the process's variables.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        name = environment.get("NOTIFY_SOCKET", "")
        # "@" stands for the zero byte of an abstract socket; another family (vsock) is none of ours.
        self._address = "\0" + name[1:] if name.startswith("@") else name if name.startswith("/") else ""
        self._ready = False
        self._last = 0.0

    def ready(self, status: str) -> None:
        """The first cycle has ended; said once."""
        first = "" if self._ready else "READY=1\n"
        self._send(f"{first}STATUS={status}")
        self._ready = True

    def alive(self) -> None:
        """The work goes on. Before the first cycle has ended it also asks for more time to start."""
        now = time.monotonic()
        if now - self._last >= _SPACING:
            self._last = now
            self._send("WATCHDOG=1" if self._ready else f"WATCHDOG=1\nEXTEND_TIMEOUT_USEC={_LONGER}")

    def stopping(self) -> None:
        """The process is about to leave."""
        self._send("STOPPING=1")

    def _send(self, text: str) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.settimeout(0)
            channel.sendto(text.encode("utf-8", "replace"), os.fsencode(self._address))
