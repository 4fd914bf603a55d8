"""What an address tells of its reader is dropped from links and pictures; the page it leads to is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.markup import read
from pressrun.markup.addresses import without_tracking
from tests.markup.reading import PLAIN_TITLE, cut_capture, digest, items, whole

_HOST = "https://city.example/a"
_WECHAT = "https://mp.weixin.qq.com/s?__biz=MDAw&mid=26&idx=1&sn=0a1b"
_LINKS = {
    f"{_HOST}?utm_source=feed&id=7&utm_medium=rss": f"{_HOST}?id=7",
    f"{_HOST}?utm_source=feed": _HOST,
    f"{_HOST}?UTM_Source=feed": _HOST,
    f"{_HOST}?fbclid=1#part": f"{_HOST}#part",
    f"{_HOST}?id=7&&spm=1": f"{_HOST}?id=7&",
    f"{_WECHAT}&chksm=ffff&scene=21#wechat_redirect": f"{_WECHAT}#wechat_redirect",
    "http://MP.weixin.qq.com/s?chksm=f&__biz=A": "http://MP.weixin.qq.com/s?__biz=A",
    "https://mp.weixin.qq.com/s/Abc?scene=1": "https://mp.weixin.qq.com/s/Abc",
    "https://youtu.be/x?si=abc&t=12": "https://youtu.be/x?t=12",
}
_KEPT = [
    f"{_HOST}?id=7",
    f"{_HOST}?",
    f"{_HOST}?from=2024&scene=1&si=2&source=3",
    # The whole address is signed: without any part of it the host refuses.
    f"{_HOST}?utm_source=feed&X-Amz-Signature=00ff",
    f"{_HOST}?spm=1&sign=00ff",
    f"{_HOST}?spm=1&access_token=00ff",
    # A path of which nobody knows what it needs.
    "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=A&scene=124",
    # What leads elsewhere is left as it is, and so is what stands in another parameter or behind the `#`.
    "https://link.zhihu.com/?target=https%3A//city.example/%3Futm_source%3Dfeed",
    f"{_HOST}?to=https://city.example/?utm_source=feed",
    f"{_HOST}#/page?utm_source=feed",
    "mailto:editor@city.example?utm_source=feed",
]


@pytest.mark.parametrize(("written", "left"), _LINKS.items())
def test_tracking_parameters_are_dropped_from_links(written: str, left: str) -> None:
    """Campaigns, clicks and the reader's own way here go; everything else stands as written."""
    escaped = left.replace("&", "&amp;")
    assert whole(f"见[桥]({written})。").html == f'<p>见<a href="{escaped}">桥</a>。</p>'


@pytest.mark.parametrize("written", _KEPT)
def test_an_address_that_needs_its_parameters_keeps_them(written: str) -> None:
    """Signed addresses, redirectors and parameters that mean something elsewhere."""
    escaped = written.replace("&", "&amp;")
    assert whole(f"见[桥]({written})。").html == f'<p>见<a href="{escaped}">桥</a>。</p>'


def test_tracking_parameters_are_dropped_from_pictures() -> None:
    """A picture server is not told which program asked; its format stays."""
    item = whole("![桥](https://mmbiz.qpic.cn/a/640?wx_fmt=png&from=appmsg&wxfrom=5)")
    assert item.html == '<p><img src="https://mmbiz.qpic.cn/a/640?wx_fmt=png" alt="桥"></p>'
    assert item.image == "https://mmbiz.qpic.cn/a/640?wx_fmt=png"


def test_a_page_that_escaped_its_links_twice_loses_no_parameter() -> None:
    """`&amp;amp;` separates as `&amp;` does."""
    page = '<article><p>见<a href="https://city.example/a?b=1&amp;amp;utm_source=x&amp;amp;c=2">桥</a>。</p>'
    assert whole(page, page=True).html == '<p>见<a href="https://city.example/a?b=1&amp;amp;c=2">桥</a>。</p>'


def test_the_link_behind_a_cut_text_tracks_nobody() -> None:
    """It leads to the page, without what its url says of the archiver."""
    page = digest(PLAIN_TITLE, url=f"{_WECHAT}&chksm=ffff&scene=58#rd")
    (item,) = read(page, cut_capture("完了", title=PLAIN_TITLE)).items
    escaped = _WECHAT.replace("&", "&amp;")
    assert item.html.endswith(f'\n<p>[…] <a href="{escaped}#rd">mp.weixin.qq.com</a></p>')


@pytest.mark.parametrize(
    ("written", "fetched"),
    {
        "http://mmbiz.qpic.cn/a.png": "https://mmbiz.qpic.cn/a.png",
        "http://I.CreativeCommons.org/l.png": "https://I.CreativeCommons.org/l.png",
        "http://city.example/a.png": "http://city.example/a.png",
        "http://mmbiz.qpic.cn:8080/a.png": "http://mmbiz.qpic.cn:8080/a.png",
        "http://mmbiz.qpic.cn@city.example/a.png": "http://mmbiz.qpic.cn@city.example/a.png",
    }.items(),
)
def test_a_picture_is_fetched_by_https_where_its_host_serves_it(written: str, fetched: str) -> None:
    """Only from hosts that are known to; at any other a picture by http is better than none."""
    item = whole(f"![]({written})")
    assert item.html == f'<p><img src="{fetched}" alt=""></p>'
    assert item.image == fetched


def test_a_link_stays_by_http() -> None:
    """Nobody knows whether a whole site answers there."""
    assert (
        whole("见[桥](http://mmbiz.qpic.cn/a)。").html == '<p>见<a href="http://mmbiz.qpic.cn/a">桥</a>。</p>'
    )


def test_links_within_items_lose_their_tracking() -> None:
    """A digest's items are cleaned as an article is."""
    first, _ = items(
        "## 甲\n\n[桥](https://city.example/a?utm_source=x)。（来源：甲报）\n\n## 乙\n\n馆。（来源：乙报）"
    )
    assert first.html == '<p><a href="https://city.example/a">桥</a>。</p>'


_NAMES = st.sampled_from(["utm_source", "id", "spm", "sign", "q", "a%5B%5D", ""])
_QUERIES = st.lists(st.tuples(_NAMES, st.text("ab=/?%", max_size=4)), max_size=6).map(
    lambda pairs: "&amp;".join(f"{name}={value}" for name, value in pairs)
)


@given(_QUERIES)
def test_dropping_tracking_parameters_invents_nothing(query: str) -> None:
    """Every parameter that is left was there, in this order, and a second look drops no more."""
    left = without_tracking(_HOST, query)
    _, _, rest = left.partition("?")
    parts = iter(query.split("&amp;"))
    assert all(part in parts for part in rest.split("&amp;") if part)
    assert without_tracking(_HOST, rest) == (left if rest else f"{_HOST}?")
