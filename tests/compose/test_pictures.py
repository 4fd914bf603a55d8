"""Pictures: kept, fetched through a proxy or left out, host by host, when a text is published."""

from __future__ import annotations

import html
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.compose.pictures import Pictures, with_pictures
from pressrun.markup.safe import clean

#: On a shared machine one slow example says nothing about the code.
law = settings(deadline=None)

KEEP = Pictures()
DROP = Pictures("drop")
PROXY = Pictures("proxy", proxy="https://images.example/?w=800&url={url}")
KEPT = 'referrerpolicy="no-referrer" loading="lazy"'
TEXT = '<p>桥 &amp; 路<a href="https://example.org/?a=1&amp;b=2" title="&lt;img src=">今天</a>开放。</p>'


def picture(address: str = "https://pic.example.org/a.png", *more: str) -> str:
    """A picture as clean HTML has it."""
    return " ".join(("<p><img", f'src="{address}"', *more)) + "></p>"


# --- keep ---


def test_a_picture_is_kept_without_referrer_and_loaded_late() -> None:
    """What the picture says of itself stays, in its order."""
    assert with_pictures(picture("https://mmbiz.qpic.cn/x/640?a=1&amp;b=2", 'alt="桥"'), KEEP) == picture(
        "https://mmbiz.qpic.cn/x/640?a=1&amp;b=2", 'alt="桥"', KEPT
    )


def test_a_size_that_the_capture_says_stays() -> None:
    """Also where the address names another."""
    said = ('width="640"', 'height="480"')
    assert with_pictures(picture("https://e.org/a-300x200.jpg", *said), KEEP) == picture(
        "https://e.org/a-300x200.jpg", *said, KEPT
    )


@pytest.mark.parametrize(
    ("address", "width", "height"),
    [
        ("https://blog.example/uploads/bridge-768x432.jpg", 768, 432),
        ("https://blog.example/uploads/bridge-1-16x16.PNG", 16, 16),
        ("https://blog.example/1080x720-9999x9999.webp", 9999, 9999),
    ],
)
def test_a_size_in_the_address_is_written_out(address: str, width: int, height: int) -> None:
    """WordPress names each scaled picture so: a reader keeps its place before it is there."""
    assert with_pictures(picture(address), KEEP) == picture(
        address, f'width="{width}"', f'height="{height}"', KEPT
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://blog.example/support-24x7.png",
        "https://blog.example/bridge-768x432.jpg?resize=300,200",
        "https://blog.example/bridge_768x432.jpg",
        "https://blog.example/bridge-0768x432.jpg",
        "https://blog.example/bridge-76800x432.jpg",
        "https://blog.example/bridge-768x432/a.jpg",
        "https://mmbiz.qpic.cn/mmbiz_png/x/640?wx_fmt=png",
    ],
)
def test_numbers_that_may_be_no_size_are_none(address: str) -> None:
    """A wrong size distorts a picture; WeChat's 640 is only the widest that it may be."""
    assert with_pictures(picture(address), KEEP) == picture(address, KEPT)


def test_a_text_without_pictures_is_the_same_text() -> None:
    """Words that look like one in an attribute are none."""
    for pictures in (KEEP, DROP, PROXY):
        assert with_pictures(TEXT, pictures) == TEXT


# --- proxy ---


def test_a_proxy_gets_the_address_percent_encoded() -> None:
    """Nothing of it is left that could end the proxy's own query."""
    assert with_pictures(picture("https://pic.example.org/桥.png?a=1&amp;b=2#c", 'alt=""'), PROXY) == picture(
        "https://images.example/?w=800&amp;url="
        "https%3A%2F%2Fpic.example.org%2F%E6%A1%A5.png%3Fa%3D1%26b%3D2%23c",
        'alt=""',
        KEPT,
    )


def test_a_proxied_picture_keeps_the_size_of_its_own_address() -> None:
    """The proxy's address ends in no size."""
    assert with_pictures(picture("https://e.org/a-300x200.jpg"), PROXY) == picture(
        "https://images.example/?w=800&amp;url=https%3A%2F%2Fe.org%2Fa-300x200.jpg",
        'width="300"',
        'height="200"',
        KEPT,
    )


# --- drop ---


def test_a_dropped_picture_leaves_its_place_empty() -> None:
    """Its alternative goes with it: it is mostly what a theme calls a picture, as "logo"."""
    assert (
        with_pictures('<p>桥<img src="https://e.org/a.png" alt="logo">开放。</p>', DROP) == "<p>桥开放。</p>"
    )


# --- hosts ---

HOSTS = Pictures(
    "keep",
    {
        "mmbiz.qpic.cn": "proxy",
        "*.example.org": "drop",
        "*.pic.example.org": "proxy",
        "good.pic.example.org": "keep",
        "xn--fsqu00a.example": "drop",
    },
    "https://images.example/?url={url}",
)


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        ("https://mmbiz.qpic.cn/a.png", "proxy"),
        ("http://MMBIZ.qpic.cn:80/a.png", "proxy"),
        ("https://user@mmbiz.qpic.cn./a.png", "proxy"),
        ("https://mmbiz%2Eqpic.cn/a.png", "proxy"),
        ("https://a.mmbiz.qpic.cn/a.png", "keep"),
        ("https://mmbiz.qpic.cn.evil.example/a.png", "keep"),
        ("https://evil.example/mmbiz.qpic.cn/a.png", "keep"),
        ("https://www.example.org/a.png", "drop"),
        ("https://a.b.example.org/a.png", "drop"),
        ("https://www.example.org\\@keep.example/a.png", "drop"),
        ("https://example.org/a.png", "keep"),
        ("https://badexample.org/a.png", "keep"),
        ("https://x.pic.example.org/a.png", "proxy"),
        ("https://good.pic.example.org/a.png", "keep"),
        ("https://pic.example.org/a.png", "drop"),
        ("https://例子.example/a.png", "drop"),
        ("https://[::1]/a.png", "keep"),
        ("https://[", "keep"),
        (f"https://{'a.' * 200}example.org/a.png", "keep"),
    ],
)
def test_the_closest_name_of_a_host_has_the_policy(address: str, policy: str) -> None:
    """The host before a pattern, a longer pattern before a shorter one, then everything else's policy."""
    assert HOSTS.policy_for(address) == policy


