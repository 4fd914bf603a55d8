"""What a text says: cosmetic differences between two captures are none, and every real edit is one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.history.essence import Text, essence, is_edit, visible

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)

WECHAT = "https://mmbiz.qpic.cn"
NAME = "Zk3vQpL0b7xWcT9sYdEu2hRaMfNg"


def said_otherwise(before: str, after: str) -> bool:
    """Whether the second of two texts under one title is an edit."""
    return is_edit(Text("新桥通车", before), Text("新桥通车", after))


def picture(address: str) -> str:
    """A paragraph with a picture in it, below its text."""
    return f'<p>渡轮停运。</p>\n<p><img src="{address}" alt=""></p>'


def link(address: str) -> str:
    """A paragraph that links an address."""
    return f'<p>详见<a href="{address}">公告</a>。</p>'


def test_the_essence_is_text_a_line_a_block_and_then_the_addresses() -> None:
    """Text comes first, a line a block; then each page and picture as it stands in the text."""
    markup = (
        "<h3>新桥&nbsp;<strong>通车</strong></h3>\n<ul>\n<li>第一点</li>\n<li>第二点</li>\n</ul>\n"
        '<p>见<a href="https://example.org/a/?utm_source=x#top">此处</a><br>\n'
        '<img src="https://example.org/b-300x200.png" alt="cover"></p>'
    )
    assert essence(markup) == (
        "新桥 通车\n第一点\n第二点\n见此处\nlink example.org/a\npicture example.org/b.png"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("<p>新桥通车。</p>", "<h3>新桥通车。</h3>", id="kind of a block"),
        pytest.param("<p>新桥通车。</p>", "<p>新桥<strong>通车</strong>。</p>", id="emphasis"),
        pytest.param("<p>一</p>\n<p>二</p>", "<p>一<br>\n二</p>", id="kind of a boundary"),
        pytest.param("<p>全长３０米</p>", "<p>全长30米</p>", id="full-width digits"),
        pytest.param("<p>新\u200b桥\u2060通\ufeff车</p>", "<p>新桥通车</p>", id="format characters"),
        pytest.param("<p>新桥 &amp;\n 渡轮</p>", "<p>新桥&nbsp;&#38;&nbsp;渡轮</p>", id="entities and space"),
        pytest.param("<p>\uf099</p>\n<p>新桥</p>", "<p>新桥</p>", id="icons of a font"),
        pytest.param("<p>一</p>\n<p></p>\n<hr>\n<p>二</p>", "<p>一</p>\n<p>二</p>", id="empty blocks"),
    ],
)
def test_form_is_no_edit(before: str, after: str) -> None:
    """How a text is marked up or spelled in bytes says nothing."""
    assert not said_otherwise(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("<p>新桥通车。</p>", "<p>新桥停用。</p>", id="words"),
        pytest.param("<p>全长30米。</p>", "<p>全长300米。</p>", id="a number"),
        pytest.param("<p>一</p>\n<p>二</p>", "<p>一二</p>", id="a boundary"),
        pytest.param("<p>新桥通车。</p>", "<p><del>新桥通车。</del></p>", id="struck out"),
        pytest.param(link("https://example.org/a"), link("https://example.org/b"), id="another page"),
        pytest.param(
            picture("https://example.org/a.png"), picture("https://example.org/b.png"), id="another picture"
        ),
        pytest.param(picture("https://example.org/a.png"), "<p>渡轮停运。</p>", id="a picture less"),
    ],
)
def test_other_words_links_and_pictures_are_an_edit(before: str, after: str) -> None:
    """What a reader would read, follow or see otherwise is an edit, in both directions."""
    assert said_otherwise(before, after)
    assert said_otherwise(after, before)


def test_another_title_is_an_edit() -> None:
    """The heading speaks too; its format characters and white space do not."""
    old = Text("新桥 通车", "<p>一</p>")
    assert is_edit(old, Text("新桥停用", "<p>一</p>"))
    assert not is_edit(old, Text("新桥\u200b  通车", "<p>一</p>"))


@pytest.mark.parametrize(
    "after",
    [
        "http://example.org/a",
        "https://EXAMPLE.org:443/a/",
        "https://example.org/a?utm_source=feed&amp;spm=1.2",
        "https://example.org/a#respond",
    ],
)
def test_a_link_is_its_canonical_page(after: str) -> None:
    """Scheme, port, tracking and fragment change no page; Cloudflare's hidden mail address is a fragment."""
    assert not said_otherwise(link("https://example.org/a"), link(after))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{WECHAT}/mmbiz_png/{NAME}/640?wx_fmt=png", f"{WECHAT}/sz_mmbiz_png/{NAME}/0?tp=webp#imgIndex=2"),
        ("https://example.org/a.jpg", "https://example.org/a-1024x640.jpg"),
        ("https://example.org/a-300x200.png", "https://example.org/a-scaled.png.webp"),
        ("https://example.org/a.png", "https://example.org/a.png?w=800&amp;h=600&amp;dpr=2&amp;q=60"),
        ("https://example.org/a.png", "https://example.org/a.png?imageView2/2/w/1120/q/40"),
        ("https://example.org/captcha/flat?Kx1", "https://example.org/captcha/flat?Zy2"),
        ("https://example.org/a.png", "https://i1.wp.com/example.org/a.png?resize=512%2C512&amp;ssl=1"),
        ("https://example.org/a.png", "https://proxy.example/?url=https%3A%2F%2Fexample.org%2Fa.png&amp;n=1"),
        ("https://example.org/a.png", "https://proxy.example/?url=https://example.org/a.png&amp;w=9"),
        (
            "https://example.org/a.png",
            "https://images.example/w_848,c_limit,f_auto/https://example.org/a.png",
        ),
        ("https://example.org/p/s1600/a.png", "https://example.org/p/w640-h480/a.png"),
        ("https://example.org/v2/resize:fit:64/1*a.png", "https://example.org/v2/resize:fill:96:96/1*a.png"),
        ("https://example.org/a.png?Expires=1&amp;Signature=x", "https://example.org/a.png?Expires=2"),
    ],
)
def test_a_picture_is_itself_in_every_size_and_form(one: str, other: str) -> None:
    """Size, quality, format, proxy, signature and cache busters change no picture."""
    assert not said_otherwise(picture(one), picture(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a.png", "https://example.org/a.jpg"),
        ("https://example.org/image?id=1&amp;w=9", "https://example.org/image?id=2&amp;w=9"),
        ("https://example.org/pass-24x7.png", "https://example.org/pass.png"),
        (f"{WECHAT}/mmbiz_png/{NAME}/640", f"{WECHAT}/mmbiz_png/{NAME[::-1]}/640"),
    ],
)
def test_pictures_with_like_names_are_two(one: str, other: str) -> None:
    """What may well be two pictures is told apart."""
    assert said_otherwise(picture(one), picture(other))


