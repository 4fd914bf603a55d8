"""Identity: what names a digest, an item and a column for ever (law 11).

The values pinned below are published: where one of these tests goes red after a change, the change
renames what subscribers have read, and it is the change that is wrong.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressrun.identity import (
    SPREAD,
    ColumnName,
    canonical_url,
    digest_key,
    document_name,
    item_keys,
    name_of,
    normalise,
    slugs,
    spread,
    tag,
    valid_slug,
    wechat_key,
    with_fragment,
)

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)

WECHAT = "https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000001&idx=1&sn=0a1b2c3d&chksm=ffff&scene=58#rd"
#: Lone surrogates too: a file name that is no UTF-8 reaches us with them.
ANY_TEXT = st.text(st.characters(categories=["C", "L", "M", "N", "P", "S", "Z"]))


def sha256(*lines: str) -> str:
    """The hash that the scheme is built on, computed here and not by the code under test."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# --- the scheme, pinned ---


def test_the_key_of_a_wechat_digest_is_pinned() -> None:
    """`wechat`, `__biz`, `mid` and `idx` on a line each."""
    assert digest_key(WECHAT, "河上新桥通车") == "wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1"


def test_the_key_of_any_other_digest_is_pinned() -> None:
    """`url`, the canonical url and the normalised title on a line each."""
    key = digest_key("https://News.Example.org:443/a/?utm_source=x&b=1#c", "河上\u00ad新桥  ＡＢ")
    assert key == "url\nhttps://news.example.org/a?b=1\n河上新桥 AB"


def test_the_key_of_an_item_is_pinned() -> None:
    """Its digest's key, its heading and its occurrence on a line each."""
    assert item_keys("k", ["河上\u00ad新桥  通车"]) == ["k\n河上新桥 通车\n1"]


@pytest.mark.parametrize(
    ("kind", "key", "uri"),
    [
        (
            "digest",
            "wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1",
            "tag:example.org,2026:digest/090b246b3b612017c4b426d471846641",
        ),
        (
            "item",
            "wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1\n河上新桥通车\n1",
            "tag:example.org,2026:item/a0a3d28711508c94a60fb6d7b97e4746",
        ),
        ("column", "河岸通讯\n晨间速读", "tag:example.org,2026:column/bd129a26823e65c053fd6a365992edbf"),
        ("attribution", "\n河岸日报", "tag:example.org,2026:attribution/c15e4b72ebc057c07a049f342a1b4076"),
    ],
)
def test_ids_are_pinned(kind: str, key: str, uri: str) -> None:
    """Authority, kind and the first 32 hex of the sha256 of the key, and nothing else."""
    assert tag("example.org,2026", kind, name_of(key)) == uri
    assert uri == f"tag:example.org,2026:{kind}/{sha256(key)[:32]}"


def test_the_document_of_an_item_is_pinned() -> None:
    """16 hex of the item's hash."""
    key = "wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1\n河上新桥通车\n1"
    assert document_name(name_of(key)) == sha256(key)[:16] == "a0a3d28711508c94"


def test_the_link_of_an_item_is_pinned() -> None:
    """The url as written, its fragment replaced by 12 hex of the item's hash."""
    key = "wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1\n河上新桥通车\n1"
    assert with_fragment(WECHAT, name_of(key)) == WECHAT.removesuffix("rd") + "a0a3d2871150"
    assert with_fragment("https://a.example/?q=1", name_of(key)) == "https://a.example/?q=1#a0a3d2871150"


def test_the_microseconds_of_a_digest_are_pinned() -> None:
    """The hash of its key modulo an hour of microseconds."""
    key = "wechat\nMDAwMDAwMDAwMQ==\n2650000001\n1"
    assert SPREAD == 3_600_000_000
    assert spread(key) == int(sha256(key), 16) % 3_600_000_000 == 970_530_320


# --- ids ---


@law
@given(st.sampled_from(["digest", "item", "column", "edition"]), ANY_TEXT)
def test_every_id_is_an_ascii_tag_uri(kind: str, key: str) -> None:
    """RFC 4151, in ASCII, whatever the key holds: FreshRSS strips everything else."""
    written = tag("example.org,2026", kind, name_of(key))
    assert re.fullmatch(r"tag:example\.org,2026:[a-z]+/[0-9a-f]{32}", written)


