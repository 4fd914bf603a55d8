"""A file read for strangers: of this folder and no other, and never waited for."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from pressrun.store.below import read, stamp


def test_it_gives_the_bytes_and_a_stamp_that_a_look_gives_again(tmp_path: Path) -> None:
    """Until the file is another one."""
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "b.xml"
    file.write_bytes(b"one")

    found = read(str(tmp_path), "a/b.xml", 100)

    assert found is not None
    assert found == (stamp(str(file)), b"one")
    other = tmp_path / "new"
    other.write_bytes(b"two")
    other.replace(file)
    assert stamp(str(file)) != found[0]


def test_nothing_that_is_no_file_of_the_folder_is_read(tmp_path: Path) -> None:
    """Folders, links, what lies below a link, pipes, sockets, and what is not there."""
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    (tmp_path / "secret").write_bytes(b"secret")
    (root / "link").symlink_to(tmp_path / "secret")
    (root / "out").symlink_to(tmp_path)
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(root / "socket"))
        for path in ("folder", "link", "out/secret", "pipe", "socket", "none", "none/x", "link/x", "x" * 300):
            assert read(str(root), path, 100) is None


def test_a_file_beyond_the_limit_is_none(tmp_path: Path) -> None:
    """It is not even begun."""
    (tmp_path / "a").write_bytes(b"1234")

    assert read(str(tmp_path), "a", 3) is None
    assert read(str(tmp_path), "a", 4) is not None


def test_no_file_stays_open(tmp_path: Path) -> None:
    """Whatever was asked for."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "a").write_bytes(b"1234")
    before = os.listdir("/proc/self/fd")  # noqa: PTH208
    for path in ("a", "folder", "folder/x", "none", "a/b"):
        read(str(tmp_path), path, 2)

    assert os.listdir("/proc/self/fd") == before  # noqa: PTH208


def test_a_root_that_is_a_link_is_followed(tmp_path: Path) -> None:
    """That is how an edition is swapped."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_bytes(b"one")
    (tmp_path / "live").symlink_to("real")

    found = read(str(tmp_path / "live"), "a", 100)

    assert found is not None
    assert found[1] == b"one"


@pytest.mark.parametrize("path", ["none", "none/none", "a/none"])
def test_a_look_at_nothing_is_none(tmp_path: Path, path: str) -> None:
    """No error, whatever is in the way."""
    (tmp_path / "a").touch()

    assert stamp(str(tmp_path / path)) is None
