"""Saved HTML pages: their main part, as the same kind of items that Markdown gives."""

from __future__ import annotations

import pytest

from pressrun.markup import shown_text
from tests.markup.reading import TITLE, items, whole


def test_a_page_splits_like_markdown() -> None:
    """Headings, attributions and tail of a saved digest mean what they mean in Markdown."""
    first, second = items(
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>林一</p>"
        "<h2><strong>甲</strong></h2><p>桥。（来源：<a href='/a'>甲报</a>）</p><p><img data-src='https://i.example/a.png'></p>"
        "<h2><img src='https://i.example/line.png'></h2>"
        "<h2>乙</h2><p>馆。（消息来源：乙报）</p><hr><p>更多阅读</p></body></html>",
        page=True,
    )
    assert (first.title, first.attribution, first.image) == ("甲", "甲报", "https://i.example/a.png")
    assert (first.summary, first.html.count("<p>")) == ("桥。", 2)
    assert (second.title, second.attribution, second.html) == ("乙", "乙报", "<p>馆。</p>")


@pytest.mark.parametrize(
    "page",
    [
        "<body><nav>导航</nav><p>旁</p><div id='js_content'><p>正文。</p></div><footer>页脚</footer></body>",
        "<body><p>旁</p><article><nav>目录</nav><p>正文。</p></article></body>",
        "<body><p>旁</p><main><p>正文。</p><form><p>登录</p></form></main></body>",
        "<html><head><title>题</title></head><body><p>正文。</p></body></html>",
        "<p>正文。</p>",
        "<p>正文。",
        "<p>正文。</p></div></ul></body></p>",
        "<!DOCTYPE html><!-- 注 --><p>正<!-- 注 -->文。</p><?php x ?>",
        "<body><!-- <p>注</p> --><p>正文。</p><!-- <p>注</p> --></body>",
    ],
)
def test_the_main_part_of_a_page_is_read(page: str) -> None:
    """The article's element where there is one, else the whole body; menus, forms and comments never."""
    assert whole(page, page=True).html == "<p>正文。</p>"


def test_a_page_keeps_the_order_and_the_text_of_its_blocks() -> None:
    """Loose text between blocks is a paragraph of its own."""
    item = whole("<body>前言<p>甲</p>中间<ul><li>乙</li></ul>尾声</body>", page=True)
    assert item.html == "<p>前言</p>\n<p>甲</p>\n<p>中间</p>\n<ul>\n<li>乙</li>\n</ul>\n<p>尾声</p>"


def test_loose_text_of_one_character_is_kept() -> None:
    """However short it is, text is text."""
    assert whole("<body><p>甲</p>乙<p>丙</p></body>", page=True).html == "<p>甲</p>\n<p>乙</p>\n<p>丙</p>"


@pytest.mark.parametrize("tag", ["div", "section"])
def test_paragraphs_set_as_boxes_stay_apart(tag: str) -> None:
    """Many pages have no `<p>`: two boxes are two paragraphs, not one word."""
    item = whole(f"<body><{tag}>桥今天通车。</{tag}><{tag}>馆今天开门。</{tag}></body>", page=True)
    assert item.summary == "桥今天通车。 馆今天开门。"
    assert item.html == "<p>桥今天通车。</p>\n<p>馆今天开门。</p>"


def test_a_table_inside_a_paragraph_ends_it() -> None:
    """Blocks that a page nests in a paragraph come out one behind the other, each once."""
    item = whole(
        "<body><p>甲甲<table><tr><td><p>乙乙</p></td></tr></table>丙丙</p><p>丁丁</p></body>", page=True
    )
    assert [item.html.count(text) for text in ("甲甲", "乙乙", "丙丙", "丁丁")] == [1, 1, 1, 1]
    assert (
        item.html.index("甲甲") < item.html.index("乙乙") < item.html.index("丙丙") < item.html.index("丁丁")
    )


def test_a_nested_list_is_one_block() -> None:
    """A list inside a list belongs to it."""
    page = "<body><ul><li>甲<ol><li>乙</li></ol></li></ul><p>丙</p></body>"
    assert whole(page, page=True).html == ("<ul>\n<li>甲\n<ol>\n<li>乙</li>\n</ol>\n</li>\n</ul>\n<p>丙</p>")


def test_a_picture_that_loads_late_is_found() -> None:
    """WeChat names the picture in `data-src` and shows a placeholder."""
    page = (
        "<p><img src='data:image/gif;base64,AA' data-src='https://i.example/a.png' onload='x()' alt='桥'></p>"
    )
    item = whole(page, page=True)
    assert item.image == "https://i.example/a.png"
    assert item.html == '<p><img src="https://i.example/a.png" alt="桥"></p>'


def test_a_page_cannot_move_its_own_base() -> None:
    """Addresses are resolved against the url of the capture, whatever `<base>` says."""
    page = "<head><base href='https://evil.example/'></head><p><a href='/a'>甲</a><img src='b.png'></p>"
    item = whole(page, page=True)
    assert "evil" not in item.html
    assert item.image == "https://news.example.org/2025/03/14/b.png"


@pytest.mark.parametrize(
    "page", ["", " ", "<html></html>", "<!DOCTYPE html>", "<body><script>x()</script></body>"]
)
def test_a_page_without_text_is_an_empty_item(page: str) -> None:
    """No page is too empty to be read."""
    assert whole(page, page=True).html == ""


def test_what_a_page_shows_is_text() -> None:
    """The body rules read a page's text, not its markup, and see pictures as Markdown writes them."""
    page = "<head><title>题</title></head><body><script>x()</script><p>甲 &amp; 乙<img src='https://i.example/a.png'></p></body>"
    assert shown_text(page).strip() == "甲 & 乙![](https://i.example/a.png)"


def test_a_picture_that_a_page_does_not_show_is_none() -> None:
    """A placeholder or a relative address is no picture of the article's."""
    assert shown_text("<p>甲<img src='data:image/gif;base64,AA'><img src=''></p>").strip() == "甲"


def test_what_a_page_shows_has_its_lines() -> None:
    """Interface lines are compared line by line: two paragraphs are two lines."""
    lines = shown_text(
        "<body><p>微信扫一扫</p><p>关注该公众号</p><div>取消</div><div>允许<br>视频</div></body>"
    ).split("\n")
    assert [line for line in lines if line] == ["微信扫一扫", "关注该公众号", "取消", "允许", "视频"]


def test_a_deep_page_shows_its_text() -> None:
    """Beyond the cap the tags are simply dropped."""
    assert shown_text("<div>" * 500 + "深处" + "</div>" * 500) == "深处"


@pytest.mark.parametrize(
    ("page", "html"),
    [
        ('<?xml version="1.0"?><rss><p>正文。</p></rss>', "<p>正文。</p>"),
        ("index.html", "<p>index.html</p>"),
        ("https://city.example/", "<p>https://city.example/</p>"),
    ],
)
def test_a_page_that_looks_like_something_else_is_read_in_silence(page: str, html: str) -> None:
    """The parser's advice to its caller is not for the operator's terminal: no warning is given."""
    assert whole(page, page=True).html == html
