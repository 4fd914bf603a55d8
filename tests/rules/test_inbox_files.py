"""The family IN with the real things: links, FIFOs, sockets, a disk that somebody else writes to."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from pressrun.config import Config
from pressrun.finding import Finding
from pressrun.press import Checked, check, target_of
from pressrun.rules import select
from pressrun.store import inbox
from tests.rules.proving import FETCH_DATE, prove
from tests.samples import capture, write

#: Seconds until a test says that a read hangs, or that a race was never won.
PATIENCE = 30
NOBODY = 65_534
GOOD = capture(fetch_date=FETCH_DATE)


def _check(path: Path, limit: int = 8 * 1024 * 1024, codes: str = "") -> Checked:
    return check(target_of(path), Config(max_capture_bytes=limit), select(codes.split()))


def _only(checked: Checked) -> Finding:
    (finding,) = checked.findings
    return finding


def _told(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.severity.value, finding.message


def _in_time(work: Callable[[], Checked]) -> Checked:
    """What the work gives; a failure where it hangs, as opening a FIFO for reading does."""
    results: list[Checked] = []
    thread = threading.Thread(target=lambda: results.append(work()), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert results, "it hangs"
    return results[0]


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """An inbox with one good capture: whatever lies beside it must not keep it back."""
    write(tmp_path / "inbox", "good.md", GOOD)
    return tmp_path / "inbox"


# IN002


def _link(path: Path) -> None:
    path.symlink_to("good.md")


def _dangling_link(path: Path) -> None:
    path.symlink_to("nowhere.md")


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def _link_to_a_folder(path: Path) -> None:
    path.symlink_to(".")


def _link_out_of_the_inbox(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only root makes devices")


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (_link, "a symbolic link"),
        (_dangling_link, "a symbolic link"),
        (_link_to_itself, "a symbolic link"),
        (_link_to_a_folder, "a symbolic link"),
        (_link_out_of_the_inbox, "a symbolic link"),
        (_fifo, "a FIFO"),
        (_device, "a device"),
    ],
)
def test_what_is_no_file_is_named_and_never_opened(
    beside: Path, make: Callable[[Path], None], kind: str
) -> None:
    """It counts as a capture, is refused at once, and does not keep the others back (laws 1 and 8)."""
    make(beside / "odd.md")
    checked = _in_time(lambda: _check(beside))
    assert checked.captures == 2
    assert _told(_only(checked)) == ("IN002", "error", f"it is {kind}; put a regular file there")
    assert _only(checked).path == "odd.md"


def test_a_socket_is_no_file(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot even be opened; the kind says more than the error."""
    monkeypatch.chdir(beside)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("odd.md")
        finding = _only(_in_time(lambda: _check(beside)))
    assert _told(finding) == ("IN002", "error", "it is a socket; put a regular file there")


def test_a_folder_of_a_captures_name_is_a_folder(beside: Path) -> None:
    """Its captures are found, it is none itself."""
    write(
        beside, "odd.md/inside.md", capture(url="https://example.org/1", title="河岸", fetch_date=FETCH_DATE)
    )
    assert [found.path for found in inbox.find(beside)] == ["good.md", "odd.md/inside.md"]
    assert _check(beside).findings == ()


def test_a_folder_that_took_a_captures_place_is_refused(beside: Path) -> None:
    """Between the listing and the reading."""
    (beside / "odd.md").mkdir()
    (finding,) = prove(inbox.read(beside, "odd.md", 1024)).findings
    assert _told(finding) == ("IN002", "error", "it is a folder; put a regular file there")


def test_a_capture_named_by_its_link_is_refused(beside: Path) -> None:
    """As it is where the folder is named."""
    (beside / "to-file.md").symlink_to("good.md")
    assert _only(_check(beside / "to-file.md")).code == "IN002"


def test_an_inbox_named_by_its_link_is_read(beside: Path) -> None:
    """Whoever names it means what it leads to; a link to a folder inside is not followed."""
    (beside.parent / "to-inbox").symlink_to(beside)
    write(beside.parent, "elsewhere/bad.md", "x")
    (beside / "to-elsewhere").symlink_to(beside.parent / "elsewhere")
    checked = _check(beside.parent / "to-inbox")
    assert (checked.captures, checked.findings) == (1, ())


# IN003