def test_one_key_names_things_of_two_kinds_apart() -> None:
    """A digest that is its own single item has two ids."""
    assert tag("a,2026", "digest", "k") != tag("a,2026", "item", "k")


def test_two_authorities_name_one_key_apart() -> None:
    """The authority is the only part of the config in an id."""
    assert tag("a,2026", "digest", "k") != tag("b,2026", "digest", "k")


@law
@given(ANY_TEXT)
@example("\udc80")
def test_the_microseconds_of_a_digest_lie_within_an_hour(key: str) -> None:
    """Whatever the key, so that the day and the month of a digest are its date's."""
    assert 0 <= spread(key) < 3_600_000_000


# --- text as keys compare it ---


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("河上新桥", "河上新桥"),
        ("  a \t b\n c ", "a b c"),
        ("河上　新桥\u00a0通车", "河上 新桥 通车"),
        ("ＡＢＣ１２３！", "ABC123!"),
        ("牛\u00ad览", "牛览"),
        ("\u202a牛\u200b览\u202c\ufeff", "牛览"),
        ("e\u0301", "é"),
        ("ﬁ", "fi"),
        ("㈱", "(株)"),
        ("\u00ad", ""),
        ("", ""),
    ],
)
def test_normal_text_is_nfkc_without_format_characters_and_doubled_space(text: str, normal: str) -> None:
    """Spellings that look alike are one text."""
    assert normalise(text) == normal


@law
@given(ANY_TEXT)
@example("e\u00ad\u0301")
@example("\u1100\u200b\u1161")
@example("a\u0315\u00ad\u0300")
def test_normal_text_stays_as_it_is(text: str) -> None:
    """Normalising twice is normalising once: a key made from a believed title is the key of that title."""
    assert normalise(normalise(text)) == normalise(text)


# --- canonical urls ---


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://news.example.org/a", "https://news.example.org/a"),
        ("HTTPS://News.Example.ORG/A", "https://news.example.org/A"),
        ("https://news.example.org:443/a", "https://news.example.org/a"),
        ("http://news.example.org:80/a", "http://news.example.org/a"),
        ("http://news.example.org:443/a", "http://news.example.org:443/a"),
        ("https://news.example.org:8443/a", "https://news.example.org:8443/a"),
        ("https://news.example.org:/a", "https://news.example.org/a"),
        ("https://news.example.org/", "https://news.example.org"),
        ("https://news.example.org/a/", "https://news.example.org/a"),
        ("https://news.example.org/a//", "https://news.example.org/a"),
        ("https://news.example.org/a/?b=1", "https://news.example.org/a?b=1"),
        ("https://news.example.org/a#b", "https://news.example.org/a"),
        ("https://news.example.org/a?", "https://news.example.org/a"),
        ("https://news.example.org/a?utm_source=x&b=1&fbclid=y", "https://news.example.org/a?b=1"),
        ("https://news.example.org/a?UTM_Medium=x", "https://news.example.org/a"),
        ("https://news.example.org/a?b=2&a=1&b=1", "https://news.example.org/a?b=2&a=1&b=1"),
        ("https://news.example.org/a?b=&c", "https://news.example.org/a?b=&c"),
        ("https://news.example.org/a?my_utm_source=x", "https://news.example.org/a?my_utm_source=x"),
        ("https://news.example.org/a?scenes=x", "https://news.example.org/a?scenes=x"),
        ("https://news.example.org/河上%20新?q=a+b", "https://news.example.org/河上%20新?q=a+b"),
        ("https://[2001:DB8::1]:8443/a", "https://[2001:db8::1]:8443/a"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
    ],
)
def test_a_canonical_url_lacks_what_does_not_change_the_page(url: str, canonical: str) -> None:
    """Lower-case scheme and host, no default port, tracking parameter, fragment or trailing slash."""
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "name",
    [
        *["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid", "gclid"],
        *["dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "spm"],
        *["chksm", "scene", "subscene", "sessionid"],
    ],
)
def test_the_tracking_parameters_are_pinned(name: str) -> None:
    """The list is part of the scheme: a parameter more or less gives digests new ids."""
    assert canonical_url(f"https://a.example/p?x=1&{name}=2&y=3") == "https://a.example/p?x=1&y=3"
    assert canonical_url(f"https://a.example/p?{name}") == "https://a.example/p"


