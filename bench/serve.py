"""Requests a second of `pressrun serve` and of nginx, side by side, for one feed of 300 KB.

    apt-get install nginx-light wrk
    uv run bench/serve.py --rounds 5

Both serve the same folder from one process each; nginx sends the security headers as well. Rounds take turns,
because a shared machine is never the same for long; the medians are what to quote, and the ratios to trust.
The processor's time for a request is what a busy machine does not blur.
Exit code 1: slower than the issue allows (conditional requests 2 times nginx's rate, whole ones 4 times).
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pressrun.serve.headers import SECURITY

FEED = "wire/feed.xml"
SIZE = 300_000
#: How many times nginx's rate may be ours.
ALLOWED = {"304": 2.0, "200": 4.0}
#: Words that gzip finds something to do with.
WORDS = (
    "the",
    "river",
    "bridge",
    "opened",
    "at",
    "nine",
    "and",
    "the",
    "ferry",
    "kept",
    "its",
    "bell",
    "for",
)


class Server(NamedTuple):
    """Where one listens, and its process."""

    port: int
    pid: int


Rates = dict[tuple[str, str], list[tuple[float, float]]]


def main() -> None:
    """Measures both in turns and prints a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    given = parser.parse_args()
    missing = [tool for tool in ("nginx", "wrk") if shutil.which(tool) is None]
    if missing:
        sys.exit(f"{' and '.join(missing)} not found; apt-get install nginx-light wrk")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_feed(folder / "feeds")
        with nginx(folder) as theirs, pressrun(folder) as ours:
            rates = measure({"nginx": theirs, "pressrun": ours}, given)
    sys.exit(1 if tell(rates) else 0)


def write_feed(root: Path) -> None:
    """A feed of our shape with fifty entries."""
    entries = b"\n".join(
        b'<entry xml:lang="en"><id>tag:localhost,2026:digest/%032x</id><content>%s</content></entry>'
        % (number, " ".join(WORDS[(number + at * at) % len(WORDS)] for at in range(1250)).encode())
        for number in range(50)
    )
    head = (
        b"<?xml version='1.0' encoding='utf-8'?>\n<?xml-stylesheet type=\"text/css\" href=\"../feed.css\"?>"
        b'<feed xmlns="http://www.w3.org/2005/Atom"><updated>2025-04-15T01:48:20.683168+08:00</updated>\n'
    )
    (root / FEED).parent.mkdir(parents=True)
    (root / FEED).write_bytes((head + entries)[:SIZE].rpartition(b"\n<entry ")[0] + b"\n</feed>\n")


def measure(servers: dict[str, Server], given: argparse.Namespace) -> Rates:
    """Requests a second, and CPU µs a request, by what was asked for and by server."""
    rates: Rates = {}
    for _ in range(given.rounds):
        for name, server in servers.items():
            tag = tag_of(server.port)
            for status, header in (("200", "X-Nothing: 1"), ("304", f"If-None-Match: {tag}")):
                before = cpu(server.pid)
                requests, second = rate(server.port, header, given)
                used = (cpu(server.pid) - before) / requests * 1e6
                rates.setdefault((status, name), []).append((second, used))
    return rates


def cpu(leader: int) -> float:
    """Seconds of processor that a process and its children have used."""
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state = file.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if leader in {int(file.parent.name), int(state[1])}:
            ticks += int(state[11]) + int(state[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def rate(port: int, header: str, given: argparse.Namespace) -> tuple[int, float]:
    """What wrk counts: requests, and how many a second."""
    words = ["wrk", "-t1", f"-c{given.connections}", f"-d{given.seconds}", "-H", header]
    told = subprocess.run(
        [*words, f"http://127.0.0.1:{port}/{FEED}"], capture_output=True, text=True, check=True
    )
    assert "Non-2xx" not in told.stdout, told.stdout
    found = re.search(r"(\d+) requests in .*Requests/sec:\s+([0-9.]+)", told.stdout, re.DOTALL)
    assert found, told.stdout
    return int(found[1]), float(found[2])


def tell(rates: Rates) -> bool:
    """Prints the medians; whether any ratio is beyond what is allowed."""
    slow = False
    for status, allowed in ALLOWED.items():
        theirs, ours = (
            [statistics.median(values) for values in zip(*rates[status, name], strict=True)]
            for name in ("nginx", "pressrun")
        )
        ratio = theirs[0] / ours[0]
        slow |= ratio > allowed
        print(
            f"{status}: nginx {theirs[0]:,.0f}/s ({theirs[1]:.0f} µs CPU each), pressrun {ours[0]:,.0f}/s "
            f"({ours[1]:.0f} µs): nginx is {ratio:.2f} times as quick, {allowed:g} allowed"
        )
    return slow


def tag_of(port: int) -> str:
    """The feed's entity tag, once the server answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("HEAD", f"/{FEED}")
    tag = connection.getresponse().headers["etag"]
    connection.close()
    return str(tag)


@contextmanager
def nginx(folder: Path) -> Iterator[Server]:
    """One worker of nginx, its own configuration, nothing logged."""
    port = free_port()
    headers = "".join(f'add_header {name} "{value}";' for name, value in SECURITY)
    (folder / "nginx.conf").write_text(
        f"user root; worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.err;"
        "events { worker_connections 1024; } http { access_log off; sendfile on; tcp_nopush on;"
        f"keepalive_requests 100000000; types {{ application/xml xml; }} {headers}"
        f"server {{ listen 127.0.0.1:{port}; root {folder}/feeds; }} }}",
        "utf-8",
    )
    with running(["nginx", "-c", f"{folder}/nginx.conf", "-p", str(folder)], port) as pid:
        yield Server(port, pid)


@contextmanager
def pressrun(folder: Path) -> Iterator[Server]:
    """`pressrun serve` of the same folder."""
    port = free_port()
    program = str(Path(sys.executable).with_name("pressrun"))
    words = [program, "serve", str(folder / "feeds"), "--state", str(folder / "state"), "--port", str(port)]
    with running(words, port) as pid:
        yield Server(port, pid)


@contextmanager
def running(words: list[str], port: int) -> Iterator[int]:
    """The process of a server, once it listens; it is gone afterwards."""
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        assert process.poll() is None, words
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


if __name__ == "__main__":
    main()
