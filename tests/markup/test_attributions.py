"""Where an item says it has its news from: the attribution at its end."""

from __future__ import annotations

import pytest

from tests.markup.reading import items


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("（来源：河岸日报）", "河岸日报"),
        ("（消息来源：河岸日报）", "河岸日报"),
        ("(来源: Harbour Post)", "Harbour Post"),
        ("（来源：河岸日报)", "河岸日报"),
        ("（来源： 河岸  日报 ）", "河岸 日报"),
        ("（ 来源：河岸日报）", "河岸日报"),
        ("（来源：河岸日报、城南网）", "河岸日报、城南网"),
        ("（来源：甲 & 乙）", "甲 & 乙"),
        ("（来源：[河岸日报](https://city.example/a?b=1&c=2)）", "河岸日报"),
        ("（来源：**河岸日报**）", "河岸日报"),
        ("**（来源：河岸日报）**", "河岸日报"),
        ("（**来源**：河岸日报）", "河岸日报"),
        ("（来源：河岸日报）  ", "河岸日报"),
        ("（来源 河岸日报）", "河岸日报"),
        ("（河岸日报）", "河岸日报"),
        ("(Harbour Post)", "Harbour Post"),
        ("\n（来源：河岸日报）", "河岸日报"),
        ("\n\n（来源：河岸日报）", "河岸日报"),
    ],
)
def test_an_attribution_is_taken_out_of_the_text(written: str, name: str) -> None:
    """However it is spelt, it is the item's attribution and no longer its text."""
    first, second = items(f"## 甲\n\n桥今天通车。{written}\n\n## 乙\n\n馆今天开门。{written}\n")
    assert (first.html, first.attribution, first.summary) == ("<p>桥今天通车。</p>", name, "桥今天通车。")
    assert (second.html, second.attribution, second.summary) == ("<p>馆今天开门。</p>", name, "馆今天开门。")


@pytest.mark.parametrize(
    "text",
    [
        "桥用了新的材料（高强钢）",
        "桥用了新的材料（高强钢）。",
        "桥今天通车。（记者见到，第一辆车是公交车）",
        "桥今天通车。（河岸日报）\n\n明天起限重。",
    ],
)
def test_words_in_parentheses_are_a_name_only_behind_the_last_sentence(text: str) -> None:
    """An explanation inside a sentence, a remark, and what stands above more text belong to the text."""
    first, _ = items(f"## 甲\n\n{text}\n\n## 乙\n\n馆今天开门。（来源：城南网）\n")
    assert (first.attribution, "（" in first.html) == (None, True)


def test_an_attribution_is_found_before_a_full_stop() -> None:
    """A full stop behind the bracket does not hide it."""
    first, second = items(
        "## 甲\n\n桥今天通车（来源：河岸日报）。\n\n## 乙\n\n馆今天开门。（来源：城南网）\n"
    )
    assert (first.attribution, second.attribution) == ("河岸日报", "城南网")


def test_bold_text_that_ends_with_an_attribution_stays_bold() -> None:
    """Taking the attribution out of a bold span leaves the span whole."""
    first, _ = items("## 甲\n\n**桥今天通车。（来源：河岸日报）**\n\n## 乙\n\n馆今天开门。\n")
    assert (first.html, first.attribution) == ("<p><strong>桥今天通车。</strong></p>", "河岸日报")


def test_the_last_paragraph_of_several_has_the_attribution() -> None:
    """It is looked for at the item's end, behind all its paragraphs."""
    first, _ = items("## 甲\n\n第一段。\n\n第二段。\n\n第三段。（来源：河岸日报）\n\n## 乙\n\n馆今天开门。\n")
    assert (first.html, first.attribution) == (
        "<p>第一段。</p>\n<p>第二段。</p>\n<p>第三段。</p>",
        "河岸日报",
    )