@pytest.mark.parametrize(
    "name", ["id", "p", "page", "ref", "from", "source", "sn", "mid", "idx", "__biz", "v"]
)
def test_any_other_parameter_may_name_the_page(name: str) -> None:
    """What is not known to track is kept."""
    url = f"https://a.example/p?{name}=2"
    assert canonical_url(url) == url


def test_who_asks_is_part_of_the_url() -> None:
    """Nothing else is touched, so that two pages never become one: not the user in front of the host."""
    assert canonical_url("https://ann@a.example/p") != canonical_url("https://bob@a.example/p")


Parts = tuple[str, str, str, str, tuple[tuple[str, str], ...], str]
PARTS: st.SearchStrategy[Parts] = st.tuples(
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["a.example", "A.Example", "b.example", "[::1]", "河.example"]),
    st.sampled_from(["", ":", ":80", ":443", ":8080"]),
    st.text("/ab.%;河", max_size=5).map(lambda path: path and f"/{path}"),
    st.lists(
        st.tuples(st.sampled_from(["", "a", "b", "utm_x", "SPM", "scene"]), st.sampled_from(["", "=", "=1"])),
        max_size=3,
    ).map(tuple),
    st.sampled_from(["", "#", "#rd", "#/a?b=1"]),
)


def written(parts: Parts) -> str:
    """The parts as a url."""
    scheme, host, port, path, pairs, fragment = parts
    query = "&".join(name + value for name, value in pairs)
    return f"{scheme}://{host}{port}{path}{'?' if pairs else ''}{query}{fragment}"


def page(parts: Parts) -> tuple[object, ...]:
    """The parts that name the page, by the words of DESIGN."""
    scheme, host, port, path, pairs, _ = parts
    scheme = scheme.lower()
    default = {"http": "80", "https": "443"}[scheme]
    kept = [name + value for name, value in pairs if name not in {"utm_x", "SPM", "scene"} and name + value]
    return scheme, host.lower(), port.strip(":") or default, path.rstrip("/"), kept


@law
@given(PARTS)
def test_a_canonical_url_is_its_own(parts: Parts) -> None:
    """Canonicalising twice is canonicalising once."""
    canonical = canonical_url(written(parts))
    assert canonical_url(canonical) == canonical


@law
@given(PARTS, PARTS)
def test_two_urls_are_one_page_where_what_names_it_is_the_same(one: Parts, two: Parts) -> None:
    """And only there: two pages never become one, and no page becomes two."""
    assert (canonical_url(written(one)) == canonical_url(written(two))) is (page(one) == page(two))


@law
@given(PARTS, st.sampled_from(["https", "HTTPS"]), st.sampled_from(["", ":443"]), st.sampled_from(["", "#x"]))
def test_how_a_page_is_linked_does_not_change_it(parts: Parts, scheme: str, port: str, fragment: str) -> None:
    """Scheme in capitals, default port, fragment, trailing slash and a tracking parameter more: one page."""
    _, host, _, path, pairs, _ = parts
    plain = ("https", host, "", path, pairs, "")
    linked = (scheme, host.upper(), port, f"{path}/", (*pairs, ("utm_x", "=9")), fragment)
    assert canonical_url(written(linked)) == canonical_url(written(plain))


# --- WeChat ---


@pytest.mark.parametrize(
    "url",
    [
        "https://mp.weixin.qq.com/s?__biz=MDA==&mid=1&idx=2",
        "http://mp.weixin.qq.com/s?__biz=MDA==&mid=1&idx=2",
        "https://MP.weixin.QQ.com/s?__biz=MDA==&mid=1&idx=2",
        "https://mp.weixin.qq.com/s?__biz=MDA==&mid=1&idx=2&sn=ab&chksm=cd&scene=58&subscene=0#rd",
        "https://mp.weixin.qq.com/s?__biz=MDA==&mid=1&idx=2&sn=ef&chksm=gh&scene=27#wechat_redirect",
        "https://mp.weixin.qq.com/s?sn=ab&idx=2&mid=1&__biz=MDA==",
        "https://mp.weixin.qq.com/s?__biz=MDA%3D%3D&mid=1&idx=2",
        "https://mp.weixin.qq.com/s?__biz=MDA==&amp;mid=1&amp;idx=2&amp;sn=ab",
        "https://mp.weixin.qq.com/s?__biz=MDA==&mid=1&idx=2&timestamp=1700000000",
        "https://mp.weixin.qq.com/s?__biz=MDA==&mid=1&idx=2&notify=1&region=x&copy=2",
    ],
)
def test_a_wechat_article_is_its_three_numbers(url: str) -> None:
    """`__biz`, `mid` and `idx` after unescaping `&amp;`, and nothing else of the url."""
    assert wechat_key(url) == ("MDA==", "1", "2")


