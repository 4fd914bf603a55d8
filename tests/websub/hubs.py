"""A hub of our own on loopback: what it was told, and what it answers."""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

#: Status and headers; an empty reason for none.
Answer = tuple[int, dict[str, str]]


@dataclass
class OwnHub:
    """What happened at the hub.

    Attributes:
        port: where it listens.
        pings: the form of each request, in order.
        types: the media types of those.
        answers: what the next requests get; after these 202.
        hangs: requests are not answered before it is cleared.
        endless: answers never end.
        told: called with each topic before it is answered.
    """

    port: int = 0
    pings: list[list[tuple[str, str]]] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    answers: deque[Answer] = field(default_factory=deque)
    hangs: bool = False
    endless: bool = False
    released: threading.Event = field(default_factory=threading.Event)
    told: Callable[[str], None] = lambda topic: None  # noqa: ARG005

    @property
    def address(self) -> str:
        """As the config has it."""
        return f"http://127.0.0.1:{self.port}/hub?of=us"

    @property
    def topics(self) -> list[str]:
        """What it was told of, in order."""
        return [dict(ping)["hub.url"] for ping in self.pings]

    def taken(self, form: str, kind: str) -> Answer:
        """Notes a request, and says what it gets."""
        ping = parse_qsl(form, keep_blank_values=True, strict_parsing=True)
        self.pings.append(ping)
        self.types.append(kind)
        if self.hangs:
            self.released.wait(60)
        self.told(dict(ping)["hub.url"])
        return self.answers.popleft() if self.answers else (202, {})


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def listening(port: int = 0) -> Iterator[OwnHub]:
    """A hub on this port, or on a free one, until the block ends."""
    hub = OwnHub()

    class Requests(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
            status, headers = hub.taken(form, self.headers["Content-Type"])
            # Who pinged may have left meanwhile.
            with suppress(OSError):
                self._answer(status, headers)

        def _answer(self, status: int, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if not hub.endless:
                self.send_header("Content-Length", "0")
            self.end_headers()
            while hub.endless:
                self.wfile.write(b"and so on, ")

        def log_message(self, *words: object) -> None:
            """Tests are silent."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Requests)
    server.daemon_threads = True
    hub.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
