"""Caps on size and nesting: hostile text comes out as text, soon, and whole (law 9)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pressrun.markup.depth import MAX_LENGTH
from tests.markup.reading import CUT_MARK, faults, whole

# A text that needs more than this is a text that stops the press: the process ends, the test fails.
_CHILD = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from pressrun.markup import read, shown_text
from pressrun.markup.residual import count_letters, has_picture, residual_lines
from tests.markup.reading import digest
what, text = json.load(sys.stdin)
if what == "residual":
    print(json.dumps([count_letters(residual_lines(text, "甲"), 10 ** 9), has_picture(text)]))
else:
    page = what == "page"
    items = read(digest(), text, page=page).items
    shown = shown_text(text) if page else ""
    print(json.dumps([len(items), sum(len(item.html) for item in items), len(shown)]))
"""


def _in_a_child(what: str, text: str) -> list[int]:
    """What a process of its own makes of the text, under caps on processor time and memory."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input=json.dumps([what, text]),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, f"ended by {-done.returncode}: {done.stderr[-300:]}"
    answer: list[int] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(
    "text",
    [
        ">" * 5_000 + "深处",
        "> " * 5_000 + "深处",
        "- " * 5_000 + "深处",
        "1. " * 5_000 + "深处",
        "> - " * 2_000 + "深处",
        "|" * 400 + "\n" + "|-" * 399 + "|\n" + "|甲|",
    ],
)
def test_text_nested_too_deeply_is_published_flat(text: str) -> None:
    """Quotations, lists and tables beyond the cap are plain paragraphs: nothing is left out."""
    item = whole(text)
    assert item.html == f"<p>{text.replace('>', '&gt;')}</p>"
    assert not item.cut


def test_flat_text_keeps_its_paragraphs() -> None:
    """An empty line still divides, and markup is shown as written."""
    deep = ">" * 300
    assert whole(f"# 甲\n\n{deep}深处\n\n**乙** <b>").html == (
        f"<p># 甲</p>\n<p>{'&gt;' * 300}深处</p>\n<p>**乙** &lt;b&gt;</p>"
    )


@pytest.mark.parametrize(
    ("text", "tag", "count"),
    [
        (">" * 50 + "深处", "<blockquote>", 50),
        ("\n".join(f"{'  ' * depth}* 项" for depth in range(20)), "<ul>", 20),
        ("|甲" * 20 + "|\n" + "|-" * 20 + "|\n" + ("|一" * 20 + "|\n") * 100, "<td>", 2_000),
        ("*甲 " * 90 + "乙" + "*" * 90, "<em>", 90),
    ],
)
def test_ordinary_nesting_is_kept(text: str, tag: str, count: int) -> None:
    """What people write is far below the caps."""
    assert whole(text).html.count(tag) == count


@pytest.mark.parametrize("text", ["[" * 60_000, "!" + "[" * 60_000, "]" * 60_000, "(" * 60_000])
def test_a_flood_of_one_character_is_text(text: str) -> None:
    """Openings that nothing closes are printed."""
    assert whole(text).html == f"<p>{text}</p>"


def test_a_flood_of_html_brackets_is_text() -> None:
    """Also of the characters that HTML escapes."""
    assert whole("<" * 60_000).html == f"<p>{'&lt;' * 60_000}</p>"
    assert whole("a" + "&" * 60_000).html == f"<p>a{'&amp;' * 60_000}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "|甲\n|-\n" * 20_000,
        "[甲](" * 30_000,
        "[甲](<乙" * 20_000,
        "*甲 **乙 " * 15_000,
        "_甲" * 60_000,
        "`" + "".join("`" * n + " " for n in range(400)),
        "[甲]: /乙\n" * 15_000 + "\n[甲]",
        "- 甲\n" * 30_000,
        "甲&#1;" * 20_000,
        "<!--" * 30_000,
        "## 甲\n\n桥（来源：甲）\n\n" * 6_000,
        "甲" * 5_000_000,
        "甲乙丙丁。\n\n" * 500_000,
        "## 甲\n\n桥" + " " * 120_000 + "，来源不明\n\n## 乙\n\n馆。",
        "## 甲\n\n（" + "\u3000" * 120_000 + "来源\n\n## 乙\n\n馆。",
        "abc****" * 18_000,
        "****a " * 21_000,
        "**甲**\n\n" * 12_000 + "原文链接：\n\n原文链接：",
        "**新闻速览**\n\n" + "•甲乙丙丁\n\n" * 5_000 + "**甲乙丙戊**\n\n**己**\n\n原文链接：\n\n" * 2_000,
        "原文链接：https://a.example/\n" * 5_000,
        "**" + "原文链接：" * 20_000 + "**",
        "• 甲:<https://a.example/>\n" * 4_000,
        "•" * 120_000 + "://://://",
        "\n\n".join("• " + "http://" * 40 + " 甲" for _ in range(400)),
        "• 甲:" + "http://" * 17_000,
        "01\n\n甲\n\n相关链接：\n\nhttps://a.example/\n\n" * 3_000,
        "*" * 60_000 + "01" + "*" * 60_000 + "甲\n\n相关链接：\n\n相关链接：",
        "### 1. 甲\n\n" + "【" * 120_000 + "阅读原文" * 3 + "\n\n### 1. 乙\n\n### 1. 丙",
        "### 1. 甲\n\n乙【[阅读原文](https://a.example/)】\n\n" * 2_000,
        "[相关阅读](https://city.example/a)\n\n" * 4_000,
        "## 甲\n\n桥。(来源:甲)" + " " * 60_000 + "乙\n\n## 丙\n\n馆。(来源:丁)" + " " * 60_000 + "戊",
        "来源来源\n" + "-" * 120_000 + "甲",
        "## 甲\n\n" + "桥。（乙）" * 20_000 + "丙（来源：丁）\n\n## 戊\n\n馆。（来源：己）",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_markdown_is_read_within_the_caps(text: str) -> None:
    """No text of any length or shape holds up the press or fills its memory; something of it is shown."""
    count, length, _ = _in_a_child("markdown", text)
    assert count >= 1
    assert 0 < length < 40 * MAX_LENGTH


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "深处" + "</div>" * 100_000,
        "<b>" * 100_000 + "深处",
        "<div>甲</div>" * 60_000,
        "<table><tr><td>" * 30_000 + "深处",
        "<ul><li>" * 50_000 + "深处",
        "<p>甲</p>" * 6_000,
        "<p " + "a=b " * 100_000 + ">甲",
        "甲" + "<!--" * 100_000,
        "&lt;甲" * 100_000,
        "<" * 200_000 + "甲",
        "甲<a" * 100_000,
        f'<a href="https://a.example/{"b" * 7_900}">' + "<p>甲" * 25_000,
        f'<a href="https://a.example/{"b" * 100_000}">' + "<p>甲" * 25_000,
        "阅读原文" * 3 + "<h3 " * 60_000,
        f'<meta property="og:url" content="https://a.example/?&{"amp;" * 200_000}">甲',
    ],
    ids=lambda page: page[:12],
)
def test_a_hostile_page_is_read_within_the_caps(page: str) -> None:
    """The same for saved pages, whose markup is a stranger's."""
    count, length, shown = _in_a_child("page", page)
    assert count == 1
    assert length > 0
    assert shown > 0


