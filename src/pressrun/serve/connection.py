"""One reader's connection: uvicorn's, with an end to heads that never end and to readers that never read.

What stands in memory is answered here and now, without a task and a scope for each request, and a request of
the same bytes as one before is not split again: a reader that has the newest version of a feed is told so at
three times the rate (bench/serve.py). Everything else goes uvicorn's way, and both give the same answer.
"""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple, Protocol, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from pressrun.serve.addresses import document_of
from pressrun.serve.conditions import Asked, asked, names_its_host
from pressrun.serve.headers import Headers

#: Bytes of a request's line and headers. A client that sends more in one piece is cut at what one read takes.
LONGEST_HEAD = 64 * 1024
#: Seconds for a head to be whole, for the next one to begin, and for an answer to be taken.
HEAD_SECONDS, IDLE_SECONDS, ANSWER_SECONDS = 10.0, 30.0, 300.0
# A body below this goes out with its head: two writes take longer than joining them.
_SMALL = 4096
# How often a connection is looked at: one timer for each, and none for each request.
_LOOK = 5.0
# Connections at the most, below the 1,024 files that a process may open by default: each is one.
_CONNECTIONS = 900
# Requests of one connection that wait for their turn: one after the other and no answer taken fills a memory.
_MOST_WAITING = 64
_METHODS = {b"GET", b"HEAD"}


class _Nobody:
    """Who waits for the end of an answer that has ended."""

    def set(self) -> None:
        """Nobody is woken."""


class _Answered:
    """An answer that is complete, for uvicorn to see in the place of its own."""

    response_complete = True
    disconnected = False
    keep_alive = True
    message_event = _Nobody()


_ANSWERED: Any = _Answered()


class AtOnce(Protocol):
    """What an application does whose documents may be at hand."""

    def at_once(self, path: str, wanted: Asked) -> tuple[int, bytes, bytes] | None:
        """Status, header lines and body, where they need no waiting."""


class _Request(NamedTuple):
    """A request that needed no waiting, as it was understood."""

    path: str
    wanted: Asked
    head: bool


# What was understood of whole requests, by their bytes: readers ask the same again and again.
_KNOWN: dict[bytes, _Request] = {}
_MOST_KNOWN, _LONGEST_KNOWN = 512, 1024


class Connection(HttpToolsProtocol):
    """Bounded in bytes and seconds; uvicorn's own bounds only what is between two requests."""

    _joined: tuple[Headers, bytes] = ([], b"")

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by the loop: the first head may begin."""
        super().connection_made(transport)
        self._application = cast("AtOnce", self.config.app)
        self._head, self._in_head, self._ended = 0, True, False
        # Whether the parser stands between two requests, and what this piece of data brought.
        self._fresh, self._begun, self._full = True, 0, False
        self._understood: _Request | None = None
        self.since = self.loop.time()
        self._look: asyncio.TimerHandle | None = self.loop.call_later(_LOOK, self._look_at)
        if len(self.connections) > _CONNECTIONS:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop: nobody is there to be looked at."""
        if self._look is not None:
            self._look.cancel()
            self._look = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Called by the loop: a head that has not ended may not grow for ever."""
        if self._full:
            return
        if self._fresh and (known := _KNOWN.get(data)) is not None and self._answer(known):
            return
        whole, self._fresh = self._fresh, False
        self._begun, self._ended, self._understood = 0, False, None
        super().data_received(data)
        if whole and self._fresh and self._begun == 1 and self._understood is not None:
            self._remember(data, self._understood)
        if self._in_head and not self._ended:
            self._head += len(data)
            if self._head > LONGEST_HEAD and not self.transport.is_closing():
                self.send_400_response("The request is too long.")

    def on_message_begin(self) -> None:
        """Called by the parser: a head begins. Its scope is made when it is needed."""
        self.url = b""
        self.headers = []
        self.expect_100_continue = False
        self._head, self._in_head, self._fresh = 0, True, False
        self._begun += 1
        self.since = self.loop.time()

    def on_message_complete(self) -> None:
        """Called by the parser: what comes next is another request."""
        self._fresh = True
        super().on_message_complete()

    def on_headers_complete(self) -> None:
        """Called by the parser: the head is whole."""
        self._in_head, self._ended = False, True
        if self._full or self._answered():
            return
        url, headers, expected = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.headers, self.expect_100_continue = url, headers, expected
        self.scope["headers"] = headers
        super().on_headers_complete()
        if len(self.pipeline) >= _MOST_WAITING:
            # RFC 9112 §9.3.2: what comes behind the last answer of a connection, its reader asks again.
            self._full, self.cycle.keep_alive = True, False

    def on_response_complete(self) -> None:
        """Called by the answer: the next one's turn. Idle connections are seen by `_look_at`."""
        super().on_response_complete()
        self._unset_keepalive_if_required()
        self.since = self.loop.time()

    def _answered(self) -> bool:
        """Answers the request if nothing needs waiting for."""
        parser = self.parser
        method, path = parser.get_method(), document_of(self.url)
        if (
            path is None
            or method not in _METHODS
            or parser.get_http_version() != "1.1"
            or not parser.should_keep_alive()
            or parser.should_upgrade()
            or not names_its_host(self.headers)
        ):
            return False
        request = _Request(path, asked(self.headers), method == b"HEAD")
        if not self._answer(request):
            return False
        self._understood = request
        return True

    def _answer(self, request: _Request) -> bool:
        """Writes the answer, if it is at hand and nothing else is being answered."""
        if self.is_answering or self.transport.is_closing():
            return False
        answer = self._application.at_once(request.path, request.wanted)
        if answer is None:
            return False
        status, lines, body = answer
        if request.head:
            body = b""
        self._in_head, self.since = False, self.loop.time()
        head = (STATUS_LINE[status], self._own_lines(), lines, b"\r\n")
        self.transport.write(b"".join((*head, body) if len(body) < _SMALL else head))
        if len(body) >= _SMALL:
            self.transport.write(body)
        self.cycle = _ANSWERED
        return True

    @staticmethod
    def _remember(data: bytes, request: _Request) -> None:
        if len(data) <= _LONGEST_KNOWN:
            if len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[data] = request

    def _own_lines(self) -> bytes:
        """The headers of every answer; uvicorn makes the list anew when the date in it changes."""
        headers = self.server_state.default_headers
        if self._joined[0] is not headers:
            self._joined = (headers, b"".join(b"%s: %s\r\n" % header for header in headers))
        return self._joined[1]

    def _unsupported_upgrade_warning(self) -> None:
        """A request for another protocol is answered in this one, and is no news for a log."""

    def _make_room(self) -> None:
        """Lets go of the connection that has been silent for longest: silence costs its sender nothing."""
        others = (one for one in self.connections if isinstance(one, Connection) and one is not self)
        silent = [one for one in others if not (one.is_answering or one.transport.is_closing())]
        min(silent, key=lambda one: one.since, default=self).transport.abort()

    @property
    def is_answering(self) -> bool:
        """Whether an answer is being made, or taken."""
        cycle: Any = self.cycle
        return (cycle is not None and not cycle.response_complete) or self.flow.write_paused

    def _look_at(self) -> None:
        waited = self.loop.time() - self.since
        patience = ANSWER_SECONDS if self.is_answering else HEAD_SECONDS if self._in_head else IDLE_SECONDS
        if waited > patience:
            self.transport.abort()
            return
        self._look = self.loop.call_later(_LOOK, self._look_at)
