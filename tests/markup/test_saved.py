"""The fields that a saved page says itself."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.capture import Capture, split
from pressrun.finding import Place
from pressrun.markup import with_own_fields
from tests.rules.proving import PATIENT

SHANGHAI = ZoneInfo("Asia/Shanghai")


def read(page: str) -> Capture:
    """The saved page with all its fields."""
    return with_own_fields(split("a.html", page.encode()), SHANGHAI)


def value(page: str, name: str) -> str | None:
    """What the page says of one field."""
    field = read(page).field(name)
    return field.value if field else None


def wechat(script: str = "", head: str = "", body: str = "") -> str:
    """A page in the shape of WeChat's."""
    return (
        f"<!DOCTYPE html>\n<html><head>{head}<title></title>\n<script>\n{script}\n</script></head>\n"
        f'<body><div id="js_content" style="visibility: hidden"><p>桥。</p></div>{body}</body></html>\n'
    )


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<meta property='og:title' content='新桥 &amp; 旧桥'><title>站 - 新桥</title>", "新桥 & 旧桥"),
        ("<meta content=新桥 property=og:title>", "新桥"),
        ("<meta name='twitter:title' content='新桥'><title>x</title>", "新桥"),
        ("<meta property='og:title' content=' '><title>\n 新\n桥 </title>", "新 桥"),
        ("<title>新桥 &lt;二&gt;</title>", "新桥 <二>"),
        (wechat(body='<h1 id="activity-name">\n  新桥通车\n</h1>'), "新桥通车"),
        (wechat("var msg_title = '新桥 \\x26quot;通车\\x26quot;'.html(false);"), '新桥 "通车"'),
        ("<title></title>", None),
        ("<script>var msg_title = 'x'</script>", None),
    ],
)
def test_the_title(page: str, title: str | None) -> None:
    """Open Graph, WeChat's own, then the title of the window."""
    assert value(page, "title") == title


LONG = "https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1&sn=0a1b"
SINGLE_FILE = "<!--\n Page saved with SingleFile \n url: https://a.example/b \n saved date: {}\n-->"
MONOLITH = "<!-- Saved from https://a.example/b at 2025-03-15T00:30:00Z using monolith v2.10.1 -->"
HTTRACK = "<!-- Mirrored from a.example/b by HTTrack Website Copier/3.x, Sat, 15 Mar 2025 00:30:00 GMT -->"
SHORT = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"
NUMBERS = (
    'var biz = "" || "MDAwMDAwMDAwMQ==";\nvar mid = "2650000001" || "" || "";\n'
    'var idx = "" || "1";\nvar sn = "0a1b" || "";'
)


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("<meta property='og:url' content='https://a.example/b?c=1&amp;d=2'>", "https://a.example/b?c=1&d=2"),
        (
            "<meta property='og:url' content='https://a.example/b?c=1&amp;amp;d=2'>",
            "https://a.example/b?c=1&d=2",
        ),
        (
            "<meta property='og:url' content='/b'><link rel=canonical href='https://a.example/b'>",
            "https://a.example/b",
        ),
        (
            "<meta property='og:url' content='https://a.example/'><link rel=canonical href=https://a.example/b>",
            "https://a.example/b",
        ),
        ("<!-- saved from url=(0021)https://a.example/b -->", "https://a.example/b"),
        (
            SINGLE_FILE.format("x"),
            "https://a.example/b",
        ),
        (
            MONOLITH,
            "https://a.example/b",
        ),
        ("<meta name=savepage-url content='https://a.example/b'>", "https://a.example/b"),
        ("<p>url: https://a.example/b</p>", None),
        ("<link rel=canonical href='javascript:x()'>", None),
        ("<link rel=canonical href='http://['>", None),
        (wechat(f'var msg_link = "{LONG.replace("&", "&amp;")}";'), LONG),
        (wechat(f'var msg_link = "{LONG.replace("&", chr(92) + "x26amp;")}";'), LONG),
        (wechat(NUMBERS, f"<meta property='og:url' content='{SHORT}'>"), LONG),
        (wechat(NUMBERS), LONG),
        (wechat(NUMBERS.replace("var mid", "var appmsgid")), LONG),
        (wechat(NUMBERS.replace("0a1b", "<x>")), LONG.replace("&sn=0a1b", "")),
        (wechat(NUMBERS.replace("var idx", "var x"), f"<meta property='og:url' content='{SHORT}'>"), SHORT),
        (
            wechat(NUMBERS, "<meta property='og:url' content='https://mirror.example/b'>"),
            "https://mirror.example/b",
        ),
        (f"<script>{NUMBERS}</script>", None),
    ],
)
def test_the_address(page: str, url: str | None) -> None:
    """The page's own, else the one it was saved from; of WeChat's the long one, which names the article."""
    assert value(page, "url") == url


