"""The judges themselves: tests that lean on them prove nothing if these cannot find a fault."""

from __future__ import annotations

import pytest

from pressrun.digest import Item
from tests.markup.reading import CUT_MARK, KEPT, TITLE, cut_capture, faults, markup_faults


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<script>x()</script>", ["<script>"]),
        ("<p onclick='x()'>甲</p>", ["<p onclick>"]),
        ("<p style='color:red' class=a>甲</p>", ["<p class>", "<p style>"]),
        ("<a href='javascript:x()'>甲</a>", ["<a href='javascript:x()'>"]),
        ("<a href='/x'>甲</a>", ["<a href='/x'>"]),
        ("<a href='https:x'>甲</a>", ["<a href='https:x'>"]),
        ("<img src='data:image/png;base64,AA'>", ["<img src='data:image/png;base64,AA'>"]),
        ("<img src='mailto:a@example.org'>", ["<img src='mailto:a@example.org'>"]),
        ("<p>甲<!-- 乙 --></p>", ["a comment or an instruction", "a comment: ' 乙 '"]),
        ("<ol start=3><li>甲</ol><img src='https://i.example/a.png' alt=甲>", []),
        ("<a href='mailto:a@example.org' title=甲>乙</a>", []),
    ],
)
def test_the_judges_find_what_is_not_on_the_list(markup: str, found: list[str]) -> None:
    """HTML beyond the allow-list is named, HTML within it is not."""
    assert markup_faults(markup) == found


def test_the_judges_find_faults_of_every_field() -> None:
    """An item's texts and its picture are judged as well as its HTML."""
    item = Item(title="", html="<p>\x01</p>", summary="\ufffe", image="javascript:x()")
    assert faults(item) == [
        "no title",
        "the summary holds what XML forbids",
        "the html holds what XML forbids",
        "<img src='javascript:x()'>",
    ]


def test_a_cut_capture_of_ours_has_the_archivers_measure() -> None:
    """Behind the archiver's title heading stand 8,000 characters and three dots."""
    nothing, heading, kept = cut_capture("完", "始").partition(f"\n# {TITLE}\n\n")
    assert (nothing, heading) == ("", f"\n# {TITLE}\n\n")
    assert len(kept) == KEPT + len("...")
    assert kept.startswith("始这一段只为凑满字数。")
    assert kept.endswith("\n\n完...")
    assert CUT_MARK.startswith("<p>[…]")
