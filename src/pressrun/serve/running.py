"""The server put together and run, in this thread or beside another, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from pressrun.errors import ConfigurationError
from pressrun.serve.answering import Documents, is_refused
from pressrun.serve.conditions import Asked
from pressrun.serve.connection import Connection
from pressrun.serve.figures import Figures
from pressrun.serve.headers import SECURITY
from pressrun.serve.operations import PATHS, operations
from pressrun.serve.shelf import Shelf
from pressrun.store.lock import state_folder
from pressrun.store.versions import Versions

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

_BACKLOG = 1024
# A reader in the middle of an answer has this long; a service manager waits for five seconds.
_GRACE = 2
# Beside a press (bench/live.py): after so many seconds it gives way to a request, 5 ms by default in Python.
# The young are searched for garbage so often, 10 times by default, before everything is.
_SWITCH, _SELDOM = 0.0005, 1000


class Served:
    """The ASGI application of one edition.

    Args:
        output: the edition; it may come later.
        state: the state folder, where the watch leaves its pulse and versions are noted.
    """

    def __init__(self, output: Path, state: Path) -> None:
        versions = Versions(state_folder(state, output))
        self._shelf = Shelf(output, versions)
        self._documents = Documents(self._shelf, versions)
        self._operations = operations(Figures(output, state, self._documents, self._shelf), output, state)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        operated = scope["raw_path"] in PATHS and not is_refused(scope)
        application = self._operations if operated else self._documents
        await application(scope, receive, send)

    def at_once(self, path: str, wanted: Asked) -> tuple[int, bytes, bytes] | None:
        """The answer where it needs no waiting; see `Documents.at_once`."""
        return self._documents.at_once(path, wanted)

    def close(self) -> None:
        """Lets go of what it holds."""
        self._shelf.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        ConfigurationError: it is taken, not allowed, or no address of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(
            address[:2],
            family=family,
            backlog=_BACKLOG,
            dualstack_ipv6=host == "::" and socket.has_dualstack_ipv6(),
        )
    except OSError as error:
        # Python adds the address to what the system says.
        said = str(error.strerror).partition(" (while")[0]
        raise ConfigurationError(f"{host} port {port}: {said}; name others with --host and --port") from error


def address_of(listener: socket.socket) -> str:
    """Where it listens, as a browser takes it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(output: Path, state: Path, listener: socket.socket) -> None:
    """Answers requests until SIGTERM or SIGINT; what is being answered then has two seconds to end."""
    served = Served(output, state)
    server = _server(served)

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  signal's own shape
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn listens to them while it runs, and raises them again afterwards for whom it may concern.
        signal.signal(number, stop)
    try:
        server.run(sockets=[listener])
    finally:
        served.close()


@contextmanager
def serving(
    output: Path,
    state: Path,
    listener: socket.socket,
    leaving: Callable[[], bool] = lambda: False,
    failed: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """Answers requests in a thread of its own for as long as the block runs; signals are the block's.

    Args:
        output: the edition; it may come later.
        state: the state folder.
        listener: as `listening` made it.
        leaving: whether the block is about to end: what takes its time then ends beside it.
        failed: called where the server cannot go on, in its thread; the block is to end.

    Raises:
        Whatever made the server fail, when the block has ended.
    """
    served = Served(output, state)
    server = _server(served, leaving)
    faults: list[BaseException] = []

    def run() -> None:
        try:
            server.run([listener])
        except BaseException as error:  # noqa: BLE001  raised again when the block has ended
            faults.append(error)
            failed()

    thread = threading.Thread(target=run, name="pressrun-serve", daemon=True)
    thread.start()
    try:
        with _shared():
            yield
    finally:
        server.should_exit = True
        thread.join(_GRACE + 1)
        served.close()
    if faults:
        raise faults[0]


@contextmanager
def _shared() -> Iterator[None]:
    """Work beside which requests are answered in the same interpreter: it holds them up for moments only."""
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(_SWITCH)
    # A search of the whole memory for cycles of garbage stops everybody, and a press leaves next to none.
    gc.set_threshold(*thresholds[:2], _SELDOM)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*thresholds)


class _Server(uvicorn.Server):
    """One that looks ten times a second whether it is to leave."""

    def __init__(self, config: uvicorn.Config, leaving: Callable[[], bool]) -> None:
        super().__init__(config)
        self._leaving = leaving

    async def on_tick(self, counter: int) -> bool:
        """Called by `main_loop`; true ends it."""
        return await super().on_tick(counter) or self._leaving()


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether it tells of a fault of ours: a line for all that strangers send would fill a disk."""
    fault = record.exc_info[1] if record.exc_info else None
    # An answer that nobody took in time is cancelled when the server stops.
    return fault is not None and not isinstance(fault, asyncio.CancelledError)


def _server(served: Served, leaving: Callable[[], bool] = lambda: False) -> uvicorn.Server:
    logging.getLogger("uvicorn.error").addFilter(_is_ours)
    logging.getLogger("uvicorn.access").propagate = False
    return _Server(
        uvicorn.Config(
            served,
            http=Connection,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            headers=list(SECURITY),
            timeout_graceful_shutdown=_GRACE,
        ),
        leaving,
    )
