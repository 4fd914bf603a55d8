"""What only the whole inbox shows, in `build` as in `check`."""

from __future__ import annotations

import json
from pathlib import Path

from pressrun.config import Config
from pressrun.press import check, target_of
from pressrun.rules import select
from tests.press.pressing import WALK, plain, press
from tests.samples import capture, write

TITLES = ("河上新桥通车", "图书馆延长开放", "旧厂房改成剧场")


def _fill(folder: Path, titles: tuple[str, ...]) -> None:
    """Pages of one text under several titles, and beside them an article."""
    for number, title in enumerate(titles):
        text = capture(f"\n首页 新闻 关于\n\n{WALK}\n", title=title, url=f"https://example.org/{number}")
        write(folder / "inbox", f"{number}.md", text)
    write(folder / "inbox", "article.md", plain(9))


def test_boilerplate_is_rejected_by_build_and_counted(tmp_path: Path) -> None:
    """The article stays; edition.json says under which rule the others went (law 3)."""
    _fill(tmp_path, TITLES)

    press(tmp_path)

    edition = json.loads((tmp_path / "feeds/edition.json").read_text("utf-8"))
    assert edition["rejected_by_rule"] == {"XF003": 3}
    assert [edition[key] for key in ("captures", "published", "rejected", "duplicates")] == [4, 1, 3, 0]


def test_two_such_pages_are_published(tmp_path: Path) -> None:
    """And the third, when it comes, takes them out again."""
    _fill(tmp_path, TITLES[:2])
    assert press(tmp_path).contents.published == 3

    _fill(tmp_path, TITLES)
    assert press(tmp_path).contents.published == 1


def test_a_duplicate_is_counted_as_one_and_published_once(tmp_path: Path) -> None:
    """XF001 is a warning: what it names is the edition's duplicates, one for one."""
    write(tmp_path / "inbox", "a.md", plain(1))
    write(tmp_path / "inbox", "b.md", plain(1))

    edition = press(tmp_path)

    assert [(one.path, one.code) for one in edition.findings] == [("b.md", "XF001")]
    assert (edition.contents.published, edition.contents.duplicates) == (1, 1)


def test_check_and_build_reject_the_same(tmp_path: Path) -> None:
    """What `check` calls an error is what `build` keeps out."""
    _fill(tmp_path, TITLES)

    checked = check(target_of(tmp_path / "inbox"), Config(), select())

    assert checked.findings == press(tmp_path).findings
    assert [(one.path, one.code) for one in checked.findings] == [(f"{n}.md", "XF003") for n in range(3)]


def test_a_file_that_is_named_alone_is_no_set(tmp_path: Path) -> None:
    """A rule about a set is silent where the set is not there."""
    _fill(tmp_path, TITLES)

    assert check(target_of(tmp_path / "inbox/0.md"), Config(), select(["XF"])).findings == ()