@pytest.mark.parametrize(
    ("page", "source"),
    [
        ("<meta property='og:site_name' content='河岸通讯'>", "河岸通讯"),
        ("<meta name='application-name' content='河岸通讯'>", "河岸通讯"),
        (wechat('var nickname = htmlDecode("河岸 &amp; 通讯");'), "河岸 & 通讯"),
        (wechat(body="<a id='js_name'>\n 河岸通讯 </a>"), "河岸通讯"),
        (wechat(head="<meta property='og:site_name' content='Weixin Official Accounts Platform'>"), None),
        ("<meta name=author content='林一'>", None),
    ],
)
def test_the_source(page: str, source: str | None) -> None:
    """The site, or WeChat's account; an author is no publisher, and the site of all accounts none either."""
    assert value(page, "source") == source


@pytest.mark.parametrize(
    ("page", "date"),
    [
        # 1741881600 is 2025-03-13T16:00:00Z: midnight in Shanghai.
        (wechat('var ct = "1741881600";'), "2025-03-14"),
        (wechat('var ct = "1741881599";'), "2025-03-13"),
        (wechat('var ct = "";\nvar publish_time = "2025-03-14" || "";'), "2025-03-14"),
        (wechat(body="<em id='publish_time'>2025年3月14日 08:30</em>"), "2025-03-14"),
        (wechat(body="<em id='publish_time'>2025-03-14 08:30</em>"), "2025-03-14"),
        ("<script>var ct = '1741881600';</script><p id=publish_time>2025-03-14</p>", None),
        ("<meta property='article:published_time' content='2025-03-14'>", "2025-03-14"),
        ("<meta property='article:published_time' content='2025-03-13T16:00:00Z'>", "2025-03-14"),
        ("<meta property='article:published_time' content='2025-03-14T23:59:00'>", "2025-03-14"),
        (
            "<meta name=datepublished content=x><meta name=date content='Fri, 14 Mar 2025 03:00:00 GMT'>",
            "2025-03-14",
        ),
        (
            "<time datetime='2025-03-01'>x</time><main><time datetime='2025-03-14T08:00:00+08:00'></main>",
            "2025-03-14",
        ),
        ("<p><time datetime='2025-03-14'>x</time></p>", "2025-03-14"),
        ("<time>2025-03-14</time>", None),
        ("<meta name=date content='2025-02-30'>", None),
        ("<meta name=date content='0001-01-01T00:00:00+14:00'>", None),
        ("<meta name=date content='9999-12-31T23:00:00-14:00'>", None),
    ],
)
def test_the_date(page: str, date: str | None) -> None:
    """The day in the config's zone of the moment that the page names, or the day it names itself."""
    assert value(page, "date") == date


