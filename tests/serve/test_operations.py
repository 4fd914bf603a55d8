"""What an operator's tools ask a server, and how it starts and ends."""

from __future__ import annotations

import gc
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pressrun.serve.running import listening
from pressrun.serve.running import serving as beside
from pressrun.store.pulse import Pulse, here, write_pulse
from tests.cli.process import environment, finish, run
from tests.press.pressing import fill, press
from tests.samples import capture, write
from tests.serve.serving import Server, serving


def told(server: Server) -> tuple[int, dict[str, object]]:
    """What /readyz says."""
    answer = server.get("/readyz")
    return answer.status, json.loads(answer.body)


def pulse(**more: object) -> Pulse:
    """The pulse of a watch whose last cycle was good and ended now."""
    now = time.time()
    made = replace(here("waiting", now - 600), cycles=3, began=now - 2, ended=now, good=True, good_at=now)
    return replace(made, seconds=2.0, interval=300.0, next_run=now + 300, **more)  # type: ignore[arg-type]


def test_it_is_alive_when_it_answers(tmp_path: Path) -> None:
    """/healthz asks for nothing more: not for an edition, not for a watch."""
    with serving(tmp_path) as server:
        answer = server.get("/healthz")

        assert (answer.status, answer.body) == (200, b"ok\n")
        assert answer.headers["cache-control"] == "no-store"


def test_it_is_ready_while_the_last_cycle_was_good_and_recent(tmp_path: Path) -> None:
    """The note of the watch says so; what it says is read at each request."""
    fill(tmp_path, 1)
    press(tmp_path)
    state, output = tmp_path / ".pressrun", tmp_path / "feeds"
    with serving(tmp_path) as server:
        assert told(server) == (503, {"ready": False, "reason": "no cycle has been told of yet"})
        write_pulse(state, output, pulse())
        assert told(server) == (200, {"ready": True})
        write_pulse(state, output, pulse(good=False, error="inbox inbox: cannot list /home/x"))
        assert told(server) == (503, {"ready": False, "reason": "the last cycle failed"})
        write_pulse(state, output, pulse(doing="stopped"))
        assert told(server) == (503, {"ready": False, "reason": "the watch has stopped"})
        write_pulse(state, output, here("pressing", time.time()))
        assert told(server) == (503, {"ready": False, "reason": "the first cycle is not over"})


def test_recent_is_two_intervals_and_a_minute(tmp_path: Path) -> None:
    """With the time of two cycles; a cycle of the future tells of a clock that went back."""
    (tmp_path / "feeds").mkdir()
    said = {}
    with serving(tmp_path) as server:
        for ago in (0, 655, 670, -30, -90):
            then = time.time() - ago
            note = replace(pulse(), began=then - 2, ended=then)
            write_pulse(tmp_path / ".pressrun", tmp_path / "feeds", note)
            said[ago] = told(server)[0]

    assert said == {0: 200, 655: 200, 670: 503, -30: 200, -90: 503}


def test_metrics_tell_of_cycles_outcomes_and_documents(tmp_path: Path, root: Path) -> None:
    """In Prometheus's own format, believed by its own reader; no label is a path."""
    fill(tmp_path, 2)
    write(tmp_path / "inbox", "bad.md", capture(title=""))
    press(tmp_path)
    counts = {"written": 5, "unchanged": 7, "removed": 1}
    with serving(tmp_path) as server:
        write_pulse(tmp_path / ".pressrun", tmp_path / "feeds", pulse(counts=counts))
        server.get("/feed.css")
        server.get("/no/such/path.xml")
        answer = server.get("/metrics")

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = list(text_string_to_metric_families(answer.body.decode()))
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }
    expected = {
        ("pressrun_ready",): 1,
        ("pressrun_cycles_total",): 3,
        ("pressrun_cycle_good",): 1,
        ("pressrun_cycle_seconds",): 2,
        ("pressrun_captures", "published"): 2,
        ("pressrun_captures", "rejected"): 1,
        ("pressrun_captures", "duplicates"): 0,
        ("pressrun_rejected", "FM007"): 1,
        ("pressrun_columns",): 1,
        ("pressrun_documents", "written"): 5,
        ("pressrun_documents", "unchanged"): 7,
        ("pressrun_documents", "removed"): 1,
        ("pressrun_answers_total", "200"): 1,
        ("pressrun_answers_total", "404"): 1,
        ("pressrun_memory_documents",): 1,
    }
    assert {name: samples.get(name) for name in expected} == expected
    assert 0 <= samples["pressrun_edition_age_seconds",] < 100
    assert samples["process_open_fds",] > 0
    assert not [label for _, *labels in samples for label in labels if "/" in label]
    explained = (root / "docs/operating.md").read_text("utf-8")
    ours = {sample.name for family in families for sample in family.samples if "pressrun" in sample.name}
    assert not [name for name in ours if f"`{name}" not in explained]