def test_lazy_and_referrer_attributes_are_no_edit() -> None:
    """The press itself adds them when a text is published."""
    plain = '<p><img src="https://example.org/a.png" alt=""></p>'
    fetched = (
        '<p><img src="https://example.org/a.png" width="9" referrerpolicy="no-referrer" loading="lazy"></p>'
    )
    assert not said_otherwise(plain, fetched)


def test_a_banner_is_no_part_of_the_text() -> None:
    """A picture that leads to another site than its own changes by the hour and says nothing."""
    one = '<p><a href="https://shop.example/x"><img src="https://example.org/ads/1.png" alt=""></a></p>'
    other = '<p><a href="https://bank.example/y"><img src="https://example.org/ads/9.png" alt=""></a></p>'
    assert not said_otherwise(f"<p>新桥</p>\n{one}", f"<p>新桥</p>\n{other}")


def test_a_picture_that_leads_to_itself_counts() -> None:
    """A picture linked to its own large version is one of the text, the link to it is not."""
    large = '<p><a href="https://example.org/a.png"><img src="https://example.org/a-300x200.png"></a></p>'
    other = '<p><a href="https://example.org/b.png"><img src="https://example.org/b-300x200.png"></a></p>'
    assert said_otherwise(large, other)
    assert not said_otherwise(large, '<p><img src="https://example.org/a.png"></p>')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Views: 40,211", "Views: 40,212"),
        ("3 comments", "14 comments"),
        ("1.2k followers · 3 min", "1.3k followers · 3 min"),
        ("阅读量：998 评论（3）", "阅读量：1.1万 评论（12）"),
        ("本文已被查看 9 次", "本文已被查看 17 次"),
        ("河岸通讯 3 天前", "河岸通讯 12 天前"),
        ("Last published 2 days ago", "Last published 5 days ago"),
    ],
)
def test_counters_and_ages_are_no_edit(before: str, after: str) -> None:
    """What counts readers or tells an age differs with every capture."""
    assert not said_otherwise(f"<p>新桥</p>\n<p>{before}</p>", f"<p>新桥</p>\n<p>{after}</p>")


