"""Each fixer: a capture before and after."""

from __future__ import annotations

import pytest
import yaml

from pressrun.markup.cut import CUT_NOTE
from tests.fixes.fixing import body_after, fixed, mended, title_after, url_after
from tests.rules.proving import codes, findings, prove
from tests.samples import capture

NUL, VT = "\x00", "\x0b"


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("FM003", "新桥: 通车", '"新桥: 通车"'),
        ("FM003", "[快讯] 新桥", '"[快讯] 新桥"'),
        ("FM003", '"新桥" 与 "旧桥"', """'"新桥" 与 "旧桥"'"""),
        ("FM003", '@新桥 says: "it\'s open"', "'@新桥 says: \"it''s open\"'"),
        ("FM003", "@C:\\bridge", "'@C:\\bridge'"),
        ("FM003", "新桥\x1b开放: x", '"新桥\\x1B开放: x"'),
        ("FM004", "新桥 #2 通车", '"新桥 #2 通车"'),
        ("FM004", "&anchor 新桥", '"&anchor 新桥"'),
        ("FM005", "2024", '"2024"'),
        ("FM005", "null", '"null"'),
        ("FM005", "#通车", '"#通车"'),
        ("TI001", "桥 &amp; 河 &#8211; 通车", "桥 & 河 – 通车"),
        ("TI001", "&quot;新桥&quot;", """'"新桥"'"""),
        ("TI001", "桥&#58; 河", '"桥: 河"'),
        ("TI001", "桥 &amp;lt;b&amp;gt;", "桥 &amp;lt;b&amp;gt;"),
        ("TI005", "新桥  通车\t了", "新桥 通车 了"),
        ("TI005", "'新桥  通车'", "'新桥 通车'"),
        ("TI006", "新\u200b桥\u00ad通车", "新桥通车"),
        ("TI006", '"新\\u202E桥"', '"新桥"'),
    ],
)
def test_a_title(code: str, before: str, after: str) -> None:
    """What stands behind the key; a value that was fine for YAML stays fine."""
    assert title_after(before, code) == after
    assert code not in codes(capture(title=after)) or before == after


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("UR003", "https://example.org/a b|c", "https://example.org/a%20b%7Cc"),
        ("UR002", "http://example.org/a?b=http://c", "https://example.org/a?b=http://c"),
        ("UR002", "http://example.org:8080/a", "http://example.org:8080/a"),
        ("UR004", "https://example.org/a?utm_source=x&id=7&fbclid=y#top", "https://example.org/a?id=7#top"),
        ("UR004", "https://example.org/a?utm_source=x", "https://example.org/a"),
        ("FM004", "https://example.org/a # 首页", "https://example.org/a # 首页"),
    ],
)
def test_a_url(code: str, before: str, after: str) -> None:
    """The part that the rule speaks of, and no other; a comment stays one."""
    assert url_after(before, code, unsafe=True) == after


@pytest.mark.parametrize("code", ["UR002", "UR004"])
def test_a_url_is_not_touched_without_unsafe_fixes(code: str) -> None:
    """The url is part of the identity."""
    url = "http://example.org/a?utm_source=x"
    assert url_after(url, code) == url


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("MD001", "正文。\n\n```python\nprint(1)\n", "正文。\n\n```python\nprint(1)\n```\n"),
        ("MD001", "正文。\n\n~~~~\nprint(1)", "正文。\n\n~~~~\nprint(1)\n~~~~"),
        ("MD001", "- 一\n\n  ```\n  code\n", "- 一\n\n  ```\n  code\n  ```\n"),
        ("MD001", "> ```\n> code", "> ```\n> code\n> ```"),
        ("MD002", "一![]()二\n", "一二\n"),
        ("MD002", "一\n![]()\n二\n", "一\n二\n"),
        ("MD002", '一\n\n**![空]( <> "t")**\n\n二\n', "一\n\n\n二\n"),
        ("MD002", "* ![封面]()\n\n  林一\n", "* 林一\n"),
        ("MD002", "`![]()` \\![]()\n", "`![]()` \\![]()\n"),
        ("MD005", "一![点](data:image/gif;base64,AAAA)二\n", "一二\n"),
        ("MD003", "[桥](/a/b)\n", "[桥](https://example.org/a/b)\n"),
        ("MD003", "[桥](b.html#c)\n", "[桥](https://example.org/news/b.html#c)\n"),
        ("MD003", '![桥](../b.png "图")\n', '![桥](https://example.org/b.png "图")\n'),
        ("MD003", "[桥](//cdn.example.net/b)\n", "[桥](https://cdn.example.net/b)\n"),
        ("MD003", "[桥](?p=1&amp;q=2)\n", "[桥](https://example.org/news/page.html?p=1&amp;q=2)\n"),
        ("MD003", "[桥](#top) `[a](/b)`\n", "[桥](#top) `[a](/b)`\n"),
        (
            "MD006",
            "![](http://mmbiz.qpic.cn/a.jpg)\n[图](http://mmbiz.qpic.cn/b)\n",
            "![](https://mmbiz.qpic.cn/a.jpg)\n[图](http://mmbiz.qpic.cn/b)\n",
        ),
    ],
)
def test_a_body(code: str, before: str, after: str) -> None:
    """The stretches that the rule speaks of, and no others."""
    assert body_after(before, code) == after


def test_mojibake_is_decoded_where_it_is_utf_8_to_the_last_byte() -> None:
    """An unsafe fix: nobody knows that the author did not mean it."""
    lost = "Ã© Ã"
    before = f"# t\n\n{'the bridge is open ' * 10}\n\n{'naÃ¯ve cafÃ© â€“ ' * 8}{lost}\n"
    after = f"# t\n\n{'the bridge is open ' * 10}\n\n{'naïve café – ' * 8}é Ã\n"
    assert body_after(before, "BD012", unsafe=True) == after
    assert body_after(before, "BD012") == before


