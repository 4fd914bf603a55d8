"""What leaves an inbox, what turns into an error page, and what the edition says of it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from pressrun.errors import InputUnreachable
from pressrun.press.press import Press
from pressrun.store.publish import Written
from tests.press.editions import contents, feed, item_feeds, live
from tests.press.pressing import WALK, config, fill, press, tree
from tests.samples import capture, write

PAGE = "2025/03/14/a.md"
OTHER = "2025/03/15/b.md"
#: What stands in place of an article where a site wants to know whether a person reads it.
CAPTCHA = "\n# 环境异常\n\n当前环境异常，完成验证后即可继续访问。\n\n去验证\n"


def article(number: int, **values: str) -> str:
    """A page of the column, and its number."""
    given = {"title": f"河岸第 {number} 篇", "url": f"https://example.org/pages/{number}"} | values
    return capture(f"\n第 {number} 篇写的是河岸。{WALK}\n", **given)


def documents(output: Path) -> dict[str, bytes]:
    """What the columns consist of."""
    return {
        path: data for path, data in tree(output).items() if path.endswith((".xml", ".json")) and "/" in path
    }


def test_a_page_captured_again_as_an_error_page_stays_as_it_was(tmp_path: Path) -> None:
    """The capture is rejected under its code, and the finding says that the good version stays."""
    write(tmp_path / "inbox", PAGE, article(1))
    write(tmp_path / "inbox", OTHER, article(2))
    press(tmp_path)
    before = documents(tmp_path / "feeds")

    write(
        tmp_path / "inbox",
        PAGE,
        capture(
            CAPTCHA, title="环境异常", url="https://example.org/pages/1", fetch_date="2025-06-01T00:00:00"
        ),
    )
    press(tmp_path)
    press(tmp_path)

    assert documents(tmp_path / "feeds") == before
    said = contents(tmp_path / "feeds")
    assert (said["published"], said["rejected"], said["columns"][0]["digests"]) == (1, 1, 2)
    report = json.loads((tmp_path / "feeds" / "report.json").read_bytes())
    (file,) = [file for file in report["files"] if file["path"] == PAGE]
    assert [finding["message"].endswith("what was published before stays") for finding in file["findings"]][
        [finding["code"] for finding in file["findings"]].index(file["cause"])
    ]


@pytest.mark.parametrize("text", ["", "---\ntitle: x\n", "\x00"], ids=["empty", "unclosed", "binary"])
def test_a_capture_that_was_overwritten_with_anything_keeps_its_digest(tmp_path: Path, text: str) -> None:
    """Nobody can tell what it is of; at the same path it is taken for a re-capture."""
    write(tmp_path / "inbox", PAGE, article(1))
    press(tmp_path)
    before = documents(tmp_path / "feeds")

    write(tmp_path / "inbox", PAGE, text)
    press(tmp_path)

    assert documents(tmp_path / "feeds") == before


def test_another_article_at_the_same_path_is_no_re_capture(tmp_path: Path) -> None:
    """The old digest has left the inbox."""
    write(tmp_path / "inbox", PAGE, article(1))
    write(tmp_path / "inbox", OTHER, article(2))
    press(tmp_path)
    (old,) = [entry.id for entry in live(tmp_path / "feeds").entries if entry.title == "河岸第 1 篇"]

    write(tmp_path / "inbox", PAGE, article(3))
    press(tmp_path)

    now = live(tmp_path / "feeds")
    assert sorted(now.titles) == ["河岸第 2 篇", "河岸第 3 篇"]
    assert [ref for ref, _ in now.gone] == [old]


def test_a_digest_that_left_the_inbox_is_buried(tmp_path: Path) -> None:
    """Its id in feed.xml, its items' in items.xml and in their own documents; the archive drops it."""
    write(tmp_path / "inbox", PAGE, article(1))
    write(tmp_path / "inbox", OTHER, article(2, fetch_date="2025-05-20T12:00:00"))
    press(tmp_path)
    digests, items = live(tmp_path / "feeds"), live(tmp_path / "feeds", "items.xml")
    place = digests.titles.index("河岸第 1 篇")

    (tmp_path / "inbox" / PAGE).unlink()
    press(tmp_path)

    when = "2025-05-20T12:00:00.000000+08:00"
    output = tmp_path / "feeds"
    now = live(output)
    assert (now.titles, now.gone) == (["河岸第 2 篇"], ((digests.ids[place], when),))
    assert live(output, "items.xml").gone == ((items.ids[place], when),)
    (buried,) = [one for one in item_feeds(output) if not one.entries]
    assert (buried.entries, buried.gone) == ((), ((items.ids[place], when),))
    assert feed(next(output.glob("*/archive/2025-03.xml"))).titles == ["河岸第 2 篇"]
    assert contents(output)["columns"][0]["digests"] == 1


