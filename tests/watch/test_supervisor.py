"""What a service manager hears: over a real socket, from a real watch."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from pressrun.watch.supervisor import Supervisor
from tests.press.pressing import fill
from tests.watch.watching import watching


@contextmanager
def listening(address: str) -> Iterator[socket.socket]:
    """A socket as a service manager has one."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(address)
        channel.settimeout(60)
        yield channel


def heard(channel: socket.socket, words: str) -> list[str]:
    """All that is said until these words come."""
    lines: list[str] = []
    deadline = time.monotonic() + 30
    while not any(line.startswith(words) for line in lines):
        assert time.monotonic() < deadline, f"{words} was never said"
        lines += channel.recv(4096).decode().splitlines()
    return lines


def test_ready_comes_after_the_first_cycle_then_signs_of_life_then_stopping(tmp_path: Path) -> None:
    """READY=1 when the edition stands, WATCHDOG=1 from then on, STOPPING=1 at the end."""
    fill(tmp_path, 2)
    address = str(tmp_path / "notify")
    with (
        listening(address) as channel,
        watching(tmp_path, "--every", "1h", variables={"NOTIFY_SOCKET": address}) as watch,
    ):
        lines = heard(channel, "READY=1")
        assert (tmp_path / "feeds" / "edition.json").exists()
        assert "EXTEND_TIMEOUT_USEC=120000000" in lines
        assert lines[-1].startswith("STATUS=2 captures: 2 published")
        heard(channel, "WATCHDOG=1")
        watch.ask(signal.SIGTERM)
        heard(channel, "STOPPING=1")

        assert watch.ended(5) == 0


def test_a_watch_that_hangs_gives_no_sign_of_life(tmp_path: Path) -> None:
    """A cycle that does not come to its end is what the watchdog is for."""
    fill(tmp_path, 2)
    address = str(tmp_path / "notify")
    with (
        listening(address) as channel,
        watching(tmp_path, "--every", "1h", variables={"NOTIFY_SOCKET": address}) as watch,
    ):
        heard(channel, "READY=1")
        watch.ask(signal.SIGSTOP)
        time.sleep(0.2)
        channel.settimeout(0)
        with suppress(BlockingIOError):
            while channel.recv(4096):
                pass
        time.sleep(1.5)
        with pytest.raises(BlockingIOError):
            channel.recv(4096)
        watch.ask(signal.SIGCONT)
        channel.settimeout(60)
        heard(channel, "WATCHDOG=1")


def test_an_abstract_socket_is_one_too() -> None:
    """A manager names it with an @ in front."""
    with listening("\0pressrun-test-supervisor") as channel:
        Supervisor({"NOTIFY_SOCKET": "@pressrun-test-supervisor"}).stopping()

        assert channel.recv(100) == b"STOPPING=1"


@pytest.mark.parametrize("address", ["", "/nowhere/at/all", "vsock:2:1"])
def test_nobody_who_listens_is_no_error(address: str) -> None:
    """A watch in a terminal, in a container, or under a manager that has gone."""
    supervisor = Supervisor({"NOTIFY_SOCKET": address})
    supervisor.ready("done")
    supervisor.alive()
    supervisor.stopping()
