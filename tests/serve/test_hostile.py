"""What the network may send: nothing comes back from outside the edition, no error of ours, no echo."""

from __future__ import annotations

import re
import resource
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.press.pressing import fill, press
from tests.serve.serving import Server, serving

SECRET = b"the secret that lies beside the edition"
ECHO = b"echo-7f3a"
#: Ways to write a dot, a slash and a backslash that something on the way may take for one.
DOTS = ("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "%c0%ae%c0%ae", "%u002e%u002e", "..;", "..%00", "．．")
SLASHES = ("/", "//", "%2f", "%252f", "\\", "%5c", "%c0%af", "/./", "/%00/")
PREFIXES = ("", "/feeds", "/.", "/%2e")


def paths() -> list[str]:
    """Every way out of the folder, and names that no document has."""
    out = [
        f"{prefix}{slash if slash.startswith('/') else '/' + slash}{dots}{slash}secret.txt"
        for prefix in PREFIXES
        for dots in DOTS
        for slash in SLASHES
    ]
    others = [
        *(
            "//secret.txt",
            "///etc/passwd",
            "/etc/passwd",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/..",
            "/../",
            "/.",
        ),
        *("/feeds/../../secret.txt", "/~root/.ssh/id_rsa", "/.git/config", "/.pressrun/", "/.htaccess"),
        *(
            "/index.html%00.xml",
            "/index.html\\0",
            "/%",
            "/%zz",
            "/%e4%b8",
            "/index.html/",
            "/index.html/..",
            "/ ",
        ),
        *("/C:/secret.txt", "/index.html::$DATA", "/CON", "/secret.txt~", "/index.html?../../secret.txt%00x"),
        *("/" + "a" * 5000, "/" + "a/" * 3000, "/" + "%2e" * 3000, "/" + "../" * 1000 + "secret.txt"),
        *("/?" + "q" * 9000, "/#", "/*", "*", "http://other.example/../secret.txt", "file:///etc/passwd"),
        *(
            f"/<script>{ECHO.decode()}</script>",
            f"/{ECHO.decode()}%0d%0aSet-Cookie:x",
            f"//{ECHO.decode()}.example/",
        ),
    ]
    return out + others


def requests() -> list[bytes]:
    """Whole requests: each path, and each strange head."""
    lines = [f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode() for path in paths()]
    heads = [
        *(
            b"Range: bytes=0-0",
            b"Range: bytes=" + b"0-," * 3000 + b"0-",
            b"Range: bytes=9-1",
            b"Range: lines=1-2",
        ),
        *(b'If-Range: "x"\r\nRange: bytes=0-5', b"If-None-Match: " + b'"' * 5000, b"If-None-Match: W/"),
        *(
            b"If-None-Match: " + b'"a", ' * 3000,
            b'If-None-Match: "' + ECHO + b'"',
            b"If-None-Match: \xff\xfe",
        ),
        *(b'A-IM: feed\r\nIf-None-Match: "' + ECHO + b'"', b"A-IM: " + b"feed," * 2000, b"A-IM: feed;q=9e9"),
        *(b"If-Modified-Since: " + ECHO, b"If-Modified-Since: Mon, 99 Foo 99999 99:99:99 GMT"),
        *(b"If-Modified-Since: Thu, 01 Jan 999999999999 00:00:00 GMT", b"If-Modified-Since: -1"),
        *(
            b"Accept-Encoding: gzip;q=nan",
            b"Accept-Encoding: " + b"gzip;q=0.1;" * 800,
            b"Accept-Encoding: \x80",
        ),
        *(b"Host: " + ECHO, b"X-Forwarded-Host: " + ECHO, b"Content-Length: 5\r\n\r\nabcde"),
        *(b'If-Match: "' + ECHO + b'"', b"If-Match: " + b'"a", ' * 3000, b"If-Unmodified-Since: " + ECHO),
        *(b"Content-Length: 0", b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"Expect: 100-continue"),
        *(b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", b"Content-Length: 1\r\nTransfer-Encoding: chunked"),
        *(b"Content-Length: 99999999999999999999", b"Upgrade: websocket\r\nConnection: Upgrade"),
        *(b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings", b"X: " + b"x" * 100_000, b"no colon"),
        *(b"X: y\r\n" * 5000 + b"Z: z", b"X : y", b"X\x00: y", b": y", b"X: a\r\n b"),
    ]
    return [
        *lines,
        *(b"GET / HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n" for head in heads),
        *(b"", b"\r\n", b"\x00" * 100, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"GET\r\n\r\n"),
        *(b"GET / HTTP/1.0\r\n\r\n", b"GET /\r\n\r\n", b"get / HTTP/1.1\r\n\r\n", b"\xff / HTTP/1.1\r\n\r\n"),
        *(b"CONNECT x:1 HTTP/1.1\r\n\r\n", b"OPTIONS * HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"),
        *(b"PUT /index.html HTTP/1.1\r\nContent-Length: 1\r\n\r\nx", b"DELETE /index.html HTTP/1.1\r\n\r\n"),
        *(b"TRACE / HTTP/1.1\r\nHost: x\r\nX: " + ECHO + b"\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n" * 500),
        *(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 500, b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        *(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET /\xe4\xb8\xad HTTP/1.1\r\n\r\n"),
    ]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An edition with a secret beside it."""
    folder = tmp_path_factory.mktemp("hostile")
    fill(folder, 2)
    press(folder)
    (folder / "secret.txt").write_bytes(SECRET)
    with serving(folder) as running:
        yield running


def test_there_are_more_than_300_hostile_requests() -> None:
    """So many as the issue asks for, each of its own."""
    assert len(set(requests())) > 400


def test_nothing_from_outside_no_error_of_ours_and_no_echo(server: Server) -> None:
    """Every answer is 200 of a document, 304, 400, 404, 405 or 412, and holds nothing that was sent."""
    statuses, sent = set(), requests()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda request: server.raw(request, seconds=1), sent))
    for request, answer in zip(sent, answers, strict=True):
        found = [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]
        statuses |= set(found)
        assert not [status for status in found if status >= 500], request[:80]
        assert SECRET not in answer, request[:80]
        assert b"root:" not in answer, request[:80]
        assert ECHO not in answer, request[:80]
    assert statuses <= {200, 304, 400, 404, 405, 412}
    assert {200, 400, 404, 405, 412} <= statuses
    assert server.get("/healthz").status == 200
    assert "Traceback" not in server.said


def test_it_writes_no_line_about_what_strangers_send(server: Server) -> None:
    """A log that anybody can fill is a disk that anybody can fill."""
    before = server.said
    for request in (b"\x00\r\n\r\n", b"GET / HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"):
        server.raw(request, seconds=1)

    assert server.said == before
    assert len(before.splitlines()) == 1


def test_a_head_that_never_ends_is_cut(server: Server) -> None:
    """One header line that goes on and on: memory is bounded, and the answer is 400."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        sent = 0
        try:
            while sent < 50_000_000:
                connection.sendall(b"x" * 65536)
                sent += 65536
        except OSError:
            pass

    assert sent < 5_000_000
    assert server.get("/healthz").status == 200


def test_a_head_that_does_not_come_is_not_waited_for(server: Server) -> None:
    """A reader that sends a byte now and then has ten seconds, and a little, for its head."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(b"GET / HT")
        begun = time.monotonic()
        with suppress(ConnectionResetError):
            assert connection.recv(1) == b""

        assert 9 < time.monotonic() - begun < 20


def test_more_idle_connections_than_it_may_have_files_keep_nobody_out(server: Server) -> None:
    """Those that have been silent for longest make room; nothing is said of it."""
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (1024, 1024))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4096), most))
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(1200)]
    try:
        assert server.get("/").status == 200
        assert server.get("/edition.json?from=disk").status == 200
    finally:
        for connection in idle:
            connection.close()
    assert len(server.said.splitlines()) == 1


def test_a_reader_that_takes_no_answer_fills_no_memory(server: Server) -> None:
    """Request after request for a large document: so many are kept, and the others asked for again."""
    large = bytes(1_100_000)
    (server.folder / "feeds" / "large.bin").write_bytes(large)
    request = b"GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(request * 100)
        time.sleep(0.2)
        connection.sendall(request * 5_000)
        pieces, size = [], 0
        while size < 200 * len(large) and (piece := connection.recv(1_000_000)):
            pieces.append(piece)
            size += len(piece)
        answered = b"".join(pieces)

    assert 1 < answered.count(b"HTTP/1.1 200 OK") < 100
    assert answered.rpartition(b"HTTP/1.1 200 OK")[2].partition(b"\r\n\r\n")[2] == large
    assert b"connection: close" in answered


def test_a_request_names_one_host(server: Server) -> None:
    """RFC 9112: none, two, or nonsense is 400, on the quick way too; HTTP/1.0 knows no hosts."""

    def status(*lines: bytes) -> bytes:
        return server.raw(b"\r\n".join([*lines, b"Connection: close", b"", b""])).split(b" ")[1]

    server.get("/feed.css")
    for path in (b"/feed.css", b"/nothing", b"/healthz"):
        line = b"GET %s HTTP/1.1" % path
        assert status(line) == b"400"
        assert status(line, b"Host: a", b"Host: a") == b"400"
        assert status(line, b"Host: a b") == b"400"
        assert status(line, b"Host: ") == status(line, b"Host: [::1]:8000") != b"400"
    assert status(b"GET /feed.css HTTP/1.0") == b"200"


def test_requests_in_a_row_are_answered_in_their_order(server: Server) -> None:
    """Quick and slow answers on one connection: pipelined requests keep their turn."""
    server.get("/feed.css")
    words = [b"/feed.css", b"/healthz", b"/feed.css", b"/feed.css?slow", b"/nothing", b"/feed.css"]
    last = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    answer = server.raw(b"".join(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % word for word in words) + last)

    types = re.findall(rb"content-type: ([a-z/]+)", answer)
    css, text = b"text/css", b"text/plain"
    assert types == [css, text, css, css, text, css, text]


def test_a_request_of_the_same_bytes_gets_the_same_answer(server: Server) -> None:
    """Known requests are not split again; in pieces, or behind others, they are what they were."""
    tag = server.get("/feed.css").headers["etag"]
    request = b"GET /feed.css HTTP/1.1\r\nHost: x\r\nIf-None-Match: %s\r\n\r\n" % tag.encode()
    head = b"HEAD /feed.css HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:

        def answered(data: bytes, count: int) -> list[bytes]:
            connection.sendall(data)
            told = b""
            while len(re.findall(rb"\r\n\r\n", told)) < count:
                told += connection.recv(65536)
            return [one[9:12] for one in re.findall(rb"HTTP/1\.1 \d{3}", told)]

        for _ in range(3):
            assert answered(request, 1) == [b"304"]
            assert answered(head, 1) == [b"200"]
            assert answered(request * 3, 3) == [b"304"] * 3
            connection.sendall(request[:30])
            time.sleep(0.05)
            assert answered(request[30:], 1) == [b"304"]
            # A known request is a header's part where a head has begun, and no request.
            connection.sendall(b"GET /nothing HTTP/1.1\r\nX: ")
            time.sleep(0.05)
            assert answered(request, 1) == [b"404"]


def test_the_edition_is_not_touched(tmp_path: Path) -> None:
    """Requests of every kind change no byte and no time below the output."""
    fill(tmp_path, 1)
    press(tmp_path)
    before = {path: path.lstat().st_mtime_ns for path in (tmp_path / "feeds").rglob("*")}
    with serving(tmp_path) as server:
        for method in ("GET", "PUT", "DELETE", "PATCH", "POST", "MKCOL"):
            server.get("/index.html", method)

    assert {path: path.lstat().st_mtime_ns for path in (tmp_path / "feeds").rglob("*")} == before
