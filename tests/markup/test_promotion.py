"""What accounts say of themselves around an article is left out; whatever may be the article's stays."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatchcase
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.markup import Removed, read, removed_of
from pressrun.markup.leftovers import INTERFACE_LINES
from pressrun.markup.promotion import kind_of_line
from tests.markup.reading import PLAIN_TITLE, SOURCE, cut_capture, digest, items, whole

_DATA = tomllib.loads(files("pressrun.markup").joinpath("leftovers.toml").read_text("utf-8"))
_KINDS = ("banner", "follow", "sign_off", "contact", "related", "announced")
_HOME = "https://news.example.org"
_WECHAT = "https://mp.weixin.qq.com/s?__biz=MDAw&mid=26&idx=1&sn=0a1b"
_LINES = {
    "点击上方蓝字关注我们": "banner",
    "▼ 点击蓝字 · 关注我们 ▼": "banner",
    "点击下方卡片关注我们，": "banner",
    "←扫码关注我们": "banner",
    "长按识别二维码，即可关注我们！": "banner",
    "动动小手 点个关注 不迷路": None,
    "关注我们不迷路": "banner",
    "关注我们": "follow",
    "欢迎关注河岸通讯公众号": "follow",
    "记得把我们设为星标": "follow",
    "扫码订阅《河岸》": "follow",
    "— 【 THE END 】—": "sign_off",
    "全文完": "sign_off",
    "分享、收藏、点赞、在看": "sign_off",
    '觉得不错，就点个 "在看" 吧': "sign_off",
    "点击阅读原文查看更多": "sign_off",
    "投稿邮箱：editor@news.example.org": "contact",
    "商务合作微信：heanxt2025": "contact",
    "往期 · 回顾": "related",
    "推荐阅读": "related",
    "Related posts": "related",
    "热点视频": "announced",
    "↓↓↓": "",
    "取消": "interface",
}
_SENTENCES = [
    "关注我们身边的桥",
    "点击上方蓝字后，骗子会让你输入密码",
    "扫码关注公众号的人里，三成收到过诈骗短信",
    "他在公众号里写道：欢迎关注这座桥的命运",
    "推荐阅读这本书的人很多",
    "往期的回顾写得不好",
    "完工",
    "联系电话：010-00000000",
    "分享会在图书馆举行",
    "点击阅读原文报名参加周六的会议",
    "来源：河岸日报",
    "END_OF_FILE 是一个标志",
]


@pytest.mark.parametrize(("line", "kind"), _LINES.items())
def test_lines_of_promotion_are_told_by_their_kind(line: str, kind: str | None) -> None:
    """Compared without signs and spaces; "" is a line of signs alone."""
    assert kind_of_line(line) == kind


@pytest.mark.parametrize("sentence", _SENTENCES)
def test_sentences_with_the_same_words_are_the_articles(sentence: str) -> None:
    """At the very end of a text, where promotion stands, and alone in their paragraph."""
    assert kind_of_line(sentence) is None
    assert whole(f"正文。\n\n{sentence}").html == f"<p>正文。</p>\n<p>{sentence}</p>"


@given(st.text("关注我们点击蓝字扫码二维阅读原文推荐。，END", max_size=400))
def test_any_line_is_told_in_time(line: str) -> None:
    """Text made of the very words that patterns look for neither hangs nor fails."""
    assert kind_of_line(line) in {None, "", "interface", *_KINDS}


@pytest.mark.parametrize("kind", _KINDS)
def test_every_pattern_asks_for_something(kind: str) -> None:
    """A pattern that matched nothing at all, or a sentence, would empty articles."""
    for pattern in _DATA[kind]["lines"]:
        assert not re.fullmatch(pattern, "")
        assert not re.fullmatch(pattern, "馆长很高兴地说桥会在明年春天完工")


@pytest.mark.parametrize("kind", ["banner", "related", "share"])
def test_hints_are_words_of_the_patterns(kind: str) -> None:
    """A kind that is looked for anywhere has hints, each longer than nothing."""
    assert all(_DATA[kind]["hints"])


def test_a_banner_goes_wherever_it_stands() -> None:
    """Above, between and behind the text."""
    item = whole("点击上方蓝字关注我们\n\n正文。\n\n扫码关注\n\n又一段。\n\n长按关注")
    assert item.html == "<p>正文。</p>\n<p>又一段。</p>"
    assert item.summary == "正文。 又一段。"


def test_a_banner_in_code_or_among_other_lines_stays() -> None:
    """Only whole blocks go: a paragraph's other lines are the article's, and code is code."""
    item = whole("正文。\n\n```\n扫码关注\n```\n\n他说：\n扫码关注")
    assert item.html == "<p>正文。</p>\n<pre><code>扫码关注\n</code></pre>\n<p>他说：\n扫码关注</p>"


def test_promotion_behind_the_text_goes_with_its_pictures() -> None:
    """A picture below the first such line is its code to scan; one above it is the article's."""
    body = (
        "正文。\n\n![](https://i.example/a.png)\n\n往期推荐\n\n![](https://i.example/qr.png)\n\n"
        "觉得不错就点个赞\n\n↓↓↓\n\n投稿邮箱：editor@news.example.org\n\n阅读原文"
    )
    assert whole(body).html == '<p>正文。</p>\n<p><img src="https://i.example/a.png" alt=""></p>'


