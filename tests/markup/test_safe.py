"""The allow-list: whatever a capture holds, a reader is given portable HTML and nothing else (law 9)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.characters import xml_legal
from pressrun.markup import read, shown_text
from tests.markup.attacks import ATTACKS
from tests.markup.reading import PLAIN_TITLE, TITLE, digest, faults, items, whole

_WITHIN_A_DIGEST = """
## {0}

{0}

## 乙

馆。（来源：{0}）

![{0}](https://i.example/a.png)

## 丙 {0}

* {0}

（来源：丙报）
"""


def _faults(body: str, *, title: str = PLAIN_TITLE, page: bool = False) -> list[str]:
    """The faults of every item that this body gives; a capture hands on what XML allows."""
    reading = read(digest(title), xml_legal(body), page=page)
    assert reading.items
    return [fault for item in reading.items for fault in faults(item)]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_markdown_reaches_no_reader(attack: str) -> None:
    """Only the portable elements and attributes come out, and only absolute addresses."""
    assert _faults(attack) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_a_saved_page_reaches_no_reader(attack: str) -> None:
    """The same for HTML captures, where the attack is markup from the start."""
    assert _faults(f"<html><body><p>甲</p>{attack}<p>乙</p></body></html>", page=True) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_that_is_a_whole_page_reaches_no_reader(attack: str) -> None:
    """The attack alone is the page, cut off where it ends."""
    assert _faults(attack, page=True) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_the_parts_of_an_item_reaches_no_reader(attack: str) -> None:
    """In headings, attributions, pictures and lists of a digest."""
    assert _faults(_WITHIN_A_DIGEST.format(attack), title=TITLE) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_behind_a_cut_reaches_no_reader(attack: str) -> None:
    """Repairing what the archiver cut, and joining bold spans, opens nothing."""
    start = f"\n# {PLAIN_TITLE}\n\n**甲****乙**"
    body = (
        start
        + "字" * (8_000 + len(start.partition("# ")[0]) + len(PLAIN_TITLE) + 5 - len(start) - len(attack))
        + attack
    )
    assert _faults(f"{body}...") == []


def test_a_script_quoted_in_markdown_is_shown() -> None:
    """A write-up that quotes an attack says what it says: raw HTML in Markdown is text."""
    item = whole(
        "攻击者写入 <script>steal()</script> 与 `<img onerror=steal()>`。\n\n<iframe src=x></iframe>"
    )
    assert item.html == (
        "<p>攻击者写入 &lt;script&gt;steal()&lt;/script&gt; 与 "
        "<code>&lt;img onerror=steal()&gt;</code>。</p>\n"
        "<p>&lt;iframe src=x&gt;&lt;/iframe&gt;</p>"
    )
    assert (
        item.summary
        == "攻击者写入 <script>steal()</script> 与 <img onerror=steal()>。 <iframe src=x></iframe>"
    )


def test_a_script_quoted_in_a_saved_page_is_shown() -> None:
    """What a page wrote as text is text, in prose and in code; a link may write to somebody."""
    page = (
        "<article><p>写入 &lt;script&gt;steal()&lt;/script&gt;。</p>"
        '<pre><code>&lt;img onerror=x&gt;</code></pre><p><a href="mailto:a@city.example">信</a></p></article>'
    )
    assert whole(page, page=True).html == (
        "<p>写入 &lt;script&gt;steal()&lt;/script&gt;。</p>\n"
        "<pre><code>&lt;img onerror=x&gt;\n</code></pre>\n"
        '<p><a href="mailto:a@city.example">信</a></p>'
    )


def test_a_script_of_a_saved_page_is_not_shown() -> None:
    """What a page runs, styles, frames or hides is none of its text."""
    item = whole(
        "<body><style>p{}</style><script>steal()</script><p>正文。</p><noscript>请开启脚本</noscript>"
        "<template>甲</template><iframe src=x>乙</iframe><svg><text>丙</text></svg></body>",
        page=True,
    )
    assert (item.html, item.summary) == ("<p>正文。</p>", "正文。")


def test_every_portable_element_survives() -> None:
    """What a reader may be given comes through a saved page unharmed."""
    page = (
        "<h3>甲</h3><p>一<br>二<b>三</b><i>四</i><u>五</u><s>六</s><del>七</del><ins>八</ins><sub>九</sub><sup>十</sup></p>"
        "<hr><ol start=3><li>甲</li></ol><ul><li><em>乙</em></li></ul><pre><code>a &lt; b</code></pre>"
        '<table><caption>表</caption><thead><tr><th colspan="2">头</th></tr></thead>'
        '<tbody><tr><td rowspan="2">体</td></tr></tbody><tfoot><tr><td>脚</td></tr></tfoot></table>'
        "<blockquote><p>引</p></blockquote>"
        '<figure><img src="https://i.example/a.png" title="图" width="4" height="3">'
        "<figcaption>说明</figcaption></figure>"
        "<p><ruby>桥<rp>(</rp><rt>qiáo</rt><rp>)</rp></ruby></p>"
    )
    html = whole(f"<body>{page}</body>", page=True).html
    for tag in (
        *(
            "h3",
            "p",
            "br",
            "b",
            "i",
            "u",
            "s",
            "del",
            "ins",
            "sub",
            "sup",
            "hr",
            "ol",
            "li",
            "ul",
            "em",
            "pre",
        ),
        *("code", "table", "caption", "thead", "tr", "th", "tbody", "td", "tfoot", "blockquote", "figure"),
        *("img", "figcaption", "ruby", "rp", "rt"),
    ):
        assert f"<{tag}" in html
    assert '<ol start="3">' in html
    assert '<th colspan="2">' in html
    assert "a &lt; b" in html


@pytest.mark.parametrize("attribute", ["title", "lang", "dir", "id", "class", "style", "align", "data-x"])
def test_an_attribute_that_is_not_on_the_list_is_dropped(attribute: str) -> None:
    """A paragraph has no attributes at all in a feed."""
    assert whole(f'<p {attribute}="zh">正文。</p>', page=True).html == "<p>正文。</p>"


_NOT_PORTABLE = (
    *(
        "abbr",
        "address",
        "applet",
        "area",
        "aside",
        "audio",
        "base",
        "basefont",
        "bdo",
        "big",
        "blink",
        "button",
    ),
    *(
        "canvas",
        "center",
        "cite",
        "col",
        "colgroup",
        "data",
        "datalist",
        "dd",
        "details",
        "dfn",
        "dialog",
        "dir",
    ),
    *("div", "dl", "dt", "embed", "fieldset", "font", "footer", "form", "frame", "frameset", "h7", "header"),
    *(
        "hgroup",
        "iframe",
        "image",
        "input",
        "keygen",
        "label",
        "legend",
        "link",
        "listing",
        "map",
        "mark",
        "marquee",
    ),
    *(
        "math",
        "menu",
        "meta",
        "meter",
        "nav",
        "nobr",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "optgroup",
    ),
    *(
        "option",
        "output",
        "param",
        "picture",
        "plaintext",
        "portal",
        "progress",
        "q",
        "samp",
        "script",
        "search",
    ),
    *(
        "section",
        "select",
        "slot",
        "small",
        "source",
        "span",
        "strike",
        "style",
        "summary",
        "svg",
        "template",
    ),
    *("textarea", "time", "title", "track", "tt", "var", "video", "wbr", "x-y", "xmp"),
)


@pytest.mark.parametrize("tag", _NOT_PORTABLE)
def test_an_element_that_is_not_on_the_list_is_dropped(tag: str) -> None:
    """Whatever becomes of its text, the element itself is gone, and the text around it is not."""
    item = whole(f"<body><p>桥今天<{tag}>正式</{tag}>通车。</p><p>馆今天开门。</p></body>", page=True)
    assert f"<{tag}" not in item.html
    assert faults(item) == []
    assert item.html.startswith("<p>桥今天")


def test_text_of_an_item_is_text() -> None:
    """Title, summary and attribution hold no HTML: what looks like it is meant literally."""
    first, _ = items("## 甲 &lt;b&gt;\n\n一 &amp; 二 &lt;i&gt;。（来源：甲 &amp; 乙）\n\n## 乙\n\n馆。")
    assert (first.title, first.summary, first.attribution) == ("甲 <b>", "一 & 二 <i>。", "甲 & 乙")


@pytest.mark.parametrize("reference", ["&#1;", "&#x0B;", "&#xFFFE;", "&#xD800;", "&#0;", "&#8;", "&#x1F;"])
def test_a_reference_to_a_forbidden_character_leaves_none(reference: str) -> None:
    """A character reference can stand for what no feed may hold; it never becomes the character."""
    body = (
        f"## 甲{reference}\n\n桥{reference}。（来源：甲{reference}报）\n\n"
        f"## {reference}\n\n`{reference}`\n\n## 乙\n\n馆。"
    )
    assert _faults(body, title=TITLE) == []
    page = f"<h2>甲{reference}</h2><p>桥{reference}<a href='/{reference}' title='{reference}'>见</a></p>"
    assert _faults(page, page=True) == []
    assert xml_legal(shown_text(f"<p>甲{reference}乙</p>")) == shown_text(f"<p>甲{reference}乙</p>")


# Pieces that mean something to one of the parsers, or to our own repair.
_PIECES = (
    *("## ", "# ", "\n", "\n\n", "> ", "* ", "1. ", "    ", "```", "~~~", "`", "**", "****", "*", "_", "---"),
    *(
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "![](",
        "](https://i.example/a.png)",
        "\\",
        "|",
        "|-|\n",
        "<",
        ">",
        "</",
        "<!--",
    ),
    *(
        "-->",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<a href=",
        "<img src=",
        "<img data-src='/a'>",
        "<h2>",
        "</h2>",
        "<table>",
    ),
    *(
        "<tr><td>",
        "<ul><li>",
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<!DOCTYPE",
        "<br>",
        "<hr>",
    ),
    *(
        '"',
        "'",
        "=",
        "onerror=x",
        "javascript:",
        "https://",
        "data:",
        "mailto:",
        "//",
        "http://[",
        "&",
        "&#1;",
        "&lt;",
        "&#",
    ),
    *(
        "（来源：",
        "(来源: ",
        "）",
        "...",
        "甲",
        "乙。",
        "a",
        "B ",
        "0",
        " ",
        "\u3000",
        "\u200b",
        "\u202e",
        "\xad",
        "\ufeff",
    ),
    *(
        "更多阅读",
        "微信扫一扫",
        "视频",
        "\\*头图来源：",
        PLAIN_TITLE,
        "\U0001f309",
        "e\u0301",
        "ﬁ",
        "\x85",
        "\u2028",
    ),
)
_BODIES = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
    st.text(max_size=200).map(xml_legal),
    st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=5).map(xml_legal)), max_size=30).map(
        "".join
    ),
)


@given(_BODIES)
@settings(deadline=None, max_examples=400)
def test_any_markdown_at_all_gives_safe_items(body: str) -> None:
    """No text makes the reading fail, and no text gets past the allow-list."""
    assert _faults(body, title=TITLE) == []


@given(_BODIES)
@settings(deadline=None, max_examples=400)
def test_any_page_at_all_gives_safe_items(body: str) -> None:
    """The same for what calls itself a saved page."""
    assert _faults(body, page=True) == []
    assert xml_legal(shown_text(body)) == shown_text(body)


@given(st.text(min_size=1, max_size=60).map(xml_legal).filter(str.strip), _BODIES)
@settings(deadline=None, max_examples=200)
def test_any_title_at_all_gives_safe_items(title: str, body: str) -> None:
    """A title of any shape is the title of the item that is not split, or names a column."""
    assert _faults(body, title=" ".join(title.split()) or "甲") == []
