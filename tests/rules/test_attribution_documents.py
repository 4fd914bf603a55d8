"""The rules about what we publish, over an edition with feeds of attributions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.press.pressing import press
from tests.rules.editions import BASE, Marked, edit, examine, marked
from tests.samples import capture, write

DAILY = "attributions/he-an-ri-bao"
SOUTH = "attributions/cheng-nan-wang"
FEED = f"{DAILY}/feed.xml"
SLUG = '"slug": "he-an-ri-bao"'


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of two digests, whose four items are owed to two names; nobody writes to it."""
    folder = tmp_path_factory.mktemp("pressed")
    write(folder / "inbox", "a.md", capture())
    write(folder / "inbox", "b.md", capture(url="https://example.org/second", date="2025-03-15"))
    press(folder, feeds={"attributions": {"enabled": True, "least": 2}})
    return folder / "feeds"


@pytest.fixture
def edition(pressed: Path, tmp_path: Path) -> Path:
    """A copy of it to break something in."""
    return shutil.copytree(pressed, tmp_path / "feeds")


def test_a_good_edition_has_no_finding(edition: Path) -> None:
    """Two feeds, and the lists that lead to them."""
    assert sorted(path.parent.name for path in edition.glob("attributions/*/feed.xml")) == [
        "cheng-nan-wang",
        "he-an-ri-bao",
    ]
    assert examine(edition) == []


def test_a_feed_that_is_not_there_is_missed_by_what_lists_it(edition: Path) -> None:
    """The accounts, the OPML and the index."""
    (edition / FEED).unlink()
    link = f'<a href="{FEED}">'
    before = (edition / "index.html").read_text("utf-8").partition(link)[0]
    assert marked(edition) == [
        Marked("DC011", "edition.json", 12, SLUG),
        Marked("DC011", "feeds.opml", 12, f"{BASE}{FEED}"),
        Marked("DC011", "index.html", before.count("\n") + 1, link),
    ]


def test_a_feed_that_nobody_counts_is_told(edition: Path) -> None:
    """A folder that an older edition left behind: its id and its address stand twice as well."""
    shutil.copytree(edition / DAILY, edition / "attributions/left-behind")
    found = {(one.code, one.path): one.message for one in examine(edition)}
    assert found["DC012", "edition.json"] == (
        "'attributions/left-behind/feed.xml' is the feed of no attribution"
    )
    assert found.keys() - {("DC012", "edition.json")} == {
        ("DC002", "attributions/left-behind/feed.xml"),
        ("DC005", "attributions/left-behind/feed.xml"),
    }


def test_fewer_items_than_its_feed_has_entries_are_no_count(edition: Path) -> None:
    """There may be more: a live feed has a limit."""
    edit(edition, "edition.json", f'"items": 2, {SLUG}', f'"items": 1, {SLUG}')
    assert marked(edition) == [Marked("DC012", "edition.json", 12, SLUG)]
    edit(edition, "edition.json", f'"items": 1, {SLUG}', f'"items": 99, {SLUG}')
    assert examine(edition) == []


def test_one_slug_names_one_attribution(edition: Path) -> None:
    """A column may have the same, for it stands in another folder."""
    edit(edition, "edition.json", '"slug": "cheng-nan-wang"', SLUG)
    assert ("DC012", "there is more than one attribution 'he-an-ri-bao'") in {
        (one.code, one.message) for one in examine(edition)
    }


def test_an_entry_that_differs_from_the_items_own_is_told(edition: Path) -> None:
    """The documents come from two runs."""
    edit(edition, FEED, "河上新桥通车", "河上旧桥通车")
    found = examine(edition)
    assert {one.code for one in found} == {"DC015"}
    assert {one.path.partition("/")[0] for one in found} == {"chen-jian-su-du"}
    assert all(one.message.endswith(f"has another title in {FEED}") for one in found)


def test_its_limits_are_those_of_a_live_feed(edition: Path) -> None:
    """By the config's numbers, which no column's feed of this edition reaches with its two digests."""
    found = examine(edition, edition={"entries": 1})
    assert ("DC010", FEED) in {(one.code, one.path) for one in found}


def test_a_feed_that_is_cut_off_is_one_of_ours(edition: Path) -> None:
    """Its place says so, although nobody can ask it for its generator."""
    (edition / SOUTH / "feed.xml").write_bytes(b"<feed><entry>")
    assert ("DC001", f"{SOUTH}/feed.xml") in {(one.code, one.path) for one in examine(edition)}
