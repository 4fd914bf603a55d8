"""Captures that the archiver cut at 8,000 characters: a third of an archive (FACTS §1)."""

from __future__ import annotations

import pytest

from pressrun.capture import split
from pressrun.markup import read
from pressrun.markup.cut import is_cut
from tests.markup.reading import (
    CUT_MARK,
    FILLER,
    PLAIN_TITLE,
    TITLE,
    behind_filler,
    cut_capture,
    digest,
    items,
    whole,
)

_TWO = "## 甲\n\n桥。（来源：甲报）\n\n## 乙\n\n"


def test_a_body_of_the_archivers_measure_is_cut() -> None:
    """8,000 characters and three dots behind the archiver's heading: that is its cut."""
    assert is_cut(cut_capture("完"))
    assert is_cut(cut_capture("完", title="很长的题目" * 60))


@pytest.mark.parametrize(
    "body",
    [
        cut_capture("完").replace("完...", "完。..."),
        cut_capture("完")[:-3],
        cut_capture("完") + "\n",
        f"\n# {TITLE}\n\n未完...",
        "...",
        "",
    ],
)
def test_another_measure_is_no_cut(body: str) -> None:
    """One character more, no dots, text behind them, a short page: none is the archiver's cut."""
    assert not is_cut(body)


def test_an_article_that_ends_in_dots_is_whole() -> None:
    """An author's own three dots stay, and nothing is marked."""
    item = whole(f"\n# {PLAIN_TITLE}\n\n他没有再说下去...")
    assert (item.html, item.cut) == ("<p>他没有再说下去...</p>", False)


def test_a_capture_with_a_forbidden_character_is_still_known_as_cut() -> None:
    """The archiver counted the character that XML forbids and that a capture's body is handed on without."""
    body = cut_capture("见[半截](https://city.example/pa", title=PLAIN_TITLE).replace(
        FILLER, FILLER[:-1] + "\x0b", 1
    )
    capture = split("a.md", f"---\ntitle: {PLAIN_TITLE}\n---\n{body}".encode())
    assert whole(capture.body, removed=capture.removed).html.endswith(f"<p>见</p>\n{CUT_MARK}")


def test_a_cut_article_is_marked_and_says_where_it_goes_on() -> None:
    """The dots of the archiver give way to a link to the page."""
    item = whole(cut_capture("话还没有说", title=PLAIN_TITLE))
    assert behind_filler(item.html) == ["<p>话还没有说</p>", CUT_MARK]
    assert item.cut


def test_the_mark_links_the_page_as_its_url_is_written() -> None:
    """An ampersand in the url is written as HTML writes it."""
    page = digest(PLAIN_TITLE, url="https://city.example/a?b=1&c=%22#d")
    (item,) = read(page, cut_capture("完", title=PLAIN_TITLE)).items
    assert behind_filler(item.html)[-1] == (
        '<p>[…] <a href="https://city.example/a?b=1&amp;c=%22#d">city.example</a></p>'
    )


# What the kept text ends in, and what is shown of it.
_ENDINGS = {
    "plain text": ("桥已经", "桥已经"),
    "a finished link and text": (
        "见[桥](https://city.example/a)的照",
        '见<a href="https://city.example/a">桥</a>的照',
    ),
    "a finished link": ("见[桥](https://city.example/a)", '见<a href="https://city.example/a">桥</a>'),
    "a link target": ("见[桥](https://city.example/lo", "见"),
    "a link target behind a finished link": (
        "[桥](https://city.example/a)和[馆](https://city.example/b",
        '<a href="https://city.example/a">桥</a>和',
    ),
    "a link's text": ("见[半截的", "见"),
    "between text and target": ("见[桥]", "见"),
    "the first character of a target": ("见[桥](", "见"),
    "a link's title": ('见[桥](https://city.example/a "桥的', "见"),
    "a relative target": ("见[桥](/lo", "见"),
    "a picture's target": ("见![桥](https://i.example/a.p", "见"),
    "a picture's text": ("见![桥", "见"),
    "a linked picture's target": ("见[![](https://i.example/a.p", "见"),
    "behind a linked picture's own target": ("见[![](https://i.example/a.png)", "见"),
    "between a linked picture and its target": ("见[![](https://i.example/a.png)]", "见"),
    "a linked picture's link": ("见[![](https://i.example/a.png)](https://city.ex", "见"),
    "bold": ("桥**已经通", "桥已经通"),
    "bold with a link": ("桥**见[半截](https://city.ex", "桥见"),
    "bold behind bold": ("**桥**和**馆", "<strong>桥</strong>和馆"),
    "code": ("运行`pip ins", "运行pip ins"),
    "a bare url": ("详见 https://city.example/lo", "详见"),
    "an http url in brackets": ("详见 <http://city.example/lo", "详见"),
    "a url without a space before it": ("详见https://city.example/lo", "详见"),
    "an escaped bracket": ("数组 \\[a 的长", "数组 [a 的长"),
    "brackets in pairs": ("[甲]和[乙]的", "[甲]和[乙]的"),
    "a tag": ("写作 <b onclick=", "写作 &lt;b onclick="),
}


@pytest.mark.parametrize(("end", "shown"), list(_ENDINGS.values()), ids=list(_ENDINGS))
def test_a_cut_never_leaves_half_a_link(end: str, shown: str) -> None:
    """Wherever the cut fell, what is unfinished goes and what is finished stays."""
    article = whole(cut_capture(end, title=PLAIN_TITLE))
    assert behind_filler(article.html) == [f"<p>{shown}</p>", CUT_MARK]
    last = items(cut_capture(end, _TWO))[-1]
    assert behind_filler(last.html) == [f"<p>{shown}</p>", CUT_MARK]