@pytest.mark.parametrize(
    "url",
    [
        "https://mp.weixin.qq.com/s?__biz=MDA==&mid=1&idx=1",
        "https://mp.weixin.qq.com/s?__biz=MDA==&mid=9&idx=2",
        "https://mp.weixin.qq.com/s?__biz=MDB==&mid=1&idx=2",
    ],
)
def test_another_number_is_another_article(url: str) -> None:
    """Each of the three tells articles apart."""
    assert wechat_key(url) not in {None, ("MDA==", "1", "2")}


@law
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["__biz", "mid", "idx", "%6Did", "a", ""]),
            st.sampled_from(["=", "=", "=", "", "=="]),
            st.sampled_from(["1", "2", "", "MDA%3D", "M+A", "第", ";"]),
        ),
        max_size=8,
    )
)
@example([("__biz", "=", "1"), ("mid", "=", ""), ("mid", "=", "2"), ("mid", "=", "1"), ("idx", "=", "1")])
def test_an_articles_numbers_are_those_that_the_library_reads(pairs: list[tuple[str, str, str]]) -> None:
    """The first value of each parameter that has any, decoded: `urllib.parse.parse_qs` says which."""
    query = "&".join(map("".join, pairs))
    read = parse_qs(query)
    numbers = tuple(read[name][0] for name in ("__biz", "mid", "idx") if name in read)

    assert wechat_key(f"https://mp.weixin.qq.com/s?{query}") == (numbers if len(numbers) == 3 else None)


@pytest.mark.parametrize(
    "url",
    [
        "https://mp.weixin.qq.com/s/AbCdEfGhIjKl",
        "https://mp.weixin.qq.com/s?mid=1&idx=2",
        "https://mp.weixin.qq.com/s?__biz=MDA==&idx=2",
        "https://mp.weixin.qq.com/s?__biz=MDA==&mid=1",
        "https://mp.weixin.qq.com/s?__biz=MDA==&mid=1&idx=",
        "https://mp.weixin.qq.com/s#__biz=MDA==&mid=1&idx=2",
        "https://weixin.qq.com/s?__biz=MDA==&mid=1&idx=2",
        "https://mp.weixin.qq.com.example.org/s?__biz=MDA==&mid=1&idx=2",
    ],
)
def test_without_three_numbers_or_on_another_host_it_is_no_wechat_article(url: str) -> None:
    """Such a page goes by its url and title."""
    assert wechat_key(url) is None
    assert digest_key(url, "一").startswith("url\n")


def test_the_title_is_no_part_of_a_wechat_key() -> None:
    """An article whose headline was reworded is the same article."""
    assert digest_key(WECHAT, "河上新桥通车") == digest_key(WECHAT, "新桥通车了")


def test_one_listing_url_with_two_titles_is_two_digests() -> None:
    """A listing page can be the url of 125 different posts."""
    url = "https://news.example.org/list"
    assert digest_key(url, "一") == "url\nhttps://news.example.org/list\n一"
    assert digest_key(url, "二") == "url\nhttps://news.example.org/list\n二"


@pytest.mark.parametrize(
    "title", [" ＡＢ\u200b  & 新桥", "AB &amp; 新桥", "AB &amp;amp; 新桥", "AB &#38; 新桥", "AB&nbsp;& 新桥"]
)
def test_spellings_of_one_title_are_one_digest(title: str) -> None:
    """Full width, format characters, white space and entities tell no digests apart."""
    assert digest_key("https://a.example/", title) == "url\nhttps://a.example\nAB & 新桥"


# --- items ---


def test_a_repeated_heading_counts_its_occurrences() -> None:
    """Two items of one heading are two items, also where the spellings differ."""
    assert item_keys("k", ["一", "二", "一", "　一\u200b"]) == [
        "k\n一\n1",
        "k\n二\n1",
        "k\n一\n2",
        "k\n一\n3",
    ]


