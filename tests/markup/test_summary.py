"""The plain text that stands for an item in a list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.markup.summary import summarise
from tests.markup.reading import whole


def test_a_short_text_is_its_own_summary() -> None:
    """Up to 200 characters nothing is left out."""
    assert summarise(["字" * 200]) == "字" * 200


def test_paragraphs_are_joined_and_white_space_is_folded() -> None:
    """A summary is one line."""
    assert summarise(["  一\n二\t三  ", "", "\u3000四。\xa0"]) == "一 二 三 四。"


def test_nothing_summarises_to_nothing() -> None:
    """No text gives no summary; the item's title takes its place elsewhere."""
    assert summarise([]) == ""


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("甲" * 100 + "。" + "乙" * 50 + "。" + "丙" * 80 + "。", "甲" * 100 + "。" + "乙" * 50 + "。"),
        ("甲" * 199 + "。" + "乙" * 10, "甲" * 199 + "。"),
        ("甲" * 150 + "！" + "乙" * 100, "甲" * 150 + "！"),
        ("甲" * 150 + "？" + "乙" * 100, "甲" * 150 + "？"),
        ("甲" * 150 + "……" + "乙" * 100, "甲" * 150 + "……"),
        ("他说：「" + "甲" * 100 + "。」" + "乙" * 100, "他说：「" + "甲" * 100 + "。」"),
        ("The bridge opened. " + "It is long and it is new " * 10, "The bridge opened."),
        ("Is it open? " + "It is long and it is new " * 10, "Is it open?"),
    ],
)
def test_a_long_text_is_cut_at_the_end_of_a_sentence(text: str, summary: str) -> None:
    """The last sentence that fits ends the summary, with its closing quotation mark."""
    assert summarise([text]) == summary


@pytest.mark.parametrize("word", ["3.5", "example.org/a", "v1.2.3"])
def test_a_point_inside_a_word_ends_no_sentence(word: str) -> None:
    """Numbers, hosts and versions hold points; the summary goes on to the limit."""
    summary = summarise([f"{word} " * 70])
    assert summary.endswith(f" {word}…")
    assert 180 < len(summary) <= 200


def test_without_a_sentence_whole_words_are_kept() -> None:
    """The last word that fits is whole, and an ellipsis says that more follows."""
    assert summarise(["lighthouse " * 30]) == "lighthouse " * 17 + "lighthouse…"


def test_chinese_without_a_sentence_is_cut_at_the_limit() -> None:
    """Chinese has no spaces: 199 characters and the ellipsis."""
    assert summarise(["甲" * 300]) == "甲" * 199 + "…"


def test_a_latin_word_at_the_limit_of_chinese_text_is_not_broken() -> None:
    """A word that does not fit is left out whole, also where no space stands before it."""
    assert summarise(["甲" * 190 + "lighthouses 和桥"]) == "甲" * 190 + "…"


def test_a_question_mark_inside_an_address_ends_no_sentence() -> None:
    """An address is not cut at its query."""
    summary = summarise(["see https://city.example/find?bridge=1 " + "and the old lighthouse " * 12])
    assert summary.startswith("see https://city.example/find?bridge=1 and the old")


def test_a_summary_is_made_of_prose() -> None:
    """Headings, tables, code and captions beside pictures are no sentences."""
    item = whole(
        "## 小标题\n\n|表|\n|---|\n|格|\n\n```\ncode\n```\n\n![](https://i.example/a.png)图片来源：某图库\n\n"
        "第一段。\n\n* 一项\n\n> 引文。"
    )
    assert item.summary == "第一段。 一项 引文。"


def test_a_summary_begins_behind_the_menus_of_a_site() -> None:
    """Rows of links, and short lines in front of the first sentence, are none of it."""
    item = whole(
        "[Skip to content](https://city.example/#main)\n\n* [Bridges](https://city.example/b)\n"
        "* [Ferries](https://city.example/f)\n\nHarbour News\n\n14 March\n\n"
        "The bridge opens today, says the [harbour master](https://city.example/h). It is free.\n\n"
        "[More about bridges](https://city.example/b)\n\nThe ferry stays."
    )
    assert item.summary == ("The bridge opens today, says the harbour master. It is free. The ferry stays.")


def test_a_text_of_short_lines_is_summed_up_by_all_of_them() -> None:
    """A poem, say, or a list of names: nothing else is there."""
    assert whole("桥\n\n[河](https://city.example/r)\n\n塔").summary == "桥 河 塔"


_TEXTS = st.lists(
    st.text(alphabet="甲乙。！？…」a b.C,? \n“”0", max_size=150)
    | st.sampled_from(["lighthouse " * 25, "甲" * 250, "桥。" * 90, "Yes. " * 50]),
    max_size=5,
)


@given(_TEXTS)
@settings(deadline=None, max_examples=300)
def test_a_summary_is_never_longer_than_200_characters(texts: list[str]) -> None:
    """Whatever the text, the limit holds, and the summary is where the text begins."""
    summary = summarise(texts)
    text = " ".join(" ".join(texts).split())
    assert len(summary) <= 200
    assert text.startswith(summary) or (summary[-1] == "…" and text.startswith(summary[:-1]))


@given(st.lists(st.text(alphabet="abcdefghij", min_size=1, max_size=15), min_size=1, max_size=80))
@settings(deadline=None, max_examples=300)
def test_a_summary_never_ends_within_a_latin_word(words: list[str]) -> None:
    """Every word of the summary is a word of the text."""
    kept = summarise([" ".join(words)]).removesuffix("…").split()
    assert kept == words[: len(kept)]
