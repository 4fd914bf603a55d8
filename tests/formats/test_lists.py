"""What an edition says of itself: edition.json, feeds.opml and index.html."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import lxml.html
from lxml import etree

from pressrun.attributions import AttributionRecord
from pressrun.columns import ColumnRecord, Contents
from pressrun.formats import edition, opml, page
from tests.formats.words import SHANGHAI

RIVER = ColumnRecord(
    slug="chen-jian-su-du",
    title="晨间速读",
    source="河岸通讯",
    digests=2,
    items=7,
    feed="https://feeds.example.org/chen-jian-su-du/feed.xml",
    updated=datetime(2025, 3, 14, 1, 2, 3, 4, tzinfo=SHANGHAI),
)
WIRE = replace(
    RIVER,
    slug="wire",
    title="Wire",
    source="",
    digests=1,
    items=1,
    feed="https://feeds.example.org/wire/feed.xml",
)
CONTENTS = Contents(
    captures=9,
    published=3,
    rejected=4,
    duplicates=2,
    rejected_by_rule={"BD001": 3, "FM001": 1},
    columns=(RIVER, WIRE),
)
HOSTILE = replace(
    RIVER, title='</title><script>alert("1")</script>', source="<img src=x onerror=alert(1)>&{slug}"
)

DAILY = AttributionRecord(
    slug="he-an-ri-bao",
    title="河岸日报",
    items=5,
    feed="https://feeds.example.org/attributions/he-an-ri-bao/feed.xml",
    updated=datetime(2025, 3, 14, 1, 2, 3, 4, tzinfo=SHANGHAI),
)
SCRIPT = replace(DAILY, title="<script>alert(1)</script>{slug}", items=1)


def test_edition_json_is_written_as_it_stands_here() -> None:
    """Counts first, then a line a column; sorted keys, six decimals, a line feed at the end."""
    assert (
        edition.serialise(CONTENTS).decode()
        == """{
  "captures": 9,
  "published": 3,
  "rejected": 4,
  "duplicates": 2,
  "rejected_by_rule": {"BD001": 3, "FM001": 1},
  "columns": [
    {"digests": 2, "feed": "https://feeds.example.org/chen-jian-su-du/feed.xml", "items": 7, \
"slug": "chen-jian-su-du", "source": "河岸通讯", "title": "晨间速读", \
"updated": "2025-03-14T01:02:03.000004+08:00"},
    {"digests": 1, "feed": "https://feeds.example.org/wire/feed.xml", "items": 1, \
"slug": "wire", "source": "", "title": "Wire", \
"updated": "2025-03-14T01:02:03.000004+08:00"}
  ]
}
"""
    )


def test_edition_json_lists_the_attributions_that_have_a_feed() -> None:
    """What it says of anything else stays as it is."""
    told = json.loads(edition.serialise(CONTENTS, [DAILY]))

    assert told.pop("attributions") == [
        {
            "feed": "https://feeds.example.org/attributions/he-an-ri-bao/feed.xml",
            "items": 5,
            "slug": "he-an-ri-bao",
            "title": "河岸日报",
            "updated": "2025-03-14T01:02:03.000004+08:00",
        }
    ]
    assert told == json.loads(edition.serialise(CONTENTS))


def test_the_order_of_counting_is_not_in_edition_json() -> None:
    """Which rule was met first changes no byte."""
    other = replace(CONTENTS, rejected_by_rule={"FM001": 1, "BD001": 3})

    assert edition.serialise(other) == edition.serialise(CONTENTS)


def test_an_edition_of_nothing_is_an_edition() -> None:
    """No capture, no column: valid documents all the same."""
    nothing = Contents(captures=0, published=0, rejected=0, duplicates=0)

    assert json.loads(edition.serialise(nothing))["columns"] == []
    assert len(etree.fromstring(opml.serialise("Nothing", ()))) == 2
    assert b"0 of 0 captures published" in page.serialise("Nothing", "en", nothing)


def test_the_opml_is_written_as_it_stands_here() -> None:
    """A group a source, as a folder in a reader; one outline a column, with its feed and its page."""
    other = replace(RIVER, title="晚间速读", feed="https://feeds.example.org/wan-jian-su-du/feed.xml")
    assert (
        opml.serialise('A "title" & <more>', [RIVER, WIRE, other]).decode()
        == """\
<?xml version='1.0' encoding='utf-8'?>
<opml version="2.0">
  <head>
    <title>A "title" &amp; &lt;more&gt;</title>
  </head>
  <body>
    <outline text="河岸通讯" title="河岸通讯">
      <outline type="rss" text="晨间速读" title="晨间速读" \
xmlUrl="https://feeds.example.org/chen-jian-su-du/feed.xml" \
htmlUrl="https://feeds.example.org/chen-jian-su-du/index.html"/>
      <outline type="rss" text="晚间速读" title="晚间速读" \
xmlUrl="https://feeds.example.org/wan-jian-su-du/feed.xml" \
htmlUrl="https://feeds.example.org/wan-jian-su-du/index.html"/>
    </outline>
    <outline type="rss" text="Wire" title="Wire" xmlUrl="https://feeds.example.org/wire/feed.xml" \
htmlUrl="https://feeds.example.org/wire/index.html"/>
  </body>
