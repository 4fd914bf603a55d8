"""The note of what a publication is about to do: when it counts, and what is done after it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pressrun.errors import OutputUnwritable
from pressrun.store.intent import Intent, note
from pressrun.store.publish import Publication, resume, sweep
from tests.press.pressing import tree
from tests.samples import write

NOTE = ".pressrun-intent"


def begun(output: Path) -> Publication:
    """A publication of a.xml and b.xml in the place of old.xml that is noted, and has not done anything."""
    write(output, "old.xml", "old")
    publication = Publication(output)
    publication.add("a.xml", b"new a")
    publication.add("x/b.xml", b"new b")
    note(output, Intent(("a.xml", "x/b.xml"), ("old.xml",)))
    return publication


DONE = {"a.xml": b"new a", "x/b.xml": b"new b"}


def test_what_is_noted_is_not_abandoned(tmp_path: Path) -> None:
    """Ctrl-C just after the note was written: the next run finds what it needs to do what it tells."""
    begun(tmp_path).abandon()

    resume(tmp_path)
    assert tree(tmp_path) == DONE


def test_what_is_noted_is_not_swept_away(tmp_path: Path) -> None:
    """A watch that is forced out leaves it to the next run as well."""
    begun(tmp_path)

    sweep(tmp_path)

    resume(tmp_path)
    assert tree(tmp_path) == DONE


def test_a_folder_in_the_place_of_a_document_to_be_removed_stays(tmp_path: Path) -> None:
    """It is a person's, made since; the rest is done."""
    begun(tmp_path)
    (tmp_path / "old.xml").unlink()
    write(tmp_path, "old.xml/mine.txt", "mine")

    resume(tmp_path)

    assert tree(tmp_path) == {**DONE, "old.xml/mine.txt": b"mine"}


def test_a_file_in_the_place_of_a_folder_of_documents_to_be_removed_stays(tmp_path: Path) -> None:
    """There is nothing to be removed below it."""
    write(tmp_path, "column", "mine")
    note(tmp_path, Intent((), ("column/feed.xml",)))

    resume(tmp_path)

    assert tree(tmp_path) == {"column": b"mine"}


def test_a_folder_in_the_place_of_a_document_is_named_and_holds_the_press_until_it_is_gone(
    tmp_path: Path,
) -> None:
    """The message names the place and not the temporary file, and says what is to be done."""
    begun(tmp_path)
    write(tmp_path, "x/b.xml/mine.txt", "mine")

    for _ in range(2):
        with pytest.raises(OutputUnwritable) as caught:
            resume(tmp_path)
        assert str(caught.value) == (
            f"{tmp_path / 'x/b.xml'}: Is a directory; move it away, and the next run completes the edition"
        )

    (tmp_path / "x/b.xml").rename(tmp_path / "moved")
    resume(tmp_path)
    assert tree(tmp_path) == {**DONE, "moved/mine.txt": b"mine"}


@pytest.mark.parametrize("kind", ["fifo", "link", "loop", "folder"])
def test_what_is_no_file_is_no_note(tmp_path: Path, kind: str) -> None:
    """It is not waited for, not followed, and not a reason to stop."""
    write(tmp_path, "real", '{"documents": [], "stale": ["a.xml"]}')
    write(tmp_path, "a.xml", "stays")
    place = tmp_path / NOTE
    match kind:
        case "fifo":
            os.mkfifo(place)
        case "link":
            place.symlink_to("real")
        case "loop":
            place.symlink_to(NOTE)
        case _:
            place.mkdir()

    resume(tmp_path)

    assert (tmp_path / "a.xml").read_text("utf-8") == "stays"


def test_a_folder_in_the_place_of_the_note_is_named(tmp_path: Path) -> None:
    """Nothing is published, and nothing is left lying about."""
    (tmp_path / NOTE).mkdir()
    publication = Publication(tmp_path)
    publication.add("a.xml", b"new")

    with pytest.raises(OutputUnwritable) as caught:
        publication.commit()

    assert str(caught.value) == f"{tmp_path / NOTE}: Is a directory; the edition before stands"
    publication.abandon()
    (tmp_path / NOTE).rmdir()
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    "path",
    [
        "a\\u0000b",
        "a\\ud800b",
        ".git/config",
        "x/.pressrun-a.xml",
        "../letter.txt",
        "/etc/passwd",
        "a//b",
        "",
    ],
)
def test_a_note_that_names_what_no_press_writes_is_none(tmp_path: Path, path: str) -> None:
    """Whoever wrote it, it is cleared away with the temporary files, and nothing of it is done."""
    write(tmp_path, NOTE, f'{{"documents": ["{path}"], "stale": ["a.xml", "{path}"]}}')
    write(tmp_path, ".git/config", "stays")
    write(tmp_path, "a.xml", "stays")

    resume(tmp_path)

    assert (tmp_path / "a.xml").read_text("utf-8") == "stays"
    assert (tmp_path / ".git/config").read_text("utf-8") == "stays"


def test_a_note_whose_lists_are_none_is_none(tmp_path: Path) -> None:
    """A text is no list of its letters."""
    write(tmp_path, NOTE, '{"documents": "", "stale": "a"}')
    write(tmp_path, "a", "stays")

    resume(tmp_path)

    assert (tmp_path / "a").read_text("utf-8") == "stays"