def test_a_rule_that_separates_nothing_goes() -> None:
    """What stood behind it is gone; a rule at the end of an article without promotion is the author's."""
    assert whole("正文。\n\n---\n\n往期推荐").html == "<p>正文。</p>"
    assert whole("正文。\n\n---").html == "<p>正文。</p>\n<hr>"


def test_promotion_in_front_of_text_stays() -> None:
    """What is not sure everywhere goes only where nothing else follows."""
    item = whole("正文。\n\n关注我们\n\n又一段。")
    assert item.html == "<p>正文。</p>\n<p>关注我们</p>\n<p>又一段。</p>"


def test_what_asks_to_follow_above_the_text_goes() -> None:
    """Up to the first block that is anything else."""
    assert whole("关注我们\n\n扫码订阅《河岸》\n\n正文。").html == "<p>正文。</p>"


def test_short_lines_behind_the_end_are_the_accounts() -> None:
    """An article that says where it ends has nothing of its own behind that, unless it credits somebody."""
    assert whole("正文。\n\n- END -\n\n我们在河的两岸\n\n每天都在").html == "<p>正文。</p>"


@pytest.mark.parametrize(
    "line",
    [
        "作者：林一",
        "本期由南岸通讯出品",
        "参考 https://city.example/",
        "[桥](https://city.example/)",
        "桥通车了。",
        "字" * 91,
    ],
)
def test_credits_links_and_paragraphs_behind_the_end_stay(line: str) -> None:
    """Then nothing behind the end goes."""
    html = whole(f"正文。\n\nEND\n\n我们在河的两岸\n\n{line}").html
    assert html.startswith("<p>正文。</p>\n<p>END</p>\n<p>我们在河的两岸</p>\n<p>")


def test_a_film_goes_with_its_caption() -> None:
    """The line behind its heading is whatever the film is called."""
    body = "正文。\n\n**热点视频**\n\n桥是这样造成的\n\n点赞关注河岸视频号，\n\n观看更多精彩视频"
    assert whole(body).html == "<p>正文。</p>"


def test_links_to_the_same_site_go_with_their_heading() -> None:
    """Wherever they stand, if there are two or more."""
    links = f"[甲]({_HOME}/1)\n\n[乙]({_HOME}/2)"
    assert whole(f"正文。\n\n推荐阅读\n\n{links}\n\n参考：桥。").html == "<p>正文。</p>\n<p>参考：桥。</p>"
    assert whole(f"正文。\n\n相关阅读\n\n{links}").html == "<p>正文。</p>"


@pytest.mark.parametrize(
    "links",
    [
        "[甲](https://city.example/1)\n\n[乙](https://city.example/2)",
        f"[甲]({_HOME}/1)是好书\n\n[乙]({_HOME}/2)也是",
        f"[甲]({_HOME}/1)\n\n[乙](https://city.example/2)",
    ],
)
def test_what_an_author_recommends_elsewhere_stays(links: str) -> None:
    """Links to other sites, and links within a sentence."""
    assert whole(f"正文。\n\n推荐阅读\n\n{links}").html.startswith("<p>正文。</p>\n<p>推荐阅读</p>\n<p>")