def test_text_behind_a_finished_url_stays() -> None:
    """A bare url ends where full-width punctuation begins; the sentence behind it was not half of it."""
    item = whole(cut_capture("详见https://city.example/a，市长随后说，桥已经", title=PLAIN_TITLE))
    assert behind_filler(item.html) == ["<p>详见https://city.example/a，市长随后说，桥已经</p>", CUT_MARK]


@pytest.mark.parametrize(
    "end", ["见[半截\n的桥](https://city.ex", "见[半截\n的桥", "见[![](https://i.example/a.png)\n桥](/a"]
)
def test_a_cut_link_may_have_begun_on_an_earlier_line(end: str) -> None:
    """A link's text runs over several lines in many captures; half of it is still half a link."""
    html = "".join(behind_filler(whole(cut_capture(end, title=PLAIN_TITLE)).html))
    assert html.endswith(CUT_MARK)
    assert html.startswith("<p>见")
    assert "[" not in html.removesuffix(CUT_MARK)
    assert "](" not in html


@pytest.mark.parametrize(
    "end",
    [
        "* 甲\n    - 乙\n    - 见[桥](https://city.ex",
        "* 甲\n  + 乙\n\n    见[桥](/lo",
        "1. 甲\n\n        09/17\n    :   见[![桥的",
        "* 甲\n\t* 见[桥\n\t  上](https://city.ex",
    ],
)
def test_a_cut_link_in_a_nested_list_is_half_a_link_too(end: str) -> None:
    """A site's menu is a list in a list: its indented lines are links and no code."""
    html = "".join(behind_filler(whole(cut_capture(end, title=PLAIN_TITLE)).html))
    assert html.endswith(CUT_MARK)
    assert "[" not in html.removesuffix(CUT_MARK)
    assert "](" not in html
    assert "city.ex" not in html


def test_a_cut_target_of_no_link_is_not_shown() -> None:
    """Captures hold links around several blocks, which Markdown cannot say; the address still goes."""
    item = whole(cut_capture("[前一篇\n\n#### 旧桥](https://city.ex", title=PLAIN_TITLE))
    assert behind_filler(item.html)[-2:] == ["<h4>旧桥</h4>", CUT_MARK]


def test_an_unfinished_block_with_nothing_in_it_is_not_shown() -> None:
    """A picture that was cut leaves no empty paragraph behind."""
    item = whole(cut_capture("![](https://i.example/a.p", title=PLAIN_TITLE))
    assert behind_filler(item.html) == [CUT_MARK]


def test_a_cut_code_fence_is_closed() -> None:
    """Code that was cut is shown as code, and the mark stands behind it."""
    item = whole(cut_capture("```\nint main() {\n  return 0;\n", title=PLAIN_TITLE))
    assert behind_filler(item.html) == ["<pre><code>int main() {", "  return 0;", "</code></pre>", CUT_MARK]


def test_a_cut_line_of_code_stays_as_it_was() -> None:
    """Brackets and asterisks of a program are no links and no emphasis."""
    item = whole(cut_capture("```\nint main(int argc, char **argv) { return a[i", title=PLAIN_TITLE))
    assert behind_filler(item.html) == [
        "<pre><code>int main(int argc, char **argv) { return a[i</code></pre>",
        CUT_MARK,
    ]


def test_only_the_last_item_of_a_cut_digest_is_marked() -> None:
    """The items in front of the cut are whole."""
    first, last = items(cut_capture("话还没有说", _TWO))
    assert (first.html, first.attribution, first.cut) == ("<p>桥。</p>", "甲报", False)
    assert behind_filler(last.html) == ["<p>话还没有说</p>", CUT_MARK]
    assert (last.attribution, last.cut) == (None, True)


def test_a_heading_at_the_cut_is_the_marked_item() -> None:
    """Where the cut fell into the next item's heading, that item is the cut one."""
    first, second, third = items(cut_capture("馆。（来源：乙报）\n\n## 丙的前半", _TWO))
    assert (first.cut, second.cut, third.cut) == (False, False, True)
    assert (third.title, third.html.strip()) == ("丙的前半", CUT_MARK)


def test_half_an_attribution_is_cut_text() -> None:
    """An attribution that the cut left unfinished names nobody."""
    last = items(cut_capture("馆。（来源：乙", _TWO))[-1]
    assert (last.attribution, last.cut) == (None, True)
    assert behind_filler(last.html) == ["<p>馆。（来源：乙</p>", CUT_MARK]


@pytest.mark.parametrize(
    "end",
    [
        "馆。（来源：乙报）",
        "馆。（来源：乙报）\n\n![](https://i.example/a.p",
        "馆。（来源：乙报）\n\n---\n\n**更多阅读**\n\n[![](https://i.example/x.png)](https://city.exam",
        "馆。\n\n---\n\n![](https://i.example/x.p",
        "馆。\n\n\\*头图来源：某图",
        "馆。（来源：乙报）\n\n加入读者群，领取好",
    ],
)
def test_a_cut_behind_the_last_item_marks_nothing(end: str) -> None:
    """Where only credits or promotion were cut, every item is whole."""
    assert [item.cut for item in items(cut_capture(end, _TWO))] == [False, False]


def test_a_cut_among_interface_words_leaves_none_of_them() -> None:
    """Half an interface line behind the article is a leftover like a whole one."""
    item = whole(cut_capture("预览时标签不可点\n\n![]()\n\n微信扫一扫\n关注该公", title=PLAIN_TITLE))
    assert "预览" not in item.html
    assert "关注" not in item.html


def test_a_summary_does_not_quote_the_mark() -> None:
    """The mark is no text of the author's."""
    last = items(cut_capture("馆。", "## 甲\n\n桥。\n\n## 乙\n\n"))[-1]
    assert "[…]" not in last.summary
    assert last.summary.startswith(FILLER)
