"""Which grammar reads a body: the body's own shape, or the one that the config names."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.markup import clean_items, is_discussion, may_split, outline, read
from pressrun.markup.grammars import GRAMMARS
from tests.markup.reading import PLAIN_TITLE, TITLE, digest

ARTICLE = "## 起因\n\n甲一。\n\n## 经过\n\n乙一。\n"


class Piece(NamedTuple):
    """A news piece as an editor has it before it is set in the shape of some column."""

    headline: str
    text: str
    url: str


def _bold(pieces: list[Piece]) -> str:
    contents = "".join(f"•{piece.headline}\n\n" for piece in pieces)
    return f"**新闻速览**\n\n{contents}**热点观察**\n\n" + "".join(
        f"**{piece.headline}**\n\n{piece.text}\n\n原文链接：\n\n{piece.url}\n\n" for piece in pieces
    )


def _numbers(pieces: list[Piece]) -> str:
    return "".join(
        f"{number:02}\n\n# {piece.headline}\n\n#\n\n{piece.text}\n\n相关链接：\n{piece.url}\n\n"
        for number, piece in enumerate(pieces, 1)
    )


def _ordinals(pieces: list[Piece]) -> str:
    return "## 全球动态\n\n" + "".join(
        f"### {number}.{piece.headline}\n\n{piece.text}【[阅读原文]({piece.url})】\n\n"
        for number, piece in enumerate(pieces, 1)
    )


def _bullets(pieces: list[Piece]) -> str:
    return "".join(f"• {piece.headline}:<{piece.url}>\n\n   ・ {piece.text}\n\n" for piece in pieces)


def _headings(pieces: list[Piece]) -> str:
    return "".join(f"## {piece.headline}\n\n{piece.text}（来源：甲报）\n\n" for piece in pieces)


SHAPES: dict[str, Callable[[list[Piece]], str]] = {
    "headings": _headings,
    "ordinals": _ordinals,
    "numbers": _numbers,
    "bold": _bold,
    "bullets": _bullets,
}
_WORDS = st.text(st.sampled_from("河岸新桥通车图书馆开放渡轮船闸水塔口令"), min_size=4, max_size=20)
_PIECES = st.lists(
    st.builds(
        Piece,
        headline=_WORDS,
        text=_WORDS.map(lambda words: f"据报道，{words}。"),
        url=st.integers(1, 10**6).map(lambda number: f"https://a.example/{number}?b=1&c_d=2"),
    ),
    min_size=3,
    max_size=12,
    unique_by=lambda piece: piece.headline,
)


def test_every_grammar_has_its_shape_here() -> None:
    """The laws below hold for all of them, in the order in which a body is asked."""
    assert list(SHAPES) == list(GRAMMARS)


@pytest.mark.parametrize("grammar", SHAPES)
@given(pieces=_PIECES)
def test_what_is_set_in_a_columns_shape_is_read_from_it(grammar: str, pieces: list[Piece]) -> None:
    """Each piece is an item with its own headline, text and link, and none has its neighbour's."""
    body = SHAPES[grammar](pieces)
    made = outline(digest(PLAIN_TITLE), body)
    items = clean_items(digest(PLAIN_TITLE), made).items
    assert made.grammar == grammar
    assert may_split(body, PLAIN_TITLE, page=False)
    assert [item.title for item in items] == [piece.headline for piece in pieces]
    assert [item.summary for item in items] == [piece.text for piece in pieces]
    if grammar != "headings":
        assert [item.links for item in items] == [(piece.url,) for piece in pieces]
    for item, piece in zip(items, pieces, strict=True):
        assert item.html.count(piece.text) == 1
        assert item.html.count("据报道，") == 1
        assert not item.cut


@pytest.mark.parametrize("grammar", SHAPES)
def test_no_body_is_split_where_the_config_says_none(grammar: str) -> None:
    """The digest is one item itself, whatever it looks like."""
    pieces = [Piece(f"第{at}条新闻", f"文{at}。", f"https://a.example/{at}") for at in range(1, 5)]
    body = SHAPES[grammar](pieces)
    assert not read(digest(), body).whole
    assert read(digest(), body, grammar="none").whole
    assert not may_split(body, TITLE, page=False, grammar="none")


def test_a_grammar_that_the_config_names_need_not_convince() -> None:
    """Two sections are enough: an article's chapters are items if somebody says so."""
    assert read(digest(PLAIN_TITLE), ARTICLE).whole
    named = outline(digest(PLAIN_TITLE), ARTICLE, grammar="headings")
    assert (named.grammar, [section.title for section in named.sections]) == ("headings", ["起因", "经过"])
    assert may_split(ARTICLE, PLAIN_TITLE, page=False, grammar="headings")


