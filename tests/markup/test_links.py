"""Addresses as a reader can follow them: absolute, or left out."""

from __future__ import annotations

import pytest

from pressrun.markup import read
from pressrun.markup.safe import absolute_address
from tests.markup.reading import digest, markup_faults, whole

_RESOLVED = {
    "https://city.example/a?b=1&c=2#d": "https://city.example/a?b=1&c=2#d",
    "http://city.example": "http://city.example",
    "https://City.example/A": "https://City.example/A",
    "/maps/a.html?b=1": "https://news.example.org/maps/a.html?b=1",
    "/": "https://news.example.org/",
    "/a/../b": "https://news.example.org/b",
    "/../b": "https://news.example.org/b",
    "#part-2": "https://news.example.org/2025/03/14/index.html#part-2",
    "?page=2": "https://news.example.org/2025/03/14/index.html?page=2",
    "b.html": "https://news.example.org/2025/03/14/b.html",
    "./b.html": "https://news.example.org/2025/03/14/b.html",
    "../13/b.html": "https://news.example.org/2025/03/13/b.html",
    "../../../../../b.html": "https://news.example.org/b.html",
    "//cdn.example/b.png": "https://cdn.example/b.png",
    "http://[2001:db8::1]/b": "http://[2001:db8::1]/b",
}
_UNUSABLE = [
    "",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    "file:///etc/passwd",
    "ftp://city.example/a",
    "tel:+10000000",
    "weixin://dl/business",
    "blob:https://city.example/1",
    "about:blank",
    "http:",
    "http://",
    "http:b.html",
    "http://[2001:db8::1/b",
    "http://[zz]/b",
    "https://:443/b",
]


@pytest.mark.parametrize(("written", "absolute"), _RESOLVED.items())
def test_links_are_resolved_against_the_page(written: str, absolute: str) -> None:
    """Root-relative, relative, dotted, scheme-relative, a fragment, a query: all become absolute."""
    escaped = absolute.replace("&", "&amp;")
    assert whole(f"见[桥]({written})。").html == f'<p>见<a href="{escaped}">桥</a>。</p>'


@pytest.mark.parametrize(("written", "absolute"), _RESOLVED.items())
def test_pictures_are_resolved_against_the_page(written: str, absolute: str) -> None:
    """A picture's address becomes absolute in the text and as the item's picture."""
    item = whole(f"![桥]({written})")
    escaped = absolute.replace("&", "&amp;")
    assert item.html == f'<p><img src="{escaped}" alt="桥"></p>'
    assert item.image == absolute


@pytest.mark.parametrize("written", _UNUSABLE)
def test_a_link_that_leads_nowhere_is_text(written: str) -> None:
    """The words stay, the address goes."""
    item = whole(f"见[桥](<{written}>)。")
    assert item.html == "<p>见<a>桥</a>。</p>"
    assert item.summary == "见桥。"


@pytest.mark.parametrize("written", [*_UNUSABLE, "mailto:a@city.example"])
def test_a_picture_that_cannot_be_fetched_is_dropped(written: str) -> None:
    """No empty picture is left behind, nor the paragraph that held only it."""
    item = whole(f"甲。\n\n![桥](<{written}>)\n\n乙。")
    assert (item.html, item.image) == ("<p>甲。</p>\n<p>乙。</p>", None)


@pytest.mark.parametrize("written", _UNUSABLE)
def test_a_linked_picture_that_cannot_be_fetched_leaves_no_empty_link(written: str) -> None:
    """A link around nothing is nothing."""
    assert (
        whole(f"甲。\n\n[**![桥](<{written}>)**](https://city.example/)\n\n乙。").html
        == "<p>甲。</p>\n<p>乙。</p>"
    )


@pytest.mark.parametrize("written", ["mailto:a@city.example", "mailto:a@city.example?subject=b"])
def test_a_mail_address_is_a_link(written: str) -> None:
    """`mailto:` is the one scheme besides http and https that readers follow."""
    assert whole(f"[写信]({written})").html == f'<p><a href="{written}">写信</a></p>'


def test_a_links_title_stays() -> None:
    """What the author wrote behind the address is kept as the link's title."""
    assert whole('[桥](/a "三座")').html == '<p><a href="https://news.example.org/a" title="三座">桥</a></p>'


def test_an_address_in_angle_brackets_is_a_link() -> None:
    """CommonMark's autolink is followed."""
    assert whole("<https://city.example/a>").html == (
        '<p><a href="https://city.example/a">https://city.example/a</a></p>'
    )


def test_white_space_around_an_address_is_none_of_it() -> None:
    """A saved page may break the line inside the quotation marks."""
    assert (
        whole('<a href="\n /a ">甲</a>', page=True).html
        == '<p><a href="https://news.example.org/a">甲</a></p>'
    )


def test_the_pages_own_fragment_is_no_base() -> None:
    """A fragment replaces the fragment of the page's url."""
    (item,) = read(digest("甲", url="https://city.example/a?b=1&c=2#top"), "[桥](#end)").items
    assert item.html == '<p><a href="https://city.example/a?b=1&amp;c=2#end">桥</a></p>'


def test_the_first_picture_is_the_items_picture() -> None:
    """Of several pictures the first that can be fetched; its address is text, not HTML."""
    item = whole(
        "![]()\n\n![](data:image/png;base64,AA)\n\n![](https://i.example/a?b=1&c=2)\n\n![](https://i.example/b)"
    )
    assert item.image == "https://i.example/a?b=1&c=2"


@pytest.mark.parametrize(
    "base", ["https://city.example", "http://[2001:db8::1]:8080/a/", "https://user@city.example:8443/a"]
)
def test_every_base_gives_absolute_addresses(base: str) -> None:
    """Ports, users and literal addresses in the page's url are kept."""
    (item,) = read(digest("甲", url=base), "[甲](/b)[乙](c)![丙](//d.example/e)").items
    assert markup_faults(item.html) == []
    assert item.html.count("href=") == 2
    assert item.image is not None


@pytest.mark.parametrize("address", _UNUSABLE)
def test_an_unusable_address_is_empty(address: str) -> None:
    """The function that resolves says so with an empty text and never raises."""
    assert absolute_address(address, "https://news.example.org/", picture=False) == ""
