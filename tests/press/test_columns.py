"""What `[[column]]` does to an edition, and what a survey of an inbox says of its columns."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pytest

from pressrun.identity import digest_key, item_keys, name_of, tag
from pressrun.press.check import check
from pressrun.press.columns import Row, survey
from pressrun.press.edition import check_edition
from pressrun.press.targets import target_of
from pressrun.rules import select
from tests.press.pressing import config, plain, press, tree
from tests.samples import SOURCE, TITLE, URL, capture, write

COLUMN = "晨间速读"
BRIDGE, LIBRARY = "河上新桥通车", "图书馆延长开放"


def fill(folder: Path) -> None:
    """A digest of two items, and a page of the same source."""
    write(folder / "inbox", "a.md", capture())
    write(folder / "inbox", "b.md", plain(1))


def titles(folder: Path, document: str) -> list[str]:
    """The titles of a feed's entries."""
    return [entry.title for entry in feedparser.parse((folder / "feeds" / document).read_bytes()).entries]


# --- filters ---


def test_a_column_publishes_only_items_that_are_asked_for(tmp_path: Path) -> None:
    """Feeds, counts and the digest's own entry know nothing of the others."""
    fill(tmp_path)
    rule = {"name": COLUMN, "columns": [COLUMN], "include": {"title": "桥"}}

    contents = press(tmp_path, column=[rule]).contents

    assert titles(tmp_path, "chen-jian-su-du/items.xml") == [BRIDGE]
    assert [(one.title, one.digests, one.items) for one in contents.columns] == [
        (COLUMN, 1, 1),
        (SOURCE, 1, 1),
    ]
    assert "十点" not in (tmp_path / "feeds/chen-jian-su-du/feed.xml").read_text("utf-8")
    assert check_edition(tmp_path / "feeds", config(tmp_path), select(["DC"], documents=True)).findings == ()


@pytest.mark.parametrize(
    "patterns",
    [{"title": "桥"}, {"text": "三年"}, {"attribution": "日报$"}, {"title": "没有", "attribution": "河岸"}],
)
def test_a_column_leaves_items_out(tmp_path: Path, patterns: dict[str, str]) -> None:
    """By headline, text or attribution; one of them is enough."""
    fill(tmp_path)

    press(tmp_path, column=[{"name": COLUMN, "columns": [COLUMN], "exclude": patterns}])

    assert titles(tmp_path, "chen-jian-su-du/items.xml") == [LIBRARY]


def test_an_item_keeps_its_documents_whatever_is_left_out(tmp_path: Path) -> None:
    """Its id and its times are those of the whole digest: a repeated heading's second item stays that.

    What is left out now and stood in the edition before is buried.
    """
    body = "\n## 桥\n\n一。（来源：甲报）\n\n## 桥\n\n二。（来源：乙报）\n\n## 船\n\n三。（来源：甲报）\n"
    write(tmp_path / "inbox", "a.md", capture(body))
    press(tmp_path)
    before = {path: data for path, data in tree(tmp_path / "feeds").items() if "/items/" in path}

    press(tmp_path, column=[{"name": COLUMN, "columns": [COLUMN], "exclude": {"text": "^一"}}])

    written = {path: data for path, data in tree(tmp_path / "feeds").items() if "/items/" in path}
    after = {path: data for path, data in written.items() if b"<at:deleted-entry " not in data}
    keys = item_keys(digest_key(URL, TITLE), ["桥", "桥", "船"])
    assert len(before) == 3
    assert {path for path, data in before.items() if after.get(path) == data} == set(after)
    assert {
        tag("localhost,2026", "item", name_of(key)).encode() in b"".join(after.values()) for key in keys[1:]
    } == {True}
    left_out = tag("localhost,2026", "item", name_of(keys[0]))
    assert left_out.encode() not in b"".join(after.values())
    (buried,) = (data for path, data in written.items() if path not in after)
    assert f'<at:deleted-entry ref="{left_out}"'.encode() in buried


def test_a_digest_without_items_is_rejected(tmp_path: Path) -> None:
    """By the rule that says so; the account stays whole, and check says what build does."""
    fill(tmp_path)
    asked: dict[str, Any] = {
        "column": [{"name": "甲", "sources": [SOURCE], "exclude": {"text": "渡船|三年|十点"}}]
    }

    contents = press(tmp_path, **asked).contents

    assert (contents.captures, contents.published, contents.rejected) == (2, 0, 2)
    assert contents.rejected_by_rule == {"IT004": 2}
    settings = config(tmp_path, **asked)
    found = check(target_of(tmp_path / "inbox"), settings, select(["IT004"])).findings
    assert [(one.path, one.message) for one in found] == [
        ("a.md", "column '甲' publishes none of its 2 items; see its include and exclude"),
        ("b.md", "column '甲' does not publish its one item; see its include and exclude"),
    ]


def test_filters_of_another_source_leave_a_digest_alone(tmp_path: Path) -> None:
    """A column has a say about its own digests."""
    fill(tmp_path)

    contents = press(tmp_path, column=[{"name": "甲", "sources": ["甲"], "exclude": {"title": "."}}]).contents

    assert (contents.published, contents.rejected) == (2, 0)


# --- the rest of a column's keys ---


