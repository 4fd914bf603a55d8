"""A digest that is captured again: what is an edit, and what stays as it was published."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.press.editions import contents, feed, item_feeds, live
from tests.press.pressing import WALK, press, tree
from tests.samples import BODY, TITLE, URL, capture, write

FIRST = "2025/03/14/a.md"
SECOND = "2025/03/20/b.md"
LATER = "2025-05-09T10:20:30.5"
EDITED = BODY.replace("今天上午开放", "今天下午才开放")


def at(text: str) -> datetime:
    """A moment of the edition's zone."""
    return datetime.fromisoformat(f"{text}+08:00")


def test_a_later_capture_of_the_same_content_changes_nothing(tmp_path: Path) -> None:
    """Not a byte but the counts of files."""
    write(tmp_path / "inbox", FIRST, capture())
    press(tmp_path)
    before = tree(tmp_path / "feeds")

    write(tmp_path / "inbox", SECOND, capture(fetch_date=LATER))
    press(tmp_path)

    after = tree(tmp_path / "feeds")
    counted = {"edition.json", "index.html", "report.html", "report.json"}
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path for path in changed if not path.endswith("/index.html")} <= counted
    assert contents(tmp_path / "feeds")["duplicates"] == 1


def test_an_edit_is_announced_at_its_capture_s_time_under_the_old_ids(tmp_path: Path) -> None:
    """The edited item and its digest are updated; the other item is not; no id and no `published` moves."""
    write(tmp_path / "inbox", FIRST, capture())
    press(tmp_path)
    digests, items = live(tmp_path / "feeds"), live(tmp_path / "feeds", "items.xml")

    write(tmp_path / "inbox", SECOND, capture(EDITED, fetch_date=LATER))
    press(tmp_path)

    now, items_now = live(tmp_path / "feeds"), live(tmp_path / "feeds", "items.xml")
    own = digests.entries[0].published.microsecond
    assert [(entry.id, entry.published) for entry in now.entries] == [
        (entry.id, entry.published) for entry in digests.entries
    ]
    assert now.entries[0].updated == at("2025-05-09T10:20:29").replace(microsecond=own)
    assert "今天下午才开放" in now.entries[0].text
    assert items_now.ids == items.ids
    assert [entry.updated for entry in items_now.entries] == [
        at("2025-05-09T10:20:28").replace(microsecond=own),
        items.entries[1].updated,
    ]


def test_following_one_story_shows_its_corrections(tmp_path: Path) -> None:
    """Its own feed holds the newest text under its id, then the earlier ones as `<id>/<n>`, n from 1."""
    write(tmp_path / "inbox", FIRST, capture())
    press(tmp_path)
    (bridge, _) = item_feeds(tmp_path / "feeds")

    for number, (hour, word) in enumerate((("10", "今天下午才开放"), ("11", "明天才开放"))):
        text = capture(BODY.replace("今天上午开放", word), fetch_date=f"2025-05-09T{hour}:00:00")
        write(tmp_path / "inbox", f"2025/03/2{number}/c.md", text)
        press(tmp_path)

    (story, other) = item_feeds(tmp_path / "feeds")
    (id_,) = bridge.ids
    assert story.ids == [id_, f"{id_}/2", f"{id_}/1"]
    assert [
        word in entry.text
        for entry, word in zip(story.entries, ("明天才开放", "今天下午才开放", "今天上午开放"), strict=True)
    ] == [True, True, True]
    assert [entry.updated.hour for entry in story.entries] == [10, 9, bridge.entries[0].updated.hour]
    assert {entry.published for entry in story.entries} == {bridge.entries[0].published}
    alternates = [dict(entry.links)["alternate"] for entry in story.entries]
    assert len(set(alternates)) == 3
    assert len(other.entries) == 1


def test_an_edited_heading_keeps_the_item_s_id(tmp_path: Path) -> None:
    """Its text tells that it is the same news."""
    write(tmp_path / "inbox", FIRST, capture())
    press(tmp_path)
    before = live(tmp_path / "feeds", "items.xml")

    edited = BODY.replace("## 河上新桥通车", "## 新桥今日开放通行")
    write(tmp_path / "inbox", FIRST, capture(edited, fetch_date=LATER))
    press(tmp_path)

    after = live(tmp_path / "feeds", "items.xml")
    assert after.ids == before.ids
    assert after.titles == ["新桥今日开放通行", before.titles[1]]


def test_a_new_title_at_the_same_path_and_url_is_an_edit(tmp_path: Path) -> None:
    """Of any page, although the title is part of its key."""
    page = {"url": "https://example.org/river"}
    write(tmp_path / "inbox", FIRST, capture(f"\n{WALK}\n", title="河岸一日", **page))
    press(tmp_path)
    before = live(tmp_path / "feeds")

    write(tmp_path / "inbox", FIRST, capture(f"\n{WALK}\n", title="河岸两日", fetch_date=LATER, **page))
    press(tmp_path)
    press(tmp_path)

    after = live(tmp_path / "feeds")
    assert (after.ids, after.titles) == (before.ids, ["河岸两日"])


