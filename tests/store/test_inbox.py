"""What `find` sees in an inbox; how a file is read is law 8."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pressrun.errors import InputUnreachable
from pressrun.store import inbox
from pressrun.store.inbox import Found
from tests.samples import write


def paths(folder: Path) -> list[str]:
    """The paths of what is found, in its order."""
    return [found.path for found in inbox.find(folder)]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("a.md", True),
        ("a.html", True),
        ("中文 _ 名.md", True),
        (".md", False),
        (".a.md", False),
        ("a.MD", False),
        ("a.htm", False),
        ("a.markdown", False),
        ("a.md~", False),
        ("a.md.tmp", False),
        ("daily.json", False),
        ("README", False),
    ],
)
def test_captures_are_told_by_their_names(tmp_path: Path, name: str, *, counts: bool) -> None:
    """`*.md` and `*.html` are captures, hidden names apart."""
    write(tmp_path, name, "text")

    assert paths(tmp_path) == ([name] if counts else [])


def test_captures_are_found_at_any_depth_and_sorted_by_path(tmp_path: Path) -> None:
    """The order is that of the whole path, not that of the walk."""
    for name in ("b.md", "a/z.md", "a/b/c/d.md", "a.md", "a-b/x.html"):
        write(tmp_path, name, "text")

    assert paths(tmp_path) == ["a-b/x.html", "a.md", "a/b/c/d.md", "a/z.md", "b.md"]


def test_a_found_capture_tells_its_size_and_time(tmp_path: Path) -> None:
    """Size in bytes and times in nanoseconds, of the file itself; and what no `touch` can set."""
    path = write(tmp_path, "a.md", "字")
    os.utime(path, ns=(1, 1_700_000_000_123_456_789))
    status = path.stat()

    assert inbox.find(tmp_path) == [
        Found("a.md", 3, 1_700_000_000_123_456_789, status.st_ctime_ns, status.st_ino)
    ]


def test_a_link_is_found_as_a_link(tmp_path: Path) -> None:
    """Its size and time are its own, and a folder behind a link is not entered."""
    write(tmp_path / "outside", "a.md", "a text that is longer than the link")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.md").symlink_to("../x")
    (tmp_path / "inbox" / "folder.md").symlink_to("../outside")

    assert [(found.path, found.size) for found in inbox.find(tmp_path / "inbox")] == [
        ("a.md", 4),
        ("folder.md", 10),
    ]


def test_an_inbox_that_is_a_link_is_followed(tmp_path: Path) -> None:
    """The folder named by the user may be a link; it is what is in it that may not lead out."""
    write(tmp_path / "real", "a.md", "text")
    (tmp_path / "inbox").symlink_to("real")

    assert paths(tmp_path / "inbox") == ["a.md"]


def test_a_name_that_is_no_utf_8_is_found_and_can_be_read(tmp_path: Path) -> None:
    """A file system's names are bytes; such a one keeps them."""
    (tmp_path / os.fsdecode(b"\xb5\xda.md")).write_text("text", "utf-8")

    (found,) = inbox.find(tmp_path)

    assert os.fsencode(found.path) == b"\xb5\xda.md"
    assert inbox.read(tmp_path, found.path, 100) == b"text"


@pytest.mark.parametrize(
    ("name", "reason"), [("gone", "No such file or directory"), ("file", "Not a directory")]
)
def test_an_inbox_that_cannot_be_listed_is_unreachable(tmp_path: Path, name: str, reason: str) -> None:
    """The message names the folder and says that the edition stays."""
    write(tmp_path, "file", "text")

    with pytest.raises(InputUnreachable) as caught:
        inbox.find(tmp_path / name)

    where = tmp_path / name
    assert str(caught.value) == (f"inbox {where}: cannot list {where}: {reason}; the edition stays as it was")