def test_forbidden_characters_are_removed_from_fields_and_body() -> None:
    """Each of them alone; what stands around it stays."""
    before = capture(f"正{NUL}文{VT}\x1b。\n", title=f"新{VT}桥")
    assert mended(before, "FM012") == capture("正文。\n", title="新桥")


def test_a_byte_order_mark_and_carriage_returns_go_together() -> None:
    """Every kind of line end becomes a line feed."""
    plain = capture("一\n二\n三\n")
    before = "\ufeff" + plain.replace("\n", "\r\n").replace("二\r\n", "二\r")
    assert mended(before, "FM013") == plain


def test_a_value_of_several_lines_is_written_on_one() -> None:
    """As it is read."""
    before = capture("正文。\n", title="新桥\n  通车\n\n  了")
    assert mended(before, "FM010") == capture("正文。\n", title="新桥 通车 了")


def test_a_joined_value_is_quoted_where_yaml_wants_it() -> None:
    """One fix makes room for another, in the same run."""
    before = capture("正文。\n", title="新桥\n  通车: 了")
    assert mended(before) == capture("正文。\n", title='"新桥 通车: 了"')


@pytest.mark.parametrize(
    ("heading", "title"),
    [("## **新桥** [通车](https://example.org/b) ##", "新桥 通车"), ("# 新桥: 通车", '"新桥: 通车"')],
)
def test_an_empty_title_is_taken_from_the_first_heading(heading: str, title: str) -> None:
    """Without its markup, and not from a program; only where unsafe fixes are asked for."""
    body = f"\n```\n# comment\n```\n\n{heading}\n\n正文。\n"
    before = capture(body, title="")
    assert mended(before, "FM007", unsafe=True) == capture(body, title=title)
    assert mended(before, "FM007") == before


def test_line_ends_of_the_file_are_kept_and_used() -> None:
    """A fix that adds a line ends it as the others are ended."""
    before = "\ufeff" + capture("一\n\n```\ncode\n", title="新桥: 通车").replace("\n", "\r\n")
    after = "\ufeff" + capture("一\n\n```\ncode\n```\n", title='"新桥: 通车"').replace("\n", "\r\n")
    assert mended(before, "FM003", "MD001") == after


@pytest.mark.parametrize(
    "raw", [b"---\ntitle: a: b\xff\n---\n", "\ufeff---\r\ntitle: a: b\r\n".encode("utf-16")]
)
def test_what_is_not_utf_8_is_not_touched(raw: bytes) -> None:
    """Its bytes mean nobody knows what, and no fix is promised."""
    assert fixed(raw, unsafe=True).after == raw
    assert [finding.fix for finding in findings(raw) if finding.fix] == []


def _cut(tail: str) -> str:
    """A capture that the archiver cut: 8,000 characters behind its heading, and the mark."""
    text = "[页](/p) ![]() " + "河上新桥今天开放。" * 900
    body = text[: 8000 - len(tail)] + tail
    assert len(body) == 8000
    return capture(f"\n# 新桥\n\n{body}...", title="新桥", url="https://example.org/a")


@pytest.mark.parametrize(
    "tail",
    [
        "尾",
        "\n\n[半个链接](https://example.org/ha",
        "\n\n```\nint main() { a[",
        '\n\n[![图](data:image/png "半',
    ],
)
def test_a_cut_text_stays_cut_when_its_length_changes(tail: str) -> None:
    """Its length alone tells it; a note behind it says so from then on, and what is published is the same."""
    before = _cut(tail)
    after = mended(before)
    assert after != before
    assert after.endswith(f"\n{CUT_NOTE}")
    assert "BD015" in codes(after)
    assert "data:" not in after
    one, other = (prove(text, items=True).digest for text in (before, after))
    assert one is not None
    assert other is not None
    assert one.cut
    assert other.cut
    assert [item.html.replace("\n</code>", "</code>") for item in other.items] == [
        item.html for item in one.items
    ]


def test_findings_say_what_their_fix_does_and_whether_it_is_safe() -> None:
    """None where no fix is offered; of two findings of one rule each speaks for itself."""
    text = capture("正文。\n", title="", source="", url="http://example.org/a?utm_source=x")
    heading = capture("# 新桥\n\n正文。\n", title="", source="")
    told = {(one.code, one.line): one.fix for one in findings(capture("正文。\n", title="a: b"))}
    assert told[("FM003", 2)] == "quote the value"
    assert {one.fix for one in findings(text) if one.code == "FM007"} == {None}
    assert [(one.line, one.fix) for one in findings(heading) if one.code == "FM007"] == [
        (2, "take the first heading as the title (unsafe)"),
        (4, None),
    ]


@pytest.mark.parametrize(
    "value",
    [
        "新桥: 通车", "it's: \"x\"", "a\\b: c", "[快讯] \u2028 断行", "新\x85桥: x", "\ufeff: 新桥",
        "true", "~",
        "- x", "? y", "\U0001f3f4\U000e0067\U000e007f: 旗", "*x", "!x", "%x", "@x", "`x`", "a #b", "#",
        "x:", "{a: b}", "'半", '"半',
    ],
)  # fmt: skip
def test_a_yaml_reader_gets_the_text_that_we_believe(value: str) -> None:
    """PyYAML is the judge."""
    after = fixed(capture(title=value), "FM").after.decode("utf-8")
    front = after.split("\n---\n")[0].removeprefix("---\n")
    before = prove(capture(title=value)).digest
    assert before is not None
    read = yaml.safe_load(front)["title"]
    assert isinstance(read, str)
    assert " ".join(read.split()) == before.title
