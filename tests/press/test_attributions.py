"""Feeds of attributions, on request: what an edition holds with them, and what without."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pressrun.attributions import spelling
from tests.press.judge import ATOM, judge, judge_edition
from tests.press.pressing import WALK, press, stamps, tree
from tests.rules.editions import examine
from tests.samples import capture, write

ON = {"attributions": {"enabled": True, "least": 2}}
DAILY = "attributions/he-an-ri-bao/feed.xml"
SOUTH = "attributions/cheng-nan-net/feed.xml"


def digest(number: int, attributions: Sequence[str], *, date: str = "2025-03-14", **fields: str) -> str:
    """A capture with an item under each name; the number makes it another page."""
    items = "".join(
        f"\n## 第 {number} 篇第 {place} 条\n\n{WALK}（来源：{name}）\n"
        for place, name in enumerate(attributions, start=1)
    )
    fields = {"url": f"https://example.org/digests/{number}", "date": date} | fields
    return capture(items, title=f"新桥 {number}；图书馆 {number} | 晨间速读", **fields)


def fill(folder: Path) -> None:
    """Two digests: three items of 河岸日报, three spellings of 城南 Net, and one of a name of its own."""
    write(folder / "inbox", "a.md", digest(1, ["河岸日报", "城南 Net", "城南net"]))
    write(
        folder / "inbox", "b.md", digest(2, ["河岸日报", "城南 Net", "桥报", "河岸日报"], date="2025-03-15")
    )


def titles(folder: Path, path: str) -> list[str]:
    """The entries' titles of a feed of the folder's edition."""
    feed = etree.fromstring((folder / "feeds" / path).read_bytes())
    return [entry.findtext(f"{ATOM}title", "") for entry in feed.iter(f"{ATOM}entry")]


def attributions(folder: Path) -> list[dict[str, Any]]:
    """What the folder's edition.json tells of them."""
    listed: list[dict[str, Any]] = json.loads((folder / "feeds/edition.json").read_bytes())["attributions"]
    return listed


def feeds(folder: Path) -> list[str]:
    """The feeds of attributions that lie in the folder's edition."""
    return [path for path in tree(folder / "feeds") if path.startswith("attributions/")]


# --- on and off ---


def test_each_name_with_enough_items_has_a_feed(tmp_path: Path) -> None:
    """Its items of all digests, newest first; spellings of one name are one, shown as most write it."""
    fill(tmp_path)

    press(tmp_path, feeds=ON)

    assert feeds(tmp_path) == [SOUTH, DAILY]
    assert titles(tmp_path, DAILY) == ["第 2 篇第 1 条", "第 2 篇第 4 条", "第 1 篇第 1 条"]
    assert titles(tmp_path, SOUTH) == ["第 2 篇第 2 条", "第 1 篇第 2 条", "第 1 篇第 3 条"]
    assert [(each["slug"], each["title"], each["items"]) for each in attributions(tmp_path)] == [
        ("cheng-nan-net", "城南 Net", 3),
        ("he-an-ri-bao", "河岸日报", 3),
    ]


def test_unless_asked_for_there_is_nothing_of_them(tmp_path: Path) -> None:
    """No feed, and no word in edition.json, OPML and index."""
    fill(tmp_path)

    press(tmp_path)

    assert feeds(tmp_path) == []
    assert not [path for path, data in tree(tmp_path / "feeds").items() if b"ttributions" in data]


def test_asking_for_them_changes_no_other_document(tmp_path: Path) -> None:
    """Only the three that list feeds."""
    fill(tmp_path)
    press(tmp_path)
    before = tree(tmp_path / "feeds")

    press(tmp_path, feeds=ON)

    after = tree(tmp_path / "feeds")
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {SOUTH, DAILY, "edition.json", "feeds.opml", "index.html"}


def test_no_longer_asked_for_they_are_gone(tmp_path: Path) -> None:
    """As if they had never been; a person's own file of that name is not ours to remove."""
    fill(tmp_path)
    press(tmp_path)
    without = tree(tmp_path / "feeds")
    press(tmp_path, feeds=ON)
    write(tmp_path, "feeds/attributions/mine/feed.xml", "<feed/>")

    edition = press(tmp_path)

    assert edition.documents.removed == 2
    assert tree(tmp_path / "feeds") == without | {"attributions/mine/feed.xml": b"<feed/>"}


def test_only_the_names_of_the_config_have_a_feed(tmp_path: Path) -> None:
    """In any spelling."""
    fill(tmp_path)

    press(tmp_path, feeds={"attributions": {"enabled": True, "least": 1, "names": ["城南NET", "桥报"]}})

    assert feeds(tmp_path) == [SOUTH, "attributions/qiao-bao/feed.xml"]


# --- entries ---


