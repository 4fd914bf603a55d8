"""A digest: a capture whose front matter the schema believes, and why it does not believe another."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressrun.capture import split
from pressrun.digest import Digest, Doubt, Item, account, believe
from pressrun.front_matter import FrontMatter
from pressrun.identity import column_in_title
from tests import samples

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BARS = ["|", "｜", "丨"]

WECHAT = "https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1&sn=0a1b2c3d&chksm=ffff&scene=58#rd"

FIELDS = {
    "title": "河上新桥通车",
    "url": "https://news.example.org/a",
    "source": "河岸通讯",
    "date": "2025-03-14",
    "fetch_date": "2025-05-02T08:30:00",
}


def read(**fields: str | None) -> Digest | tuple[Doubt, ...]:
    """What is believed of a front matter with these fields; None leaves one out."""
    values = FIELDS | fields
    lines = [f"{name}: {value}" for name, value in values.items() if value is not None]
    return believe(split("a.md", "\n".join(("---", *lines, "---", "")).encode()), SHANGHAI)


def believed(**fields: str | None) -> Digest:
    """The digest of a front matter with these fields."""
    digest = read(**fields)
    assert isinstance(digest, Digest), digest
    return digest


# --- what is believed ---


def test_a_capture_is_believed() -> None:
    """Every field of the digest of an ordinary capture, in full."""
    path = "2025/03/14/daily/河岸通讯_河上新桥通车.md"
    assert believe(split(path, samples.capture().encode()), SHANGHAI) == Digest(
        path=path,
        key="wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1",
        title="河上新桥通车；图书馆延长开放；旧厂房改成剧场 | 晨间速读",
        url="https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1&sn=0a1b2c3d&chksm=ffff&scene=58#rd",
        source="河岸通讯",
        date=date(2025, 3, 14),
        fetched=datetime(2025, 5, 2, 8, 30, 0, 123456, SHANGHAI),
        zoned=False,
        items=(),
        whole=True,
    )


def test_the_key_is_made_from_the_believed_title() -> None:
    """Illegal characters and doubled spaces in a title do not make another digest."""
    assert believed(title="河上\x0b新桥  通车").key == believed(title="河上新桥 通车").key
    assert believed(title="河上新桥 通车").key == "url\nhttps://news.example.org/a\n河上新桥 通车"


def test_unknown_fields_are_no_reason_to_doubt() -> None:
    """Other keys are kept and have no effect, even one that looks like the machinery's own."""
    assert read(tags="桥", model_config="x", __class__="y") == read()


def test_of_a_field_that_stands_twice_the_last_one_is_believed() -> None:
    """As YAML has it."""
    raw = samples.capture().replace("source: 河岸通讯", "source: 旧名\nsource: 河岸通讯").encode()
    digest = believe(split("a.md", raw), SHANGHAI)
    assert isinstance(digest, Digest)
    assert digest.source == "河岸通讯"


# --- title and source ---


def test_white_space_in_a_title_is_folded() -> None:
    """TAB, doubled and ideographic spaces become one space each."""
    assert believed(title="河上\t新桥　 通车").title == "河上 新桥 通车"


def test_what_xml_forbids_is_left_out_of_title_and_source() -> None:
    """U+000B is in real titles; it would kill the feed."""
    digest = believed(title="河上\x0b新桥", source="河岸\x00通讯")
    assert (digest.title, digest.source) == ("河上新桥", "河岸通讯")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Lunt &amp; Teasel", "Lunt & Teasel"),
        ("Over &#8211; and &#x2013; out", "Over – and – out"),
        ("XSS in an &lt;img&gt; Tag", "XSS in an <img> Tag"),
        ("XSS in an <img> Tag", "XSS in an <img> Tag"),
        ("&nbsp;河上&nbsp;&nbsp;新桥", "河上 新桥"),
        ("河上&#11;新桥&#0;", "河上新桥\ufffd"),
    ],
)
def test_entities_in_a_title_are_read(title: str, text: str) -> None:
    """A title is text as a reader sees it; a tag in it stays text."""
    assert believed(title=title).title == text


