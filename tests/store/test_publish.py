"""A set of documents on its way into the output; what it promises as a whole is law 4."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressrun.errors import OutputUnwritable
from pressrun.store.publish import Publication, Written
from tests.press.pressing import tree
from tests.samples import write


def test_nothing_stands_before_the_commit(tmp_path: Path) -> None:
    """Added documents lie beside their places until all are there."""
    publication = Publication(tmp_path)

    assert publication.add("a/b/c.xml", b"new") is True

    assert tree(tmp_path) == {"a/b/.pressrun-c.xml": b"new"}


def test_a_commit_puts_every_document_in_its_place(tmp_path: Path) -> None:
    """Folders are made as needed, old documents replaced, temporary files gone."""
    write(tmp_path, "index.html", "old")
    publication = Publication(tmp_path)
    publication.add("a/b/c.xml", b"new")
    publication.add("index.html", b"newer")

    assert publication.commit() == Written(2, 0, 0)
    assert tree(tmp_path) == {"a/b/c.xml": b"new", "index.html": b"newer"}


def test_a_document_that_stands_already_counts_as_unchanged(tmp_path: Path) -> None:
    """The same bytes are told and not written."""
    write(tmp_path, "a.xml", "same")
    publication = Publication(tmp_path)

    assert publication.add("a.xml", b"same") is False
    assert publication.commit() == Written(0, 1, 0)


@pytest.mark.parametrize("other", [b"sama", b"sam", b"same\n", b""])
def test_a_document_that_differs_by_a_byte_is_written(tmp_path: Path, other: bytes) -> None:
    """Neither the same size nor the same beginning makes it the same."""
    write(tmp_path, "a.xml", "same")
    publication = Publication(tmp_path)

    assert publication.add("a.xml", other) is True
    publication.commit()
    assert tree(tmp_path) == {"a.xml": other}


def test_stale_documents_go_with_the_folders_they_leave_empty(tmp_path: Path) -> None:
    """A folder that holds anything else stays, and the output itself always does."""
    for name in ("old/items/2024-11/x.xml", "old/feed.xml", "kept/items/2024-11/y.xml", "kept/notes.txt"):
        write(tmp_path, name, "text")
    publication = Publication(tmp_path)

    written = publication.commit(["old/items/2024-11/x.xml", "old/feed.xml", "kept/items/2024-11/y.xml"])

    assert written == Written(0, 0, 3)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "kept",
        "kept/notes.txt",
    ]


def test_an_output_left_empty_stays(tmp_path: Path) -> None:
    """The folder that the user named is not ours to remove."""
    write(tmp_path / "feeds", "feed.xml", "text")

    Publication(tmp_path / "feeds").commit(["feed.xml"])

    assert (tmp_path / "feeds").is_dir()
    assert tree(tmp_path) == {}


def test_a_stale_document_that_is_gone_already_is_no_error(tmp_path: Path) -> None:
    """Somebody else may have cleared up."""
    assert Publication(tmp_path).commit(["gone.xml"]) == Written(0, 0, 1)


def test_an_abandoned_set_leaves_nothing(tmp_path: Path) -> None:
    """What was written beside its place is taken back; what stood there stands."""
    write(tmp_path, "a.xml", "old")
    publication = Publication(tmp_path)
    publication.add("a.xml", b"new")
    publication.add("b.xml", b"new")

    publication.abandon()

    assert tree(tmp_path) == {"a.xml": b"old"}


def test_a_publication_can_be_used_again_after_its_commit(tmp_path: Path) -> None:
    """A second commit writes only what was added since."""
    publication = Publication(tmp_path)
    publication.add("a.xml", b"one")
    publication.commit()
    publication.add("b.xml", b"two")

    assert publication.commit().written == 1
    assert tree(tmp_path) == {"a.xml": b"one", "b.xml": b"two"}


def test_what_a_crash_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    """Only the paths that are named go, and one that is gone is no error."""
    write(tmp_path, ".pressrun-a.xml", "half")
    write(tmp_path, "a.xml", "whole")

    Publication(tmp_path).clear([".pressrun-a.xml", ".pressrun-gone.xml"])

    assert tree(tmp_path) == {"a.xml": b"whole"}


def test_a_longer_temporary_file_of_a_crash_leaves_no_tail(tmp_path: Path) -> None:
    """What lay in the temporary file's place before is overwritten whole."""
    write(tmp_path, ".pressrun-a.xml", "a longer half of something")
    publication = Publication(tmp_path)
    publication.add("a.xml", b"short")
    publication.commit()

    assert tree(tmp_path) == {"a.xml": b"short"}


def test_a_file_where_a_folder_must_be_is_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    """The message names what is in the way."""
    write(tmp_path, "column", "a file")

    with pytest.raises(OutputUnwritable) as caught:
        Publication(tmp_path).add("column/feed.xml", b"new")

    assert str(caught.value) == f"{tmp_path / 'column'}: File exists; the edition before stands"


def test_a_folder_where_a_document_must_be_is_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    """It is seen before anything is put in its place; nothing of the folder is lost."""
    write(tmp_path, "index.html/mine.txt", "text")
    publication = Publication(tmp_path)
    publication.add("edition.json", b"new")

    with pytest.raises(OutputUnwritable, match=r"index\.html: Is a directory; the edition before stands"):
        publication.add("index.html", b"new")
    publication.abandon()

    assert tree(tmp_path) == {"index.html/mine.txt": b"text"}
