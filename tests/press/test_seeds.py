"""The two digests that the project was created from, pressed together."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from pressrun.press.build import Edition
from tests.press.judge import ATOM, Judged, judge_edition
from tests.press.pressing import press

COLUMN = "ji-ke-zao-zhi-dao"


@pytest.fixture(scope="module")
def folder(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeds as its inbox, pressed."""
    folder = tmp_path_factory.mktemp("seeds")
    shutil.copytree(seeds, folder / "inbox")
    edition: Edition = press(folder)
    # One of the two was cut by its archiver.
    assert [finding.code for finding in edition.findings] == ["BD015"]
    return folder


@pytest.fixture(scope="module")
def documents(folder: Path) -> dict[str, Judged]:
    """Every Atom document of that edition, judged."""
    return {judged.path: judged for judged in judge_edition(folder / "feeds")}


def items(folder: Path) -> list[etree._Element]:
    """The entries of items.xml."""
    feed = etree.fromstring((folder / "feeds" / COLUMN / "items.xml").read_bytes())
    return feed.findall(f"{ATOM}entry")


def test_the_seeds_are_one_column_of_two_digests(folder: Path) -> None:
    """One column 极客早知道, two digests, 24 items, nothing rejected."""
    told = json.loads((folder / "feeds" / "edition.json").read_bytes())
    (column,) = told.pop("columns")
    assert told == {"captures": 2, "published": 2, "rejected": 0, "duplicates": 0, "rejected_by_rule": {}}
    del column["updated"]
    assert column == {
        "slug": COLUMN,
        "title": "极客早知道",
        "source": "极客公园",
        "digests": 2,
        "items": 24,
        "feed": f"http://127.0.0.1:8000/{COLUMN}/feed.xml",
    }


def test_the_column_feed_has_two_entries_and_the_items_feed_24(documents: dict[str, Judged]) -> None:
    """feed.xml holds the digests, items.xml what is in them."""
    assert len(documents[f"{COLUMN}/feed.xml"].entries) == 2
    assert len(documents[f"{COLUMN}/items.xml"].entries) == 24


def test_every_item_has_a_document_of_its_own(documents: dict[str, Judged]) -> None:
    """24 documents of one entry each, and no other Atom document but the two feeds and their month's."""
    own = [judged for path, judged in documents.items() if "/items/" in path]
    archive = [judged for path, judged in documents.items() if "/archive/" in path]
    assert sum(len(judged.entries) for judged in archive) == 2
    assert len(own) == 24 == len(documents) - 2 - len(archive)
    assert {len(judged.entries) for judged in own} == {1}
    entries = {judged.entries[0] for judged in own}
    assert entries == set(documents[f"{COLUMN}/items.xml"].entries)


def test_every_document_is_well_formed(documents: dict[str, Judged]) -> None:
    """Feedparser finds no fault in any of them."""
    assert [path for path, judged in documents.items() if judged.bozo] == []


def test_the_digests_have_ten_and_fourteen_items(documents: dict[str, Judged]) -> None:
    """An item's month is its digest's, and its link leads to its digest's page."""
    pages = Counter(entry[2].partition("#")[0] for entry in documents[f"{COLUMN}/items.xml"].entries)
    assert sorted(pages.values()) == [10, 14]


#: Where the items come from, newest digest first, each digest in its own order.
ATTRIBUTIONS = [
    *(
        "新浪财经",
        "IT 之家",
        "界面新闻",
        "cnBeta",
        "IT 之家",
        "IT 之家",
        "快科技",
        "IT 之家",
        "蓝鲸财经",
        "快科技",
    ),
    *(
        "IT 之家",
        "IT 之家",
        "IT 之家",
        "IT 之家",
        "IT 之家",
        "界面新闻",
        "36 氪",
        "特工宇宙",
        "36 氪",
        "IT 之家",
    ),
    *("IT 之家", "IT 之家", "IT 之家", "IT 之家"),
]


def test_every_item_names_where_it_comes_from(folder: Path) -> None:
    """24 attributions, each one category and the last line of its item, and none left in brackets."""
    categories = [[each.get("term") for each in item.findall(f"{ATOM}category")] for item in items(folder)]
    assert categories == [[name] for name in ATTRIBUTIONS]
    contents = [item.findtext(f"{ATOM}content", "") for item in items(folder)]
    assert [content.rpartition("\n")[2] for content in contents] == [
        f"<p>— {name}</p>" for name in ATTRIBUTIONS
    ]
    assert not any(
        bracket in content for content in contents for bracket in ("（来源", "（消息来源", "(来源")
    )


@pytest.mark.parametrize(
    "leftover",
    [
        "更多阅读",
        "预览时标签不可点",
        "微信扫一扫",
        "头图来源",
        "轻触查看原文",
        "![",
        "**",
        "阅读原文",
        "Scan to Follow",
    ],
)
def test_no_item_holds_what_is_no_news(folder: Path, leftover: str) -> None:
    """Interface words, further reading, credits and raw Markdown are in no entry."""
    for item in items(folder):
        for name in ("title", "summary", "content"):
            assert leftover not in item.findtext(f"{ATOM}{name}", "")


def test_titles_are_headlines(folder: Path) -> None:
    """A title is one line of text, without Markdown or markup."""
    titles = [item.findtext(f"{ATOM}title", "") for item in items(folder)]
    assert len(set(titles)) == 24
    assert [
        title for title in titles if re.search(r"[<>\n#*]|\]\(", title) or not 4 <= len(title) <= 80
    ] == []