@pytest.mark.parametrize("title", ["Lunt &amp; Teasel", "A &amp;amp; B", "A &amp;lt;b&amp;gt;"])
def test_writing_entities_out_later_keeps_the_id(title: str) -> None:
    """A file whose title is written as it was read is the same digest."""
    first = believed(title=title)
    assert believed(title=first.title).key == first.key


def test_entities_in_a_source_are_read() -> None:
    """Or a fix of the file would move the digest to another column."""
    assert believed(source="Lunt &amp; Teasel").source == "Lunt & Teasel"


@pytest.mark.parametrize("title", ["", '""', "　", "\x0b", '"\\u000b"'])
def test_a_title_without_text_is_empty(title: str) -> None:
    """Nothing, white space, or only characters that XML forbids."""
    assert read(title=title) == (Doubt("title", "empty"),)


@pytest.mark.parametrize("source", [None, "", "''", " "])
def test_without_a_source_the_host_is_the_source(source: str | None) -> None:
    """An empty or absent source is the url's host, in lower case and without port."""
    assert believed(source=source, url="https://News.Example.ORG:8443/a").source == "news.example.org"


# --- dates ---


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-14", date(2025, 3, 14)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2999-12-31", date(2999, 12, 31)),
        ("'2025-03-14'", date(2025, 3, 14)),
        ("2025-03-14 # 周五", date(2025, 3, 14)),
    ],
)
def test_a_calendar_date_is_believed(text: str, day: date) -> None:
    """YYYY-MM-DD, quoted or not, with or without a comment behind it."""
    assert believed(date=text).date == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-02-29",
        "2025-13-01",
        "2025-00-10",
        "2025-04-31",
        "2025-3-14",
        "20250314",
        "2025/03/14",
        "14-03-2025",
        "2025-03-14T00:00:00",
        "2025-03-14 x",
        "2025-03-14#x",
        "0000-01-01",
        "1899-12-31",
        "3000-01-01",
        "9999-12-31",
        "昨天",
        "1741910400",
    ],
)
def test_what_is_no_calendar_date_is_doubted(text: str) -> None:
    """Not a day, not in the form YYYY-MM-DD, or outside the years 1900 to 2999."""
    assert read(date=text) == (Doubt("date", "bad_date"),)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-05-02T08:30:00.123456", datetime(2025, 5, 2, 8, 30, 0, 123456, SHANGHAI)),
        ("2025-05-02 08:30:00", datetime(2025, 5, 2, 8, 30, tzinfo=SHANGHAI)),
        ("2025-05-02T08:30:00Z", datetime(2025, 5, 2, 8, 30, tzinfo=UTC)),
        ("2025-05-02T08:30:00-05:00", datetime(2025, 5, 2, 8, 30, tzinfo=timezone(timedelta(hours=-5)))),
        ("2025-05-02T08:30:00 # 补抓", datetime(2025, 5, 2, 8, 30, tzinfo=SHANGHAI)),
        ("1900-01-01T00:00:00", datetime(1900, 1, 1, tzinfo=SHANGHAI)),
    ],
)
def test_fetch_date_keeps_its_zone_or_gets_the_configs(text: str, moment: datetime) -> None:
    """ISO 8601; a moment without a zone is read in the zone given."""
    fetched = believed(fetch_date=text).fetched
    assert (fetched.isoformat(), fetched.utcoffset()) == (moment.isoformat(), moment.utcoffset())


@pytest.mark.parametrize(
    "text", ["", "gestern", "2025-05-02T25:00:00", "2025-02-30T00:00:00", "3000-01-01T00:00:00", "1746174600"]
)
def test_what_is_no_moment_is_doubted(text: str) -> None:
    """Not ISO 8601, or outside the years that times are reckoned in."""
    assert read(fetch_date=text) == (Doubt("fetch_date", "bad_fetch_date"),)


