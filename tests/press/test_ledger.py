"""The ledger only saves work: without it, or with a damaged one, the edition is the same."""

from __future__ import annotations

import random
import shutil
import sys
import time
from pathlib import Path

import pytest

from pressrun.press.press import Press
from tests.press.pressing import config, fill, plain, press, tree
from tests.samples import capture, write

#: Files that changed within two seconds are read again, as in git: their times may not tell two writes apart.
QUIET = 2.1


@pytest.fixture
def opened() -> list[str]:
    """The paths below any `inbox` that this process opens from now on."""
    paths: list[str] = []

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and "/inbox/" in str(arguments[0]) and str(arguments[0]).endswith(".md"):
            paths.append(str(arguments[0]).rpartition("/")[2])

    sys.addaudithook(note)
    return paths


def test_captures_that_did_not_change_are_not_read_again(tmp_path: Path, opened: list[str]) -> None:
    """One new capture: it is opened, and no other."""
    fill(tmp_path, 5)
    time.sleep(QUIET)
    press(tmp_path)
    write(tmp_path / "inbox", "2025/03/14/new.md", plain(7))
    opened.clear()

    edition = press(tmp_path)

    assert (opened, edition.contents.published) == (["new.md"], 6)


def test_one_new_capture_writes_a_dozen_documents(tmp_path: Path) -> None:
    """Those of its column and its month, those about the edition, and one an item."""
    fill(tmp_path, 60)
    for number in range(100, 110):
        write(tmp_path / "inbox", f"o{number}.md", plain(number, source=f"众声 {number}"))
    press(tmp_path)

    write(tmp_path / "inbox", "2025/03/14/new.md", plain(77))
    edition = press(tmp_path)

    slug = "he-an-tong-xun"
    (item,) = [path for path in edition.changes if "/items/" in path]
    assert sorted({*edition.changes} - {item}) == [
        "edition.json",
        *(f"{slug}/archive/2025-03.{end}" for end in ("json", "xml")),
        *(f"{slug}/{name}" for name in ("feed.json", "feed.xml", "index.html", "items.xml", "rss.xml")),
        "index.html",
        "report.html",
        "report.json",
    ]


def test_a_digest_that_is_among_the_newest_again_stands_in_every_format(tmp_path: Path) -> None:
    """Newer ones have left: RSS is made from the entry in the archive."""
    fill(tmp_path, 52)
    press(tmp_path)
    for number in range(3):
        (tmp_path / "inbox" / f"2025/03/14/{number:04}.md").unlink()
    press(tmp_path)
    before = tree(tmp_path / "feeds")

    shutil.rmtree(tmp_path / ".pressrun")
    press(tmp_path)

    assert tree(tmp_path / "feeds") == before


@pytest.mark.parametrize("name", ["feed.xml", "archive/2025-03.json", "items/2025-03"])
def test_what_is_missing_from_the_output_is_written_again(tmp_path: Path, name: str) -> None:
    """Whatever the ledger says."""
    fill(tmp_path, 3)
    press(tmp_path)
    before = tree(tmp_path / "feeds")
    (path,) = (tmp_path / "feeds").glob(f"*/{name}")
    shutil.rmtree(path) if path.is_dir() else path.unlink()

    press(tmp_path)

    assert tree(tmp_path / "feeds") == before


def test_an_empty_output_with_a_full_ledger_is_a_first_run(tmp_path: Path) -> None:
    """Nothing is told of an edit that nobody has seen."""
    write(tmp_path / "inbox", "a.md", capture())
    press(tmp_path)
    before = tree(tmp_path / "feeds")
    write(tmp_path / "inbox", "b.md", capture(fetch_date="2025-06-01T00:00:00").replace("三年", "五年"))
    press(tmp_path)
    shutil.rmtree(tmp_path / "feeds")
    (tmp_path / "inbox" / "b.md").unlink()

    press(tmp_path)

    assert tree(tmp_path / "feeds") == before


def test_flipped_bytes_anywhere_in_the_ledger_change_nothing(tmp_path: Path) -> None:
    """At 200 places, one after another: the edition stays byte for byte the same, an edit's ids included."""
    write(tmp_path / "inbox", "a.md", capture())
    write(tmp_path / "inbox", "b.md", plain(3))
    press(tmp_path)
    write(tmp_path / "inbox", "a.md", capture(fetch_date="2025-06-01T00:00:00").replace("三年", "五年"))
    press(tmp_path)
    before = tree(tmp_path / "feeds")
    (ledger,) = (tmp_path / ".pressrun").glob("*/ledger.sqlite3")
    chosen = random.Random(41126)  # noqa: S311  places, not secrets

    for _ in range(200):
        data = bytearray(ledger.read_bytes())
        data[chosen.randrange(len(data))] ^= chosen.randrange(1, 256)
        ledger.write_bytes(data)
        press(tmp_path)
        assert tree(tmp_path / "feeds") == before


def test_another_config_presses_everything_anew(tmp_path: Path) -> None:
    """Every address of every document is another."""
    fill(tmp_path, 3)
    press(tmp_path)

    press(tmp_path, edition={"base_url": "https://feeds.example.org/"})

    assert not [path for path, data in tree(tmp_path / "feeds").items() if b"127.0.0.1" in data]


def test_a_press_goes_on_from_cycle_to_cycle(tmp_path: Path) -> None:
    """As the watch does it: what it gives is what a press from nothing gives."""
    fill(tmp_path, 3)
    going_on = Press(config(tmp_path))
    going_on.press()
    for number in range(10, 14):
        write(tmp_path / "inbox", f"{number}.md", plain(number, source="众声" if number % 2 else "河岸通讯"))
        assert going_on.press().contents.captures == number - 6
    going_on.close()
    before = tree(tmp_path / "feeds")

    shutil.rmtree(tmp_path / "feeds")
    press(tmp_path)

    assert tree(tmp_path / "feeds") == before


def test_a_dry_run_says_what_would_change_and_why(tmp_path: Path) -> None:
    """Nothing is written: neither documents nor the ledger."""
    fill(tmp_path, 2)
    press(tmp_path)
    write(tmp_path / "inbox", "2025/03/14/new.md", plain(7))
    (tmp_path / "inbox" / "2025/03/14/0001.md").unlink()
    before = tree(tmp_path / "feeds"), tree(tmp_path / ".pressrun")
    going_on = Press(config(tmp_path))

    edition = going_on.press(dry=True)
    going_on.close()

    assert [(told.what, told.title) for told in edition.told] == [
        ("new", "河岸第 7 篇"),
        ("removed", "河岸第 1 篇"),
    ]
    assert edition.documents.written == len(edition.changes) > 10
    assert (tree(tmp_path / "feeds"), tree(tmp_path / ".pressrun")) == before