def test_metrics_of_a_damaged_edition_are_those_of_none(tmp_path: Path) -> None:
    """A scrape is no reason for a traceback."""
    (tmp_path / "feeds").mkdir()
    with serving(tmp_path) as server:
        for damage in ("{", "[]", '{"columns": 3, "rejected_by_rule": [], "published": "x"}'):
            (tmp_path / "feeds" / "edition.json").write_text(damage, "utf-8")
            answer = server.get("/metrics")

            assert answer.status == 200
            assert "pressrun_columns 0.0" in answer.body.decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_0_within_five_seconds(tmp_path: Path, number: signal.Signals) -> None:
    """Though readers hold connections, one of them in the middle of an answer that it does not take."""
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "large.bin").write_bytes(bytes(30_000_000))
    with serving(tmp_path) as server:
        address = ("127.0.0.1", server.port)
        idle, slow = socket.create_connection(address), socket.create_connection(address)
        slow.sendall(b"GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n")
        assert slow.recv(100).startswith(b"HTTP/1.1 200 ")
        begun = time.monotonic()
        server.process.send_signal(number)

        assert server.process.wait(20) == 0
        assert time.monotonic() - begun < 5
        assert "Traceback" not in server.said
        idle.close()
        slow.close()


def test_an_answer_that_is_being_taken_is_finished(tmp_path: Path) -> None:
    """A signal cuts no feed in half."""
    (tmp_path / "feeds").mkdir()
    large = os.urandom(8_000_000)
    (tmp_path / "feeds" / "large.bin").write_bytes(large)
    with serving(tmp_path) as server, socket.create_connection(("127.0.0.1", server.port)) as reader:
        reader.sendall(b"GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n")
        taken = reader.recv(1000)
        server.process.send_signal(signal.SIGTERM)
        while piece := reader.recv(65536):
            taken += piece

        assert taken.partition(b"\r\n\r\n")[2] == large
        assert server.process.wait(20) == 0


def test_a_port_that_is_taken_is_one_line_and_2(tmp_path: Path) -> None:
    """It says which, and what to do."""
    (tmp_path / "feeds").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        finished = run("serve", "--port", str(port), cwd=tmp_path)

    assert finished.returncode == 2
    assert finished.stderr == (
        f"pressrun: 127.0.0.1 port {port}: Address already in use; name others with --host and --port\n"
    )


def test_a_folder_that_is_not_there_is_one_line_and_3(tmp_path: Path) -> None:
    """Named on the command line, a missing folder is a slip of the hand."""
    finished = run("serve", "fedes", "--port", "0", cwd=tmp_path)

    assert finished.returncode == 3
    assert (
        finished.stderr
        == "pressrun: fedes: no such folder; name the one that `pressrun build` published to\n"
    )


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    """One line and exit code 2, where pressrun was installed without it."""
    (tmp_path / "feeds").mkdir()
    program = (
        "import sys, importlib.util as util\n"
        "found = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'uvicorn' else found(name, *more)\n"
        "sys.argv = ['pressrun', 'serve', 'feeds', '--port', '0']\n"
        "from pressrun.cli import main\n"
        "main()\n"
    )
    finished = finish([sys.executable, "-c", program], cwd=tmp_path)

    assert finished.returncode == 2
    assert (
        finished.stderr == "pressrun: uvicorn is not installed; serving needs pip install 'pressrun[serve]'\n"
    )


