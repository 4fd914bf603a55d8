"""Law 3: captures = published + rejected + duplicates, always, and edition.json says so."""

from __future__ import annotations

import json
import os
import socket
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.press.pressing import plain, press
from tests.samples import capture, write

ELSEWHERE = "../../../../outside"

#: What an inbox may hold below a folder of a day: who puts it there, how many captures it is, and how
#: many of them are rejected.
KINDS: dict[str, tuple[Callable[[Path, int], object], int, int]] = {
    "good": (lambda day, n: write(day, f"{n}.md", plain(n)), 1, 0),
    "page": (lambda day, n: write(day, f"{n}.html", plain(n)), 1, 0),
    "duplicate": (lambda day, n: write(day, f"{n}.md", capture()), 1, 0),
    "rejected": (lambda day, n: write(day, f"{n}.md", capture(url="ftp://example.org/")), 1, 1),
    "empty": (lambda day, n: write(day, f"{n}.html", ""), 1, 1),
    "link": (lambda day, n: (day / f"{n}.md").symlink_to(f"{ELSEWHERE}/letter.md"), 1, 1),
    "dangling link": (lambda day, n: (day / f"{n}.html").symlink_to("nowhere"), 1, 1),
    "FIFO": (lambda day, n: os.mkfifo(day / f"{n}.md"), 1, 1),
    "socket": (lambda day, n: bind(day / f"{n}.md"), 1, 1),
    "hidden": (lambda day, n: write(day, f".{n}.md", plain(n)), 0, 0),
    "in a hidden folder": (lambda day, n: write(day, f".trash/{n}.md", plain(n)), 0, 0),
    "daily.json": (lambda day, n: write(day, f"{n}/daily.json", "{}"), 0, 0),
    "other suffix": (lambda day, n: write(day, f"{n}.txt", plain(n)), 0, 0),
    "in a folder called .md": (lambda day, n: write(day, f"{n}.md/inside.md", plain(n)), 1, 0),
    "linked folder": (lambda day, n: (day / f"{n}").symlink_to(ELSEWHERE), 0, 0),
}


def bind(path: Path) -> None:
    """Leaves a socket at a path of any length: the address of one has 108 bytes at the most."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.close(folder)


@settings(max_examples=40, deadline=None)
@given(kinds=st.lists(st.sampled_from(sorted(KINDS)), max_size=12))
def test_every_capture_is_published_rejected_or_a_duplicate(kinds: list[str]) -> None:
    """Of any mixture of good, bad, doubled, linked and foreign files none is lost or counted twice."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        day = folder / "inbox" / "2025" / "03" / "14"
        day.mkdir(parents=True)
        write(folder / "outside", "letter.md", plain(100))
        for number, kind in enumerate(kinds):
            KINDS[kind][0](day, number)

        contents = press(folder).contents

        doubled = kinds.count("duplicate")
        assert contents.captures == sum(KINDS[kind][1] for kind in kinds)
        assert contents.rejected == sum(KINDS[kind][2] for kind in kinds)
        assert contents.duplicates == max(0, doubled - 1)
        assert contents.captures == contents.published + contents.rejected + contents.duplicates
        assert sum(contents.rejected_by_rule.values()) == contents.rejected
        assert sum(column.digests for column in contents.columns) == contents.published
        told = json.loads((folder / "feeds" / "edition.json").read_bytes())
        assert (told["captures"], told["published"], told["rejected"], told["duplicates"]) == (
            contents.captures,
            contents.published,
            contents.rejected,
            contents.duplicates,
        )
        assert_the_report_agrees(told, json.loads((folder / "feeds" / "report.json").read_bytes()))


def assert_the_report_agrees(edition: dict[str, Any], report: dict[str, Any]) -> None:
    """report.json names every capture once, and what it counts by file, rule and source is edition.json."""
    files = report["files"]
    outcomes = Counter(file["outcome"] for file in files)
    paths = [file["path"] for file in files]
    assert len(set(paths)) == len(paths) == edition["captures"] == report["captures"]
    assert outcomes["published"] == edition["published"] == report["published"]
    assert outcomes["rejected"] == edition["rejected"] == report["rejected"]
    assert outcomes["duplicate"] == edition["duplicates"] == report["duplicates"]
    by_rule = edition["rejected_by_rule"]
    assert Counter(file["cause"] for file in files if file["outcome"] == "rejected") == by_rule
    assert {rule["code"]: rule["rejected"] for rule in report["rules"] if rule["rejected"]} == by_rule
    for name in ("captures", "published", "rejected", "duplicates"):
        assert sum(source[name] for source in report["sources"]) == edition[name]
    assert sum((Counter(source["rules"]) for source in report["sources"]), Counter()) == by_rule
    assert sum(rule["findings"] for rule in report["rules"]) == sum(len(file["findings"]) for file in files)
    published = {file["path"] for file in files if file["outcome"] == "published"}
    assert {file["of"] for file in files if file["outcome"] == "duplicate"} <= published


def test_a_capture_is_rejected_under_its_first_error(tmp_path: Path) -> None:
    """A file with three errors counts once, under the one that stands first in it."""
    write(
        tmp_path / "inbox", "a.md", capture(url="ftp://example.org/", date="2025-02-30", fetch_date="never")
    )

    contents = press(tmp_path).contents

    assert contents.rejected_by_rule == {"UR001": 1}


def test_a_rejected_copy_of_a_published_digest_is_rejected_and_no_duplicate(tmp_path: Path) -> None:
    """A captcha page with the url of a published digest counts under its rule, and the digest stays."""
    write(tmp_path / "inbox", "a.md", capture())
    write(tmp_path / "inbox", "b.md", capture("\n环境异常\n", fetch_date="2025-06-01T00:00:00"))

    contents = press(tmp_path).contents

    assert (contents.captures, contents.published, contents.rejected, contents.duplicates) == (2, 1, 1, 0)
    assert contents.rejected_by_rule == {"BD002": 1}


def test_an_inbox_without_captures_accounts_for_none(tmp_path: Path) -> None:
    """A first run over nothing but daily.json is an edition of nothing."""
    write(tmp_path / "inbox", "2025/03/14/daily.json", "{}")

    press(tmp_path)

    told = json.loads((tmp_path / "feeds" / "edition.json").read_bytes())
    assert told == {
        "captures": 0,
        "published": 0,
        "rejected": 0,
        "duplicates": 0,
        "rejected_by_rule": {},
        "columns": [],
    }
