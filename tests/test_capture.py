"""A capture: any bytes at all, split into front matter and body, and what was odd about them kept."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressrun.capture import Capture, Field, first_lines, split
from pressrun.finding import Place
from tests import samples

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)

#: Text that can stand on one line: no control characters, no line separators, no lone surrogates.
ONE_LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]))


def capture_of(*lines: str, body: str = "") -> Capture:
    """The capture with these lines of front matter."""
    return split("a.md", "\n".join(("---", *lines, "---", body)).encode())


def value_of(*lines: str, name: str = "title") -> str:
    """What one field of this front matter is read as."""
    field = capture_of(*lines).field(name)
    assert field is not None, f"no {name} in {lines}"
    return field.value


# --- the ordinary capture ---


def test_a_capture_is_its_fields_and_the_text_behind_the_front_matter() -> None:
    """Five fields in the order written, and the body from the line behind the closing fence."""
    capture = split("2025/03/14/daily/a.md", samples.capture("\n一段\n").encode())
    assert [(field.name, field.value) for field in capture.fields] == [
        ("title", "河上新桥通车；图书馆延长开放；旧厂房改成剧场 | 晨间速读"),
        (
            "url",
            "https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1&sn=0a1b2c3d&chksm=ffff&scene=58#rd",
        ),
        ("source", "河岸通讯"),
        ("date", "2025-03-14"),
        ("fetch_date", "2025-05-02T08:30:00.123456"),
    ]
    assert (capture.path, capture.body, capture.body_line) == ("2025/03/14/daily/a.md", "\n一段\n", 8)


def test_an_ordinary_capture_has_nothing_odd() -> None:
    """Opened, closed, UTF-8, without byte order mark, carriage returns or illegal characters."""
    capture = split("a.md", samples.capture().encode())
    assert (capture.opened, capture.closed, capture.encoding) == (True, True, None)
    assert (capture.byte_order_mark, capture.carriage_returns, capture.illegal) == (False, False, False)


def test_lines_are_the_whole_text() -> None:
    """`lines` holds the front matter too, so that a line number of a finding can be looked up."""
    capture = split("a.md", b"---\ntitle: A\n---\nB\n")
    assert capture.lines == ("---", "title: A", "---", "B", "")


def test_an_unknown_field_name_has_no_field() -> None:
    """A field that is not there is None."""
    assert capture_of("title: A").field("source") is None


# --- values as people write them without quotes ---


@pytest.mark.parametrize(
    "text",
    [
        "微软: 新模型发布",
        "A: B: C",
        "[专题] 河上新桥",
        "{草稿} 图书馆",
        "C# 与 F# 之争 #3 号",
        "编号 #12 的桥",
        "- 一座桥",
        "* 星号",
        "& 和号",
        "! 叹号",
        "% 百分号",
        "@某人 说",
        "`反引号`",
        "? 问号",
        "null",
        "yes",
        "2025",
        "1e3",
        "~",
        "'Bitter' espionage hackers",
        '"Brad Pitt," a still body',
        "'A' and 'B'",
        '"A" and "B"',
        'say "hi"',
        "it's",
        '"',
        "'",
        "'''",
        '"开头的引号',
        "结尾的引号'",
        "| 竖线",
        "> 大于",
        "|- x",
        "反斜杠 \\n 不是换行",
        "全角：冒号",
    ],
)
def test_an_unquoted_value_is_read_as_written(text: str) -> None:
    """Colons, brackets, ` #`, quotation marks: a tenth of a real archive is not YAML, all of it is text."""
    assert value_of(f"title: {text}") == text


def test_thirty_thousand_brackets_are_a_title() -> None:
    """What crashes a YAML parser is text like any other."""
    assert value_of("title: " + "[" * 30_000) == "[" * 30_000


@law
@given(ONE_LINE)
def test_any_plain_text_on_one_line_is_read_as_written(text: str) -> None:
    """A value that is not quoted and announces no block is itself, without the white space around it."""
    written = f"正文{text}正文"
    assert value_of(f"title: {written}") == written


# --- quoted values ---


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('"河上: 新桥"', "河上: 新桥"),
        ('"[专题] # 1"', "[专题] # 1"),
        ("'河上: 新桥'", "河上: 新桥"),
        ("'it''s'", "it's"),
        ("''''", "'"),
        ("'say \"hi\"'", 'say "hi"'),
        ('"it\'s"', "it's"),
        (r'"say \"hi\""', 'say "hi"'),
        (r"'C:\new'", r"C:\new"),
        (r'"C:\\new"', r"C:\new"),
        ('""', ""),
        ("''", ""),
        ('"  edge  "', "  edge  "),
    ],
)
def test_quotation_marks_around_a_value_are_taken_off(written: str, text: str) -> None:
    r"""Single and double quotation marks as YAML has them, with '' and \" inside."""
    assert value_of(f"title: {written}") == text


