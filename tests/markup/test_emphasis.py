"""Bold as WeChat's editors leave it, and CommonMark's emphasis in Chinese text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.markup.emphasis import repair_emphasis
from tests.markup.reading import whole


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**一是造桥。**推动两岸往来", "<strong>一是造桥。</strong>推动两岸往来"),
        ("市长说**「桥通了」**后离开", "市长说<strong>「桥通了」</strong>后离开"),
        ("市长说**“桥通了”**后离开", "市长说<strong>“桥通了”</strong>后离开"),
        ("（**甲**）和**乙，**丙", "（<strong>甲</strong>）和<strong>乙，</strong>丙"),
        ("**甲：**乙**丙：**丁", "<strong>甲：</strong>乙<strong>丙：</strong>丁"),
        ("*《桥》*的作者", "<em>《桥》</em>的作者"),
        ("**《桥》**的作者", "<strong>《桥》</strong>的作者"),
    ],
)
def test_bold_next_to_chinese_text_is_bold(written: str, shown: str) -> None:
    """Chinese has no spaces around words, and punctuation inside the bold: it is bold all the same."""
    assert whole(written).html == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**2.**Apache 的漏洞", "<strong>2</strong>.Apache 的漏洞"),
        ("**·**PowerPoint 助手", "·PowerPoint 助手"),
        ("**Note:**this is bold", "<strong>Note</strong>:this is bold"),
    ],
)
def test_bold_that_ends_in_punctuation_before_a_latin_word_is_bold(written: str, shown: str) -> None:
    """No literal asterisks are left where an author meant bold; the mark itself may stand outside it."""
    assert whole(written).html == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("written", "repaired"),
    [
        ("**0****1**", "**01**"),
        ("****0****1****", "**01**"),
        ("****河岸****", "**河岸**"),
        ("  ****河岸****  ", "  **河岸**  "),
        ("**点赞****河岸****，**", "**点赞河岸，**"),
        ("**N****ASA 的桥**", "**NASA 的桥**"),
        ("前文**甲****乙**后文", "前文**甲乙**后文"),
        ("电话 138****1234，**请****来电**", "电话 138****1234，**请来电**"),
    ],
)
def test_neighbouring_bold_spans_become_one(written: str, repaired: str) -> None:
    """Four asterisks between two bold spans, and doubled bold, are an editor's seams."""
    assert repair_emphasis(written) == repaired


@pytest.mark.parametrize(
    "written", ["**甲**", "**甲****乙**", "****甲****", "**甲****", "**甲**：**乙****丙**"]
)
def test_no_asterisk_is_shown_where_bold_was_meant(written: str) -> None:
    """Repaired text reads without asterisks and with bold."""
    shown = whole(written).html
    assert "*" not in shown
    assert "<strong>" in shown


@pytest.mark.parametrize(
    "text",
    [
        "138****1234",
        "身份证 110101********1234",
        "**联系人：138****1234。**",
        "abc****def 是口令",
        "**甲**和**乙**",
        "**甲**",
        "****",
        "********",
        "* * * *",
        "**** ****",
        "___",
        "`**甲****乙**`",
        "见 `a****b` 和**甲****乙**",
        "    **甲****乙**",
        "\t**甲****乙**",
        "```\n**甲****乙**\n```",
        "~~~\n**甲****乙**\n~~~",
        "```c\n**甲****乙**\n",
        "甲 **** 乙",
        "没有星号",
        "",
    ],
)
def test_what_is_no_seam_is_left_alone(text: str) -> None:
    """Masked numbers, code, rules and plain bold come out as they went in."""
    assert repair_emphasis(text) == text


@pytest.mark.parametrize(
    "code",
    [
        "```\n~~~\n**甲****乙**\n```",
        "````\n```\n**甲****乙**\n```\n````",
        "> ```\n> **甲****乙**\n> ```",
        "* ```\n  **甲****乙**\n  ```",
    ],
)
def test_code_in_any_fence_is_left_alone(code: str) -> None:
    """A fence holds the other kind of fence and a shorter one, and stands in quotations and lists."""
    assert "**甲****乙**" in whole(code).html


def test_text_behind_a_fence_is_repaired() -> None:
    """The fence ends where it ends."""
    assert repair_emphasis("```\n**甲****乙**\n```\n**甲****乙**") == "```\n**甲****乙**\n```\n**甲乙**"


def test_a_masked_number_is_shown_with_its_asterisks() -> None:
    """Readers see the number as its author masked it."""
    assert whole("电话 138****1234 转 2").html == "<p>电话 138****1234 转 2</p>"


def test_a_rule_of_asterisks_is_a_rule() -> None:
    """Four asterisks alone on a line are a thematic break and no bold."""
    assert whole("甲\n\n****\n\n乙").html == "<p>甲</p>\n<hr>\n<p>乙</p>"


def test_a_tilde_or_a_bare_url_is_plain_text() -> None:
    """`3~5` is a range, and full-width text behind a url is none of it."""
    assert whole("3~5 天，~~8~9~~ 天，见https://city.example/a，谢谢").html == (
        "<p>3~5 天，~~8~9~~ 天，见https://city.example/a，谢谢</p>"
    )


_LINES = st.text(alphabet="**** a1甲，。`\n~->\\_", max_size=60)


@given(_LINES)
@settings(deadline=None, max_examples=300)
def test_a_repaired_text_needs_no_repair(text: str) -> None:
    """Repairing twice changes nothing that repairing once did not."""
    once = repair_emphasis(text)
    assert repair_emphasis(once) == once


@given(_LINES)
@settings(deadline=None, max_examples=300)
def test_repair_takes_nothing_but_asterisks(text: str) -> None:
    """Every other character stays, in its order."""
    assert repair_emphasis(text).replace("*", "") == text.replace("*", "")
