"""DC027: what lies compressed beside a document holds the document's bytes."""

from __future__ import annotations

import gzip
import shutil
import time
import zlib
from pathlib import Path

import pytest

from tests.rules.editions import FEED, JSON, OTHER, RSS, examine, make_edition

#: A document of each kind, the lists and the accounts; and files that no rule reads.
JUDGED = (FEED, RSS, JSON, "index.html", "feeds.opml", "edition.json")
UNREAD = ("feed.css", "report.json")


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition as the press made it; nobody writes to it."""
    return make_edition(tmp_path_factory.mktemp("pressed"))


@pytest.fixture
def edition(pressed: Path, tmp_path: Path) -> Path:
    """A copy of it whose documents are compressed too."""
    edition = shutil.copytree(pressed, tmp_path / "feeds")
    for path in (*JUDGED, *UNREAD):
        (edition / f"{path}.gz").write_bytes(gzip.compress((edition / path).read_bytes(), mtime=0))
    return edition


def found(edition: Path) -> list[tuple[str, str, str]]:
    """Code, path and message of the findings."""
    return [(one.code, one.path, one.message) for one in examine(edition)]


def test_the_same_bytes_are_no_finding(edition: Path) -> None:
    """Whatever the level of compression, and of documents of every kind."""
    (edition / f"{FEED}.gz").write_bytes(gzip.compress((edition / FEED).read_bytes(), 1))
    assert found(edition) == []


@pytest.mark.parametrize("path", JUDGED)
def test_other_bytes_are_told(edition: Path, path: str) -> None:
    """At the document."""
    packed = edition / f"{path}.gz"
    packed.write_bytes(gzip.compress((edition / path).read_bytes() + b"\n"))
    message = "the .gz beside it holds other bytes; press the edition again"
    assert found(edition) == [("DC027", path, message)]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda _: b"no gzip", "the .gz beside it is no gzip; press the edition again"),
        (lambda _: b"", "the .gz beside it holds other bytes; press the edition again"),
        (lambda raw: raw[:-5], "the .gz beside it holds other bytes; press the edition again"),
        (lambda raw: raw + raw, "the .gz beside it holds other bytes; press the edition again"),
        (lambda raw: raw[:-8] + b"\0" * 8, "the .gz beside it is no gzip; press the edition again"),
    ],
    ids=["no gzip", "empty", "cut", "twice", "wrong sum"],
)
def test_a_damaged_file_is_told(edition: Path, damage: object, message: str) -> None:
    """Cut, longer, or none at all."""
    packed = edition / f"{FEED}.gz"
    packed.write_bytes(damage(packed.read_bytes()))  # type: ignore[operator]
    assert found(edition) == [("DC027", FEED, message)]


def test_a_bomb_does_not_go_off(edition: Path) -> None:
    """A gigabyte of zeros is unpacked to the length of its document."""
    packing = zlib.compressobj(9, wbits=31)
    block = b"\0" * (1 << 24)
    raw = b"".join(packing.compress(block) for _ in range(64)) + packing.flush()
    (edition / f"{FEED}.gz").write_bytes(raw)
    started = time.process_time()
    assert [(code, path) for code, path, _ in found(edition)] == [("DC027", FEED)]
    assert time.process_time() - started < 1


def test_a_file_that_cannot_be_compared_is_told(edition: Path) -> None:
    """One of 40 MB is not read."""
    with (edition / f"{FEED}.gz").open("r+b") as file:
        file.truncate(40_000_000)
    limit = "it has 40000000 bytes and 33554432 are allowed"
    message = f"the .gz beside it cannot be compared: {limit}; press the edition again"
    assert found(edition) == [("DC027", FEED, message)]


def test_what_is_left_of_a_document_that_is_gone_is_told(edition: Path) -> None:
    """A person's own files are not ours to tell of."""
    (edition / "notes.html.gz").write_bytes(b"")
    assert found(edition) == []
    (edition / f"{OTHER}.gz").write_bytes(b"")
    (edition / OTHER).unlink()
    assert ("DC027", f"{OTHER}.gz", f"{OTHER} is not there; delete what is left of it") in found(edition)