@pytest.mark.parametrize(
    ("escape", "character"),
    [
        (r"\0", "\x00"),
        (r"\a", "\x07"),
        (r"\b", "\x08"),
        (r"\t", "\t"),
        (r"\n", "\n"),
        (r"\v", "\x0b"),
        (r"\f", "\x0c"),
        (r"\r", "\r"),
        (r"\e", "\x1b"),
        (r"\ ", " "),
        (r"\"", '"'),
        (r"\/", "/"),
        (r"\\", "\\"),
        (r"\N", "\x85"),
        (r"\_", "\xa0"),
        (r"\L", "\u2028"),
        (r"\P", "\u2029"),
        (r"\x41", "A"),
        (r"\u6cb3", "河"),
        (r"\u6CB3", "河"),
        (r"\U0001F600", "😀"),
    ],
)
def test_every_escape_of_yaml_is_its_character(escape: str, character: str) -> None:
    """Inside double quotation marks the escapes of YAML 1.2 §5.7 are undone."""
    assert value_of(f'title: "<{escape}>"') == f"<{character}>"


@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\U00110000", r"\UFFFFFFFF"])
def test_an_escape_of_no_character_is_a_replacement_character(escape: str) -> None:
    """Half a surrogate pair and a number beyond Unicode must not reach a feed."""
    assert value_of(f'title: "a{escape}b"') == "a\ufffdb"


@pytest.mark.parametrize("text", ['"C:\\"', '"\\"', '"a\\\\\\"'])
def test_a_quotation_mark_that_is_escaped_closes_nothing(text: str) -> None:
    r"""`"C:\"` is never closed, so it is plain text, as written."""
    assert value_of(f"title: {text}") == text


def test_raw_keeps_what_stands_on_the_line() -> None:
    """`raw` is the value before quotation marks are taken off: rules and fixes show and rewrite it."""
    field = capture_of("title: 'it''s'  ").field("title")
    assert field is not None
    assert field.raw == "'it''s'"


@law
@given(ONE_LINE)
def test_a_single_quoted_value_comes_back(text: str) -> None:
    """Whatever is written between single quotation marks, with '' for ', is read back."""
    doubled = text.replace("'", "''")
    assert value_of(f"title: '{doubled}'") == text


@law
@given(ONE_LINE, st.booleans())
def test_what_a_yaml_writer_quotes_comes_back(text: str, unicode: bool) -> None:  # noqa: FBT001
    """A value in double quotation marks by PyYAML, escaped to ASCII or not, is read back."""
    written = yaml.safe_dump(
        {"title": text}, default_style='"', allow_unicode=unicode, width=float("inf")
    ).removeprefix('"title": ')
    assert value_of(f"title: {written.rstrip()}") == text


# --- values over several lines ---


def test_a_title_over_two_lines_is_one_title() -> None:
    """A line that is no key continues the value before it, joined with a space, and is noted as stray."""
    capture = capture_of("title: 河上新桥", "  通车: 今天", "source: 河岸通讯")
    assert capture.field("title") == Field(
        "title", "河上新桥 通车: 今天", "河上新桥", Place(2, 8, 2, 12), stray=(3,)
    )
    assert value_of("title: 河上新桥", "通车", "source: 河岸通讯", name="source") == "河岸通讯"


