"""The full report: the line it is about, and a caret under the place, in columns of a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressrun.finding import Finding, Severity
from pressrun.reports import FORMATS, concise
from tests.rules.proving import PATIENT

#: Columns of an excerpt, the two ellipses apart.
EXCERPT = 100


def _finding(
    column: int,
    end_column: int | None = None,
    *,
    line: int = 1,
    end_line: int | None = None,
    path: str = "a.md",
) -> Finding:
    return Finding(
        code="FM003",
        name="not-yaml",
        severity=Severity.WARNING,
        path=path,
        line=line,
        column=column,
        end_line=line if end_line is None else end_line,
        end_column=column + 1 if end_column is None else end_column,
        message="quote it",
    )


def _report(lines: Sequence[str], *findings: Finding) -> list[str]:
    return list(FORMATS["full"](findings, lambda _: lines))


def _excerpt(text: str, column: int, end_column: int | None = None) -> tuple[str, str]:
    """The two lines behind the margin: what is shown, and what marks it."""
    _, rule, shown, marks, empty = _report([text], _finding(column, end_column))
    assert (rule, empty) == ("  |", "")
    assert shown.startswith("1 |")
    assert marks.startswith("  | ")
    return shown[4:], marks[4:]


def _columns(char: str) -> int:
    """Columns of a terminal: Unicode Standard Annex #11, and nothing for what is drawn over its neighbour."""
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _width(text: str) -> int:
    return sum(map(_columns, text))


def _above(shown: str, marks: str) -> str:
    """The characters of the shown line that stand above a caret."""
    start = len(marks) - len(marks.lstrip(" "))
    at = 0
    above = ""
    for char in shown:
        if start <= at < len(marks) and (above or _columns(char)):
            above += char
        at += _columns(char)
    return above


def test_a_block_a_finding() -> None:
    """The concise line, the margin, the line with its number, the caret, an empty line."""
    lines = ["---", "title: Bridge: open", "url: x"]
    assert _report(lines, _finding(8, 20, line=2), _finding(6, 7, line=3)) == [
        "a.md:2:8: warning FM003 not-yaml: quote it",
        "  |",
        "2 | title: Bridge: open",
        "  |        ^^^^^^^^^^^^",
        "",
        "a.md:3:6: warning FM003 not-yaml: quote it",
        "  |",
        "3 | url: x",
        "  |      ^",
        "",
    ]


def test_the_margin_grows_with_the_number() -> None:
    """So that the bars stand under each other."""
    _, rule, shown, marks, _ = _report(["x"] * 1234, _finding(1, 2, line=1234))
    assert (rule, shown, marks) == ("     |", "1234 | x", "     | ^")


@pytest.mark.parametrize(
    ("text", "column", "end_column", "marks"),
    [
        ("abc", 1, 2, "^"),
        ("abc", 3, 4, "  ^"),
        ("标题: 新桥", 5, 7, "      ^^^^"),
        ("标题：新桥", 3, 4, "    ^^"),
        ("ｆｕｌｌ half ｗ", 6, 10, "         ^^^^"),
        ("ﾊﾟ半角", 3, 5, "  ^^^^"),
        ("한국어 뉴스", 5, 7, "       ^^^^"),
        ("é = e\u0301!", 7, 8, "     ^"),
        ("e\u0301e\u0301x", 5, 6, "  ^"),
        ("😀 smile", 3, 8, "   ^^^^^"),
        ("𠮷野家", 2, 4, "  ^^^^"),
        ("\u3000缩进", 2, 4, "  ^^^^"),
        ("a\xa0b", 3, 4, "  ^"),
        ("“引号”…", 2, 4, " ^^^^"),
        ("❤\ufe0f 心", 4, 5, "   ^^"),
        ("1\ufe0f\u20e3 键", 5, 6, "   ^^"),
        ("ไทย\u0e35 x", 6, 7, "    ^"),
    ],
)
def test_the_caret_stands_under_the_place(text: str, column: int, end_column: int, marks: str) -> None:
    """Two columns for a wide character, none for one that combines."""
    assert _excerpt(text, column, end_column) == (text, marks)