@pytest.mark.parametrize(
    "ending",
    [
        "> 桥今天通车。（来源：河岸日报）",
        "* 桥长。\n* 桥今天通车。（来源：河岸日报）",
        "桥今天通车。（来源：河岸日报）\n\n![](https://i.example/a.png)",
        "桥今天通车。（来源：河岸日报）\n\n![](https://i.example/a.png)\n\n![](https://i.example/b.png)\n\n\u200b",
        "桥今天通车。（来源：河岸日报）\n\n![](https://i.example/a.png)桥上 ｜ 图片来源：某图库",
        "桥今天通车。（来源：河岸日报）\n\n![]()",
    ],
)
def test_an_attribution_is_found_wherever_the_item_ends(ending: str) -> None:
    """In a quotation or a list, or in front of pictures that follow the text."""
    first, second = items(f"## 甲\n\n{ending}\n\n## 乙\n\n馆今天开门。（来源：城南网）\n")
    assert (first.attribution, second.attribution) == ("河岸日报", "城南网")
    assert "（来源" not in first.html
    assert "桥今天通车。" in first.html


def test_pictures_behind_the_attribution_stay() -> None:
    """A picture under the last paragraph belongs to the item, also to the last item."""
    body = "## 甲\n\n桥。（来源：甲报）\n\n![](https://i.example/a.png)\n\n## 乙\n\n馆。（来源：乙报）\n\n![](https://i.example/b.png)\n"
    first, second = items(body)
    assert first.html == '<p>桥。</p>\n<p><img src="https://i.example/a.png" alt=""></p>'
    assert second.html == '<p>馆。</p>\n<p><img src="https://i.example/b.png" alt=""></p>'


@pytest.mark.parametrize(
    "first_paragraph", ["第一段（来源：河岸日报）。又一句。", "第一段。（来源：河岸日报）"]
)
def test_of_two_attributions_the_last_is_the_items(first_paragraph: str) -> None:
    """An attribution inside the text stays where it is; the one at the end is taken."""
    first, _ = items(f"## 甲\n\n{first_paragraph}\n\n第二段。（来源：城南网）\n\n## 乙\n\n馆。\n")
    assert first.attribution == "城南网"
    assert first.html == f"<p>{first_paragraph}</p>\n<p>第二段。</p>"


@pytest.mark.parametrize(
    "text",
    [
        "桥（来源：河岸日报）今天通车。",
        "桥今天通车。（来源：）",
        "桥今天通车。（来源：河岸日报",
        "桥今天通车。来源：河岸日报",
        "消息来源称桥今天通车。",
        "桥今天通车。（图片来源：某图库）",
        "桥今天通车。（来源：" + "很" * 41 + "）",
    ],
)
def test_what_is_no_attribution_stays_in_the_text(text: str) -> None:
    """In the middle of a sentence, unfinished, nameless, endless, a picture's credit: none is taken."""
    first, _ = items(f"## 甲\n\n{text}\n\n## 乙\n\n馆。（来源：乙报）\n")
    assert (first.html, first.attribution) == (f"<p>{text}</p>", None)


def test_a_name_of_forty_characters_is_a_name() -> None:
    """The longest name that counts has forty characters."""
    first, _ = items(f"## 甲\n\n桥。（来源：{'很' * 40}）\n\n## 乙\n\n馆。\n")
    assert first.attribution == "很" * 40


def test_an_item_that_is_only_an_attribution_is_empty() -> None:
    """Where nothing else stands under the heading, its text is empty and its summary the title."""
    first, _ = items("## 甲\n\n（来源：河岸日报）\n\n## 乙\n\n馆。\n")
    assert (first.html, first.attribution, first.summary) == ("", "河岸日报", "甲")


def test_an_item_without_an_attribution_borrows_none() -> None:
    """Each item has its own attribution or none."""
    first, second = items("## 甲\n\n桥。\n\n## 乙\n\n馆。（来源：乙报）\n")
    assert (first.attribution, second.attribution) == (None, "乙报")
