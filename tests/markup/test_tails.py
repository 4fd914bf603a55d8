"""What stands behind the last item and is none of it: credits, promotion, the reader's own buttons."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from tests.markup.reading import PLAIN_TITLE, SOURCE, items, whole

_LEFTOVERS = tomllib.loads(files("pressrun.markup").joinpath("leftovers.toml").read_text("utf-8"))
_TWO = "## 甲\n\n桥。（来源：甲报）\n\n## 乙\n\n馆。"

#: The buttons and labels that a capture tool leaves of WeChat's reader, in their order.
INTERFACE = f"""
预览时标签不可点

![]()

微信扫一扫
关注该公众号

继续滑动看下一个

轻触阅读原文

![](http://i.example/account.png)

{SOURCE}

向上滑动看下一个

知道了

![]()
微信扫一扫
使用小程序

取消
允许

×
分析

![跳转二维码]()

![作者头像](http://i.example/account.png)

微信扫一扫可打开此内容，
使用完整服务

：
，
，
。

视频
小程序
赞
，轻点两下取消赞
在看
，轻点两下取消在看
分享
留言
收藏
听过"""


@pytest.mark.parametrize(
    "tail",
    [
        "\\*头图来源：某图库",
        "\\*图片来源：某图库",
        "＊题图来源：某图库",
        "题图源：某图库",
        "---",
        "---\n\n一只鸟飞过了新桥。",
        "**热点视频**\n\n一只鸟飞过了新桥。",
        "**直播预告**",
        "**更多阅读**\n\n[![](https://i.example/x.png)](https://city.example/x)",
        "延伸阅读",
        "推荐阅读：桥的历史",
        "往期回顾",
        "**点赞关注****河岸视频号****，**\n\n**观看更多精彩视频**",
        "\\*头图来源：某图库\n\n---\n\n![](https://i.example/x.png)\n\n**热点视频**\n\n一只鸟飞过了新桥。\n\n**更多阅读**",
    ],
)
@pytest.mark.parametrize("attribution", ["", "（来源：乙报）"])
def test_credits_and_promotion_are_none_of_the_last_items_text(tail: str, attribution: str) -> None:
    """The last item ends where credits, a rule or promotion begin, attributed or not."""
    _, last = items(f"{_TWO}{attribution}\n\n{tail}\n")
    assert (last.html, last.image) == ("<p>馆。</p>", None)
    assert last.attribution == ("乙报" if attribution else None)


def test_promotion_of_any_wording_ends_with_the_attribution() -> None:
    """Behind the last item's attribution no text is its own, whatever it says."""
    _, last = items(
        f"{_TWO}（来源：乙报）\n\n![](https://i.example/b.png)\n\n加入读者群，领取好礼。\n\n![](https://i.example/qr.png)"
    )
    assert last.html == '<p>馆。</p>\n<p><img src="https://i.example/b.png" alt=""></p>'


def test_a_picture_in_front_of_the_credits_is_the_last_items() -> None:
    """A picture under the last item's text stays; those behind the rule go."""
    _, last = items(
        f"{_TWO}（来源：乙报）\n\n![](https://i.example/b.png)\n\n\\*头图来源：某图库\n\n---\n\n![](https://i.example/x.png)"
    )
    assert last.html == '<p>馆。</p>\n<p><img src="https://i.example/b.png" alt=""></p>'


def test_a_rule_between_items_is_no_end() -> None:
    """A rule in front of a heading only separates; the items behind it are items."""
    first, second, third = items("## 甲\n\n桥。\n\n---\n\n## 乙\n\n馆。\n\n---\n\n## 丙\n\n剧场。\n")
    assert [item.html for item in (first, second, third)] == ["<p>桥。</p>", "<p>馆。</p>", "<p>剧场。</p>"]


@pytest.mark.parametrize(
    "caption",
    ["![](https://i.example/b.png)\n\n图片来源：某图库", "![](https://i.example/b.png)图片来源：某图库"],
)
def test_a_pictures_caption_does_not_end_the_last_item(caption: str) -> None:
    """Where text and an attribution follow the caption, the caption is not the credits."""
    _, last = items(
        f"{_TWO}\n\n{caption}\n\n馆长很高兴。（来源：乙报）\n\n\\*头图来源：某图库\n\n---\n\n**更多阅读**"
    )
    assert last.attribution == "乙报"
    assert last.summary.endswith("馆长很高兴。")
    assert last.image == "https://i.example/b.png"


def test_only_the_last_item_has_a_tail() -> None:
    """A credit under an earlier item's picture is part of that item."""
    first, _ = items(
        "## 甲\n\n桥。\n\n![](https://i.example/a.png)\n\n图片来源：某图库\n\n"
        "又一段。（来源：甲报）\n\n## 乙\n\n馆。"
    )
    assert first.html == (
        '<p>桥。</p>\n<p><img src="https://i.example/a.png" alt=""></p>\n'
        "<p>图片来源：某图库</p>\n<p>又一段。</p>"
    )


def test_an_article_keeps_its_own_rules_and_reading_lists() -> None:
    """Without items nobody can tell a tail from a text: nothing but interface words is taken away."""
    item = whole("正文。\n\n---\n\n推荐阅读：桥的历史\n")
    assert item.html == "<p>正文。</p>\n<hr>\n<p>推荐阅读：桥的历史</p>"


def test_interface_words_are_not_an_articles_text() -> None:
    """The buttons of the reader, the account's name and picture among them, end no article."""
    item = whole(f"正文。\n{INTERFACE}\n")
    assert (item.html, item.image) == ("<p>正文。</p>", None)


def test_interface_words_are_not_the_last_items_text() -> None:
    """The same holds for a digest whose last item has neither attribution nor credits."""
    _, last = items(f"{_TWO}\n{INTERFACE}\n")
    assert (last.html, last.image) == ("<p>馆。</p>", None)


def test_a_body_of_nothing_but_interface_words_is_empty() -> None:
    """What is left of a page that failed to load has no text at all."""
    assert whole(INTERFACE).html == ""


@pytest.mark.parametrize("line", _LEFTOVERS["interface"])
def test_every_interface_line_is_left_out_at_the_end(line: str) -> None:
    """Each line of the list goes where it stands behind the article, and stays in the middle of it."""
    assert whole(f"正文。\n\n{line}\n").html == "<p>正文。</p>"
    middle = whole(f"正文。\n\n{line}\n\n又一段。\n\n还有一段。").html.split("\n")
    assert middle == ["<p>正文。</p>", f"<p>{line}</p>", "<p>又一段。</p>", "<p>还有一段。</p>"]


@pytest.mark.parametrize("alternative", _LEFTOVERS["interface_images"])
def test_interface_pictures_are_left_out_at_the_end(alternative: str) -> None:
    """A picture that the reader itself drew goes; the same words in the middle stay."""
    picture = f"![{alternative}](https://i.example/a.png)"
    assert whole(f"正文。\n\n{picture}\n").html == "<p>正文。</p>"
    assert whole(f"正文。\n\n{picture}\n\n又一段。").image == "https://i.example/a.png"


def test_a_picture_at_the_end_of_an_article_stays() -> None:
    """Pictures in front of the first interface line are the article's."""
    item = whole(f"正文。\n\n![](https://i.example/a.png)\n{INTERFACE}\n")
    assert item.html == '<p>正文。</p>\n<p><img src="https://i.example/a.png" alt=""></p>'


def test_an_article_that_ends_with_its_source_keeps_it() -> None:
    """The account's name goes only together with interface lines behind it."""
    assert whole(f"正文。\n\n{SOURCE}\n").html == f"<p>正文。</p>\n<p>{SOURCE}</p>"


def test_a_paragraph_that_only_begins_like_an_interface_line_stays() -> None:
    """Interface lines are compared whole."""
    assert whole("正文。\n\n取消这座桥的收费\n").html == "<p>正文。</p>\n<p>取消这座桥的收费</p>"


def test_a_short_last_paragraph_stays() -> None:
    """The first half of an interface line is a leftover only where the archiver cut the capture."""
    assert whole("正文。\n\n请加我的\n\n微信\n").html == "<p>正文。</p>\n<p>请加我的</p>\n<p>微信</p>"


def test_a_list_that_ends_with_an_interface_word_stays() -> None:
    """One such word among others is the article's."""
    assert (
        whole("可以做的：\n\n* 拍照\n* 视频").html
        == "<p>可以做的：</p>\n<ul>\n<li>拍照</li>\n<li>视频</li>\n</ul>"
    )


def test_the_title_of_a_digest_is_none_of_its_items() -> None:
    """A title heading between the items is dropped and divides nothing."""
    first, second = items(
        f"## 甲\n\n桥。\n\n# {PLAIN_TITLE}\n\n又一段。\n\n## 乙\n\n馆。\n", f"甲；乙 | {PLAIN_TITLE}"
    )
    assert (first.title, second.title) == ("甲", "乙")
    assert first.html == "<p>桥。</p>\n<h1>一座桥是怎样造成的</h1>\n<p>又一段。</p>"


def test_the_line_before_the_account_is_an_interface_line() -> None:
    """What announces the account's name is itself one of the reader's lines."""
    assert _LEFTOVERS["before_account"] in _LEFTOVERS["interface"]


@pytest.mark.parametrize("name", ["interface", "interface_images", "tail"])
def test_leftovers_are_lists_of_text(name: str) -> None:
    """Each list holds text, nothing empty and nothing twice."""
    lines = _LEFTOVERS[name]
    assert all(isinstance(line, str) and line == line.strip() and line for line in lines)
    assert len(set(lines)) == len(lines) > 0


@pytest.mark.parametrize("pattern", [*_LEFTOVERS["tail"], _LEFTOVERS["credit"]])
def test_every_tail_pattern_is_a_regular_expression_that_asks_for_something(pattern: str) -> None:
    """A pattern that matched the empty text would end every last item at its first line."""
    assert re.compile(pattern).match("") is None
    assert re.compile(pattern).match("馆长很高兴。") is None
