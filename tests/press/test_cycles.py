"""A cycle by the ledger gives what a run gives that has the documents alone (laws 2 and 6)."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from pressrun.press.build import build
from tests.press.pressing import WALK, config, fill, plain, press, tree
from tests.samples import capture, write

MORNING = {"name": "Morning", "slug": "he-an", "title": "^晨间"}


def both(folder: Path, **values: Any) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The edition after a cycle by the ledger, and after a run from a copy of the edition before."""
    twin = folder / "twin"
    shutil.rmtree(twin, ignore_errors=True)
    shutil.copytree(folder / "feeds", twin / "feeds")
    settings = config(folder, **values)
    build(settings)
    build(settings.model_copy(update={"output": str(twin / "feeds"), "state": str(twin / ".pressrun")}))
    return tree(folder / "feeds"), tree(twin / "feeds")


def page(number: int, body: str, *, title: str = "", url: str = "", fetched: str = "2025-05-01") -> str:
    """A capture of one article with this body; its own address and title where none is given."""
    return capture(
        f"\n{body}\n",
        title=title or f"河岸第 {number} 篇",
        url=url or f"https://example.org/pages/{number}",
        date="2025-03-14",
        fetch_date=f"{fetched}T08:00:00",
    )


def test_a_page_lists_ten_digests_where_live_feeds_hold_three(tmp_path: Path) -> None:
    """What readers see of a column does not depend on how it was pressed."""
    fill(tmp_path, 12)
    press(tmp_path, edition={"entries": 3})
    write(tmp_path / "inbox", "new.md", plain(77))

    ours, theirs = both(tmp_path, edition={"entries": 3})

    assert ours == theirs
    assert ours["he-an-tong-xun/index.html"].count(b"<h3") == 10


def test_a_folder_that_the_config_gives_to_a_new_column_is_left_by_the_one_that_had_it(
    tmp_path: Path,
) -> None:
    """Two columns never share a folder."""
    write(tmp_path / "inbox", "a.md", plain(1, source="He An"))
    press(tmp_path, column=[MORNING])
    write(tmp_path / "inbox", "b.md", plain(2, title="晨间第二篇"))

    ours, theirs = both(tmp_path, column=[MORNING])

    assert ours == theirs
    assert {path.partition("/")[0] for path in ours if path.endswith("/rss.xml")} == {
        "he-an",
        "he-an-40da24",
    }


def test_a_text_that_its_set_kept_out_for_a_while_is_published_as_it_is_by_then(tmp_path: Path) -> None:
    """It was changed while it stood under three titles, and one of these has left."""
    inbox = tmp_path / "inbox"
    write(inbox, "1.md", page(1, f"新桥今天通车。{WALK}"))
    write(inbox, "2.md", page(2, WALK))
    write(inbox, "3.md", page(3, f"图书馆今天开门。{WALK}"))
    press(tmp_path)
    write(inbox, "1.md", page(1, WALK, fetched="2025-05-02"))
    write(inbox, "3.md", page(3, WALK, fetched="2025-05-02"))
    assert press(tmp_path).contents.rejected == 3
    (inbox / "3.md").unlink()

    ours, theirs = both(tmp_path)

    assert ours == theirs
    assert "新桥今天通车".encode() not in ours["he-an-tong-xun/feed.xml"]


def test_a_capture_that_its_set_lets_in_again_adds_its_address(tmp_path: Path) -> None:
    """Though another one speaks for its digest, and it did not change."""
    inbox = tmp_path / "inbox"
    told = "https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1&sn="
    write(inbox, "1.md", page(1, WALK, url=told + "a"))
    write(inbox, "1-later.md", page(1, f"{WALK}又一句。", url=told + "b", fetched="2025-06-01"))
    write(inbox, "2.md", page(2, WALK))
    write(inbox, "3.md", page(3, WALK))
    press(tmp_path)
    (inbox / "3.md").unlink()

    ours, theirs = both(tmp_path)

    assert ours == theirs


def test_a_text_replaced_in_silence_is_known_by_its_first_capture_at_once(tmp_path: Path) -> None:
    """Pressing twice changes no file: the uncut capture that speaks is not the first that says so."""
    inbox = tmp_path / "inbox"
    cut = f"新桥今天通车。{WALK[:90]}\n\n<!-- pressrun: cut -->"
    write(inbox, "cut.md", page(1, cut, fetched="2025-05-09"))
    press(tmp_path)
    for name, day in (("whole-1.md", "2025-05-01"), ("whole-2.md", "2025-05-03")):
        write(inbox, name, page(1, f"新桥今天通车。{WALK}", fetched=day))
    press(tmp_path)
    once = tree(tmp_path / "feeds")

    shutil.rmtree(tmp_path / ".pressrun")
    press(tmp_path)

    assert tree(tmp_path / "feeds") == once