COSMETIC = {
    "interface words": BODY + "\n预览时标签不可点\n\n微信扫一扫\n关注该公众号\n",
    "image size": BODY.replace("cover.jpg", "cover.jpg?w=640"),
    "tracking": BODY,
}


@pytest.mark.parametrize("body", COSMETIC.values(), ids=COSMETIC)
def test_a_cosmetic_difference_is_no_edit(tmp_path: Path, body: str) -> None:
    """Interface words, image size parameters, tracking: the published documents stay byte for byte."""
    write(tmp_path / "inbox", FIRST, capture())
    press(tmp_path)
    before = {path: data for path, data in tree(tmp_path / "feeds").items() if "/" in path}

    again = capture(body, url=URL.replace("scene=58", "scene=27"), fetch_date=LATER)
    write(tmp_path / "inbox", FIRST, again)
    press(tmp_path)

    after = {path: data for path, data in tree(tmp_path / "feeds").items() if "/" in path}
    assert after == before


def test_a_mirror_s_copy_is_never_an_edit(tmp_path: Path) -> None:
    """However late it was captured and whatever it says."""
    write(tmp_path / "inbox", FIRST, capture())
    write(
        tmp_path / "inbox",
        "x.md",
        capture(f"\n{WALK}\n", title="别处", source="众声", url="https://a.example/1"),
    )
    press(tmp_path)
    before = {path: data for path, data in tree(tmp_path / "feeds").items() if "/items" in path}

    write(tmp_path / "inbox", SECOND, capture(EDITED, source="众声", fetch_date=LATER))
    press(tmp_path)

    assert {path: data for path, data in tree(tmp_path / "feeds").items() if "/items" in path} == before


def test_an_earlier_capture_that_comes_late_changes_nothing(tmp_path: Path) -> None:
    """Out-of-order arrival: `updated` never decreases, and the newer text stays."""
    write(tmp_path / "inbox", FIRST, capture(EDITED, fetch_date=LATER))
    press(tmp_path)
    before = {path: data for path, data in tree(tmp_path / "feeds").items() if path.endswith(".xml")}

    write(tmp_path / "inbox", SECOND, capture())
    press(tmp_path)

    assert {path: data for path, data in tree(tmp_path / "feeds").items() if path.endswith(".xml")} == before


def test_the_text_of_an_edit_outlives_its_capture(tmp_path: Path) -> None:
    """An older capture that is left keeps the digest alive; it does not bring the older text back."""
    write(tmp_path / "inbox", FIRST, capture())
    press(tmp_path)
    write(tmp_path / "inbox", SECOND, capture(EDITED, fetch_date=LATER))
    press(tmp_path)
    before = {path: data for path, data in tree(tmp_path / "feeds").items() if path.endswith(".xml")}

    (tmp_path / "inbox" / SECOND).unlink()
    press(tmp_path)

    assert {path: data for path, data in tree(tmp_path / "feeds").items() if path.endswith(".xml")} == before


def test_an_edition_without_its_ledger_stays_byte_for_byte_the_same(tmp_path: Path) -> None:
    """Ids, times and texts of edited items included: what is remembered stands in the edition."""
    write(tmp_path / "inbox", FIRST, capture())
    press(tmp_path)
    edited = EDITED.replace("## 图书馆延长开放", "## 图书馆夜里也开放")
    write(tmp_path / "inbox", FIRST, capture(edited, title=f"{TITLE} 二", fetch_date=LATER))
    press(tmp_path)
    before = tree(tmp_path / "feeds")

    shutil.rmtree(tmp_path / ".pressrun")
    press(tmp_path)

    assert tree(tmp_path / "feeds") == before


def test_the_newest_edit_of_two_entries_stands_first_in_the_feed(tmp_path: Path) -> None:
    """Live feeds are in the order of `updated`."""
    for day in ("10", "12"):
        page = {"url": f"https://example.org/{day}", "date": f"2025-03-{day}"}
        write(tmp_path / "inbox", f"{day}.md", capture(f"\n{day}：{WALK}\n", title=f"三月{day}日", **page))
    press(tmp_path)
    assert live(tmp_path / "feeds").titles == ["三月12日", "三月10日"]

    page = {"url": "https://example.org/10", "date": "2025-03-10"}
    text = capture(f"\n10：改过了。{WALK}\n", title="三月10日", fetch_date=LATER, **page)
    write(tmp_path / "inbox", "10.md", text)
    press(tmp_path)

    assert live(tmp_path / "feeds").titles == ["三月10日", "三月12日"]
    assert feed(next((tmp_path / "feeds").glob("*/archive/2025-03.xml"))).titles == ["三月12日", "三月10日"]
