"""The grammar of digests whose items stand under `## ` headings."""

from __future__ import annotations

import pytest

from pressrun.markup import may_split
from tests.markup.reading import PLAIN_TITLE, TITLE, items, whole


def titles(body: str, title: str = TITLE) -> list[str]:
    """The titles of a body's items."""
    return [item.title for item in items(body, title)]


@pytest.mark.parametrize(
    "heading",
    [
        "河上新桥通车",
        "**河上新桥通车**",
        "**河上新****桥通车**",
        "[河上新桥通车](https://city.example/bridge)",
        "[**河上新桥通车**](https://city.example/bridge)",
        "*河上*新桥`通车`",
        "![](https://i.example/line.png)河上新桥通车",
        "河上新桥通车 ##",
    ],
)
def test_a_heading_is_an_items_title_however_it_is_dressed(heading: str) -> None:
    """Plain, bold, linked or beside a picture: the title is the heading's text."""
    assert titles(f"## {heading}\n\n一文。\n\n## 图书馆延长开放\n\n二文。") == [
        "河上新桥通车",
        "图书馆延长开放",
    ]


def test_a_title_is_text_with_its_escapes_undone() -> None:
    """Backslash escapes and entities are read; what looks like a tag is text."""
    assert titles("## a\\_b \\*c\\* &amp; <em>d</em>\n\n一文。\n\n## 乙\n\n二文。") == [
        "a_b *c* & <em>d</em>",
        "乙",
    ]


def test_white_space_in_a_title_is_folded() -> None:
    """A heading set with several spaces gives a title with one."""
    assert titles("##   河上   新桥\u3000通车  \n\n一文。\n\n## 乙\n\n二文。") == ["河上 新桥 通车", "乙"]


def test_an_underlined_heading_is_a_heading() -> None:
    """Markdown's other spelling of a second-level heading gives items too."""
    assert titles("河上新桥通车\n---\n\n一文。\n\n图书馆延长开放\n---\n\n二文。") == [
        "河上新桥通车",
        "图书馆延长开放",
    ]


def test_an_item_holds_what_stands_under_its_heading() -> None:
    """Each item has the blocks up to the next heading, and none of its neighbour's."""
    first, second = items(
        "## 甲\n\n甲一。\n\n* 甲二\n\n## 乙\n\n> 乙一。\n\n![图](https://i.example/b.png)\n\n乙二。"
    )
    assert first.html == "<p>甲一。</p>\n<ul>\n<li>甲二</li>\n</ul>"
    assert second.html == (
        "<blockquote>\n<p>乙一。</p>\n</blockquote>\n"
        '<p><img src="https://i.example/b.png" alt="图"></p>\n<p>乙二。</p>'
    )
    assert (first.image, second.image) == (None, "https://i.example/b.png")
    assert (first.summary, second.summary) == ("甲一。 甲二", "乙一。 乙二。")


def test_a_heading_that_holds_only_a_picture_is_no_item() -> None:
    """A picture set as a heading divides nothing: the text behind it belongs to the item before it."""
    first, second = items(
        "## 甲\n\n甲一。\n\n## ![](https://i.example/line.png)\n\n甲二。\n\n"
        "## ![图]()\n\n甲三。\n\n## 乙\n\n乙一。"
    )
    assert (first.title, second.title) == ("甲", "乙")
    assert first.html == "<p>甲一。</p>\n<p>甲二。</p>\n<p>甲三。</p>"


def test_an_empty_heading_is_no_item() -> None:
    """A `##` with nothing behind it divides nothing."""
    assert titles("## 甲\n\n甲一。\n\n##\n\n## \u200b\n\n甲二。\n\n## 乙\n\n乙一。") == ["甲", "乙"]


def test_byline_and_cover_belong_to_no_item() -> None:
    """What stands before the first item is in none of them."""
    body = (
        f"\n# {TITLE}\n\n![cover_image](https://i.example/cover.jpg)\n\n# {TITLE}\n\n林一\n\n河岸通讯\n\n"
        "![](https://i.example/line.png)\n\n## 甲\n\n甲一。\n\n## 乙\n\n乙一。\n"
    )
    first, second = items(body)
    assert (first.html, first.image) == ("<p>甲一。</p>", None)
    assert (second.html, second.image) == ("<p>乙一。</p>", None)


def test_repeated_title_headings_are_dropped() -> None:
    """The page's title is not told again in its text, however often the capture has it."""
    cover = "![cover_image](https://i.example/cover.jpg)"
    body = f"\n# {PLAIN_TITLE}\n\n{cover}\n\n# {PLAIN_TITLE}\n\n正文。\n\n## {PLAIN_TITLE}\n"
    assert (
        whole(body).html == '<p><img src="https://i.example/cover.jpg" alt="cover_image"></p>\n<p>正文。</p>'
    )


def test_a_title_heading_is_known_whatever_its_width_and_white_space() -> None:
    """Full-width letters, zero-width characters and doubled spaces do not make another title."""
    item = whole("# Ｐｏｒｔ\u200b  Elsby：一座桥\n\n正文。", "Port Elsby：一座桥")
    assert item.html == "<p>正文。</p>"


def test_a_heading_that_only_resembles_the_title_stays() -> None:
    """A heading that says more than the title is part of the text."""
    assert (
        whole(f"# {PLAIN_TITLE}（上）\n\n正文。").html == "<h1>一座桥是怎样造成的（上）</h1>\n<p>正文。</p>"
    )