def test_captures_of_one_url_and_title_are_of_one_digest_whenever_each_was_read(tmp_path: Path) -> None:
    """A re-capture under a new title takes along another file of that title, which did not change."""
    inbox = tmp_path / "inbox"
    url = "https://example.org/listing"
    captcha = "# 环境异常\n\n当前环境异常，完成验证后即可继续访问。\n\n去验证"
    write(inbox, "a.md", page(1, f"新桥今天通车。{WALK}", url=url))
    write(inbox, "b.md", page(1, captcha, title="环境异常", url=url))
    press(tmp_path)
    write(inbox, "a.md", page(1, captcha, title="环境异常", url=url))

    ours, theirs = both(tmp_path)

    assert ours == theirs
    assert ours["report.json"].count(b"what was published before stays") == 2


def test_a_path_whose_file_had_left_is_no_longer_that_of_its_digest(tmp_path: Path) -> None:
    """Another file is remembered for it; a new title at the old path is another digest, either way."""
    inbox = tmp_path / "inbox"
    url, text = "https://example.org/listing", f"新桥今天通车。{WALK}"
    write(inbox, "a.md", page(1, text, url=url))
    write(inbox, "b.md", page(1, text, url=url, fetched="2025-05-02"))
    press(tmp_path)
    (inbox / "a.md").unlink()
    press(tmp_path)
    write(inbox, "a.md", page(1, text, title="河岸改版", url=url, fetched="2025-05-03"))

    ours, theirs = both(tmp_path)

    assert ours == theirs
    assert ours["he-an-tong-xun/feed.json"].count(b'"date_published"') == 2


def test_a_file_whose_name_is_no_utf_8_is_known_without_a_ledger(tmp_path: Path) -> None:
    """Written again with other words and the same `fetch_date` it is an edit."""
    inbox = tmp_path / "inbox"
    name = os.fsdecode(b"\xff.md")
    write(inbox, name, page(1, f"新桥今天通车。{WALK}"))
    press(tmp_path)
    write(inbox, name, page(1, f"新桥明天通车。{WALK}"))

    ours, theirs = both(tmp_path)

    assert ours == theirs
    assert "新桥明天通车".encode() in ours["he-an-tong-xun/feed.xml"]


def test_what_a_ledger_knows_of_captures_is_known_to_a_run_of_the_whole_inbox_as_well(
    tmp_path: Path,
) -> None:
    """--force presses everything; a file that was only a duplicate stays a capture of its digest."""
    inbox = tmp_path / "inbox"
    url, text = "https://example.org/listing", f"新桥今天通车。{WALK}"
    write(inbox, "a.md", page(1, text, url=url))
    write(inbox, "b.md", page(1, text, url=url, fetched="2025-05-02"))
    press(tmp_path)
    write(inbox, "b.md", page(1, text, title="河岸改版", url=url, fetched="2025-05-03"))

    assert press(tmp_path, force=True).contents.published == 1


@pytest.mark.parametrize("name", ["a.md", os.fsdecode(b"\xff\xfe\n.md")])
def test_a_duplicate_under_a_new_title_is_of_its_digest_whatever_is_lost(tmp_path: Path, name: str) -> None:
    """The report tells which digest each capture belongs to: a ledger is not needed for it."""
    inbox = tmp_path / "inbox"
    url, text = "https://example.org/listing", f"新桥今天通车。{WALK}"
    write(inbox, name, page(1, text, url=url, fetched="2025-05-02"))
    write(inbox, "b.md", page(1, text, url=url, fetched="2025-05-03"))
    press(tmp_path)
    write(inbox, name, page(1, text, url=url, title="列表二", fetched="2025-05-01"))

    ours, theirs = both(tmp_path)

    assert ours == theirs
    told = json.loads(theirs["report.json"])["files"]
    assert {file["outcome"] for file in told} == {"duplicate", "published"}
    assert len({file["digest"] for file in told}) == 1


def test_a_text_is_taken_from_another_capture_once_its_own_says_something_else(tmp_path: Path) -> None:
    """The capture that speaks did not change: only the path that is remembered does."""
    inbox = tmp_path / "inbox"
    text = f"新桥今天通车。{WALK}"
    write(inbox, "a.md", page(1, text, fetched="2025-05-01"))
    write(inbox, "b.md", page(1, text, fetched="2025-05-03"))
    press(tmp_path)
    write(inbox, "a.md", page(1, WALK, fetched="2025-05-01"))

    ours, theirs = both(tmp_path)

    assert ours == theirs
    (item,) = json.loads(ours["he-an-tong-xun/feed.json"])["items"]
    assert item["_pressrun"]["path"] == "b.md"
