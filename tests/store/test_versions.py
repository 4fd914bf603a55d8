"""Which versions of a document were served: an index that may be lost, and never says what is not so."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from pressrun.store.versions import KEPT, Versions, hashed

FEED = "yi/feed.xml"


def test_a_version_is_known_by_its_tag_with_the_entries_it_had(tmp_path: Path) -> None:
    """Also by another process, later."""
    Versions(tmp_path).note(FEED, "a", 100, hashed([b"one", b"two"]), KEPT)

    assert Versions(tmp_path).since(FEED, {"a", "x"}) == ("a", frozenset(hashed([b"two", b"one"])))
    assert Versions(tmp_path).since(FEED, {"x"}) is None
    assert Versions(tmp_path).since("yi/items.xml", {"a"}) is None


def test_of_several_versions_the_newest_counts(tmp_path: Path) -> None:
    """A reader that names two has both."""
    versions = Versions(tmp_path)
    versions.note(FEED, "a", 100, hashed([b"one"]), KEPT)
    versions.note(FEED, "b", 200, hashed([b"two"]), KEPT)

    assert versions.since(FEED, {"a", "b"}) == ("b", frozenset(hashed([b"two"])))


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    """The last 20 of a live feed, and one of anything else."""
    versions = Versions(tmp_path)
    for number in range(30):
        versions.note(FEED, f"v{number}", number, (), KEPT)
        versions.note("feeds.opml", f"v{number}", number)

    assert [number for number in range(30) if versions.since(FEED, {f"v{number}"})] == list(range(10, 30))
    assert [number for number in range(30) if versions.since("feeds.opml", {f"v{number}"})] == [29]


def test_the_time_told_is_later_for_each_new_version(tmp_path: Path) -> None:
    """What its data says, unless that is no later than what was told; the same bytes keep their time."""
    versions = Versions(tmp_path)

    assert versions.note(FEED, "a", 100) == 100
    assert versions.note(FEED, "a", 100) == 100
    assert versions.note(FEED, "late", 100) == 101
    assert versions.note(FEED, "removed", 50) == 102
    assert Versions(tmp_path).note(FEED, "removed", 50) == 102
    assert versions.note(FEED, "new", 500) == 500
    assert versions.note(FEED, "a", 100) == 501


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    """Whatever stands there: no SQLite, another schema, a row of nobody's."""
    file = tmp_path / "served.sqlite3"
    for damage in (b"no database at all", b"SQLite format 3\0" + os.urandom(4096)):
        file.write_bytes(damage)
        versions = Versions(tmp_path)
        assert versions.note(FEED, "a", 100, hashed([b"one"]), KEPT) == 100
        assert Versions(tmp_path).since(FEED, {"a"}) is not None
    file.unlink()
    with sqlite3.connect(file) as base:
        base.execute("CREATE TABLE versions (x)")
    base.close()
    Versions(tmp_path).note(FEED, "a", 100)

    assert Versions(tmp_path).since(FEED, {"a"}) is not None


def test_a_row_that_nobody_wrote_is_none(tmp_path: Path) -> None:
    """Damage in a row is found by its seal, and the document is noted again over it."""
    Versions(tmp_path).note(FEED, "a", 100, hashed([b"one"]), KEPT)
    with sqlite3.connect(tmp_path / "served.sqlite3") as base:
        base.execute("UPDATE versions SET modified = 9")
    base.close()
    versions = Versions(tmp_path)

    assert versions.since(FEED, {"a"}) is None
    assert versions.note(FEED, "b", 100, hashed([b"two"]), KEPT) == 100
    assert Versions(tmp_path).since(FEED, {"b"}) is not None


def test_without_a_file_it_is_kept_in_memory(tmp_path: Path) -> None:
    """A state that cannot be written ends nothing."""
    (tmp_path / "file").touch()
    versions = Versions(tmp_path / "file" / "state")

    assert versions.note(FEED, "a", 100, hashed([b"one"]), KEPT) == 100
    assert versions.since(FEED, {"a"}) is not None
