"""A real server in a real process, asked over real sockets."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.cli.process import DEADLINE, command, environment, until


@dataclass(frozen=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running server, and where it listens."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    @property
    def said(self) -> str:
        """What it has written on its standard error."""
        return (self.folder / "serve.err").read_text("utf-8")

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request on a connection of its own; `if_none_match` is If-None-Match."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        finally:
            connection.close()

    def raw(self, data: bytes, seconds: float = 1) -> bytes:
        """All that comes back for these bytes until the server closes, or says no more for so long."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            # The server may close before all is sent: what it said until then is what counts.
            with suppress(OSError):
                connection.sendall(data)
            pieces = []
            with suppress(OSError):
                while piece := connection.recv(65536):
                    pieces.append(piece)
            return b"".join(pieces)


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[Server]:
    """A server of the folder's feeds on a free port; it is gone when the test is over."""
    with (folder / "serve.err").open("wb") as err:
        process = subprocess.Popen(
            command("serve", *words, "--port", "0"),
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=err,
        )
    try:
        yield Server(process, _port(process, folder / "serve.err"), folder)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()


def _port(process: subprocess.Popen[bytes], said: Path) -> int:
    until(lambda: process.poll() is not None or b"\n" in said.read_bytes(), "it listens")
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", said.read_text("utf-8"))
    assert found, said.read_text("utf-8")
    return int(found[1])
