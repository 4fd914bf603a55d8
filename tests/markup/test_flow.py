"""A saved page's blocks are those that comrak writes for the same content in Markdown."""

from __future__ import annotations

import re

import pytest

from pressrun.markup import shown_text
from tests.markup.reading import PLAIN_TITLE, whole


def page(markup: str) -> str:
    """What is published of a saved page's article."""
    return whole(f"<div id='js_content'>{markup}</div>", page=True).html


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<section><section><p>甲</p></section><section>乙</section></section>", "甲\n\n乙"),
        ("<section><span><strong>甲</strong></span></section>", "**甲**"),
        ("<p><strong><span>甲</span></strong><strong>乙</strong></p>", "**甲乙**"),
        ("<p><b>甲<b>乙</b></b></p>", "**甲乙**"),
        ("<strong><section>甲</section><section>乙</section></strong>", "**甲**\n\n**乙**"),
        ("<p><strong>甲<br></strong></p><p>乙</p>", "**甲**\n\n乙"),
        ("<p><strong>甲<br></strong>乙</p>", "**甲**\\\n乙"),
        ("<p>甲<br/>乙</p>", "甲\\\n乙"),
        ("<p><br></p><p>&nbsp;</p><p>甲<br></p>", "甲"),
        ("<h2><span>甲</span><strong>乙</strong></h2>", "## 甲**乙**"),
        ("<h2><section>甲</section></h2>乙", "## 甲\n\n乙"),
        ("<ul><li><section>甲</section></li><li><p>乙</p></li></ul>", "- 甲\n- 乙"),
        ("<ul><li><p>甲</p><p>乙</p></li></ul>", "- 甲\n\n  乙"),
        ("<ul><li>甲<ul><li>乙</li></ul></li></ul>", "- 甲\n  - 乙"),
        ("<ol start='3'><li>甲</li></ol>", "3. 甲"),
        ("<blockquote><p>甲</p><p>乙</p></blockquote>", "> 甲\n>\n> 乙"),
        ("<p>甲</p><hr><p>乙</p>", "甲\n\n---\n\n乙"),
        ("<pre><code>a &lt; b</code><code>c</code></pre>", "```\na < b\nc\n```"),
        ("<p><a href='https://i.example/?a=1&amp;b=2'>甲</a></p>", "[甲](https://i.example/?a=1&b=2)"),
        ("<p><a href='/b'>甲</a></p>", "[甲](/b)"),
        ("<p><a>甲</a><a href=''>乙</a></p>", "甲乙"),
        ("<p>\n  甲 \n\t <em>乙</em>\n</p>", "甲 *乙*"),
        (
            "<p><img data-src='https://i.example/a.png' src='data:image/gif;base64,AA'></p>",
            "![](https://i.example/a.png)",
        ),
        (
            "<img src='data:image/gif;base64,AA' data-original='https://i.example/a'>",
            "![](https://i.example/a)",
        ),
        ("<p>甲<script>x()</script><style>p{}</style><svg><text>x</text></svg><!-- 注 -->乙</p>", "甲乙"),
        (
            "<table><thead><tr><th>甲</th></tr></thead><tbody><tr><td>乙</td></tr></tbody></table>",
            "|甲|\n|-|\n|乙|",
        ),
    ],
)
def test_the_same_content_is_the_same_html(markup: str, text: str) -> None:
    """Boxes are paragraphs, a single paragraph in a list item has no tag of its own, bold text is one."""
    assert page(markup) == whole(text, PLAIN_TITLE).html


@pytest.mark.parametrize(
    "attribute",
    [
        'style="display:none"',
        'style="color: red; Display : None;"',
        'style="visibility: hidden; opacity: 0"',
        'style="display:none !important"',
        "hidden",
        'class="a sf-hidden"',
    ],
)
def test_what_a_page_hides_is_no_text(attribute: str) -> None:
    """With all that stands in it."""
    assert page(f"<p>甲</p><section {attribute}><p>乙</p></section><p>丙</p>") == "<p>甲</p>\n<p>丙</p>"


def test_an_article_that_wechat_hides_is_the_article() -> None:
    """WeChat shows `#js_content` by script; a page saved without scripts has it hidden."""
    hidden = '<div class="x" id="js_content" style="visibility: hidden; opacity: 0;"><p>甲</p></div>'
    assert whole(f"<div style='visibility:hidden'>{hidden}</div>", page=True).html == "<p>甲</p>"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="640" height="360"', ' width="640" height="360"'),
        ('data-w="1080" data-ratio="0.5624"', ' width="1080" height="607"'),
        ('width="100%" height="auto" data-w="1080" data-ratio="1.5"', ' width="1080" height="1620"'),
        ('width="100%" height="auto"', ""),
        ('data-w="0" data-ratio="0.5"', ""),
        ('data-w="٣" data-ratio="1"', ""),
        ('data-w="1080" data-ratio="1e99"', ""),
    ],
)
def test_a_picture_keeps_the_size_that_its_page_knows(attributes: str, size: str) -> None:
    """WeChat says the width, and the height as a ratio to it."""
    html = page(f"<p><img src='https://i.example/a.png' {attributes}></p>")
    assert sorted(re.findall(r' (?:width|height)="[^"]*"', html)) == sorted(re.findall(r' \w+="[^"]*"', size))


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("<!-- <script> -->", "甲"),
        ("<style-guide>乙</style-guide>", "乙甲"),
        ("<SCRIPT>'<p>'</script >", "甲"),
        ("<!--><p>乙</p>", "乙甲"),
        ("İ<script>a</script>", "İ甲"),
    ],
)
def test_scripts_and_comments_end_where_they_end(before: str, text: str) -> None:
    """A comment about a script is none, and a name that only begins like one is another element."""
    assert "".join(shown_text(f"<body>{before}<p>甲</p></body>").split()) == text


def test_a_heading_shows_as_one() -> None:
    """The rules leave out a heading that repeats the title, as they do in Markdown."""
    assert shown_text("<body><h1>题</h1><p>甲</p></body>").split("\n")[:2] == ["# 题", ""]


def test_sixty_thousand_elements_inside_each_other_are_text() -> None:
    """No parser sees them."""
    assert shown_text("<section>" * 60_000 + "深处 &lt;") == "深处 <"


def test_more_tags_than_any_article_has_are_dropped() -> None:
    """Beyond 60,000 a parser takes seconds; the text is published all the same."""
    assert whole("甲<br>" * 60_001, page=True).html.count("甲") > 60_000
