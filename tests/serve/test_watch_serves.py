"""`pressrun watch --serve`, end to end: a capture written slowly, and a subscriber that gets it whole."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import feedparser

from pressrun.formats.reading import read_atom
from tests.cli.process import command, environment, until
from tests.press.pressing import age, plain
from tests.samples import write
from tests.serve.serving import Server

SETTLE = 1.0


@contextmanager
def watching(folder: Path) -> Iterator[Server]:
    """A watch that serves; an hour between two cycles, so that only what happens to files brings one."""
    with (folder / "serve.err").open("wb") as err:
        process = subprocess.Popen(
            command("watch", "--serve", "--port", "0", "--every", "1h", "--jobs", "1"),
            cwd=folder,
            env=environment({"PRESSRUN_WATCH__SETTLE": str(SETTLE)}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=err,
        )
    try:
        said = folder / "serve.err"
        address = re.compile(r"http://127\.0\.0\.1:(\d+)/")
        until(lambda: address.search(said.read_text("utf-8")) is not None, "it listens")
        found = address.search(said.read_text("utf-8"))
        assert found
        yield Server(process, int(found[1]), folder)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_a_capture_written_slowly_reaches_a_subscriber_whole(tmp_path: Path) -> None:
    """200, 304, then exactly the new entry, when the file is quiet for `settle` s; SIGTERM ends both."""
    write(tmp_path / "inbox", "1.md", plain(1))
    age(tmp_path / "inbox")
    with watching(tmp_path) as server:
        until(lambda: server.get("/readyz").status == 200, "the first cycle")
        (slug,) = {path.parent.name for path in (tmp_path / "feeds").glob("*/feed.xml")}
        url = f"http://127.0.0.1:{server.port}/{slug}/feed.xml"
        before = server.get(f"/{slug}/feed.xml").headers["etag"]
        first = feedparser.parse(url)
        assert (first.status, len(first.entries)) == (200, 1)
        assert feedparser.parse(url, etag=first.etag, modified=first.modified).status == 304

        text = plain(2).encode()
        with (tmp_path / "inbox" / "2.md").open("wb", buffering=0) as file:
            for start in range(0, len(text), len(text) // 6):
                file.write(text[start : start + len(text) // 6])
                time.sleep(0.3)
                assert feedparser.parse(url, etag=first.etag).status == 304
        written = time.monotonic()
        until(lambda: server.get(f"/{slug}/feed.xml").headers["etag"] != before, "it is served")
        late = time.monotonic() - written

        then = feedparser.parse(url, etag=first.etag, modified=first.modified)
        assert (then.status, [entry.title for entry in then.entries]) == (226, ["河岸第 2 篇"])
        whole = read_atom(server.get(f"/{slug}/feed.xml").body)
        assert "第 2 篇写的是河岸" in whole.entries[0].content + whole.entries[1].content
        # `settle` + 1 s is what an idle machine keeps; the rest is for one that runs other tests.
        assert late < SETTLE + 5
        assert json.loads(server.get("/edition.json").body)["captures"] == 2
        # One reader is in the middle of an answer that it does not take.
        (tmp_path / "feeds" / "large.bin").write_bytes(bytes(30_000_000))
        with socket.create_connection(("127.0.0.1", server.port)) as slow:
            slow.sendall(b"GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n")
            assert slow.recv(100).startswith(b"HTTP/1.1 200 ")
            asked = time.monotonic()
            server.process.send_signal(signal.SIGTERM)

            assert server.process.wait(20) == 0
            assert time.monotonic() - asked < 5
        assert "Traceback" not in server.said