def test_a_column_has_its_own_zone_and_limit(tmp_path: Path) -> None:
    """Its digests stand at one in the morning of its own zone, and its feeds hold so many entries."""
    fill(tmp_path)
    rule = {"name": COLUMN, "columns": [COLUMN], "timezone": "America/Lima", "entries": 1}

    press(tmp_path, column=[rule])

    assert titles(tmp_path, "chen-jian-su-du/items.xml") == [BRIDGE]
    feed = (tmp_path / "feeds/chen-jian-su-du/feed.xml").read_text("utf-8")
    assert "-05:00</published>" in feed
    assert "+08:00</published>" not in feed
    assert "+08:00</published>" in (tmp_path / "feeds/he-an-tong-xun/feed.xml").read_text("utf-8")


def test_a_longer_limit_of_a_column_is_no_finding(tmp_path: Path) -> None:
    """The rules about documents know that a column may have more entries than the edition's."""
    fill(tmp_path)
    asked: dict[str, Any] = {
        "edition": {"entries": 1},
        "column": [{"name": COLUMN, "columns": [COLUMN], "entries": 5}],
    }

    press(tmp_path, **asked)

    assert len(titles(tmp_path, "chen-jian-su-du/items.xml")) == 2
    rules = select(["DC"], documents=True)
    assert check_edition(tmp_path / "feeds", config(tmp_path, **asked), rules).findings == ()


def test_pressing_with_filters_twice_writes_nothing(tmp_path: Path) -> None:
    """Law 2, with every key of a column."""
    fill(tmp_path)
    rule = {"name": COLUMN, "title": "速读$", "timezone": "UTC", "entries": 3, "exclude": {"title": "馆"}}
    press(tmp_path, column=[rule])

    assert press(tmp_path, column=[rule]).documents.written == 0


# --- survey ---


def test_a_survey_lists_the_columns_of_an_inbox(tmp_path: Path) -> None:
    """The largest first; every capture is counted once, and nothing is written."""
    fill(tmp_path)
    write(tmp_path / "inbox", "again.md", capture(fetch_date="2025-06-01T00:00:00"))
    write(tmp_path / "inbox", "c.md", plain(2, date="2025-03-20"))

    rows = survey(config(tmp_path)).rows

    assert rows == (
        Row(SOURCE, SOURCE, "he-an-tong-xun", 2, 2, 0, 0, 1, date(2025, 3, 14), date(2025, 3, 20)),
        Row(COLUMN, SOURCE, "chen-jian-su-du", 2, 1, 0, 1, 2, date(2025, 3, 14), date(2025, 3, 14)),
    )
    assert [path.name for path in tmp_path.iterdir()] == ["inbox"]


def test_a_rejected_capture_counts_where_its_title_and_source_say(tmp_path: Path) -> None:
    """Under its column, under its source, or under a name that nothing else has; even without a date."""
    fill(tmp_path)
    write(tmp_path / "inbox", "1.md", capture("\n", url="https://example.org/1"))
    write(
        tmp_path / "inbox", "2.md", capture("\n", url="https://example.org/2", title="渡口 | 新桥", date="x")
    )
    write(tmp_path / "inbox", "3.md", capture("\n", url="https://example.org/3", source="别家"))
    write(tmp_path / "inbox", "4.md", "nothing at all")

    rows = survey(config(tmp_path)).rows

    assert {(row.title, row.digests, row.rejected, row.captures) for row in rows} == {
        (SOURCE, 1, 1, 2),
        (COLUMN, 1, 1, 2),
        ("别家", 0, 1, 1),
        ("", 0, 1, 1),
    }


def test_a_rejected_page_counts_where_it_says_that_it_belongs(tmp_path: Path) -> None:
    """Its title is the page's own."""
    fill(tmp_path)
    title = f'<meta property="og:title" content="渡口；新桥 | {COLUMN}">'
    head = f'{title}<meta property="og:site_name" content="{SOURCE}">'
    write(tmp_path / "inbox", "1.html", f"<html><head>{head}</head><body><p>桥</p></body></html>")

    rows = survey(config(tmp_path)).rows

    assert {(row.title, row.digests, row.rejected) for row in rows} == {(SOURCE, 1, 0), (COLUMN, 1, 1)}


def test_a_survey_keeps_the_slugs_of_the_edition(tmp_path: Path) -> None:
    """Those that are published are those that are told."""
    fill(tmp_path)
    press(tmp_path)
    told = json.loads((tmp_path / "feeds/edition.json").read_bytes())
    told["columns"][0]["slug"] = "of-old"
    (tmp_path / "feeds/edition.json").write_text(json.dumps(told), "utf-8")

    assert "of-old" in {row.slug for row in survey(config(tmp_path)).rows}


def test_a_survey_proposes_with_a_slug_that_is_free(tmp_path: Path) -> None:
    """And counts the captures that are called alike and kept out."""
    for number, source in enumerate(("甲", "甲", "甲", "乙", "乙", "乙")):
        text = plain(number, source=source, title=f"渡口讲读 第{number}期", date=f"2025-03-0{number + 1}")
        write(tmp_path / "inbox", f"{number}.md", text)
    bad = capture("\n", url="https://example.org/1", source="甲", title="渡口讲读 第9期")
    write(tmp_path / "inbox", "9.md", bad)

    proposals = survey(config(tmp_path)).proposals

    assert [(one.series.column, one.slug, one.rejected) for one in proposals] == [
        (("乙", "渡口讲读"), "du-kou-jiang-du", 0),
        (("甲", "渡口讲读"), "du-kou-jiang-du-78eaf3", 1),
    ]