@pytest.mark.parametrize(
    "text",
    ["![" * 200_000 + "](", "](" * 200_000, "# 甲" + "#" * 200_000 + "乙", "[" * 500_000 + "](x)"],
    ids=lambda text: text[:6],
)
def test_the_residual_of_hostile_text_is_counted_within_the_caps(text: str) -> None:
    """The rules look at a body as it came, in its full length."""
    length, pictured = _in_a_child("residual", text)
    assert length <= len(text)
    assert pictured in {False, True}


@pytest.mark.parametrize(
    "text",
    [
        "|甲" * 200 + "|\n" + "|-" * 200 + "|\n" + "乙\n" * 60_000,
        "|甲|乙|丙|丁|\n|-|-|-|-|\n" + "|丙\n" * 40_000,
        "> 甲|乙|丙|丁\n> :-|-|-:|-\n" + "> 丙|\n" * 26_000,
        "* 甲|乙|丙|丁\n  -|-|-|-\n" + "  丙\n" * 30_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_table_that_would_outgrow_its_text_is_published_flat(text: str) -> None:
    """Each short row of a wide table is filled up with empty cells: such a table stays text."""
    assert len(text) < MAX_LENGTH
    shown = text.strip().replace(">", "&gt;")
    assert _in_a_child("markdown", text) == [1, len(f"<p>{shown}</p>"), 0]


def test_a_page_nested_too_deeply_is_published_flat() -> None:
    """A hundred thousand elements inside each other leave their text."""
    item = whole("<div>" * 100_000 + "深处 &lt;b&gt;" + "</div>" * 100_000, page=True)
    assert (item.html, item.cut) == ("<p>深处 &lt;b&gt;</p>", False)


def test_a_page_at_ordinary_depth_keeps_its_structure() -> None:
    """Fifty elements inside each other are a page."""
    page = "<div>" * 50 + "<ul><li><b>深处</b></li></ul>" + "</div>" * 50
    assert whole(page, page=True).html == "<ul>\n<li><strong>深处</strong></li>\n</ul>"


@pytest.mark.parametrize(
    ("page", "html"),
    [
        ("<p>甲" * 150, "\n".join(["<p>甲</p>"] * 150)),
        ("<ul>" + "<li>甲" * 150 + "</ul>", "\n".join(["<ul>", *["<li>甲</li>"] * 150, "</ul>"])),
    ],
)
def test_elements_that_need_no_end_tag_do_not_nest(page: str, html: str) -> None:
    """HTML lets a paragraph or a list item end where the next one begins: such a page is not deep."""
    assert whole(page, page=True).html == html


def test_comparisons_in_a_script_do_not_nest() -> None:
    """A saved page carries its scripts; `i<n` in them opens no element and none of them is text."""
    script = "for(i=0;i<n;i++){if(a>b)c(i)}" * 150
    item = whole(
        f"<script>{script}</script><div id=js_content><p>正文。</p><p><b>再一段。</b></p></div>", page=True
    )
    assert item.html == "<p>正文。</p>\n<p><strong>再一段。</strong></p>"


def test_a_text_over_the_length_cap_is_cut_and_marked() -> None:
    """What is read ends with a whole paragraph, and the mark says that there is more."""
    paragraph = "甲乙丙丁。" * 20
    item = whole(f"{paragraph}\n\n" * 3_000)
    *paragraphs, mark = item.html.split("\n")
    assert set(paragraphs) == {f"<p>{paragraph}</p>"}
    assert 1_000 < len(paragraphs) < MAX_LENGTH // 100
    assert mark == CUT_MARK
    assert item.cut


@pytest.mark.parametrize(
    ("before", "after", "page"),
    [
        ("", "", False),
        ("短。\n\n", "", False),
        ("", "", True),
        ("<p>", "</p>", True),
        ("<p>短。</p><p>", "</p><p>后。</p>", True),
    ],
)
def test_a_paragraph_over_the_length_cap_is_not_left_out(before: str, after: str, page: object) -> None:
    """What is over a cap is published as plain text: one endless line is no reason for an empty item."""
    item = whole(before + "甲乙丙丁。" * 40_000 + after, page=bool(page))
    assert item.cut
    assert faults(item) == []
    assert item.html.endswith(CUT_MARK)
    assert item.html.count("甲乙丙丁。") > 20_000