# --- url ---


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example.org/a?utm_source=x&b=1#part",
        "http://news.example.org",
        "HTTPS://News.Example.org/A/",
        "https://news.example.org/河上?q=新桥",
        "https://news.example.org/a%20b",
        "https://news.example.org:8443/",
        "https://[2001:db8::1]/a",
        "https://mp.weixin.qq.com/s?__biz=MDA=&amp;mid=1&amp;idx=1",
    ],
)
def test_a_url_is_kept_as_written(url: str) -> None:
    """Fragment, tracking parameters, upper case, Chinese: the link leads where the capture came from."""
    assert believed(url=url).url == url


@pytest.mark.parametrize(
    ("url", "encoded"),
    [
        ("https://news.example.org/a b", "https://news.example.org/a%20b"),
        ('https://news.example.org/"a"', "https://news.example.org/%22a%22"),
        ("https://news.example.org/<a>", "https://news.example.org/%3Ca%3E"),
        ("https://news.example.org/{a}|\\^`", "https://news.example.org/%7Ba%7D%7C%5C%5E%60"),
        ("https://news.example.org/a\tb", "https://news.example.org/a%09b"),
        ("https://news.example.org/a\u2028b", "https://news.example.org/a%E2%80%A8b"),
    ],
)
def test_what_no_url_may_hold_is_encoded(url: str, encoded: str) -> None:
    """RFC 3987 §2.2; everything else stays as written."""
    assert believed(url=url).url == encoded


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe", "\uffff"])
def test_what_xml_forbids_is_left_out_of_a_url(character: str) -> None:
    """As of a title and the body: FM012 says so, and its fix then changes nothing that is published."""
    assert believed(url=f"https://news.example.org/a{character}b").url == "https://news.example.org/ab"


def test_a_comment_behind_a_url_is_none_of_it() -> None:
    """A fragment has no space before its `#`, a YAML comment has."""
    assert believed(url="https://news.example.org/a#b # 备份").url == "https://news.example.org/a#b"


@pytest.mark.parametrize(
    "url",
    [
        "news.example.org/a",
        "//news.example.org/a",
        "/a",
        "ftp://news.example.org/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "file:///etc/passwd",
        "https://",
        "https:///a",
        "https:news.example.org",
        "https://:80/",
        "https://[::1",
        "https://news.example.org:99999/",
        "https://news.example.org:0/",
        "https://news.example.org:port/",
        "null",
    ],
)
def test_what_is_no_http_address_with_a_host_is_doubted(url: str) -> None:
    """Another scheme, no scheme, no host, no such port."""
    assert read(url=url) == (Doubt("url", "not_http"),)


@pytest.mark.parametrize("url", ["", "''", " "])
def test_an_empty_url_is_empty(url: str) -> None:
    """Which is another finding than a wrong one."""
    assert read(url=url) == (Doubt("url", "empty"),)


def assert_published_or_doubted(url: str) -> None:
    """No exception, and a believed url is an http address with a host."""
    digest = read(url=url)
    if isinstance(digest, Digest):
        parts = urlsplit(digest.url)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname
        assert parts.port is None or 0 <= parts.port <= 65535
    else:
        assert {doubt.field for doubt in digest} == {"url"}


@pytest.mark.parametrize(
    "url",
    [
        "\x01https://news.example.org/",
        "ht\ttps://news.example.org/",
        "https:\t//news.example.org/",
        "https://news.example.org:8\t0/",
        "https://[fe80::1%25`]/",
    ],
)
def test_a_url_with_a_character_that_is_encoded_is_still_an_address(url: str) -> None:
    """Parsers read over control characters; encoding them must not make a believed url something else."""
    assert_published_or_doubted(url)


@pytest.mark.parametrize(
    "url", ["https://a&lbrack;b/", "https://a&#91;b/", "https://a&rbrack;b/", "https://a&#8448;b/"]
)
def test_an_entity_in_a_url_harms_nobody(url: str) -> None:
    """What an entity stands for must not make a url that its key cannot be made from."""
    assert_published_or_doubted(url)


#: What url parsers trip over, in the pieces that it takes.
PIECES = [
    *["https://", "http://", "a", "b.example", "mp.weixin.qq.com", "/", ":", ":80", ":99999", "@", "[", "]"],
    *["::1", "?", "&", "=", "#", ";", "__biz=1", "mid=2", "idx=3", "&amp;", "&#91;", "&lbrack;", "%", "%5B"],
    *["\\", "`", "\t", "\x01", "\x0b", " ", "\u2028", "℀", "河", "{", "<"],
]