def test_blank_lines_inside_a_value_are_no_stray_lines() -> None:
    """Only lines with text continue a value; their numbers are those of the file."""
    field = capture_of("title: 一", "", "二", "   ", "三").field("title")
    assert field is not None
    assert (field.value, field.stray) == ("一 二 三", (4, 6))


@pytest.mark.parametrize(
    "line",
    ["第二行: 也是标题", "two words: text", "https://example.org/a", "key:value", " source: 缩进", "-- x"],
)
def test_a_line_that_does_not_look_like_a_key_continues_the_title(line: str) -> None:
    """A key is ASCII letters, digits, `_` and `-` from column 1, a colon and a space."""
    assert value_of("title: 一", line) == f"一 {line.strip()}"


def test_an_unknown_key_ends_the_value_before_it() -> None:
    """What looks like a key is one, known or not."""
    capture = capture_of("title: 一", "note: 二")
    assert [(field.name, field.value) for field in capture.fields] == [("title", "一"), ("note", "二")]


def test_a_value_may_start_on_the_line_below_its_key() -> None:
    """A bare key takes the next line, which counts as stray."""
    field = capture_of("title:", "  河上新桥").field("title")
    assert field == Field("title", "河上新桥", "", Place(2, 7, 2, 7), stray=(3,))


def test_a_quoted_value_over_two_lines_loses_its_quotation_marks() -> None:
    """The lines are joined first, the quotation marks taken off then."""
    assert value_of('title: "河上', '  新桥"') == "河上 新桥"


@pytest.mark.parametrize("indicator", ["|", ">", "|-", ">-", "|+", ">+", "|2", ">-2", ">2-", "|2+"])
def test_a_block_scalar_is_its_lines_joined(indicator: str) -> None:
    """`|` and `>`, chomped or indented, announce the lines below: they are the value and not stray."""
    field = capture_of(f"title: {indicator}", "  河上新桥", "", "  通车").field("title")
    assert field == Field(
        "title", "河上新桥 通车", indicator, Place(2, 8, 2, 8 + len(indicator)), stray=(), block=True
    )


def test_quotation_marks_in_a_block_scalar_are_text() -> None:
    """YAML undoes nothing inside a block scalar, and neither do we."""
    assert value_of("title: >-", '  "河上\\n新桥"') == '"河上\\n新桥"'


# --- fields ---


def test_an_unknown_key_keeps_its_list() -> None:
    """Lines under an unknown key belong to it, line by line, and disturb no known field."""
    capture = capture_of("title: 一", "tags:", "- 桥", "- 馆", "source: 河岸通讯")
    assert [(field.name, field.value, field.stray) for field in capture.fields] == [
        ("title", "一", ()),
        ("tags", "- 桥\n- 馆", ()),
        ("source", "河岸通讯", ()),
    ]


def test_of_a_field_that_stands_twice_the_last_one_counts() -> None:
    """YAML keeps the last one; both are there for the rules."""
    capture = capture_of("title: 旧", "source: 河岸通讯", "title: 新")
    assert [field.value for field in capture.fields] == ["旧", "河岸通讯", "新"]
    last = capture.field("title")
    assert last is not None
    assert (last.value, last.place.line) == ("新", 4)


@pytest.mark.parametrize("line", ["source:", "source: ", "source:\t  "])
def test_an_empty_source_is_a_field_without_value(line: str) -> None:
    """Empty is not absent."""
    assert value_of(line, name="source") == ""


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("title: 河上新桥", Place(2, 8, 2, 12)),
        ("title:   河上新桥   ", Place(2, 10, 2, 14)),
        ("title:\t河上新桥", Place(2, 8, 2, 12)),
        ("title: 😀桥", Place(2, 8, 2, 10)),
        ("title:", Place(2, 7, 2, 7)),
    ],
)
def test_the_place_of_a_field_is_that_of_its_value(line: str, place: Place) -> None:
    """Lines and columns from 1, columns in characters, the end exclusive."""
    field = capture_of(line).field("title")
    assert field is not None
    assert field.place == place