def test_an_entry_is_the_items_own(tmp_path: Path) -> None:
    """The same bytes, and so the same id and links, as in its column's items.xml."""
    fill(tmp_path)

    press(tmp_path, feeds=ON)

    daily = judge(DAILY, (tmp_path / "feeds" / DAILY).read_bytes())
    items = judge("", (tmp_path / "feeds/chen-jian-su-du/items.xml").read_bytes())
    assert set(daily.entries) < set(items.entries)
    assert (daily.bozo, daily.version, daily.updated) == (False, "atom10", daily.entries[0][1])


def test_it_holds_no_more_than_a_live_feed(tmp_path: Path) -> None:
    """`entries` and `max_bytes` cut it; edition.json counts them all."""
    fill(tmp_path)

    press(tmp_path, feeds=ON, edition={"entries": 2})
    assert titles(tmp_path, DAILY) == ["第 2 篇第 1 条", "第 2 篇第 4 条"]
    assert [each["items"] for each in attributions(tmp_path)] == [3, 3]
    press(tmp_path, feeds=ON, edition={"max_bytes": 1_024})
    assert titles(tmp_path, DAILY) == ["第 2 篇第 1 条"]


def test_the_config_merges_names_with_or_without_feeds(tmp_path: Path) -> None:
    """Entries show the config's name instead of each spelling, as text and as category; ids stay."""
    write(tmp_path / "inbox", "a.md", digest(1, ["河岸日报", "岸 报。", "桥报"]))
    press(tmp_path)
    before = judge("", (tmp_path / "feeds/chen-jian-su-du/items.xml").read_bytes())
    merge = {"merge": {"河岸日报": ["岸报"]}}

    press(tmp_path, feeds={"attributions": merge})

    items = tree(tmp_path / "feeds")["chen-jian-su-du/items.xml"]
    after = judge("", items)
    feed = etree.fromstring(items)
    assert [each.get("term") for each in feed.iter(f"{ATOM}category")] == ["河岸日报", "河岸日报", "桥报"]
    assert "岸 报".encode() not in items
    assert [entry[:3] for entry in after.entries] == [entry[:3] for entry in before.entries]
    press(tmp_path, feeds={"attributions": merge | {"enabled": True, "least": 2, "names": ["岸报"]}})
    assert titles(tmp_path, DAILY) == ["第 1 篇第 1 条", "第 1 篇第 2 条"]


def test_spellings_that_the_config_does_not_merge_stay_as_written_in_entries(tmp_path: Path) -> None:
    """So that no capture changes what is published of another."""
    write(tmp_path / "inbox", "a.md", digest(1, ["城南net", "桥报"]))
    press(tmp_path, feeds=ON)
    before = tree(tmp_path / "feeds" / "chen-jian-su-du" / "items")

    write(tmp_path / "inbox", "b.md", digest(2, ["城南 Net", "城南 Net"], date="2025-04-01"))
    press(tmp_path, feeds=ON)

    after = tree(tmp_path / "feeds" / "chen-jian-su-du" / "items")
    assert {path: after[path] for path in before} == before


# --- who counts ---


def test_neither_rejected_captures_nor_duplicates_count(tmp_path: Path) -> None:
    """One published digest names 河岸日报 twice; a bad file and a re-capture name it too."""
    write(tmp_path / "inbox", "a.md", digest(1, ["河岸日报", "河岸日报"]))
    write(
        tmp_path / "inbox", "again.md", digest(1, ["河岸日报", "河岸日报"], fetch_date="2025-04-01T00:00:00")
    )
    write(tmp_path / "inbox", "bad.md", digest(2, ["河岸日报", "河岸日报"], date="2025-04-31"))

    edition = press(tmp_path, feeds=ON)

    assert (edition.contents.rejected, edition.contents.duplicates) == (1, 1)
    assert [each["items"] for each in attributions(tmp_path)] == [2]
    press(tmp_path, feeds={"attributions": {"enabled": True}})
    assert feeds(tmp_path) == []


# --- laws ---


def test_a_second_press_writes_nothing(tmp_path: Path) -> None:
    """Not even an mtime changes (law 2)."""
    fill(tmp_path)
    press(tmp_path, feeds=ON)
    before = stamps(tmp_path / "feeds")

    edition = press(tmp_path, feeds=ON)

    assert (edition.documents.written, edition.documents.removed) == (0, 0)
    assert stamps(tmp_path / "feeds") == before