@law
@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.sampled_from(["", "https://", "https://a"])
)
def test_any_url_is_believed_or_doubted(rest: str, start: str) -> None:
    """A law for every url that can stand on a line."""
    assert_published_or_doubted(start + rest)


# --- doubts ---


@pytest.mark.parametrize("name", ["title", "url", "date", "fetch_date"])
def test_a_field_that_is_not_there_is_missing(name: str) -> None:
    """Four fields have no fallback."""
    assert read(**{name: None}) == (Doubt(name, "missing"),)


def test_every_doubt_is_told_at_once() -> None:
    """One look at a file tells all that is wrong with it."""
    doubts = read(title="", url="ftp://a", date="x", fetch_date=None)
    assert isinstance(doubts, tuple)
    assert set(doubts) == {
        Doubt("title", "empty"),
        Doubt("url", "not_http"),
        Doubt("date", "bad_date"),
        Doubt("fetch_date", "missing"),
    }


def test_a_file_without_front_matter_lacks_four_fields() -> None:
    """`source` has a fallback and is not missed."""
    assert believe(split("a.md", "# 河上新桥\n".encode()), SHANGHAI) == (
        Doubt("title", "missing"),
        Doubt("url", "missing"),
        Doubt("date", "missing"),
        Doubt("fetch_date", "missing"),
    )


VALUE = st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=30)


@law
@given(
    st.dictionaries(
        st.sampled_from([*FIELDS, "note", "model_config", "__class__", "self", "copy"]),
        st.one_of(VALUE, VALUE.map('"{}"'.format), st.sampled_from(list(FIELDS.values()))),
    )
)
@example({"title": '"\\ud800"', "url": "https://a/", "date": "2025-03-14", "fetch_date": "2025-05-02"})
def test_believing_never_fails(fields: dict[str, str]) -> None:
    """Any front matter gives a digest or doubts of the five kinds that the rules know."""
    lines = [f"{name}: {value}" for name, value in fields.items()]
    result = believe(split("a.md", "\n".join(("---", "title: A", *lines, "---", "")).encode()), SHANGHAI)
    if isinstance(result, Digest):
        assert result.title
        assert result.source
    else:
        assert {doubt.kind for doubt in result} <= {
            "missing",
            "empty",
            "bad_date",
            "bad_fetch_date",
            "not_http",
        }
        assert {doubt.field for doubt in result} <= {"title", "url", "date", "fetch_date"}
        assert result


def seconds(url: str) -> float:
    """How long a capture with this url is believed or doubted."""
    start = time.process_time()
    read(url=url)
    return time.process_time() - start


def test_a_long_run_of_spaces_in_a_url_takes_no_time() -> None:
    """A hostile line must not hold up the edition: 50,000 spaces are read in well under a second."""
    assert seconds(f"https://news.example.org/a{' ' * 50_000}b") < 1


def test_the_schema_knows_five_fields_and_one_for_the_rules() -> None:
    """title, url, date, fetch_date and source; all but the source are required."""
    schema = FrontMatter.model_json_schema()
    assert sorted(schema["properties"]) == ["date", "fetch_date", "lint-ignore", "source", "title", "url"]
    assert sorted(schema["required"]) == ["date", "fetch_date", "title", "url"]


# --- the column in a title ---


