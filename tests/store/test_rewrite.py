"""A mended capture takes the place of the one that was read: whole, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pressrun.store.rewrite import keep, replace


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that holds `old`."""
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    return path


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_holds_the_new_bytes_and_keeps_its_mode(file: Path) -> None:
    """Nothing is left beside it."""
    file.chmod(0o640)
    assert replace(file, b"old", b"new")
    keep({file.parent})
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert _names(file.parent) == ["a.md"]


def test_who_reads_the_old_file_reads_it_to_its_end(file: Path) -> None:
    """It is replaced and not written to."""
    with file.open("rb") as stream:
        replace(file, b"old", b"new")
        assert stream.read() == b"old"


def test_a_name_of_255_bytes_can_be_mended(tmp_path: Path) -> None:
    """The temporary name does not grow with it."""
    file = tmp_path / ("字" * 84 + ".md")
    file.write_bytes(b"old")
    assert replace(file, b"old", b"new")
    assert file.read_bytes() == b"new"


def test_a_file_that_changed_meanwhile_is_left_alone(file: Path) -> None:
    """Somebody else's words are not thrown away."""
    file.write_bytes(b"their own")
    assert not replace(file, b"old", b"new")
    assert file.read_bytes() == b"their own"
    assert _names(file.parent) == ["a.md"]


def test_a_file_that_is_gone_is_not_made_again(file: Path) -> None:
    """It was removed for a reason."""
    file.unlink()
    assert not replace(file, b"old", b"new")
    assert _names(file.parent) == []


def test_a_link_is_not_followed(file: Path, tmp_path: Path) -> None:
    """What it leads to may lie anywhere."""
    link = tmp_path / "b.md"
    link.symlink_to(file)
    assert not replace(link, b"old", b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"old"


def test_a_fifo_neither_hangs_nor_is_replaced(tmp_path: Path) -> None:
    """Law 8 holds for writing too."""
    fifo = tmp_path / "a.md"
    os.mkfifo(fifo)
    assert not replace(fifo, b"", b"new")
    assert stat.S_ISFIFO(fifo.lstat().st_mode)