def test_any_executor_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two processes or none, with more feeds than a batch holds."""
    for name in ("one", "two"):
        for number in range(9):
            names = [f"城南{chr(ord('A') + number)}", f"城北{chr(ord('A') + number)}"]
            write(tmp_path / name / "inbox", f"{number}.md", digest(number, names * 2))

    press(tmp_path / "one", feeds=ON)
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as executor:
        press(tmp_path / "two", executor, feeds=ON)

    assert len(feeds(tmp_path / "one")) == 18
    assert tree(tmp_path / "one" / "feeds") == tree(tmp_path / "two" / "feeds")


def test_a_feed_stays_where_it_is_when_another_spelling_becomes_the_commoner(tmp_path: Path) -> None:
    """Its title changes; its folder and its id do not, and a cold press gives the same bytes."""
    write(tmp_path / "inbox", "a.md", digest(1, ["城南 Net", "城南 Net"]))
    press(tmp_path, feeds=ON)
    before = judge("", (tmp_path / "feeds" / SOUTH).read_bytes())

    write(tmp_path / "inbox", "b.md", digest(2, ["城南NET", "城南NET", "城南NET"]))
    press(tmp_path, feeds=ON)

    after = (tmp_path / "feeds" / SOUTH).read_bytes()
    assert feeds(tmp_path) == [SOUTH]
    assert "<title>城南NET</title>".encode() in after
    assert judge("", after).id == before.id
    press(tmp_path, feeds=ON, output=str(tmp_path / "cold"))
    assert tree(tmp_path / "cold") == tree(tmp_path / "feeds")


def test_a_published_slug_stays_when_a_smaller_name_comes(tmp_path: Path) -> None:
    """晨 is smaller than 辰, and both are chen."""
    write(tmp_path / "inbox", "a.md", digest(1, ["辰报", "辰报"]))
    press(tmp_path, feeds=ON)

    write(tmp_path / "inbox", "b.md", digest(2, ["晨报", "晨报"]))
    press(tmp_path, feeds=ON)

    assert {each["slug"]: each["title"] for each in attributions(tmp_path)} == {
        "chen-bao": "辰报",
        "chen-bao-ebb46d": "晨报",
    }


def test_the_edition_passes_its_own_check(tmp_path: Path) -> None:
    """Every rule about documents looks at the feeds of attributions as well."""
    fill(tmp_path)

    press(tmp_path, feeds=ON)

    assert examine(tmp_path / "feeds") == []


def assert_each_item_once(edition: Path, least: int, entries: int) -> int:
    """Every item with a name of `least` items or more stands in exactly one feed, up to the limit.

    Told from the items' own documents, by the name below each text; the number of feeds.
    """
    items: dict[str, list[tuple[str, str]]] = {}
    for path in edition.glob("*/items/*/*.xml"):
        entry = etree.parse(path).getroot().find(f"{ATOM}entry")
        assert entry is not None
        category = entry.find(f"{ATOM}category")
        name = "" if category is None else str(category.get("term"))
        # A tag is a category as well; whom the item is owed to stands below its text.
        if name and entry.findtext(f"{ATOM}content", "").endswith(
            f"<p>— {html.escape(name, quote=False)}</p>"
        ):
            items.setdefault(spelling(name), []).append(_standing(entry))
    wanted = {
        key: sorted(standing, reverse=True)[:entries]
        for key, standing in items.items()
        if key and len(standing) >= least
    }
    found = {}
    for path in edition.glob("attributions/*/feed.xml"):
        feed = etree.parse(path).getroot()
        name = spelling(feed.findtext(f"{ATOM}title", ""))
        assert name not in found
        found[name] = [_standing(entry) for entry in feed.iter(f"{ATOM}entry")]
    assert found == wanted
    return len(found)


def _standing(entry: etree._Element) -> tuple[str, str]:
    """When an entry stands, and its id."""
    return entry.findtext(f"{ATOM}updated", ""), entry.findtext(f"{ATOM}id", "")


#: Names in several spellings, of which none ends what an attribution ends with.
NAMES = st.sampled_from(
    ["河岸日报", "河岸 日报", "城南 Net", "城南NET", "ＣＮＥＴ", "cnet", "辰报", "晨报", "163"]
)
INBOXES = st.lists(st.lists(NAMES, min_size=2, max_size=5), min_size=1, max_size=4)


@settings(deadline=None, max_examples=15)
@given(INBOXES, st.integers(1, 4), st.integers(1, 4))
def test_every_item_of_a_name_with_enough_stands_in_exactly_one_feed(
    inbox: list[list[str]], least: int, entries: int
) -> None:
    """Whatever the digests are, and the newest of them up to the limit."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, names in enumerate(inbox):
            write(folder / "inbox", f"{number}.md", digest(number, names))
        wanted = {"attributions": {"enabled": True, "least": least}}
        press(folder, feeds=wanted, edition={"entries": entries})
        assert_each_item_once(folder / "feeds", least, entries)


@pytest.mark.sample
def test_the_sample_has_its_feeds(archive: Path, tmp_path: Path) -> None:
    """Each item once, no fault for feedparser, and no spelling twice."""
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as executor:
        press(tmp_path, executor, inbox=str(archive), feeds={"attributions": {"enabled": True}})

    assert assert_each_item_once(tmp_path / "feeds", 3, 50) > 25
    assert {"IT 之家", "cnBeta", "TechWeb"} <= {each["title"] for each in attributions(tmp_path)}
    assert [judged.path for judged in judge_edition(tmp_path / "feeds" / "attributions") if judged.bozo] == []