</opml>
"""
    )


def test_the_opml_groups_the_attributions_behind_the_columns() -> None:
    """A folder of its own in a reader."""
    root = etree.fromstring(opml.serialise("An edition", CONTENTS.columns, [DAILY, SCRIPT]))

    outlines = root.findall("body/outline")
    assert [outline.get("text") for outline in outlines] == ["河岸通讯", "Wire", "Attributions"]
    assert outlines[-1].get("xmlUrl") is None
    assert [dict(outline.attrib) for outline in outlines[-1]] == [
        {"type": "rss", "text": each.title, "title": each.title, "xmlUrl": each.feed}
        for each in (DAILY, SCRIPT)
    ]


def page_of(
    contents: Contents, title: str = "An edition", attributions: Sequence[AttributionRecord] = ()
) -> etree._Element:
    """index.html, parsed."""
    return lxml.html.document_fromstring(page.serialise(title, "zh-CN", contents, attributions).decode())


def text_of(element: etree._Element) -> str:
    """Its text, white space folded."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


def test_the_index_has_a_section_of_the_attributions() -> None:
    """Behind the columns: name, feed, number of items and the newest one's day, as text whatever it is."""
    columns, section = page_of(CONTENTS, attributions=[DAILY, SCRIPT]).iter("section")

    assert [heading.text for heading in (*columns.iter("h2"), *section.iter("h2"))] == [
        "Columns",
        "Attributions",
    ]
    assert [link.get("href") for link in section.iter("a")] == ["attributions/he-an-ri-bao/feed.xml"] * 2
    assert [text_of(line) for line in section.iter("li")] == [
        "河岸日报 5 items, last change 2025-03-14",
        "<script>alert(1)</script>{slug} 1 item, last change 2025-03-14",
    ]


COLUMN_DOCUMENTS = ("index.html", "feed.xml", "items.xml", "rss.xml", "feed.json")


def test_the_index_lists_every_column_with_its_feeds() -> None:
    """Its page by its title, and where to subscribe to digests, to single items, and in other formats."""
    root = page_of(CONTENTS)

    assert [text_of(heading) for heading in root.iter("h3")] == ["晨间速读", "Wire"]
    assert [link.get("href") for link in root.iter("a")] == [
        "feeds.opml",
        "report.html",
        *(f"chen-jian-su-du/{name}" for name in COLUMN_DOCUMENTS),
        *(f"wire/{name}" for name in COLUMN_DOCUMENTS),
    ]


def test_the_index_says_what_a_column_holds() -> None:
    """Its source unless that is its name, digests, items and the newest one's day."""
    columns = (RIVER, replace(WIRE, digests=1200, source="Wire"))

    lines = [text_of(item[1]) for item in page_of(replace(CONTENTS, columns=columns)).iter("li")]

    assert lines == [
        "河岸通讯 · 2 digests, 7 items, last change 2025-03-14",
        "1,200 digests, 1 item, last change 2025-03-14",
    ]


def test_the_index_of_nothing_says_so() -> None:
    """No empty list under the heading."""
    root = page_of(Contents(captures=0, published=0, rejected=0, duplicates=0))

    assert list(root.iter("ul")) == []
    assert [text_of(line) for line in root.iter("p")][-1] == "Nothing has been published yet."


def test_the_index_is_an_english_page_with_names_in_their_own_languages() -> None:
    """A column's title and source are in its language, else in the edition's, which the title is in."""
    columns = tuple(replace(RIVER, language=language) for language in ("", "zh-CN", "en", '"><b>'))

    root = page_of(replace(CONTENTS, columns=columns))

    languages = ["zh-CN", "zh-CN", "en", '"><b>']
    assert (root.get("lang"), next(root.iter("h1")).get("lang")) == ("en", "zh-CN")
    assert [heading.get("lang") for heading in root.iter("h3")] == languages
    assert [source.get("lang") for source in root.iter("bdi")] == languages


def test_the_index_accounts_for_every_capture() -> None:
    """The sentence that a visitor reads first."""
    text = " ".join(page.serialise("An edition", "en", CONTENTS).decode().split())

    assert "3 of 9 captures published, 4 rejected, 2 duplicates." in text


def test_a_browser_finds_the_feeds_of_the_index() -> None:
    """rel=alternate links, by which a reader offers to subscribe."""
    links = [dict(link.attrib) for link in page_of(CONTENTS).iter("link") if link.get("rel") == "alternate"]

    assert links == [
        {
            "rel": "alternate",
            "type": "application/atom+xml",
            "title": "晨间速读",
            "href": "chen-jian-su-du/feed.xml",
        },
        {"rel": "alternate", "type": "application/atom+xml", "title": "Wire", "href": "wire/feed.xml"},
    ]


def test_the_index_allows_a_browser_nothing_but_its_own_style() -> None:
    """The policy in the page forbids scripts, pictures and addresses of elsewhere."""
    policies = [
        meta.get("content")
        for meta in page_of(CONTENTS).iter("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]

    assert policies == ["default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"]


def test_hostile_titles_are_text_in_the_index() -> None:
    """Markup, quotes and format braces in titles and sources show as they were written, and do nothing."""
    hostile = replace(CONTENTS, columns=(HOSTILE,))

    root = page_of(hostile, title='"><script>alert(2)</script>')

    assert list(root.iter("script")) == []
    assert list(root.iter("img")) == []
    assert text_of(next(root.iter("h3"))) == '</title><script>alert("1")</script>'
    assert root.findtext(".//title") == '"><script>alert(2)</script>'
    assert "<img src=x onerror=alert(1)>&{slug}" in "".join(str(text) for text in root.itertext())


def test_hostile_titles_are_text_in_the_opml() -> None:
    """An outline is an attribute, whatever it is called."""
    root = etree.fromstring(opml.serialise("<x>", [HOSTILE]))

    assert [outline.get("text") for outline in root.iter("outline")] == [
        "<img src=x onerror=alert(1)>&{slug}",
        '</title><script>alert("1")</script>',
    ]


def test_the_stylesheet_fetches_nothing() -> None:
    """feed.css imports no other and names no address."""
    style = page.stylesheet()

    assert style.startswith(b"/*")
    assert b"url(" not in style
    assert b"@import" not in style