def test_a_heading_inside_a_code_fence_is_code() -> None:
    """`## ` in a fence starts no item."""
    first, second = items("## 甲\n\n```\n## 丙\n```\n\n## 乙\n\n乙一。")
    assert (first.title, second.title) == ("甲", "乙")
    assert first.html == "<pre><code>## 丙\n</code></pre>"


def test_a_heading_inside_a_quotation_is_no_item() -> None:
    """Only headings of the page itself divide it."""
    first, second = items("## 甲\n\n> ## 丙\n>\n> 引文。\n\n## 乙\n\n乙一。")
    assert (first.title, second.title) == ("甲", "乙")
    assert first.html == "<blockquote>\n<h2>丙</h2>\n<p>引文。</p>\n</blockquote>"


def test_one_heading_makes_no_digest() -> None:
    """Two items are the least that a digest has."""
    item = whole("## 甲\n\n甲一。（来源：甲报）\n", TITLE)
    assert item.title == TITLE
    assert item.html == "<h2>甲</h2>\n<p>甲一。（来源：甲报）</p>"
    assert item.attribution is None


def test_two_headings_make_a_digest() -> None:
    """Two items are enough."""
    assert titles("## 甲\n\n甲一。\n\n## 乙\n\n乙一。") == ["甲", "乙"]


def test_an_article_with_sections_is_one_item() -> None:
    """Second-level headings under a title that names no column divide an article, not a digest."""
    item = whole("引子。\n\n## 起因\n\n甲一。\n\n## 经过\n\n乙一。\n\n## 结果\n\n丙一。\n")
    assert item.title == "一座桥是怎样造成的"
    assert item.html == (
        "<p>引子。</p>\n<h2>起因</h2>\n<p>甲一。</p>\n<h2>经过</h2>\n<p>乙一。</p>\n<h2>结果</h2>\n<p>丙一。</p>"
    )


def test_an_article_that_quotes_one_source_is_one_item() -> None:
    """A single attribution among several sections does not make a digest."""
    assert whole("## 起因\n\n甲一。（来源：甲报）\n\n## 经过\n\n乙一。").attribution is None


def test_a_discussion_with_questions_under_its_headings_is_one_item() -> None:
    """Sections that have headings of their own are no news pieces, even under a column's title."""
    body = (
        "## 话题：口令多久换一次\n\n### 问：为何要换？\n\n**A1：**\n\n> 每季度。\n\n"
        "## 话题：谁来换\n\n### 问：谁？\n\n> 各人。\n"
    )
    item = whole(body, "口令多久换一次；谁来换 | 群内讨论")
    assert item.title == "口令多久换一次；谁来换 | 群内讨论"
    assert item.html.startswith("<h2>话题：口令多久换一次</h2>\n<h3>问：为何要换？</h3>")


def test_a_digest_without_a_columns_title_is_known_by_its_attributions() -> None:
    """Where half of the sections or more end with an attribution, the page is a digest whatever its title."""
    body = (
        "## 甲\n\n甲一。（来源：甲报）\n\n## 乙\n\n乙一。（来源：乙报）\n\n"
        "## 丙\n\n### 附\n\n丙一。\n\n## 丁\n\n丁一。\n"
    )
    assert titles(body, PLAIN_TITLE) == ["甲", "乙", "丙", "丁"]


def test_a_body_without_headings_is_one_item_itself() -> None:
    """A plain article is one item with the page's title, its text and its first picture."""
    item = whole("第一段。\n\n![图](https://i.example/a.png)\n\n第二段。")
    assert item.title == "一座桥是怎样造成的"
    assert (
        item.html == '<p>第一段。</p>\n<p><img src="https://i.example/a.png" alt="图"></p>\n<p>第二段。</p>'
    )
    assert (item.summary, item.image, item.attribution, item.cut) == (
        "第一段。 第二段。",
        "https://i.example/a.png",
        None,
        False,
    )


@pytest.mark.parametrize("body", ["", " \n\u3000\n", "![]()", "\u200b"])
def test_an_empty_body_is_one_item_with_a_title(body: str) -> None:
    """A body that says nothing is an item all the same; its summary is its title."""
    item = whole(body)
    assert (item.title, item.html, item.summary, item.image) == (PLAIN_TITLE, "", PLAIN_TITLE, None)


@pytest.mark.parametrize(
    ("body", "title", "possible"),
    [
        ("## 一\n\n## 二\n", "甲；乙 | 晨间速读", True),
        ("一\n--\n\n二\n--\n", "甲；乙 | 晨间速读", True),
        ("> ## 一\n>\n> ## 二\n", "甲；乙 | 晨间速读", True),
        ("## 一\n", "甲；乙 | 晨间速读", False),
        ("### 一\n\n### 二\n", "甲；乙 | 晨间速读", False),
        ("## 一\n\n## 二\n", "河上新桥通车", False),
        ("## 一\n\n（来源：河岸日报）\n\n## 二\n\n（来源：河岸日报）\n", "河上新桥通车", True),
        ("## 一\n\n（来源：河岸日报）\n\n## 二\n", "河上新桥通车", False),
    ],
)
def test_a_look_tells_what_cannot_be_split(body: str, title: str, possible: object) -> None:
    """Two headings, and a digest's title or two attributions: without them no body need be rendered."""
    assert may_split(body, title, page=False) is possible