def test_a_number_in_a_sentence_is_no_counter() -> None:
    """Only a short line is one: a correction in the text itself is told."""
    before = (
        "<p>" + "渡轮公司说，新桥开通以来，介绍它的影片在一个月里有三万人看过，其中大多数来自对岸的城区，" * 2
    )
    assert said_otherwise(f"{before}评论 3 条。</p>", f"{before}评论 30 条。</p>")


MARK = '<p>[…] <a href="https://example.org/a">example.org</a></p>'


def test_a_cut_at_another_place_is_no_edit() -> None:
    """A longer address in front moves the place where the archiver cuts a text."""
    short, long = f"<p>一二三</p>\n<p>四</p>\n{MARK}", f"<p>一二三</p>\n<p>四五六。</p>\n<p>七</p>\n{MARK}"
    assert not said_otherwise(short, long)
    assert not said_otherwise(long, short)


def test_a_text_that_is_cut_later_is_no_edit() -> None:
    """The cut one says nothing that the whole one did not."""
    assert not said_otherwise("<p>一二三</p>\n<p>四五六</p>", f"<p>一二三</p>\n<p>四</p>\n{MARK}")


def test_a_cut_text_that_is_captured_whole_is_an_edit() -> None:
    """Its readers get the rest of it, and are told."""
    assert said_otherwise(f"<p>一二三</p>\n<p>四</p>\n{MARK}", "<p>一二三</p>\n<p>四五六</p>")


def test_other_words_before_a_cut_are_an_edit() -> None:
    """A cut hides no correction."""
    assert said_otherwise(f"<p>一二三</p>\n<p>四</p>\n{MARK}", f"<p>一三三</p>\n<p>四</p>\n{MARK}")


@law
@given(st.text(), st.text())
def test_a_text_is_no_edit_of_itself(title: str, markup: str) -> None:
    """Whatever the text, also one that is no clean HTML: the same text is no edit, and nothing fails."""
    assert not is_edit(Text(title, markup), Text(title, markup))
    assert essence(markup) == essence(" ".join(markup.split()))


@law
@given(st.text())
def test_an_address_never_fails(address: str) -> None:
    """Nor does an address, also one that urllib refuses."""
    assert not said_otherwise(
        f'<a href="{address}"><img src="{address}"></a>', f'<a href="{address}"><img src="{address}"></a> '
    )


HOSTILE = {
    "open tags": "<" * 8_000_000,
    "links": '<a href="' * 900_000,
    "pictures": '<img src="https://a/' * 400_000,
    "linked": '<a href="x"> ' * 600_000,
    "entities": "&" * 8_000_000,
    "boundaries": "<p> " * 2_000_000,
    "one address": f'<img src="https://a/{"/w_1,h_2" * 1_000_000}">',
    "one query": f'<img src="https://a/?{"&x-a" * 2_000_000}">',
    "digits": "1,1." * 2_000_000,
    "counters": "<p>views 1.1.1.1.1.1.1.1.1.1.1.1" * 250_000,
    "unseen": "\u200b\u3000" * 4_000_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_eight_megabytes_of_anything_are_read_in_bounded_time(kind: str) -> None:
    """The cost grows with the length alone: a quadratic look would take hours."""
    start = time.process_time()
    essence(HOSTILE[kind])
    assert time.process_time() - start < 20


def test_the_visible_text_is_a_line_a_block() -> None:
    """What texts are compared by: no addresses, no tags, no empty lines."""
    assert visible('<p>一 <a href="https://example.org">二</a></p>\n<p></p>\n<p>三</p>') == "一 二\n三"
