"""A saved page split: the sidecar on top of it, and the charset that it declares."""

from __future__ import annotations

import pytest

from pressrun.capture import Capture, split

PAGE = "<html><p>桥通车了。</p></html>\n"
SIDECAR = "<!--\n---\ntitle: 新桥\nfetch_date: 2025-03-15T08:30:00Z\n---\n-->\n"


def fields(capture: Capture) -> list[tuple[str, str]]:
    """Names and values in their order."""
    return [(field.name, field.value) for field in capture.fields]


def test_a_sidecar_holds_the_fields_of_a_page() -> None:
    """A comment on line 1 with the same lines; the page begins below it."""
    capture = split("a.html", (SIDECAR + PAGE).encode())
    assert fields(capture) == [("title", "新桥"), ("fetch_date", "2025-03-15T08:30:00Z")]
    assert (capture.opened, capture.closed, capture.body, capture.body_line) == (True, True, PAGE, 7)
    assert (capture.fields[0].place.line, capture.fields[0].place.column) == (3, 8)


def test_a_sidecar_overrules_the_front_matter_below_it() -> None:
    """Each field once: the sidecar's, and what it does not name."""
    capture = split("a.html", f"{SIDECAR}---\ntitle: 旧桥\nsource: 河岸通讯\n---\n{PAGE}".encode())
    assert fields(capture) == [
        ("title", "新桥"),
        ("fetch_date", "2025-03-15T08:30:00Z"),
        ("source", "河岸通讯"),
    ]
    assert (capture.body, capture.body_line) == (PAGE, 11)


def test_a_page_without_either_has_neither() -> None:
    """Nothing opens, so nothing is unclosed."""
    capture = split("a.html", PAGE.encode())
    assert (capture.opened, capture.closed, capture.fields, capture.body) == (False, False, (), PAGE)


@pytest.mark.parametrize(
    "text",
    [
        "<!--\n---\ntitle: 新桥\n\n<p>桥</p>\n",
        "<!--\n---\ntitle: 新桥\n---\n<p>桥</p>\n",
        "<!--\n---\ntitle: 新桥\n---\n",
        "<!--\n---\ntitle: 新桥\n---\n-->\n---\nsource: 河岸通讯\n<p>桥</p>\n",
    ],
)
def test_a_sidecar_or_front_matter_that_does_not_end_is_unclosed(text: str) -> None:
    """Where it ends would be a guess."""
    capture = split("a.html", text.encode())
    assert (capture.opened, capture.closed) == (True, False)


@pytest.mark.parametrize("text", ["<!-- ---\ntitle: a\n--- -->\n", "\n<!--\n---\ntitle: a\n---\n-->\n"])
def test_any_other_comment_is_the_page(text: str) -> None:
    """The shape is one, and stands on line 1."""
    capture = split("a.html", text.encode())
    assert (capture.opened, capture.fields, capture.body) == (False, (), text)


def test_markdown_has_no_sidecar() -> None:
    """A comment is text there."""
    assert not split("a.md", SIDECAR.encode()).opened


@pytest.mark.parametrize(
    ("charset", "codec"),
    [("gbk", "gbk"), ("GB2312", "gb18030"), ('"big5"', "big5"), ("Shift_JIS", "shift_jis")],
)
def test_a_page_is_read_in_the_charset_that_it_declares(charset: str, codec: str) -> None:
    """Where its bytes are none of UTF-8 and all of them right in that charset."""
    text = f"<!DOCTYPE html><meta http-equiv=x content='text/html; charset={charset}'>\n<p>日本中文</p>\n"
    capture = split("a.html", text.encode(codec))
    assert (capture.body, capture.encoding) == (text, None)
    assert capture.charset != "utf-8"


def test_what_xml_forbids_is_left_out_in_every_charset() -> None:
    """U+FFFF has a place in GB 18030 as well, where no byte of it looks forbidden."""
    capture = split("a.html", "<meta charset=gb18030><p>桥\uffff通车了</p>".encode("gb18030"))
    assert (capture.body, capture.illegal, capture.removed) == (
        "<meta charset=gb18030><p>桥通车了</p>",
        True,
        1,
    )


def test_utf_8_is_read_as_such_whatever_a_page_declares() -> None:
    """A browser that saves a page writes UTF-8 and may leave the old declaration."""
    text = "<meta charset=gbk><p>桥通车了。</p>"
    capture = split("a.html", text.encode())
    assert (capture.body, capture.encoding, capture.charset) == (text, None, "utf-8")


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.html", "<meta charset=gbk><p>桥</p>".encode("gbk") + b"\xff\xff"),
        ("a.html", "<meta charset=x-unknown><p>桥通车了</p>".encode("gbk")),
        ("a.html", "<p>桥通车了</p>".encode("gbk")),
        ("a.html", b" " * 8192 + "<meta charset=gbk><p>桥通车了</p>".encode("gbk")),
        ("a.md", "<meta charset=gbk><p>桥通车了</p>".encode("gbk")),
    ],
)
def test_what_is_not_declared_or_not_right_is_not_guessed(name: str, raw: bytes) -> None:
    """FM011 as ever."""
    assert split(name, raw).encoding is not None
