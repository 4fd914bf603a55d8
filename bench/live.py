"""How soon `pressrun watch --serve` has a capture in its feed, and how long requests wait while it presses.

    uv run python bench/live.py late --inbox DIR --count 20
    uv run python bench/live.py waits --inbox DIR --seconds 120

late: captures written slowly into a copy of the inbox; the time from the last byte to the first answer that
has the new entry, whole. The issue allows `settle` and one second. waits: a request every ten milliseconds
while a first cycle presses the inbox, and as many when it is done; what is asked for is an edition of before.

The inbox is only read; everything is written below a temporary folder, of /dev/shm where there is one.
Exit code 1: later than allowed, or a torn or failed answer.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPLATE = """---
title: "Tide table {number}"
url: https://example.org/tides/{number}
source: Tides
date: 2025-03-14
fetch_date: 2025-05-02 08:00:00
---

Number {number}. {text}

The last word is {end}.
"""
TEXT = "The ferry leaves at nine and comes back when the tide allows it. " * 40
FEED = "/tides/feed.xml"
ALLOWED = 1.0
PIECES, PAUSE = 6, 0.15


@contextmanager
def watching(folder: Path, inbox: Path, *words: str) -> Iterator[http.client.HTTPConnection]:
    """A watch that serves, an hour between cycles, and a connection to it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    (folder / "c.toml").touch()
    command = [sys.executable, "-m", "pressrun", "watch", str(inbox), "--config", "c.toml", "--every", "1h"]
    with (folder / "err").open("ab") as err:
        process = subprocess.Popen([*command, "--serve", "--port", str(port), *words], cwd=folder, stderr=err)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        until(lambda: answers(connection), "it listens", 30)
        yield connection
    finally:
        connection.close()
        asked = time.monotonic()
        process.terminate()
        print(f"SIGTERM: exit code {process.wait()} after {time.monotonic() - asked:.2f} s")


def answers(connection: http.client.HTTPConnection) -> bool:
    """Whether anything listens."""
    try:
        return ask(connection, "/healthz")[0] == 200
    except OSError:
        connection.close()
        return False


def ask(connection: http.client.HTTPConnection, path: str, **headers: str) -> tuple[int, str, bytes]:
    """Status, entity tag and body."""
    connection.request(
        "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    body = answer.read()
    return answer.status, answer.headers.get("etag", ""), body


def until(done: Callable[[], bool], what: str, seconds: float) -> None:
    """Waits until something is so."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            sys.exit(f"{what}: not within {seconds:g} s")
        time.sleep(0.02)


def late(folder: Path, inbox: Path, count: int, settle: float) -> bool:
    """Writes captures slowly; whether one was later than allowed."""
    mine = folder / "inbox"
    shutil.copytree(inbox, mine) if inbox.is_dir() else mine.mkdir()
    (mine / "tides").mkdir()
    if not any(mine.rglob("*.md")):
        (mine / "first.md").write_text(TEMPLATE.format(number=0, text=TEXT, end="w0w"), "utf-8")
    beyond = []
    with watching(folder, mine) as connection:
        until(lambda: ask(connection, "/readyz")[0] == 200, "the first cycle", 600)
        # What follows a first cycle is over by then.
        time.sleep(3)
        for number in range(1, count + 1):
            end = f"w{number}w"
            tag = ask(connection, FEED)[1]
            write(mine / "tides" / f"{number}.md", TEMPLATE.format(number=number, text=TEXT, end=end))
            written = time.monotonic()
            status, body = 304, b""
            while status != 200 and time.monotonic() < written + 60:
                status, _, body = ask(connection, FEED, if_none_match=tag or '"none"')
                time.sleep(0.002)
            beyond.append(time.monotonic() - written - settle)
            if f"The last word is {end}.".encode() not in body:
                print(f"{number}: {status}, and the entry is not whole")
                return True
    print(
        f"{count} captures, from last byte to feed: settle + {statistics.median(beyond):.2f} s median, "
        f"+ {min(beyond):.2f} least, + {max(beyond):.2f} most; + {ALLOWED:g} allowed; in their order: "
        + " ".join(f"{one:.2f}" for one in beyond)
    )
    return max(beyond) > ALLOWED


def write(file: Path, text: str) -> None:
    """The file in pieces, as a slow archiver does."""
    data = text.encode()
    size = len(data) // PIECES + 1
    with file.open("wb", buffering=0) as out:
        for start in range(0, len(data), size):
            if start:
                time.sleep(PAUSE)
            out.write(data[start : start + size])


def waits(folder: Path, inbox: Path, seconds: float) -> bool:
    """Asks while a first cycle presses, and then at rest."""
    root = folder / "feeds" / "mine"
    root.mkdir(parents=True)
    (root / "feed.xml").write_bytes(b"<feed>" + b"x" * 300_000 + b"</feed>")
    with watching(folder, inbox) as connection:
        busy, failed = asked_for(connection, lambda: ask(connection, "/readyz")[0] == 200, seconds)
        time.sleep(3)
        rest, again = asked_for(connection, lambda: False, 10)
    for name, taken in (("pressing", busy), ("at rest", rest)):
        taken.sort()
        p50, p99 = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
        print(f"{name}: {len(taken)} requests, p50 {p50:.1f} ms, p99 {p99:.1f}, most {taken[-1]:.1f}")
    return failed or again


def asked_for(
    connection: http.client.HTTPConnection, done: Callable[[], bool], seconds: float
) -> tuple[list[float], bool]:
    """Milliseconds of whole and conditional answers by turns, and whether one was none."""
    taken: list[float] = []
    failed, tag = False, ""
    end, look = time.monotonic() + seconds, time.monotonic() + 1
    while time.monotonic() < end:
        begun, known = time.monotonic(), len(taken) % 2 == 1
        status, tag, _ = ask(connection, "/mine/feed.xml", if_none_match=tag if known else '"0"')
        taken.append((time.monotonic() - begun) * 1000)
        failed |= status != (304 if known else 200)
        if begun > look:
            look = begun + 1
            if done():
                break
        time.sleep(0.01)
    return taken, failed


def main() -> None:
    """Runs one of the two."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["late", "waits"])
    parser.add_argument("--inbox", type=Path, default=Path("inbox"))
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--settle", type=float, default=2.0)
    given = parser.parse_args()
    memory = Path("/dev/shm")  # noqa: S108  a folder of its own is made in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        if given.what == "late":
            failed = late(folder, given.inbox.resolve(), given.count, given.settle)
        else:
            failed = waits(folder, given.inbox.resolve(), given.seconds)
        print((folder / "err").read_text("utf-8")[-400:], file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