def test_a_grave_stays_as_it_is_until_the_inbox_is_90_days_older(tmp_path: Path) -> None:
    """`when` is kept; nothing depends on the clock of the build."""
    write(tmp_path / "inbox", PAGE, article(1))
    write(tmp_path / "inbox", OTHER, article(2))
    press(tmp_path)
    (tmp_path / "inbox" / PAGE).unlink()
    press(tmp_path)
    stone = live(tmp_path / "feeds").gone

    seen = []
    for day in ("2025-07-31T08:00:00", "2025-07-31T08:31:00"):
        write(tmp_path / "inbox", "c.md", article(3, fetch_date=day))
        press(tmp_path)
        seen.append((live(tmp_path / "feeds").gone, live(tmp_path / "feeds", "items.xml").gone != ()))

    assert seen == [(stone, True), ((), False)]
    assert len(item_feeds(tmp_path / "feeds")) == 2


def test_a_digest_that_comes_back_has_its_old_ids(tmp_path: Path) -> None:
    """And its grave is gone."""
    write(tmp_path / "inbox", PAGE, article(1))
    write(tmp_path / "inbox", OTHER, article(2))
    press(tmp_path)
    before = documents(tmp_path / "feeds")
    (tmp_path / "inbox" / PAGE).unlink()
    press(tmp_path)

    write(tmp_path / "inbox", PAGE, article(1))
    press(tmp_path)

    assert documents(tmp_path / "feeds") == before


def test_a_column_whose_last_digest_left_says_so(tmp_path: Path) -> None:
    """Its feeds hold the graves alone, and it is no column of the edition any more."""
    write(tmp_path / "inbox", PAGE, article(1, source="甲"))
    write(tmp_path / "inbox", OTHER, article(2, source="乙"))
    press(tmp_path)
    (tmp_path / "inbox" / PAGE).unlink()
    for _ in range(2):
        press(tmp_path)

        assert sorted(path.name for path in (tmp_path / "feeds" / "jia").glob("*.*")) == [
            "feed.xml",
            "items.xml",
        ]
        told = feed(tmp_path / "feeds" / "jia" / "feed.xml")
        assert (told.entries, len(told.gone), set(told.links)) == ((), 1, {"self"})
        assert [column["slug"] for column in contents(tmp_path / "feeds")["columns"]] == ["yi"]


def test_nothing_is_removed_where_the_config_says_keep(tmp_path: Path) -> None:
    """For inboxes that are rotated: every digest stays, with its documents, for ever."""
    keeping = {"removed": "keep"}
    write(tmp_path / "inbox", PAGE, article(1))
    write(tmp_path / "inbox", OTHER, article(2))
    press(tmp_path, edition=keeping)
    before = documents(tmp_path / "feeds")

    (tmp_path / "inbox" / PAGE).unlink()
    press(tmp_path, edition=keeping)

    assert documents(tmp_path / "feeds") == before
    said = contents(tmp_path / "feeds")
    assert (said["captures"], said["published"], said["columns"][0]["digests"]) == (1, 1, 2)


def test_the_drop_guard_leaves_a_column_that_would_lose_most_of_its_digests(tmp_path: Path) -> None:
    """More than half and more than three in one run: it stays as it is, the others are pressed."""
    fill(tmp_path, 7)
    write(tmp_path / "inbox", "other.md", article(20, source="乙"))
    press(tmp_path)
    before = documents(tmp_path / "feeds")
    for number in range(4):
        (tmp_path / "inbox" / f"2025/03/14/{number:04}.md").unlink()
    write(tmp_path / "inbox", "new.md", article(21, source="乙"))
    write(tmp_path / "inbox", "more.md", article(22))

    edition = press(tmp_path)

    after = documents(tmp_path / "feeds")
    (slug,) = edition.guarded
    assert slug != "yi"
    assert {path for path in after if after[path] != before.get(path)}
    assert {path: data for path, data in after.items() if path.startswith(f"{slug}/")} == {
        path: data for path, data in before.items() if path.startswith(f"{slug}/")
    }
    assert [(column["slug"], column["digests"]) for column in contents(tmp_path / "feeds")["columns"]] == [
        (slug, 7),
        ("yi", 2),
    ]