def test_a_key_of_more_than_forty_one_characters_is_text() -> None:
    """A long word before a colon is prose, not a key."""
    assert [field.name for field in capture_of("a" * 41 + ": x").fields] == ["a" * 41]
    assert capture_of("a" * 42 + ": x").fields == ()


# --- the fences ---


@pytest.mark.parametrize("text", ["", "title: A\n", "# 新桥\n\n正文\n", " ---\ntitle: A\n---\n", "----\n"])
def test_without_a_fence_on_line_1_all_is_body(text: str) -> None:
    """No front matter: no fields, and the body starts on line 1."""
    capture = split("a.md", text.encode())
    assert (capture.opened, capture.closed, capture.fields) == (False, False, ())
    assert (capture.body, capture.body_line) == (text, 1)


def test_an_unclosed_front_matter_is_read_up_to_the_first_blank_line() -> None:
    """Its fields are worth reading for the findings; where the body starts nobody knows, so all is body."""
    text = "---\ntitle: A\nsource: B\n\ndate: 2025-03-14\n"
    capture = split("a.md", text.encode())
    assert (capture.opened, capture.closed) == (True, False)
    assert [field.name for field in capture.fields] == ["title", "source"]
    assert (capture.body, capture.body_line) == (text, 1)


def test_an_unclosed_front_matter_without_a_blank_line_is_read_to_its_end() -> None:
    """Or up to where front matter ends at the latest."""
    assert [field.name for field in split("a.md", b"---\ntitle: A\nurl: B").fields] == ["title", "url"]
    long = "---\n" + "".join(f"a{number}: x\n" for number in range(2, 300))
    assert [field.place.line for field in split("a.md", long.encode()).fields] == list(range(2, 201))


@pytest.mark.parametrize("fence", ["---", "---  ", "---\t"])
def test_white_space_behind_a_fence_is_none_of_its_business(fence: str) -> None:
    """Both fences may have it."""
    capture = split("a.md", f"{fence}\ntitle: A\n{fence}\nB".encode())
    assert (capture.closed, capture.body, capture.body_line) == (True, "B", 4)


@pytest.mark.parametrize("line", ["----", " ---", "--- x", "--", "***"])
def test_only_three_hyphens_close_the_front_matter(line: str) -> None:
    """A longer, indented or other rule does not."""
    assert not split("a.md", f"---\ntitle: A\n{line}\nB\n".encode()).closed


def test_the_first_fence_closes_and_later_ones_are_body() -> None:
    """A `---` rule in the article stays where it is."""
    capture = split("a.md", b"---\ntitle: A\n---\nB\n\n---\n\nC\n")
    assert capture.body == "B\n\n---\n\nC\n"


def test_a_file_may_end_with_the_closing_fence() -> None:
    """No line end, no body."""
    capture = split("a.md", b"---\ntitle: A\n---")
    assert (capture.closed, capture.body, capture.body_line) == (True, "", 4)


@pytest.mark.parametrize(("line", "closed"), [(200, True), (201, False)])
def test_a_fence_below_line_200_closes_nothing(line: int, *, closed: bool) -> None:
    """So far down it is a rule in an article that never had front matter."""
    text = "---\n" + "x: y\n" * (line - 2) + "---\n"
    assert split("a.md", text.encode()).closed is closed


# --- bytes ---


def test_a_byte_order_mark_is_noted_and_read_over() -> None:
    """It is no part of line 1, so the front matter opens."""
    capture = split("a.md", b"\xef\xbb\xbf---\ntitle: A\n---\nB")
    assert (capture.byte_order_mark, capture.opened, capture.lines[0]) == (True, True, "---")
    assert capture.encoding is None


