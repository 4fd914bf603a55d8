"""How large a saved page says that its pictures are."""

from __future__ import annotations

import pytest
from lxml import html

from pressrun.markup.sizes import size_said
from tests.markup.reading import whole


@pytest.mark.parametrize(
    ("said", "width", "height"),
    [
        ({"data-w": "1080", "data-ratio": "0.5625"}, "1080", "608"),
        ({"data-w": "640", "data-ratio": "1.3333333333333333", "width": "100%"}, "640", "853"),
        ({"data-w": "1080", "data-ratio": "0.5", "width": "677", "height": "300"}, "1080", "540"),
        ({"data-w": "1080", "width": "640", "height": "480"}, "640", "480"),
        ({"width": "640", "height": "480"}, "640", "480"),
        ({"width": "640px", "height": " 480 "}, "640", "480"),
    ],
)
def test_a_picture_has_the_size_that_its_page_says(said: dict[str, str], width: str, height: str) -> None:
    """WeChat's data-w and data-ratio (height by width) before the width and height of the column."""
    assert size_said(said) == {"width": width, "height": height}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"width": "640"},
        {"width": "100%", "height": "auto"},
        {"width": "0", "height": "0"},
        {"width": "-1", "height": "5"},
        {"width": "٣", "height": "٣"},
        {"width": "99999", "height": "10"},
        {"data-w": "1080"},
        {"data-w": "1080", "data-ratio": "NaN"},
        {"data-w": "1080", "data-ratio": "1e9"},
        {"data-w": "1080", "data-ratio": "0"},
        {"data-w": "1", "data-ratio": "0.1"},
        {"data-w": "9" * 5000, "data-ratio": "1"},
        {"data-w": "100", "data-ratio": "0." + "3" * 5000},
        {"data-w": ["1080"], "data-ratio": None},
    ],
)
def test_what_is_no_size_is_left_out(said: dict[str, object]) -> None:
    """Both numbers or none, in pixels, within reason."""
    assert size_said(said) == {}


def test_a_saved_pages_pictures_are_published_with_their_sizes() -> None:
    """One with, and one without."""
    page = (
        "<div id='js_content'><p>桥。</p>"
        "<p><img data-src='https://e.org/a' data-w='1080' data-ratio='0.5' style='width:1px' class='x'></p>"
        "<p><img data-src='https://e.org/b' width='100%'></p></div>"
    )
    pictures = html.fragment_fromstring(whole(page, page=True).html, create_parent=True).iter("img")
    assert [dict(picture.attrib) for picture in pictures] == [
        {"src": "https://e.org/a", "alt": "", "width": "1080", "height": "540"},
        {"src": "https://e.org/b", "alt": ""},
    ]