@pytest.mark.parametrize("grammar", SHAPES)
@pytest.mark.parametrize("body", ["", "正文。", "## 起因\n\n甲一。"])
def test_one_section_is_no_digest_whatever_the_config_says(body: str, grammar: str) -> None:
    """Where the named grammar finds no two items, the body stays whole."""
    made = outline(digest(), body, grammar=grammar)
    assert (made.grammar, made.sections) == ("none", ())


def test_a_grammar_that_nobody_knows_is_an_error() -> None:
    """The config is asked before; this is what a mistake in our own code meets."""
    with pytest.raises(KeyError):
        outline(digest(), ARTICLE, grammar="paragraphs")


@pytest.mark.parametrize(
    ("grammar", "page"),
    [
        (
            "bold",
            (
                "<section><p><strong>新闻速览</strong></p><p>•甲甲甲甲</p><p>•乙乙乙乙</p></section>"
                "<section><strong><span>热点观察</span></strong></section>"
                "<section><strong>甲甲甲甲</strong></section><p>文一。</p>"
                "<p>原文链接：</p><p>https://a.example/1?b=1&amp;c=2</p>"
                "<section><b>乙乙乙乙</b></section><p>文二。</p>"
                "<p>原文链接：<br/>https://a.example/2</p><p>合作电话：0</p>"
            ),
        ),
        (
            "numbers",
            (
                "<p><strong>0</strong><strong>1</strong></p><h1>甲甲甲甲</h1><p>文一。</p>"
                "<p>相关链接：</p><p>https://a.example/1?b=1&amp;c=2</p>"
                "<section><p>02</p></section><p>乙乙乙乙</p><p>文二。</p>"
                "<p>相关链接：<br/>https://a.example/2</p>"
                "<p>03</p><p>丙丙丙丙</p><p>文三。</p><p>相关链接：</p><p>https://a.example/3</p><p>HUORONG</p>"
            ),
        ),
        (
            "bullets",
            (
                "<p>•&nbsp;甲甲甲甲:https://a.example/1?b=1&amp;c=2</p><p>・&nbsp;文一。</p>"
                "<p>•&nbsp;乙乙乙乙<br/>https://a.example/2</p><p>文二。</p>"
                '<p>•&nbsp;丙丙丙丙:<a href="https://a.example/3">https://a.example/3</a></p><p>文三。</p>'
                "<p>* 查看或搜索历史推送内容请访问：</p>"
            ),
        ),
        (
            "ordinals",
            (
                "<h2>全球动态</h2><h3><span>1.</span> 甲甲甲甲</h3>"
                '<p>文一。【<a href="https://a.example/1?b=1&amp;c=2">阅读原文</a>】</p>'
                '<h3>2.乙乙乙乙</h3><p>文二。[外刊-<a href="https://a.example/2">阅读原文</a>]</p>'
                '<h3>3.丙丙丙丙</h3><p>文三。【<a href="https://a.example/3">阅读原文</a>】</p>'
                "<p><strong>*本文内容收集自别处。</strong></p>"
            ),
        ),
    ],
)
def test_a_saved_page_in_a_columns_shape_is_split_like_markdown(grammar: str, page: str) -> None:
    """What browsers save: text in sections and spans, line breaks instead of lines, addresses as text."""
    made = outline(digest(PLAIN_TITLE), f"<body><div id='js_content'>{page}</div></body>", page=True)
    items = clean_items(digest(PLAIN_TITLE), made).items
    assert made.grammar == grammar
    assert [item.title for item in items[:2]] == ["甲甲甲甲", "乙乙乙乙"]
    assert [item.summary for item in items[:2]] == ["文一。", "文二。"]
    assert [item.links for item in items[:2]] == [("https://a.example/1?b=1&c=2",), ("https://a.example/2",)]


@pytest.mark.parametrize(
    ("body", "discussion"),
    [
        ("**A1：**\n\n> 甲\n\n**A2:**\n\n> 乙\n\n**A3：**\n\n> 丙", True),
        ("<p><strong>A1：</strong></p><p><b>A2：</b></p><p><strong>A21：</strong></p>", True),
        ("**A1：**\n\n> 甲\n\n**A2：**\n\n> 乙", False),
        ("**甲：**\n\n**乙：**\n\n**丙：**", False),
    ],
)
def test_a_discussion_is_told_by_its_numbered_answers(body: str, discussion: object) -> None:
    """Three bold answers or more, in Markdown or in a saved page."""
    assert is_discussion(body) is discussion