@pytest.mark.parametrize("bar", BARS)
@pytest.mark.parametrize("semicolon", ["；", ";"])
@pytest.mark.parametrize("space", ["", " ", "　"])
def test_headlines_joined_by_semicolons_before_a_bar_name_a_column(
    bar: str, semicolon: str, space: str
) -> None:
    """`headline；headline | name`, with any of the three bars, full width or not, spaced or not."""
    title = f"新桥通车{semicolon}图书馆延长开放{space}{bar}{space}极客早知道"
    assert column_in_title(title) == "极客早知道"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("一；二；三 | 极客早知道", "极客早知道"),
        ("一；二 | 极客早知道  ", "极客早知道"),
        ("一；二｜极客早知道 | 极客早知道", "极客早知道"),
        ("一 | 副题；二 | 极客早知道", "极客早知道"),
        ("一；二 | 副题 | 极客早知道", "极客早知道"),
        ("a; b; c | Morning  Wire", "Morning Wire"),
        ("一；二 | ＡＩ早报", "AI早报"),
        ("一；二 | 牛\u00ad览", "牛览"),
        ("一；二 | \u200b牛览\ufeff", "牛览"),
    ],
)
def test_the_name_is_what_stands_behind_the_last_bar(title: str, name: str) -> None:
    """NFKC, without format characters and doubled spaces; a doubled suffix is one name."""
    assert column_in_title(title) == name


@pytest.mark.parametrize(
    "title",
    [
        "新桥通车 | 极客早知道",
        "新桥通车｜极客早知道 | 极客早知道",
        "新桥通车；图书馆延长开放",
        "极客早知道 | 新桥通车；图书馆延长开放",
        "一；二 | 三；四",
        "一；二 | ",
        "一；二 | \u00ad",
        "一；二 | 极客早知道 |",
        "FreeBuf早报 | 新桥通车",
        "",
        "|",
        "；|",
    ],
)
def test_a_title_of_another_shape_names_no_column(title: str) -> None:
    """One headline only, no bar, or no name behind it: "last part after a bar" makes 10,166 columns."""
    assert column_in_title(title) is None


@pytest.mark.parametrize("title", ["Lunt &amp; Teasel | 某站", "It&#8217;s on | 某站", "A &lt;b&gt; | 某站"])
def test_the_semicolon_of_an_entity_joins_no_headlines(title: str) -> None:
    """441 real titles hold `&amp;` and its like (TI001): each is one headline."""
    assert column_in_title(believed(title=title).title) is None


@law
@given(
    st.lists(st.text("一二 ab:,|｜丨", min_size=1), min_size=2, max_size=4),
    st.sampled_from(BARS),
    st.text("早报AＡ \u00ad\u200b", min_size=1).filter(lambda text: text.strip(" \u00ad\u200b") != ""),
)
def test_whatever_the_headlines_hold_the_name_is_found(headlines: list[str], bar: str, name: str) -> None:
    """Bars inside the headlines move no column."""
    plain = " ".join(name.replace("\u00ad", "").replace("\u200b", "").replace("Ａ", "A").split())
    assert column_in_title(f"{'；'.join(headlines)}{bar}{name}") == plain


def test_a_hostile_title_takes_no_time() -> None:
    """Many semicolons and many bars are told to be no column in well under a second."""
    start = time.process_time()
    assert column_in_title("；" * 15_000 + "一|" * 15_000) is None
    assert time.process_time() - start < 1


# --- a digest and its items ---


@pytest.mark.parametrize(
    ("cuts", "cut"), [((), False), ((False, False), False), ((False, True), True), ((True, False), True)]
)
def test_a_digest_is_cut_where_one_of_its_items_is(cuts: tuple[bool, ...], *, cut: bool) -> None:
    """The promotion behind the items may be cut without harm, so only items count."""
    items = tuple(Item("一", "<p>一</p>", "一", cut=item_cut) for item_cut in cuts)
    assert replace(believed(), items=items).cut is cut


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (WECHAT, "MDAwMDAwMDAwMQ=="),
        (WECHAT.replace("&", "&amp;"), "MDAwMDAwMDAwMQ=="),
        ("https://mp.weixin.qq.com/s?sn=1&amp;__biz=MDA%3D%3D", "MDA=="),
        ("https://mp.weixin.qq.com/s/AbCdEfGhIjKl", "mp.weixin.qq.com"),
        ("https://News.Example.org:8443/a?__biz=MDA==", "news.example.org"),
    ],
)
def test_an_account_is_the_biz_of_wechat_or_else_the_host(url: str, name: str) -> None:
    """Mirrors are told by how many accounts they repeat."""
    assert account(url) == name
