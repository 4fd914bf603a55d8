"""Checking a file or a folder: the proofs' findings, and nothing written."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from bs4 import Tag

from pressrun.config import Config
from pressrun.errors import InputUnreachable
from pressrun.press import check, target_of
from pressrun.rules import select
from tests.press.pressing import plain, stamps
from tests.samples import capture, write


def found(path: Path, *codes: str) -> list[tuple[str, str]]:
    """Path and code of every finding below the path."""
    return [(each.path, each.code) for each in check(target_of(path), Config(), select(codes)).findings]


def test_a_folder_is_checked_by_paths_below_it(tmp_path: Path) -> None:
    """A finding's path starts at the folder given."""
    write(tmp_path, "deep/er/a.md", capture(date="never"))
    write(tmp_path, "b.md", plain(1))

    checked = check(target_of(tmp_path), Config(), select())

    assert (checked.root, checked.captures) == (tmp_path, 2)
    assert [(each.path, each.code) for each in checked.findings] == [("deep/er/a.md", "DT001")]


def test_a_file_is_checked_by_its_name(tmp_path: Path) -> None:
    """A single file's root is its folder."""
    path = write(tmp_path, "deep/a.md", capture(date="never"))

    checked = check(target_of(path), Config(), select())

    assert (checked.root, checked.captures) == (tmp_path / "deep", 1)
    assert [(each.path, each.code) for each in checked.findings] == [("a.md", "DT001")]


def test_a_file_that_is_named_is_checked_whatever_it_is_called(tmp_path: Path) -> None:
    """Whoever names a file means it."""
    path = write(tmp_path, "notes.txt", capture(date="never"))

    assert found(path) == [("notes.txt", "DT001")]


@pytest.mark.parametrize("from_index", [False, True])
def test_the_trees_of_saved_pages_do_not_pile_up(tmp_path: Path, from_index: object) -> None:
    """A check runs without the collector, and branches know their stems: they are collected all the same."""
    page = f"<!DOCTYPE html><title>桥</title><article><p>{'桥。' * 90}</p></article>"
    for number in range(3):
        write(tmp_path, f"{number}.html", page)
    target = target_of(tmp_path)
    staged = target.of(target.found, {one.path: page.encode() for one in target.found})
    gc.disable()
    try:
        check(staged if from_index else target, Config(), select())
        left = [one for one in gc.get_objects() if isinstance(one, Tag)]
    finally:
        gc.enable()

    assert left == []


def test_nothing_is_written(tmp_path: Path) -> None:
    """Neither output nor state nor inbox changes."""
    write(tmp_path, "a.md", capture(date="never"))
    before = stamps(tmp_path)

    found(tmp_path)

    assert stamps(tmp_path) == before


def test_a_rule_about_the_run_speaks_once(tmp_path: Path) -> None:
    """DT004 stands at the first capture by path."""
    for name in ("c.md", "a.md", "b.md"):
        write(tmp_path, name, plain(1))

    assert found(tmp_path, "DT004") == [("a.md", "DT004")]


def test_a_path_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    """The message names it."""
    with pytest.raises(InputUnreachable, match=r"/gone\.md: No such file or directory\Z"):
        check(target_of(tmp_path / "gone.md"), Config(), select())


@pytest.mark.parametrize("place", ["file", "folder"])
def test_a_link_or_fifo_that_is_named_is_refused_as_one_in_the_inbox(tmp_path: Path, place: str) -> None:
    """A file behind a link is never read, whether it is named itself or found below a folder."""
    write(tmp_path, "outside.txt", "text")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.md").symlink_to("../outside.txt")
    os.mkfifo(tmp_path / "inbox" / "b.md")

    if place == "folder":
        assert found(tmp_path / "inbox") == [("a.md", "IN002"), ("b.md", "IN002")]
    else:
        assert found(tmp_path / "inbox" / "a.md") == [("a.md", "IN002")]
        assert found(tmp_path / "inbox" / "b.md") == [("b.md", "IN002")]


def test_a_folder_that_is_a_link_is_checked_as_it_is_pressed(tmp_path: Path) -> None:
    """An inbox may be mounted elsewhere and linked: what `build` presses, `check` checks."""
    write(tmp_path / "real", "a.md", capture(date="never"))
    (tmp_path / "inbox").symlink_to("real")

    assert found(tmp_path / "inbox") == [("a.md", "DT001")]