def test_only_one_byte_order_mark_is_read_over() -> None:
    """A second one is a character of line 1, as it is for every other reader."""
    assert not split("a.md", b"\xef\xbb\xbf\xef\xbb\xbf---\ntitle: A\n---\n").opened


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_carriage_returns_end_lines(end: str) -> None:
    """CR LF and a lone CR are line ends: the same fields, places and body as with LF, and a note."""
    text = "---\ntitle: 河上新桥\nsource: 河岸通讯\n---\n一段\n\n二段\n"
    plain, returned = split("a.md", text.encode()), split("a.md", text.replace("\n", end).encode())
    assert (returned.lines, returned.fields) == (plain.lines, plain.fields)
    assert (returned.body, returned.body_line) == (plain.body, 5)
    assert (plain.carriage_returns, returned.carriage_returns) == (False, True)


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_nothing_else_ends_a_line(character: str) -> None:
    """What str.splitlines takes for a line end is a character of its line: editors count lines so."""
    capture = split("a.md", f"---\ntitle: A{character}B\n---\nC{character}D".encode())
    assert capture.lines == ("---", f"title: A{character}B", "---", f"C{character}D")


@pytest.mark.parametrize(
    ("codec", "name"),
    [("gbk", "GBK"), ("gb18030", "GBK"), ("big5", "Big5"), ("utf-16", "UTF-16"), ("latin-1", "unknown")],
)
def test_an_encoding_that_is_not_utf_8_is_named(codec: str, name: str) -> None:
    """GBK, Big5 and UTF-16 are recognised, so that the finding can say what to convert from."""
    text = {
        "gbk": "河上新桥通车，图书馆延长开放；旧厂房改成剧场。",
        "gb18030": "河上新桥通车，图书馆延长开放；朱镕基题字。",
        "big5": "河上新橋通車，圖書館延長開放；舊廠房改成劇場。",
        "utf-16": "河上新桥通车，图书馆延长开放。",
        "latin-1": "Un café à l'été, über den Fluß.",
    }[codec]
    assert split("a.md", f"---\ntitle: {text}\n---\n{text}\n".encode(codec)).encoding == name


def test_big_endian_utf_16_is_named_too() -> None:
    """Its mark is the other way round."""
    assert split("a.md", b"\xfe\xff" + "---\n河".encode("utf-16-be")).encoding == "UTF-16"


def test_bytes_that_are_no_text_have_an_unknown_encoding() -> None:
    """A picture that was named x.md."""
    assert split("a.md", b"\x89PNG\r\n\x1a\n\xff\xff\x80").encoding == "unknown"


def test_utf_8_is_named_nothing() -> None:
    """`encoding` is for what is wrong."""
    assert split("a.md", "河上".encode()).encoding is None


# --- characters that XML forbids ---


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x0c", "\x1b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_forbids_is_noted_and_left_out_of_the_body(character: str) -> None:
    """One such character kills a whole feed; the lines keep it, so that a finding has its place."""
    capture = split("a.md", f"---\ntitle: A\n---\n一{character}二\n".encode())
    assert (capture.illegal, capture.body) == (True, "一二\n")
    assert capture.lines[3] == f"一{character}二"


def test_what_xml_forbids_in_a_title_is_noted() -> None:
    """`illegal` speaks of the whole file."""
    assert capture_of("title: A\x0bB").illegal


@pytest.mark.parametrize("character", ["\t", "\r", "\x7f", "\x85", "\ue000", "\ufffd", "\U0001fffe", "😀"])
def test_what_xml_allows_is_left_alone(character: str) -> None:
    """TAB and CR, DEL and the C1 controls, private and supplementary characters are legal in XML 1.0."""
    assert not capture_of("title: A", body=f"一{character}二").illegal


# --- laws ---