def test_links_without_a_heading_stay() -> None:
    """They may be the article's references, whatever stands behind them."""
    body = f"正文。\n\n参考链接\n\n[甲]({_HOME}/1)\n\n[乙]({_HOME}/2)\n\n阅读原文"
    assert whole(body).html.count("<a ") == 2


def test_a_row_of_share_buttons_goes() -> None:
    """Three or more such lines, of which one says what it is for."""
    assert (
        whole("正文。\n\n分享到朋友圈\n\n新浪微博\n\nQQ空间\n\n又一段。").html
        == "<p>正文。</p>\n<p>又一段。</p>"
    )
    assert whole("正文。\n\n* Share on Facebook\n* Twitter\n* Copy link\n\n又一段。").html == (
        "<p>正文。</p>\n<p>又一段。</p>"
    )


def test_buttons_that_lead_to_share_pages_go() -> None:
    """Whatever they are called: the addresses say it."""
    body = (
        "正文。\n\n[A](https://www.facebook.com/sharer/sharer.php?u=x) [B](https://twitter.com/intent/tweet?u=x)"
        "\n\n又一段。"
    )
    assert whole(body).html == "<p>正文。</p>\n<p>又一段。</p>"


@pytest.mark.parametrize(
    "list_",
    [
        "* Facebook\n* Twitter\n* LinkedIn",
        "Share",
        "* Share\n* Profit",
        "| Share | Tweet | Pin it |\n|-|-|-|",
    ],
)
def test_names_of_networks_are_no_buttons(list_: str) -> None:
    """A list of them may be what the article is about, and so may one word."""
    assert whole(f"正文。\n\n{list_}\n\n又一段。").html.count("\n") >= 2


def _wechat(body: str, source: str = SOURCE) -> str:
    page = digest(PLAIN_TITLE, url=_WECHAT, source=source)
    (item,) = read(page, body).items
    return item.html


def test_the_byline_of_wechat_keeps_the_author_alone() -> None:
    """The label and the account say what the entry says already; the author is said nowhere else."""
    page = digest(PLAIN_TITLE, url=_WECHAT)
    (item,) = read(page, f"原创\n\n林一\n\n{SOURCE}\n\n桥通车了。").items
    assert item.html == "<p>林一</p>\n<p>桥通车了。</p>"
    assert item.summary == "桥通车了。"


def test_the_account_elsewhere_is_a_word_of_the_article() -> None:
    """Behind the header, and on pages that are none of WeChat's."""
    body = f"{SOURCE}\n\n桥通车了。"
    assert whole(body).html == f"<p>{SOURCE}</p>\n<p>桥通车了。</p>"
    later = f"一。\n\n二。\n\n三。\n\n四。\n\n{SOURCE}\n\n五。"
    assert f"<p>{SOURCE}</p>" in _wechat(later)


def test_the_card_of_a_reprint_keeps_whose_text_it_is() -> None:
    """The portrait and the repeated name go; the account's own words stay, and are no summary."""
    page = digest(PLAIN_TITLE, url=_WECHAT)
    body = f"{SOURCE}\n\n以下文章来源于南岸\n，作者林一\n\n![](https://wx.qlogo.cn/a)\n\n**南岸**\n.\n\n南岸的消息。\n\n桥通车了。"
    (item,) = read(page, body).items
    assert item.html == "<p>以下文章来源于南岸\n，作者林一</p>\n<p>南岸的消息。</p>\n<p>桥通车了。</p>"
    assert item.summary == "桥通车了。"


def test_a_page_of_promotion_alone_is_published_as_it_is() -> None:
    """An entry has text."""
    assert whole("关注我们\n\n![](https://i.example/a.png)\n\n扫码关注\n\n阅读原文").html == (
        '<p>关注我们</p>\n<p><img src="https://i.example/a.png" alt=""></p>\n<p>扫码关注</p>'
    )


def test_an_article_whose_end_was_seen_is_not_cut() -> None:
    """The archiver cut the promotion behind it, and no word of the article."""
    item = whole(cut_capture("桥。\n\n往期推荐\n\n![](https://i.example/a", title=PLAIN_TITLE))
    assert not item.cut
    assert item.html.endswith("<p>桥。</p>")