def test_the_limit_itself_is_allowed(beside: Path) -> None:
    """One byte more is not."""
    size = (beside / "good.md").stat().st_size
    assert _check(beside, limit=max(size, 1024)).findings == ()
    text = GOOD + "字" * 400
    path = write(beside, "good.md", text)
    size = path.stat().st_size
    assert _check(beside, limit=size).findings == ()
    assert _told(_only(_check(beside, limit=size - 1))) == (
        "IN003",
        "error",
        f"it has {size} bytes and {size - 1} are allowed; a capture is the text of one page",
    )


def test_a_huge_file_is_not_read(beside: Path) -> None:
    """A terabyte of nothing takes no time and no memory."""
    size = 1 << 40
    with (beside / "odd.md").open("wb") as file:
        try:
            file.truncate(size)
        except OSError:
            pytest.skip("this file system knows no terabyte")
    finding = _only(_in_time(lambda: _check(beside)))
    assert (finding.code, finding.path) == ("IN003", "odd.md")
    assert str(size) in finding.message


# IN004


def _until_told(root: Path, busy: Callable[[], object]) -> Finding:
    """IN004 about a.md while somebody else is busy with it.

    Between two steps of that writer the file can lie still for as long as a read takes: what is read then
    is judged as it is, and it is the watch that waits until a file has settled.
    """
    stop = threading.Event()

    def keep_busy() -> None:
        while not stop.is_set():
            busy()

    writer = threading.Thread(target=keep_busy)
    writer.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = [finding for finding in _check(root, limit=1 << 30).findings if finding.code == "IN004"]
            if found:
                return found[0]
    finally:
        stop.set()
        writer.join()
    raise AssertionError("a second writer was never noticed")


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    """A real second writer that appends; the next run, when it is quiet, reads the file."""
    path = write(tmp_path, "a.md", GOOD + "字" * 1_000_000)
    with path.open("ab", buffering=0) as file:
        finding = _until_told(tmp_path, lambda: file.write(b"z"))
    assert _told(finding) == ("IN004", "error", "it changed while it was read; the next run reads it again")
    assert _check(tmp_path, limit=1 << 30, codes="IN").findings == ()


def test_a_file_that_shrinks_while_it_is_read(tmp_path: Path) -> None:
    """A writer that starts over: truncated, then written again."""
    text = (GOOD + "字" * 500_000).encode()
    path = write(tmp_path, "a.md", GOOD)

    def again() -> None:
        with path.open("r+b", buffering=0) as file:
            file.truncate(len(GOOD.encode()))
            file.seek(0)
            file.write(text)

    assert _until_told(tmp_path, again).code == "IN004"


def test_a_file_that_is_rewritten_in_place_while_it_is_read(tmp_path: Path) -> None:
    """Its size stays: only the time of its last change tells."""
    text = (GOOD + "字" * 1_000_000).encode()
    path = write(tmp_path, "a.md", "")
    path.write_bytes(text)

    def again() -> None:
        with path.open("r+b", buffering=0) as file:
            file.write(text)

    assert _until_told(tmp_path, again).code == "IN004"


# IN001


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, as those of pytest are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _become_nobody() -> None:
    """Leaves root behind, in a process of its own."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _check_as_nobody(path: Path) -> Checked:
    """The check by a user to whom permission bits apply; this one, unless it is root."""
    if os.geteuid() != 0:
        return _check(path)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_become_nobody) as executor:
        # Everything that is needed was imported with this module, before root was left.
        return executor.submit(_check, path).result(PATIENCE)


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits are POSIX")
def test_a_file_without_read_permission(open_folder: Path) -> None:
    """The rest of the inbox is read."""
    write(open_folder, "good.md", GOOD).chmod(0o644)
    write(open_folder, "closed.md", GOOD).chmod(0)
    try:
        checked = _check_as_nobody(open_folder)
    except PermissionError as error:
        pytest.skip(f"root cannot be left here: {error}")
    assert checked.captures == 2
    assert _only(checked).path == "closed.md"
    assert _told(_only(checked)) == (
        "IN001",
        "error",
        "it cannot be read (Permission denied); give the press read permission or check the disk",
    )


def test_a_file_that_is_gone_when_its_turn_comes(tmp_path: Path) -> None:
    """Listed, then removed: a finding, no crash."""
    (finding,) = prove(inbox.read(tmp_path, "gone.md", 1024), "gone.md").findings
    assert finding.code == "IN001"
    assert "No such file or directory" in finding.message


def test_a_refusal_gives_no_digest(tmp_path: Path) -> None:
    """And is counted: the proof names the path."""
    proved = prove(inbox.read(tmp_path, "gone.md", 1024), "gone.md")
    assert (proved.path, proved.digest) == ("gone.md", None)