#: Files that look like captures more often than random bytes do.
LINE = st.one_of(
    st.sampled_from(["---", "--- ", "", " ", "title: A", "title:", "url: |", "tags:", "- x", "\ufeff", "x"]),
    st.builds("{}: {}".format, st.sampled_from(["title", "source", "note", "标题"]), st.text(max_size=8)),
    st.text(max_size=8),
)
TEXT = st.builds(
    lambda lines, end: end.join(lines), st.lists(LINE, max_size=14), st.sampled_from(["\n", "\r\n", "\r"])
)
FENCED = TEXT.map(lambda text: f"---\ntitle: A\n{text}")
RAW = st.one_of(
    st.binary(),
    (TEXT | FENCED).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.tuples(TEXT | FENCED, st.binary(max_size=4)).map(
        lambda pair: pair[0].encode("utf-8", "ignore") + pair[1]
    ),
    FENCED.map(lambda text: text.encode("utf-16", "surrogatepass")),
    FENCED.map(lambda text: text.encode("gb18030", "ignore")),
)


def is_xml_legal(character: str) -> bool:
    """XML 1.0 §2.2, Char, written as the standard has it."""
    code = ord(character)
    return (
        code in {0x9, 0xA, 0xD}
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


@law
@given(RAW)
@example(b"")
@example(b"---")
@example(b"---\n---")
@example(b"---\n\xff: \xfe\n---\n")
@example(b"---\nurl: '\n---")
def test_splitting_never_fails(raw: bytes) -> None:
    """Any bytes give a capture, whose body holds no character that XML forbids."""
    capture = split("a.md", raw)
    assert capture.path == "a.md"
    assert all(map(is_xml_legal, capture.body))


@law
@given(TEXT | FENCED)
def test_splitting_loses_no_line(text: str) -> None:
    """`lines` are the text, whatever ends them, and the body is the lines from `body_line` on."""
    text = "".join(char for char in text if not "\ud800" <= char <= "\udfff")
    capture = split("a.md", text.encode())
    expected = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert "\n".join(capture.lines) == expected
    behind = "\n".join(capture.lines[capture.body_line - 1 :])
    assert capture.body == "".join(filter(is_xml_legal, behind))


@law
@given(TEXT | FENCED)
def test_a_closed_front_matter_stands_between_two_fences(text: str) -> None:
    """Line 1 is one, the line before the body the other, and none stands between them."""
    capture = split("a.md", text.encode("utf-8", "ignore"))
    inside = [line.rstrip() for line in capture.lines[1 : capture.body_line - 2]]
    if capture.closed:
        assert capture.lines[0].rstrip() == capture.lines[capture.body_line - 2].rstrip() == "---"
        assert "---" not in inside
    else:
        assert capture.body_line == 1


@law
@given(FENCED)
def test_every_field_stands_where_it_says(text: str) -> None:
    """Names, raw values and stray lines are found in the lines at the places given, in their order."""
    capture = split("a.md", text.encode("utf-8", "ignore"))
    numbers = []
    for field in capture.fields:
        place = field.place
        line = capture.lines[place.line - 1]
        assert line.startswith(f"{field.name}:")
        assert line[place.column - 1 : place.end_column - 1] == field.raw
        assert place.end_line == place.line
        numbers += [place.line, *field.stray]
    assert numbers == sorted(set(numbers))
    assert all(capture.lines[number - 1].strip() for number in numbers)


@law
@given(RAW)
def test_illegal_says_whether_the_text_holds_what_xml_forbids(raw: bytes) -> None:
    """The note agrees with a look at each character, for every file that is UTF-8."""
    capture = split("a.md", raw)
    if capture.encoding is None:
        assert capture.illegal is not all(is_xml_legal(char) for line in capture.lines for char in line)


@law
@given(RAW, st.integers(1, 9))
@example(b"\xef\xbb\xbf---\r\ntitle: a\rb\n\n", 3)
@example(b"", 1)
@example(b"\xe4\xb8\n\xad", 2)
def test_the_first_lines_are_those_of_the_whole(raw: bytes, count: int) -> None:
    """Whoever needs the top of a file alone gets it as splitting would; a byte order mark is never shown."""
    lines = "\n".join(split("a.md", raw).lines).removeprefix("\ufeff").split("\n")
    assert first_lines(raw, count) == lines[:count]
