"""Law 8: a capture is opened once and safely: regular files only, a size cap, no FIFO, no link."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pressrun.capture import Refusal
from pressrun.store import inbox
from tests.cli.process import run
from tests.laws.test_law_03_accounting import bind
from tests.laws.witnessed import watched
from tests.press.pressing import plain, press, tree
from tests.samples import write

LIMIT = 1_000_000
OUTSIDE = "outside the inbox"


def test_a_fifo_called_like_a_capture_does_not_hang_the_press(tmp_path: Path) -> None:
    """A FIFO that nobody ever writes to is rejected as IN002, and the rest is published."""
    write(tmp_path / "inbox", "good.md", plain(1))
    os.mkfifo(tmp_path / "inbox" / "pipe.md")

    finished = run("build", "--json", cwd=tmp_path)

    assert finished.returncode == 0
    assert '"captures": 2' in finished.stdout
    assert '"rejected": 1' in finished.stdout


def test_a_fifo_does_not_hang_the_check(tmp_path: Path) -> None:
    """`pressrun check` names the FIFO, also where it is the one file given."""
    os.mkfifo(tmp_path / "pipe.md")

    finished = run("check", "pipe.md", "--output-format", "concise", cwd=tmp_path)

    assert finished.returncode == 1
    assert finished.stdout == (
        "pipe.md:1:1: error IN002 not-a-regular-file: it is a FIFO; put a regular file there\n"
    )


def link(path: Path) -> None:
    """A link to a letter outside."""
    path.symlink_to(write(path.parent.parent, "letter.txt", OUTSIDE))


def folder_in_place(path: Path) -> None:
    """A folder where a capture was when the inbox was listed."""
    path.mkdir()


@pytest.mark.parametrize(
    ("put", "kind"),
    [(link, "a symbolic link"), (os.mkfifo, "a FIFO"), (bind, "a socket"), (folder_in_place, "a folder")],
)
def test_only_regular_files_are_read(tmp_path: Path, put: Callable[[Path], object], kind: str) -> None:
    """What is no regular file is refused by its kind."""
    root = tmp_path / "inbox"
    root.mkdir()
    put(root / "x.md")

    assert inbox.read(root, "x.md", LIMIT) == Refusal("not-a-regular-file", f"it is {kind}")


def test_a_device_is_not_read(tmp_path: Path) -> None:
    """/dev/zero, which never ends, is refused as what it is."""
    assert inbox.read(Path("/dev"), "zero", LIMIT) == Refusal("not-a-regular-file", "it is a device")
    assert not tree(tmp_path)


def test_a_link_brings_nothing_from_outside_into_the_edition(tmp_path: Path) -> None:
    """What a linked file or folder leads to stays out: the file is rejected, the folder not entered."""
    outside = tmp_path / "outside"
    write(outside, "letter.md", plain(1, title=OUTSIDE))
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "file.md").symlink_to(outside / "letter.md")
    (tmp_path / "inbox" / "folder").symlink_to(outside)

    contents = press(tmp_path).contents

    assert (contents.captures, contents.rejected_by_rule) == (1, {"IN002": 1})
    assert not any(OUTSIDE.encode() in data for data in tree(tmp_path / "feeds").values())


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    """A folder that links to itself is not walked for ever."""
    write(tmp_path / "inbox", "a/good.md", plain(1))
    (tmp_path / "inbox" / "a" / "again").symlink_to("..")

    assert [found.path for found in inbox.find(tmp_path / "inbox")] == ["a/good.md"]


def test_a_file_over_the_cap_is_refused_unread(tmp_path: Path) -> None:
    """A file of one byte more than allowed is told by its size; one of just the size is read."""
    write(tmp_path, "fits.md", "x" * 2_000)
    write(tmp_path, "over.md", "x" * 2_001)

    assert inbox.read(tmp_path, "fits.md", 2_000) == b"x" * 2_000
    assert inbox.read(tmp_path, "over.md", 2_000) == Refusal(
        "too-large", "it has 2001 bytes and 2000 are allowed"
    )


def test_a_sparse_file_larger_than_memory_is_rejected(tmp_path: Path) -> None:
    """A terabyte of nothing is IN003 and takes no memory."""
    write(tmp_path / "inbox", "good.md", plain(1))
    with (tmp_path / "inbox" / "huge.md").open("wb") as huge:
        huge.truncate(2**40)

    contents = press(tmp_path).contents

    assert (contents.published, contents.rejected_by_rule) == (1, {"IN003": 1})


def grow(path: Path) -> None:
    """Somebody appends."""
    with path.open("a", encoding="utf-8") as file:
        file.write("more")


def shrink(path: Path) -> None:
    """Somebody starts to write it anew."""
    os.truncate(path, 3)


def overwrite(path: Path) -> None:
    """Somebody writes other text of the same size."""
    path.write_text("y" * path.stat().st_size, "utf-8")
    os.utime(path, (2_000_000_000, 2_000_000_000))


@pytest.mark.parametrize("change", [grow, shrink, overwrite])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    """What was read of it may be half of two texts: the next run reads it again."""
    path = write(tmp_path, "x.md", "x" * 5_000)
    real = os.read

    def read(descriptor: int, size: int) -> bytes:
        """A disk on which somebody writes just now."""
        change(path)
        return real(descriptor, size)

    with monkeypatch.context() as patch:
        patch.setattr(os, "read", read)
        refused = inbox.read(tmp_path, "x.md", LIMIT)

    assert refused == Refusal("changed-while-read", "it changed while it was read")


def test_a_disk_that_gives_a_little_at_a_time_is_read_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system may return less than it is asked for."""
    write(tmp_path, "x.md", "0123456789")
    real = os.read

    with monkeypatch.context() as patch:
        patch.setattr(os, "read", lambda descriptor, size: real(descriptor, min(size, 3)))
        raw = inbox.read(tmp_path, "x.md", LIMIT)

    assert raw == b"0123456789"


def test_a_capture_that_is_gone_when_it_is_read_is_refused(tmp_path: Path) -> None:
    """A file that was listed and then removed is IN001 of this run, no error of the press."""
    assert inbox.read(tmp_path, "gone.md", LIMIT) == Refusal(
        "unreadable", "it cannot be read (No such file or directory)"
    )


def test_an_empty_file_is_read_as_empty(tmp_path: Path) -> None:
    """Nothing at all is bytes like any others."""
    write(tmp_path, "x.md", "")

    assert inbox.read(tmp_path, "x.md", LIMIT) == b""


def test_each_capture_is_opened_once_and_never_through_a_link_or_waiting(tmp_path: Path) -> None:
    """A build opens every capture one time, with O_NOFOLLOW and O_NONBLOCK."""
    folder = tmp_path / "press"
    names = ["a.md", "b.md", "deep/er/c.html"]
    for number, name in enumerate(names):
        write(folder / "inbox", name, plain(number))

    opened = watched(folder, "build").below(folder / "inbox", "read")

    files = [event for event in opened if event.paths[0].suffix]
    assert sorted(event.paths[0] for event in files) == [folder / "inbox" / name for name in names]
    wanted = os.O_NOFOLLOW | os.O_NONBLOCK
    assert {event.flags & wanted for event in files} == {wanted}


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    """Whether a file is read or refused, its descriptor is closed."""
    write(tmp_path, "good.md", "text")
    os.mkfifo(tmp_path / "pipe.md")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  pathlib would keep one open itself

    for name in ("good.md", "pipe.md", "gone.md"):
        inbox.read(tmp_path, name, LIMIT)
    inbox.read(tmp_path, "good.md", 1)

    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
