"""What holds for every fix and any capture: nothing else changes, and a second time nothing does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.capture import split
from pressrun.finding import Severity
from pressrun.rules.fixes import fixers
from tests.fixes.fixing import fixed
from tests.rules.proving import PATIENT, findings, prove
from tests.samples import capture

#: What fixes are about, in pieces that make findings when they meet.
_PIECES = (
    *(
        "新桥",
        "a",
        " ",
        "  ",
        "\t",
        ": ",
        " #",
        '"',
        "'",
        "\\",
        "&amp;",
        "&lt;",
        "\u200b",
        "\u202e",
        "\x0b",
        "\x00",
    ),
    *(
        "[",
        "]",
        "![",
        "](",
        "](/a)",
        "]()",
        "](data:x)",
        "](http://mmbiz.qpic.cn/a)",
        ")",
        "(",
        "**",
        "_",
        "`",
        "```",
    ),
    *(
        "~~~",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "    ",
        "> ",
        "- ",
        "1. ",
        "## ",
        "---",
        "|",
        "<!-- pressrun: cut -->",
        "...",
    ),
    *("Ã©", "é", "\u2028", "\ufeff", "\ufffe", "../b", "//c", "?d", "<", ">"),
)
_text = st.lists(st.sampled_from(_PIECES), max_size=14).map("".join)
_body = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
_ends = st.sampled_from(("\n", "\r\n", "\r"))
_URLS = (
    "https://example.org/a/b?utm_source=x&q=1#r",
    "http://example.org/a b",
    "https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=1",
)


@st.composite
def _captures(draw: st.DrawFn) -> bytes:
    text = capture(draw(_body), title=draw(_text), source=draw(_text), url=draw(st.sampled_from(_URLS)))
    mark = "\ufeff" if draw(st.booleans()) else ""
    return (mark + text.replace("\n", draw(_ends))).encode("utf-8")


def _errors(raw: bytes) -> set[str]:
    return {finding.code for finding in findings(raw) if finding.severity is Severity.ERROR}


@settings(PATIENT, max_examples=300)
@given(_captures(), st.booleans())
def test_mending_twice_is_mending_once(raw: bytes, unsafe: bool) -> None:  # noqa: FBT001
    """A second `--fix` changes nothing."""
    once = fixed(raw, unsafe=unsafe)
    again = fixed(once.after, unsafe=unsafe)
    assert again.after == once.after
    assert again.edits == {}


@settings(PATIENT, max_examples=300)
@given(_captures())
def test_a_safe_fix_keeps_what_is_published(raw: bytes) -> None:
    """Key, url, date and the items' headings; no error comes or goes."""
    after = fixed(raw).after
    assert _errors(after) == _errors(raw)
    one, other = (prove(data, items=True).digest for data in (raw, after))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert (one.key, one.url, one.date, one.fetched, one.source) == (
            other.key, other.url, other.date, other.fetched, other.source,
        )  # fmt: skip
        assert len(one.items) == len(other.items)
        assert one.cut == other.cut


@settings(PATIENT, max_examples=150)
@given(_captures())
def test_an_unsafe_fix_makes_no_error(raw: bytes) -> None:
    """It may change the meaning, but not take a capture out of the edition."""
    assert _errors(fixed(raw, unsafe=True).after) <= _errors(raw)


@settings(PATIENT, max_examples=200)
@given(_captures())
def test_quotation_marks_are_all_that_the_quoting_fixes_add(raw: bytes) -> None:
    """Every other byte stays: line ends, the byte order mark, the body and the other fields."""
    after = fixed(raw, "FM003", "FM004", "FM005").after
    one, other = split("a.md", raw), split("a.md", after)
    assert [(field.name, field.value) for field in one.fields] == [
        (field.name, field.value) for field in other.fields
    ]
    quoted = {
        field.place.line
        for field, mended in zip(one.fields, other.fields, strict=True)
        if field.raw != mended.raw
    }
    before_lines, after_lines = (re.split(rb"(\r\n|\r|\n)", data) for data in (raw, after))
    changed = {
        number // 2 + 1
        for number, (line, mended) in enumerate(zip(before_lines, after_lines, strict=True))
        if line != mended
    }
    assert changed == quoted


@settings(PATIENT, max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_at_all_come_back_whole_or_mended(raw: bytes) -> None:
    """Never an exception; what has no front matter has little to mend."""
    after = fixed(b"---\n" + raw, unsafe=True).after
    assert fixed(after, unsafe=True).after == after


def test_a_capture_without_findings_is_the_same_bytes() -> None:
    """Trailing white space, a missing line end at the end and all."""
    raw = capture("正文。  \n\n\n末行 ", fetch_date="2025-03-15T08:30:00+08:00").encode("utf-8")
    assert fixed(raw).after is raw


def test_what_resists_costs_the_file_none_of_its_other_fixes() -> None:
    """A link that Markdown reads otherwise than the rule stays, and every other one is mended."""
    links = "".join(f"[桥{n}](/b{n})\n" for n in range(20))
    body = f'{links}\n[x](/y "open)\n\n[last](/z)\n'
    after = fixed(capture(body, url="https://example.org/a"), "MD003").after.decode("utf-8")
    assert [f"(https://example.org/b{n})" in after for n in range(20)] == [True] * 20
    assert "(https://example.org/z)" in after
    assert '[x](/y "open)' in after


def test_text_made_to_be_fixed_for_ever_is_left_alone() -> None:
    """Pictures inside the text of pictures: each round uncovers the next, and the rounds are few."""
    body = "!" + "[![" * 3 + "]()" * 3 + "正文。\n"
    once = fixed(capture(body), "MD002").after
    assert fixed(once, "MD002").after == once


@pytest.mark.parametrize("code", [one.code for one in fixers()])
def test_a_fix_is_told_in_a_few_words(code: str) -> None:
    """Present tense, no full stop, and whether it is unsafe."""
    one = next(one for one in fixers() if one.code == code)
    assert 1 < len(one.does.split()) <= 8
    assert one.does[0].islower()
    assert one.does[-1].isalnum()
    assert one.described == one.does + ("" if one.safe else " (unsafe)")


def test_which_rules_have_a_fix() -> None:
    """RULES.md's column: S is safe, U is not."""
    assert {one.code: "S" if one.safe else "U" for one in fixers()} == {
        "BD012": "U", "FM003": "S", "FM004": "S", "FM005": "S", "FM007": "U", "FM010": "S", "FM012": "S",
        "FM013": "S", "MD001": "S", "MD002": "S", "MD003": "S", "MD005": "S", "MD006": "S", "TI001": "S",
        "TI005": "S", "TI006": "S", "UR002": "U", "UR003": "S", "UR004": "U",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. 一\n\n![]()\n\n2. 二\n", "1. 一\n\n\n2. 二\n"),
        ("1. 一\n\n![]()\n\n5. 二\n", "1. 一\n\n![]()\n\n5. 二\n"),
        ("一\n![]()\n---\n", "一\n---\n"),
    ],
)
def test_a_picture_goes_where_what_is_left_reads_the_same(before: str, after: str) -> None:
    """Two lists may become one, but not if that numbers them anew; a heading stays a heading."""
    assert fixed(capture(before), "MD002").after.decode("utf-8") == capture(after)