@law
@given(st.lists(st.text("一二1 \n\u00ad", max_size=3), max_size=8))
def test_items_of_a_digest_are_told_apart(headings: list[str]) -> None:
    """Whatever the headings are, no two items share a key."""
    keys = item_keys("k", headings)
    assert len(keys) == len(headings)
    assert len(set(keys)) == len(keys)


@law
@given(st.lists(st.text("一二三", max_size=2), max_size=6), st.integers(0, 6))
def test_the_place_in_the_list_is_no_part_of_an_items_key(headings: list[str], at: int) -> None:
    """An item that is put in between renames no other."""
    more = [*headings[:at], "新", *headings[at:]]
    assert set(item_keys("k", headings)) < set(item_keys("k", more))


def test_one_heading_in_two_digests_is_two_items() -> None:
    """An item's key starts with its digest's."""
    assert item_keys("k", ["一"]) != item_keys("l", ["一"])


# --- slugs ---


def slug_of(name: str, source: str = "甲") -> str:
    """The slug of a column that is alone."""
    return slugs([ColumnName(source, name)], {})[ColumnName(source, name)]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("极客早知道", "ji-ke-zao-zhi-dao"),
        ("晨间快报", "chen-jian-kuai-bao"),
        ("Morning Wire", "morning-wire"),
        ("Über Café", "uber-cafe"),
        ("A/B: ../c", "a-b-c"),
        ("360 度", "360-du"),
    ],
)
def test_the_slug_of_a_name_is_pinned(name: str, slug: str) -> None:
    """ASCII, lower case, syllables joined by hyphens."""
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["2025", "!!!", "", "😀", "…"])
def test_a_name_without_letters_is_column_and_six_hex(name: str) -> None:
    """Of the sha256 of source and name."""
    assert slug_of(name) == f"column-{sha256('甲', name)[:6]}"


def test_the_hex_of_a_name_without_letters_is_pinned() -> None:
    """One value in full."""
    assert slug_of("2025") == "column-1cceea"


def test_what_is_no_column_and_has_no_letters_is_named_otherwise() -> None:
    """Whoever asks for slugs says how; the six hex are the same."""
    name = ColumnName("甲", "2025")
    assert slugs([name], {}, nameless="attribution") == {name: "attribution-1cceea"}


def test_of_two_columns_the_smaller_name_has_the_slug() -> None:
    """晨 is U+6668 and 辰 U+8FB0; both are chen. The other gets 6 hex of the sha256 of source and name."""
    small, large = ColumnName("乙", "晨间快报"), ColumnName("甲", "辰间快报")
    assert slugs([large, small], {}) == {
        small: "chen-jian-kuai-bao",
        large: f"chen-jian-kuai-bao-{sha256('甲', '辰间快报')[:6]}",
    }


def test_of_one_name_in_two_sources_the_smaller_source_has_the_slug() -> None:
    """乙 is U+4E59 and 甲 U+7532; the hex is pinned."""
    assert slugs([ColumnName("甲", "晨间快报"), ColumnName("乙", "晨间快报")], {}) == {
        ColumnName("乙", "晨间快报"): "chen-jian-kuai-bao",
        ColumnName("甲", "晨间快报"): "chen-jian-kuai-bao-09e0b0",
    }


@pytest.mark.parametrize("name", ["Archive", "items", "Attributions"])
def test_a_reserved_slug_is_given_to_nobody(name: str) -> None:
    """Not by name, not by the config, not because an older edition had it."""
    column, given_ = ColumnName("甲", name), f"{name.lower()}-{sha256('甲', name)[:6]}"
    assert slugs([column], {}) == {column: given_}
    assert slugs([column], {column: name.lower()}) == {column: given_}
    assert slugs([column], {}, {column: name.lower()}) == {column: given_}


def test_a_published_slug_stays_when_a_smaller_name_comes() -> None:
    """Who subscribed to it keeps it; the newcomer gets the hex."""
    small, large = ColumnName("甲", "晨间快报"), ColumnName("甲", "辰间快报")
    assert slugs([small, large], {large: "chen-jian-kuai-bao"}) == {
        small: f"chen-jian-kuai-bao-{sha256('甲', '晨间快报')[:6]}",
        large: "chen-jian-kuai-bao",
    }


def test_a_slug_fixed_by_the_config_comes_before_a_published_one() -> None:
    """The operator has the last word, and the column that had it before finds another."""
    wire, news = ColumnName("甲", "Wire"), ColumnName("甲", "News")
    assert slugs([wire, news], {wire: "daily", news: "news"}, {news: "daily"}) == {
        news: "daily",
        wire: "wire",
    }


