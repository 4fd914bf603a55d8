"""BD013 to BD016 at their edges."""

from __future__ import annotations

import pytest

from pressrun.markup.cut import CUT_LENGTH
from tests.rules.proving import FETCH_DATE, codes, findings
from tests.samples import capture


def _page(body: str) -> str:
    return capture(f"\n# 河上新桥\n\n{body}", title="河上新桥", fetch_date=FETCH_DATE)


@pytest.mark.parametrize(("letters", "told"), [(1, True), (79, True), (80, False)])
def test_a_body_is_short_below_80_letters(letters: int, told: bool) -> None:  # noqa: FBT001  a column
    """White space and punctuation are no letters."""
    assert (codes(_page("桥，" * letters), rules=["BD014"]) == ["BD014"]) == told


@pytest.mark.parametrize(("pictures", "told"), [(0, True), (1, True), (2, False)])
def test_a_short_body_may_show_its_article(pictures: int, told: bool) -> None:  # noqa: FBT001  a column
    """Two pictures with a caption are a picture story."""
    body = "桥\n\n" + "![](https://img.example.org/1.jpg)\n\n" * pictures
    assert (codes(_page(body), rules=["BD014"]) == ["BD014"]) == told


def test_a_short_body_that_is_no_article_has_its_cause_alone() -> None:
    """Half a line that says why is not short, it is deleted."""
    assert codes(_page("该内容已被发布者删除"), rules=["BD003", "BD014"]) == ["BD003"]
    assert codes(_page("知道了"), rules=["BD001", "BD014"]) == ["BD001"]


@pytest.mark.parametrize(("length", "told"), [(-1, False), (0, True), (1, False)])
def test_a_body_is_cut_at_exactly_8000_characters(length: int, told: bool) -> None:  # noqa: FBT001
    """Behind the archiver's own heading; an ellipsis elsewhere is the author's."""
    text = "桥" * (CUT_LENGTH + length) + "..."
    assert (codes(_page(text), rules=["BD015"]) == ["BD015"]) == told


def test_the_place_of_a_cut_is_its_mark() -> None:
    """The three dots at the end of the last line."""
    (finding,) = findings(_page("桥" * CUT_LENGTH + "..."), rules=["BD015"])
    assert (finding.line, finding.column, finding.end_column) == (11, CUT_LENGTH + 1, CUT_LENGTH + 4)


@pytest.mark.parametrize(
    ("links", "lines", "told"), [(2, 2, False), (3, 2, True), (1, 0, True), (0, 3, False)]
)
def test_most_lines_are_more_than_half(links: int, lines: int, told: bool) -> None:  # noqa: FBT001
    """Of the lines that count, the title's headings apart."""
    body = "* [桥](https://e.org/1)\n" * links + "\n" + "桥\n\n" * lines
    assert (codes(_page(body), rules=["BD016"]) == ["BD016"]) == told


@pytest.mark.parametrize(
    "line", ["* [桥](https://e.org/1) 开放", "[桥](https://e.org/1)", "* 桥", "* ![桥](https://e.org/1)"]
)
def test_a_line_that_says_more_than_its_link_is_text(line: str) -> None:
    """So is a link in no list: a paragraph."""
    assert codes(_page(f"{line}\n" * 9), rules=["BD016"]) == []


@pytest.mark.parametrize(("lines", "told"), [(2, False), (3, True)])
def test_three_interface_lines_are_told(lines: int, told: bool) -> None:  # noqa: FBT001  a column
    """Two may be the article's own words."""
    assert (codes(_page("桥\n\n" + "知道了\n\n" * lines), rules=["BD013"]) == ["BD013"]) == told