@pytest.mark.parametrize(
    ("text", "shown", "column", "marks"),
    [
        ("a\tb", "a\\tb", 3, "   ^"),
        ("\x1b[31mred", "\\x1b[31mred", 6, "        ^"),
        ("a\u202eb", "a\\u202eb", 2, " ^^^^^^"),
        ("a\u202eb", "a\\u202eb", 3, "       ^"),
        ("新\x0b桥", "新\\x0b桥", 2, "  ^^^^"),
        ("牛\u00ad览", "牛\\xad览", 3, "      ^^"),
        ("a\ud800b", "a\\ud800b", 3, "       ^"),
        ("a\u200db", "a\\u200db", 3, "       ^"),
    ],
)
def test_what_is_written_out_takes_its_columns(text: str, shown: str, column: int, marks: str) -> None:
    """Controls, bidi controls, half surrogates: as escapes, and the caret knows their width."""
    assert _excerpt(text, column) == (shown, marks)


@pytest.mark.parametrize(
    ("text", "column", "end_column", "marks"),
    [
        ("", 1, 1, "^"),
        ("title:", 7, 7, "      ^"),
        ("title: ", 8, 8, "       ^"),
        ("---", 1, 4, "^^^"),
        ("--", 1, 4, "^^"),
        ("标题", 3, 3, "    ^"),
    ],
)
def test_an_empty_place_has_a_caret(text: str, column: int, end_column: int, marks: str) -> None:
    """An empty value stands where it should be written."""
    assert _excerpt(text, column, end_column) == (text.rstrip(), marks)


def test_a_place_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    """The other lines are not shown."""
    _, _, shown, marks, _ = _report(["abcdef", "ghi"], _finding(3, 2, end_line=2))
    assert (shown, marks) == ("1 | abcdef", "  |   ^^^^")


def test_without_the_lines_there_is_no_excerpt() -> None:
    """A FIFO has none, and a file can be gone or shorter by now."""
    assert _report([], _finding(1)) == ["a.md:1:1: warning FM003 not-yaml: quote it", ""]
    assert _report(["x"], _finding(1, line=2)) == ["a.md:2:1: warning FM003 not-yaml: quote it", ""]


def test_a_file_is_asked_for_once() -> None:
    """Its findings follow each other, and half an archive has some."""
    asked: list[str] = []

    def source(path: str) -> list[str]:
        asked.append(path)
        return [path]

    findings = [_finding(1, path="a.md"), _finding(2, path="a.md"), _finding(1, path="b.md")]
    lines = list(FORMATS["full"](findings, source))
    assert asked == ["a.md", "b.md"]
    assert [text for text in lines if text.startswith("1 |")] == ["1 | a.md", "1 | a.md", "1 | b.md"]


def test_no_finding_is_no_line() -> None:
    """An empty report is empty."""
    assert _report(["x"]) == []


def test_the_first_line_is_the_concise_one() -> None:
    """With a path and a message that could forge another."""
    finding = _finding(1, path="a\nb\u202e\udcff.md")
    assert _report(["x"], finding)[0] == concise.line(finding)
    assert len(_report(["x"], finding)) == 5