@pytest.mark.parametrize("half", ["完", "End", "关注我们的"])
def test_half_a_sentence_at_the_cut_is_no_promotion(half: str) -> None:
    """What looks like a sign-off there may be the beginning of anything."""
    item = whole(cut_capture(f"桥。\n\n{half}", title=PLAIN_TITLE))
    assert item.cut
    assert f"<p>{half}</p>" in item.html


def test_promotion_behind_a_digest_is_no_items_text() -> None:
    """Nor is what stands between items and asks to follow."""
    first, last = items(
        "## 甲\n\n桥。（来源：甲报）\n\n点击蓝字关注我们\n\n## 乙\n\n馆。（来源：乙报）\n\n"
        "往期回顾\n\n分享收藏点赞在看"
    )
    assert (first.html, last.html) == ("<p>桥。</p>", "<p>馆。</p>")


def test_lines_of_the_config_go_wherever_they_stand() -> None:
    """Compared whole; a star is any text."""
    body = "每天在两岸\n\n正文。\n\n已有 12 万人在读 河岸\n\n又一段，每天在两岸。\n\n每天在两岸"
    (item,) = read(digest(PLAIN_TITLE), body, unwanted=("每天在两岸", "已有 *人在读 *")).items
    assert item.html == "<p>正文。</p>\n<p>又一段，每天在两岸。</p>"


@given(st.lists(st.text("ab*", max_size=4), max_size=3), st.text("ab", max_size=8))
def test_a_star_stands_for_any_text_and_nothing_else_does(parts: list[str], line: str) -> None:
    """As a shell's star does; the judge is Python's own."""
    wanted = "".join(parts)
    (item,) = read(digest(PLAIN_TITLE), f"x\n\ny{line}y", unwanted=(f"y{wanted}y",)).items
    assert (item.html == "<p>x</p>") == fnmatchcase(f"y{line}y", f"y{wanted}y")


def test_what_is_removed_is_named_with_its_kind() -> None:
    """Every block that is not published, in its order; pictures by their address."""
    body = (
        f"# {PLAIN_TITLE}\n\n点击蓝字关注我们\n\n正文。\n\n往期推荐\n\n![](https://i.example/a.png)\n\n"
        "分享收藏点赞在看\n\n阅读原文"
    )
    assert removed_of(digest(PLAIN_TITLE), body) == (
        Removed("title", PLAIN_TITLE),
        Removed("banner", "点击蓝字关注我们"),
        Removed("related", "往期推荐"),
        Removed("beside related", "https://i.example/a.png"),
        Removed("sign_off", "分享收藏点赞在看"),
        Removed("interface", "阅读原文"),
    )


def test_what_no_item_holds_is_named_as_removed() -> None:
    """The byline above the first item, credits and promotion below the last; attributions are kept apart."""
    body = "林一\n\n## 甲\n\n桥。（来源：甲报）\n\n## 乙\n\n馆。（来源：乙报）\n\n---\n\n好书一本"
    assert removed_of(digest(), body) == (
        Removed("outside the items", "林一"),
        Removed("outside the items", "hr"),
        Removed("outside the items", "好书一本"),
    )


_BLOCKS = st.sampled_from(
    [
        "正文。",
        "关注我们",
        "END",
        "![](https://i.example/a.png)",
        "推荐阅读",
        f"[甲]({_HOME}/1)",
        "Share",
        SOURCE,
        "取消",
    ]
)


@given(st.lists(_BLOCKS, max_size=10))
def test_what_is_published_and_what_is_removed_is_all_there_was(blocks: list[str]) -> None:
    """No block is lost unseen, none is both, and a sentence is never removed."""
    body = "\n\n".join(blocks)
    removed = [one.text for one in removed_of(digest(PLAIN_TITLE), body)]
    (item,) = read(digest(PLAIN_TITLE), body).items
    assert len(removed) + (item.html.count("\n") + 1 if item.html else 0) == len(blocks)
    assert "正文。" not in removed


def test_the_interface_lines_are_those_of_the_data() -> None:
    """Rules count them, so none is lost between the kinds."""
    assert set(_DATA["interface"]) == INTERFACE_LINES