def test_force_lets_them_leave(tmp_path: Path) -> None:
    """With their graves."""
    fill(tmp_path, 7)
    press(tmp_path)
    for number in range(4):
        (tmp_path / "inbox" / f"2025/03/14/{number:04}.md").unlink()

    edition = press(tmp_path, force=True)

    now = live(tmp_path / "feeds")
    assert (edition.guarded, len(now.entries), len(now.gone)) == ((), 3, 4)


def test_three_digests_or_half_of_a_column_may_leave(tmp_path: Path) -> None:
    """That is housekeeping."""
    fill(tmp_path, 8)
    press(tmp_path)
    for number in range(4):
        (tmp_path / "inbox" / f"2025/03/14/{number:04}.md").unlink()
    assert press(tmp_path).guarded == ()
    for number in range(4, 7):
        (tmp_path / "inbox" / f"2025/03/14/{number:04}.md").unlink()
    assert press(tmp_path).guarded == ()

    assert len(live(tmp_path / "feeds").entries) == 1


def test_an_inbox_that_came_up_empty_is_an_error(tmp_path: Path) -> None:
    """Not a removal of everything."""
    write(tmp_path / "inbox", PAGE, article(1))
    press(tmp_path)
    before = tree(tmp_path / "feeds")
    (tmp_path / "inbox" / PAGE).unlink()

    with pytest.raises(InputUnreachable, match="--force"):
        press(tmp_path)

    assert tree(tmp_path / "feeds") == before


def test_an_item_that_an_edit_dropped_is_buried(tmp_path: Path) -> None:
    """Its digest lives on without it."""
    write(tmp_path / "inbox", PAGE, capture())
    press(tmp_path)
    before = live(tmp_path / "feeds", "items.xml")
    body = (
        "\n## 河上新桥通车\n\n这座桥用了三年建成，今天上午开放。（来源：河岸日报）\n"
        "\n## 渡口的灯修好了\n\n守灯人说，往后夜里也看得见浮标了。（来源：河岸日报）\n"
    )

    write(tmp_path / "inbox", PAGE, capture(body, fetch_date="2025-05-09T10:00:00"))
    press(tmp_path)

    after = live(tmp_path / "feeds", "items.xml")
    assert before.ids[0] in after.ids
    assert [ref for ref, _ in after.gone] == [before.ids[1]]
    assert (len(after.entries), len(live(tmp_path / "feeds").gone)) == (2, 0)


def test_a_guarded_edition_is_not_pressed_again_and_again(tmp_path: Path) -> None:
    """It leaves no ledger: while nothing changes a further cycle reads nothing, and says the same."""
    fill(tmp_path, 8)
    one = Press(config(tmp_path))
    one.press()
    for number in range(6):
        (tmp_path / f"inbox/2025/03/14/{number:04}.md").unlink()
    # A file of the last two seconds is read again in any case.
    time.sleep(2.2)
    first = one.press()
    read: list[int] = []

    second = one.press(progress=lambda _, total: read.append(total))

    assert (second.guarded, second.contents, read) == (first.guarded, first.contents, [])
    assert second.documents == Written(0, 6, 0)


@pytest.mark.parametrize("change", ["inbox", "edition"])
def test_a_guarded_edition_is_pressed_again_when_something_changes(tmp_path: Path, change: str) -> None:
    """A capture that is new, or a build that let the digests leave."""
    fill(tmp_path, 8)
    one = Press(config(tmp_path))
    one.press()
    for number in range(6):
        (tmp_path / f"inbox/2025/03/14/{number:04}.md").unlink()
    time.sleep(2.2)
    assert one.press().guarded != ()
    if change == "inbox":
        write(tmp_path / "inbox", "2025/03/15/new.md", article(9))
        assert one.press().contents.captures == 3
    else:
        press(tmp_path, force=True)
        assert one.press().guarded == ()