@pytest.mark.parametrize(
    ("text", "column", "shown", "above"),
    [
        ("a" * 100, 100, "a" * 100, "a"),
        ("a" * 101, 1, "a" * 100 + "…", "a"),
        ("桥" * 50, 50, "桥" * 50, "桥"),
        ("桥" * 51, 1, "桥" * 50 + "…", "桥"),
        ("a" * 500 + "X" + "b" * 500, 501, "…" + "a" * 30 + "X" + "b" * 69 + "…", "X"),
        ("河" * 500 + "桥" + "上" * 500, 501, "…" + "河" * 15 + "桥" + "上" * 34 + "…", "桥"),
        ("a" * 500 + "X", 501, "…" + "a" * 30 + "X", "X"),
        ("a" * 10 + "X" + "b" * 500, 11, "a" * 10 + "X" + "b" * 89 + "…", "X"),
    ],
)
def test_a_long_line_is_shown_around_the_place(text: str, column: int, shown: str, above: str) -> None:
    """At most 100 columns, with an ellipsis where something is left out."""
    excerpt, marks = _excerpt(text, column)
    assert excerpt == shown
    assert _above(excerpt, marks) == above
    assert marks.strip() == "^" * _width(above)


def test_a_long_place_is_marked_as_far_as_it_is_shown() -> None:
    """The carets end with the excerpt."""
    excerpt, marks = _excerpt("ab" + "桥" * 400, 3, 403)
    assert excerpt == "ab" + "桥" * 49 + "…"
    assert marks == "  " + "^" * 98


@pytest.mark.parametrize("char", ["\x01", "\u202e", "\U000e0041", "\ud800"])
@pytest.mark.parametrize("before", [20, 40, 400])
def test_a_line_that_escapes_make_long_still_shows_the_place(char: str, before: int) -> None:
    """An escape takes up to ten columns: the place must not be pushed out of the excerpt."""
    excerpt, marks = _excerpt(char * before + "X" + "b" * 50, before + 1)
    assert _above(excerpt, marks) == "X"
    assert _width(excerpt) <= EXCERPT + 2


_PIECES = st.sampled_from(
    [
        "a",
        "b c",
        "桥",
        "，",
        "Ａ",
        "e\u0301",
        "😀",
        "…",
        "\u3000",
        "\xa0",
        "\t",
        "\x1b",
        "\u202e",
        "\U000e0041",
    ]
)
#: Scripts of whose widths nobody is in doubt: terminals differ over Hangul parts, spacing marks and flags.
_UNDISPUTED = [(0, 9), (11, 0x2FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xD800, 0xF8FF), (0xFF01, 0xFF60)]
_LINES = st.one_of(
    st.lists(_PIECES, max_size=150).map("".join),
    st.text(
        st.one_of(
            *(
                st.characters(min_codepoint=low, max_codepoint=high, categories=None)
                for low, high in _UNDISPUTED
            )
        ),
        max_size=150,
    ),
)


@settings(PATIENT, max_examples=400)
@given(_LINES, st.data())
@example("\x1b" * 60 + "X", None)
def test_the_carets_stand_under_the_text_of_the_place(text: str, data: st.DataObject | None) -> None:
    """Of any line: the excerpt is printable and short, and above the carets stands what they mark."""
    if data is None:
        start, end = len(text) - 1, len(text)
    else:
        start = data.draw(st.integers(0, len(text)), "start")
        end = data.draw(st.integers(start, len(text)), "end")
    shown, marks = _excerpt(text, start + 1, end + 1)
    assert shown.replace("\u3000", " ").replace("\xa0", " ").isprintable()
    assert _width(shown) <= EXCERPT + 2
    assert len(marks) <= EXCERPT + 2
    assert marks.strip(" ") == "^" * len(marks.strip(" "))
    assert marks.endswith("^")
    written = "".join(_escaped(char) for char in text[start : max(end, start + 1)])
    while written and not _columns(written[0]):
        # Drawn over the character in front of the place: no column is its own.
        written = written[1:]
    above = _above(shown, marks)
    if _width(written) > 0:
        # White space at the end of the line is not printed, and the ellipsis stands for what did not fit.
        assert written.startswith((above, above.removesuffix("…")))
        assert above.removesuffix("…") or not written.strip() or written.startswith("…")


def _escaped(char: str) -> str:
    return char if char.isprintable() or char in "\u3000\xa0" else char.encode("unicode_escape").decode()