@pytest.mark.parametrize(
    ("page", "fetched"),
    [
        (
            SINGLE_FILE.format("Sat Mar 15 2025 08:30:00 GMT+0800 (China Standard Time)"),
            "2025-03-15T08:30:00+08:00",
        ),
        (
            MONOLITH,
            "2025-03-15T00:30:00+00:00",
        ),
        (
            HTTRACK,
            "2025-03-15T00:30:00+00:00",
        ),
        (
            "<meta name=savepage-date content='Sat Mar 15 2025 00:30:00 GMT-0330 (x)'>",
            "2025-03-15T00:30:00-03:30",
        ),
        (
            SINGLE_FILE.format("Sat Xxx 15 2025 08:30:00 GMT+0800"),
            None,
        ),
        ("<!-- saved from url=(0021)https://a.example/b -->", None),
        ("<p>Saved from https://a.example/b at 2025-03-15T00:30:00Z using monolith v2.10.1</p>", None),
    ],
)
def test_the_fetch_date(page: str, fetched: str | None) -> None:
    """Only an archiver can say it."""
    assert value(page, "fetch_date") == fetched


def test_what_is_written_down_overrules_the_page() -> None:
    """Sidecar, then front matter, then the page."""
    page = (
        "<!--\n---\ntitle: 一\n---\n-->\n---\ntitle: 二\nsource: 二\n---\n"
        "<title>三</title><meta property=og:site_name content=三><meta name=date content=2025-03-14>\n"
    )
    fields = {field.name: (field.value, field.written) for field in read(page).fields}
    assert fields == {"date": ("2025-03-14", False), "source": ("二", True), "title": ("一", True)}


def test_a_field_of_the_page_stands_where_the_page_says_it() -> None:
    """Line and column of the value as it is spelled there."""
    page = wechat('var ct = "1741881600";', '\n<meta property="og:title" content="桥 &amp; 船" />')
    fields = {field.name: (field.place, field.raw) for field in read(page).fields}
    assert fields == {
        "title": (Place(3, 36, 3, 45), "桥 &amp; 船"),
        "date": (Place(5, 11, 5, 21), "1741881600"),
    }


def test_a_field_stands_below_the_sidecar() -> None:
    """Lines are the file's."""
    field = read("<!--\n---\nsource: 一\n---\n-->\n<title>桥</title>").field("title")
    assert field is not None
    assert field.place == Place(6, 8, 6, 9)


@pytest.mark.parametrize("name", ["a.md", "b/a.md"])
def test_markdown_says_nothing_itself(name: str) -> None:
    """An HTML tag in it is text."""
    capture = split(name, b"<title>x</title>")
    assert with_own_fields(capture, SHANGHAI) is capture


def test_an_unclosed_sidecar_is_not_completed() -> None:
    """Nobody knows where the page begins."""
    assert value("<!--\n---\nsource: x\n<title>y</title>\n", "title") is None


_PIECES = st.sampled_from(
    (
        *(
            "<meta property='og:title' content='",
            "'>",
            "<title>",
            "</title>",
            "<!--",
            "-->",
            "---\n",
            'var ct = "',
        ),
        *(
            "var msg_link = '",
            "\\x26",
            "\\",
            '"',
            ";\n",
            "<script>",
            "</script>",
            "title: ",
            "<link rel=canonical href=",
        ),
        *(
            "<time datetime=",
            "1741881600",
            "saved date: ",
            "Page saved with SingleFile\n",
            "<div id=js_content>",
            "桥",
        ),
        *("https://mp.weixin.qq.com/s?__biz=", "htmlDecode(", "||", "\n", " ", "\x00", "\ud800"),
    )
)


@given(st.lists(_PIECES | st.text(max_size=8), max_size=60).map("".join))
@PATIENT
def test_any_page_has_fields_that_stand_in_it(page: str) -> None:
    """Each is a line of text without line ends, at a place that the file has."""
    capture = with_own_fields(split("a.html", page.encode("utf-8", "surrogatepass")), SHANGHAI)
    for field in capture.fields:
        line = capture.lines[field.place.line - 1]
        assert (
            field.place.column + len(field.raw) <= len(line) + 1
            or field.place.column == field.place.end_column
        )
        assert field.value.strip() or field.written
        assert field.written or "\n" not in field.value