def test_a_slug_is_at_most_eighty_characters_and_the_hex() -> None:
    """Names of 254 bytes exist; a folder name has to leave room, and ends with a whole word."""
    assert slug_of("ab" + "晨" * 84) == "-".join(["abchen"] + ["chen"] * 14)
    assert len(slug_of("a" * 300)) == 80
    assert max(map(len, slugs([ColumnName("甲", "a" * 300), ColumnName("乙", "a" * 300)], {}).values())) == 87


#: Names that want the slugs of others, of reserved folders and of hashed columns.
NAMES = st.builds(
    ColumnName,
    st.sampled_from(["", "甲", "乙", "A"]),
    st.one_of(
        st.sampled_from(["a", "A", "Ａ", "á", "晨", "辰", "archive", "items", "1", "!", "column", "&amp;"]),
        st.sampled_from([f"a-{sha256('甲', 'A')[:6]}", f"column-{sha256('甲', '1')[:6]}"]),
        st.text(max_size=12),
    ),
)
SETS = st.lists(NAMES, max_size=12, unique=True)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def assert_slugs(given_: Mapping[ColumnName, str], names: Sequence[ColumnName]) -> None:
    """One valid slug a name, no two alike, none reserved."""
    assert set(given_) == set(names)
    assert len(set(given_.values())) == len(given_)
    assert all(SLUG.fullmatch(slug) for slug in given_.values())
    assert not {"attributions", "archive", "items"} & set(given_.values())


@law
@given(SETS)
def test_slugs_are_unique_and_can_name_folders(names: list[ColumnName]) -> None:
    """Whatever the names are."""
    assert_slugs(slugs(names, {}), names)


@law
@given(SETS.flatmap(lambda names: st.tuples(st.just(names), st.permutations(names))))
def test_the_order_of_the_names_does_not_matter(orders: tuple[list[ColumnName], list[ColumnName]]) -> None:
    """Slugs are a function of the set of names."""
    one, other = orders
    assert slugs(one, {}) == slugs(other, {})


@law
@given(SETS, st.integers(0, 12))
def test_larger_names_take_no_slug_away(names: list[ColumnName], count: int) -> None:
    """Columns with a larger name, or the same name and a larger source, change no slug of the others."""
    ordered = sorted(names, key=lambda column: (column.name, column.source))
    first, every = slugs(ordered[:count], {}), slugs(ordered, {})
    assert {column: every[column] for column in first} == first


@law
@given(SETS, SETS)
def test_published_slugs_stay_whatever_comes(old: list[ColumnName], new: list[ColumnName]) -> None:
    """A second edition with more columns, of smaller names too, renames no folder of the first."""
    published = slugs(old, {})
    every = slugs([*old, *new], published)
    assert {column: every[column] for column in old} == published
    assert_slugs(every, list({*old, *new}))


@law
@given(SETS, st.lists(NAMES, unique=True), st.lists(NAMES, unique=True))
def test_fixed_and_published_slugs_leave_the_rest_unique(
    names: list[ColumnName], fixed: list[ColumnName], published: list[ColumnName]
) -> None:
    """Slugs from the config are given as they are, and nobody else gets them."""
    config = {column: f"fixed-{number}" for number, column in enumerate(fixed)}
    before = {
        column: ["a", "chen", "items", "fixed-0"][number % 4] for number, column in enumerate(published)
    }
    given_ = slugs(names, before, config)
    assert_slugs(given_, names)
    assert all(given_[column] == slug for column, slug in config.items() if column in given_)


@pytest.mark.parametrize(
    ("slug", "valid"),
    [
        ("ji-ke-zao-zhi-dao", True),
        ("a", True),
        ("360", True),
        ("", False),
        ("A", False),
        ("a--b", False),
        ("-a", False),
        ("a-", False),
        ("a_b", False),
        ("a/b", False),
        ("..", False),
        ("a\n", False),
        ("é", False),
        ("１", False),
        ("archive", False),
        ("attributions", False),
        ("items", False),
    ],
)
def test_only_lower_case_ascii_and_single_hyphens_name_a_folder(slug: str, *, valid: bool) -> None:
    """And none of the folders that an edition has itself."""
    assert valid_slug(slug) is valid