def test_it_listens_where_config_variable_and_option_say(tmp_path: Path) -> None:
    """An option beats a variable, a variable the file; port 0 takes a free one and says which."""
    (tmp_path / "feeds").mkdir()
    write(tmp_path, "config.toml", '[serve]\nhost = "no such host"')

    finished = run("serve", cwd=tmp_path)

    assert finished.returncode == 2
    assert finished.stderr == (
        "pressrun: config.toml: serve.host: must be a host name or an address without brackets, as in "
        '"127.0.0.1" or "::1"\n'
    )
    finished = run("serve", cwd=tmp_path, env={"PRESSRUN_SERVE__PORT": "70000"})
    assert finished.returncode == 2
    assert "PRESSRUN_SERVE__PORT: serve.port" in finished.stderr or "serve.host" in finished.stderr
    with serving(tmp_path, "--host", "127.0.0.1") as server:
        assert server.said.startswith(f"Serving feeds on http://127.0.0.1:{server.port}/")


def test_many_readers_while_the_edition_changes_get_whole_documents(tmp_path: Path) -> None:
    """Every answer is one edition's bytes or another's, under the tag of just these bytes."""
    fill(tmp_path, 3)
    press(tmp_path)
    seen: set[tuple[str, bytes]] = set()
    stop = threading.Event()
    with serving(tmp_path) as server:

        def read() -> None:
            while not stop.is_set():
                answer = server.get("/edition.json")
                seen.add((answer.headers["etag"], answer.body))

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(4, 8):
            fill(tmp_path, number)
            press(tmp_path)
        stop.set()
        for reader in readers:
            reader.join()

    assert len({tag for tag, _ in seen}) == len(seen) > 1
    assert {json.loads(body)["captures"] for _, body in seen} <= {3, 4, 5, 6, 7}


def test_file_descriptors_and_memory_stay_flat(tmp_path: Path) -> None:
    """Two thousand requests of all kinds, and as many open files as after the first hundred."""
    fill(tmp_path, 2)
    press(tmp_path)
    with serving(tmp_path) as server:

        def ask(times: int) -> int:
            for number in range(times):
                server.get(("/", "/nothing", "/edition.json", "/feed.css", "/example-org")[number % 5])
            return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))

        first = ask(100)
        assert ask(2000) <= first + 2


def test_it_runs_beside_a_watch_in_a_thread_of_its_own(tmp_path: Path) -> None:
    """For as long as the block does; afterwards the port is free, and Python gives way as before."""
    fill(tmp_path, 1)
    press(tmp_path)
    before = sys.getswitchinterval(), gc.get_threshold()
    with listening("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with beside(tmp_path / "feeds", tmp_path / ".pressrun", listener):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/edition.json")
            answer = connection.getresponse()
            assert answer.status == 200
            assert answer.read() == (tmp_path / "feeds" / "edition.json").read_bytes()
            connection.close()
            assert sys.getswitchinterval() < before[0]

    socket.create_server(("127.0.0.1", port)).close()
    assert (sys.getswitchinterval(), gc.get_threshold()) == before


def test_beside_a_watch_that_is_to_leave_it_leaves_at_once(tmp_path: Path) -> None:
    """It does not wait for the block: what both need to end is not added up."""
    leaving = threading.Event()
    with (
        listening("127.0.0.1", 0) as listener,
        beside(tmp_path / "feeds", tmp_path / ".pressrun", listener, leaving.is_set),
    ):
        reader = socket.create_connection(listener.getsockname(), timeout=20)
        reader.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert reader.recv(100).startswith(b"HTTP/1.1 200 ")
        leaving.set()
        while reader.recv(65536):
            pass
        reader.close()


def test_a_server_that_fails_beside_a_watch_ends_it(tmp_path: Path) -> None:
    """It is told at once, and the fault comes out where the block ends: no watch goes on unserved."""
    failed = threading.Event()
    listener = listening("127.0.0.1", 0)
    listener.close()

    with (
        pytest.raises((OSError, ValueError)),
        beside(tmp_path / "feeds", tmp_path / ".pressrun", listener, failed=failed.set),
    ):
        assert failed.wait(20)


def test_serving_imports_no_press(tmp_path: Path) -> None:
    """What presses, reads Markdown or writes feeds stays out of a server's memory."""
    program = (
        "import sys, pressrun.serve.running, json\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('pressrun') or name in "
        "('feedgen', 'comrak', 'nh3', 'bs4', 'apscheduler')]))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, check=True, cwd=tmp_path
    )

    loaded = set(json.loads(finished.stdout))
    assert not loaded & {
        *("feedgen", "comrak", "nh3", "bs4", "apscheduler"),
        *("pressrun.press", "pressrun.markup", "pressrun.watch", "pressrun.cli"),
    }