def test_each_picture_of_a_text_has_its_own_hosts_policy() -> None:
    """Kept, proxied and dropped side by side; an address that is kept stays as written."""
    assert with_pictures(
        '<p><img src="https://a.example/1.png?b=\'">一<img src="https://mmbiz.qpic.cn/2" alt="乙">二'
        '<img src="https://t.example.org/3.gif" alt="丙">三</p>',
        HOSTS,
    ) == (
        f'<p><img src="https://a.example/1.png?b=\'" {KEPT}>一'
        f'<img src="https://images.example/?url=https%3A%2F%2Fmmbiz.qpic.cn%2F2" alt="乙" {KEPT}>二三</p>'
    )


def test_an_address_that_is_shown_elsewhere_follows_the_policy_too() -> None:
    """A thumbnail, say: the same address, the proxy's, or none."""
    assert HOSTS.published_address("https://a.example/1.png") == "https://a.example/1.png"
    assert HOSTS.published_address("https://t.example.org/1.png") is None
    assert PROXY.published_address("https://a.example/1.png") == (
        "https://images.example/?w=800&url=https%3A%2F%2Fa.example%2F1.png"
    )


# --- laws ---


class Other(HTMLParser):
    """Everything of a text that is no picture, and its pictures' attributes beside it."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.rest: list[object] = []
        self.pictures: list[dict[str, str | None]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag with its attributes."""
        if tag == "img":
            self.pictures.append(dict(attrs))
        else:
            self.rest.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        """The end of one."""
        self.rest.append(tag)

    def handle_data(self, data: str) -> None:
        """Text, character by character: a picture between two stretches may be gone."""
        self.rest.extend(data)


HOSTILE = st.text(st.sampled_from("桥a<>\"'&=/ imgsrct-x16.png"), max_size=12)
ADDRESSES = st.builds(
    lambda host, path: f"https://{host}/{path}",
    st.sampled_from(["a.example", "mmbiz.qpic.cn", "t.example.org"]),
    HOSTILE,
)
TEXTS = st.lists(
    st.one_of(
        HOSTILE.map(html.escape),
        st.builds(
            lambda src, alt: f'<img src="{html.escape(src)}" alt="{html.escape(alt)}">', ADDRESSES, HOSTILE
        ),
        st.builds(
            lambda href, title, text: (
                f'<a href="{html.escape(href)}" title="{html.escape(title)}">{html.escape(text)}</a>'
            ),
            ADDRESSES,
            st.one_of(HOSTILE, st.sampled_from(["<img src=", "<img>", '<img src="https://a.example/x">'])),
            HOSTILE,
        ),
    ),
    max_size=6,
).map(lambda parts: clean("".join(parts)))
POLICIES = st.sampled_from([KEEP, DROP, PROXY, HOSTS])


@law
@given(TEXTS, POLICIES)
def test_a_policy_changes_nothing_but_pictures(text: str, pictures: Pictures) -> None:
    """Every other tag, attribute and character is as it was, as another parser reads it."""
    assert Other(with_pictures(text, pictures)).rest == Other(text).rest


@law
@given(TEXTS)
def test_every_picture_is_found(text: str) -> None:
    """None is left where all are dropped, and each gets its attributes where all are kept."""
    assert Other(with_pictures(text, DROP)).pictures == []
    before, after = Other(text).pictures, Other(with_pictures(text, KEEP)).pictures
    assert [picture["src"] for picture in after] == [picture["src"] for picture in before]
    assert {(picture["referrerpolicy"], picture["loading"]) for picture in after} <= {("no-referrer", "lazy")}


@law
@given(TEXTS)
def test_a_proxied_address_decodes_to_the_original(text: str) -> None:
    """The proxy's query holds the picture's address and nothing else that was not in the template."""
    before, after = Other(text).pictures, Other(with_pictures(text, PROXY)).pictures
    queries = [
        parse_qs(urlsplit(str(picture["src"])).query, keep_blank_values=True, strict_parsing=True)
        for picture in after
    ]
    assert queries == [{"w": ["800"], "url": [picture["src"]]} for picture in before]


@law
@given(TEXTS)
def test_keeping_twice_is_keeping_once(text: str) -> None:
    """What is kept is not changed by being kept again."""
    once = with_pictures(text, KEEP)
    assert with_pictures(once, KEEP) == once


def test_a_hostile_text_of_many_unclosed_pictures_takes_linear_time() -> None:
    """A megabyte of what begins as a picture and is none comes back in a moment, unchanged."""
    text = '<img src="a" alt="' * 60_000
    assert with_pictures(text, DROP) == text
