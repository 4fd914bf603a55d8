"""What is left of a body when only the article's own words count (FACTS §1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.identity import normalise
from pressrun.markup.residual import (
    count_letters,
    differs,
    has_picture,
    has_plenty,
    residual_lines,
    undo_mojibake,
)
from tests.markup.reading import PLAIN_TITLE
from tests.markup.test_tails import INTERFACE

_ENOUGH = 10_000


@pytest.mark.parametrize(
    ("body", "length"),
    [
        ("", 0),
        ("桥今天通车。", 5),
        ("桥 a1，B。", 4),
        ("……—— ！", 0),
        (f"# {PLAIN_TITLE}\n\n桥通车", 3),
        (f"## {PLAIN_TITLE} ##\n\n桥通车", 3),
        (f"#  {PLAIN_TITLE}\u200b\n桥通车", 3),
        (f"# {PLAIN_TITLE}（上）\n\n桥通车", len("一座桥是怎样造成的上") + 3),
        (PLAIN_TITLE, 9),
        ("![桥上](https://i.example/a.png)桥", 1),
        ('见[桥](https://city.example/a "b")', 2),
        ("[![桥](https://i.example/a.png)](https://city.example/a)", 0),
        ("微信扫一扫\n关注该公众号\n桥", 1),
        ("  视频  \n桥", 1),
        ("这段视频\n桥", 5),
        (INTERFACE, len("河岸通讯")),
    ],
)
def test_only_the_articles_own_letters_and_digits_count(body: str, length: int) -> None:
    """Title headings, interface lines, pictures, link targets and punctuation are none of them."""
    assert count_letters(residual_lines(body, PLAIN_TITLE), _ENOUGH) == length


def test_counting_stops_above_the_limit() -> None:
    """A long article is known to be one after a few lines; the rest is not counted."""
    assert count_letters(residual_lines("桥通车了\n" * 100, PLAIN_TITLE), 10) == 12


def test_a_length_at_the_limit_is_exact() -> None:
    """Up to the limit the number is the number."""
    assert count_letters(residual_lines("桥通车了\n" * 3, PLAIN_TITLE), 12) == 12
    assert count_letters(residual_lines("桥通车了\n" * 5, PLAIN_TITLE), 12) == 16


@given(st.text(alphabet="桥ab1。，\u3007é \n\ud800", max_size=80), st.integers(1, 30))
def test_a_quick_look_calls_nothing_plenty_that_is_little(text: str, limit: int) -> None:
    """It may miss letters, and then they are counted; it never sees too many."""
    assert not has_plenty(text, limit) or count_letters(text.split("\n"), _ENOUGH) > limit


def test_a_quick_look_knows_chinese_and_english() -> None:
    """Most articles are told by it: their letters are ASCII's, and most Chinese ones."""
    assert has_plenty("桥通车。" * 10, 29)
    assert has_plenty("The bridge is open. " * 10, 149)
    assert not has_plenty("桥通车。" * 10, 30)


def test_residual_lines_are_the_lines_that_count() -> None:
    """The rules look for phrases in these lines: links keep their words, pictures go."""
    picture = "![](https://i.example/a.png)"
    body = f"# {PLAIN_TITLE}\n\n  见[桥](https://city.example/a)。\n\n{picture}\n取消\n## 起因\n"
    assert list(residual_lines(body, PLAIN_TITLE)) == ["见[桥]。", "## 起因"]


@pytest.mark.parametrize(
    ("body", "pictured"),
    [
        ("![](https://i.example/a.png)", True),
        ("![cover_image](https://i.example/a.png)", True),
        ("[![](https://i.example/a.png)](https://city.example/)", True),
        ("![](/a.png)", True),
        ("![]()", False),
        ("![](data:image/png;base64,AA)", False),
        ("![跳转二维码](https://i.example/a.png)", False),
        ("![作者头像](https://i.example/a.png)", False),
        ("[桥](https://i.example/a.png)", False),
        ("桥", False),
        ("![]()\n![跳转二维码](https://i.example/a.png)\n![](https://i.example/b.png)", True),
    ],
)
def test_a_picture_of_its_own_is_not_empty_nor_the_readers(body: str, pictured: object) -> None:
    """A body of pictures alone is an article; placeholders and the reader's own pictures are not."""
    assert has_picture(body) is pictured


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("请完成验证后继续访问".encode().decode("latin-1"), "请完成验证后继续访问"),
        ("ç\x8e¯å¢\x83å¼\x82å¸¸", "环境异常"),
        ("çŽ¯å¢ƒå¼‚å¸¸", "环境异常"),
        ("åŽ»éªŒè¯\ufffd", "去验"),
    ],
)
def test_mojibake_is_read_as_it_was_meant(garbled: str, meant: str) -> None:
    """UTF-8 that was read as Latin-1 or cp1252 is turned back; a character whose byte was lost goes."""
    assert undo_mojibake(garbled) == meant


def test_mojibake_with_ascii_around_it_keeps_the_ascii() -> None:
    """Plain letters are the same in both readings."""
    garbled = "Weixin 验证 42".encode().decode("latin-1")
    assert undo_mojibake(garbled) == "Weixin 验证 42"


@pytest.mark.parametrize("text", ["", "plain ASCII", "环境异常", "环境异常 é", "日本語 ü", "한국어 é"])
def test_text_that_is_no_mojibake_is_left_alone(text: str) -> None:
    """Text with East Asian characters, or without any high byte, was read rightly."""
    assert undo_mojibake(text) is None


#: Letters, and what normalising makes of them: accents, widths, spaces, what nobody sees.
_WRITTEN = st.text(st.sampled_from("ae<新桥 \u0301\u0338\u200b\u3000ａ１éﬁ"), max_size=6)


@given(_WRITTEN, _WRITTEN)
def test_a_text_differs_where_it_does_normalised(text: str, title: str) -> None:
    """Most are told by their first character; none is told otherwise by it."""
    assert differs(text, normalise(title)) == (normalise(text) != normalise(title))
