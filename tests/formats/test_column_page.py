"""A column's page: how to subscribe, its last ten digests, its months, how it is doing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pressrun.columns import ColumnRecord
from pressrun.feed import Entry, Link
from pressrun.formats import page
from pressrun.formats.column_page import ColumnPage, OwnFeed, Recent, serialise, subscribe_address
from tests.formats.words import SHANGHAI, entry
from tests.laws.hostile import ATTACKS

FOLDER = "https://feeds.example.org/chen-jian-su-du/"
COLUMN = ColumnRecord(
    slug="chen-jian-su-du",
    title="晨间速读",
    source="河岸通讯",
    digests=1204,
    items=9876,
    feed=f"{FOLDER}feed.xml",
    updated=datetime(2025, 3, 14, 1, 2, 3, 4, tzinfo=SHANGHAI),
)
BRIDGE = OwnFeed("新桥", f"{FOLDER}items/2025-03/0123456789abcdef.xml")
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def digest(*items: OwnFeed, url: str = "https://example.org/bridge?a=1&b=2", **changes: str) -> Recent:
    """A digest of these items, captured at this address."""
    return Recent(replace(entry(), links=(Link(url, "alternate", "text/html"),), **changes), items)  # type: ignore[arg-type]


FULL = ColumnPage(
    edition="河岸版",
    language="zh-CN",
    column=COLUMN,
    recent=(digest(BRIDGE),),
    months=("2025-03", "2025-01", "2024-11"),
    cut=31,
    rejected=177,
    subscribe={"Reader": "https://reader.example/add?url={url}&from=page", "Own reader": "feed:{url}"},
)


def root_of(given: ColumnPage) -> etree._Element:
    """The page, parsed."""
    return lxml.html.document_fromstring(serialise(given).decode())


def text_of(element: etree._Element) -> str:
    """Its text, white space folded."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


def links_of(element: etree._Element) -> dict[str, str | None]:
    """The addresses of its links by their words."""
    return {text_of(link): link.get("href") for link in element.iter("a")}


def section(given: ColumnPage, name: str) -> etree._Element:
    """The section of this heading's id."""
    return next(one for one in root_of(given).iter("section") if one.get("aria-labelledby") == name)


def test_a_browser_finds_every_feed_of_the_column() -> None:
    """Four rel=alternate links, each with its media type and a title of its own."""
    found = [link for link in root_of(FULL).iter("link") if link.get("rel") == "alternate"]

    assert [(link.get("type"), link.get("title"), link.get("href")) for link in found] == [
        ("application/atom+xml", "晨间速读", "feed.xml"),
        ("application/rss+xml", "晨间速读 (RSS)", "rss.xml"),
        ("application/feed+json", "晨间速读 (JSON Feed)", "feed.json"),
        ("application/atom+xml", "晨间速读 · items", "items.xml"),
    ]


def test_a_browser_may_load_nothing_but_the_editions_style() -> None:
    """The policy forbids scripts, pictures, forms and other bases; the style lies a folder above."""
    root = root_of(FULL)

    assert [meta.get("content") for meta in root.iter("meta") if meta.get("http-equiv")] == [
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
    ]
    assert [link.get("href") for link in root.iter("link") if link.get("rel") == "stylesheet"] == [
        "../feed.css"
    ]


def test_no_captured_site_learns_who_links_to_it() -> None:
    """A click from an edition on a private address tells nobody that address."""
    assert [meta.get("content") for meta in root_of(FULL).iter("meta") if meta.get("name") == "referrer"] == [
        "no-referrer"
    ]


def test_names_are_in_their_languages_on_an_english_page() -> None:
    """The column's name is in the column's language, the edition's in its own."""
    root = root_of(replace(FULL, column=replace(COLUMN, language="ja")))

    assert root.get("lang") == "en"
    assert next(root.iter("h1")).get("lang") == "ja"
    assert next(root.iter("nav"))[0].get("lang") == "zh-CN"


def test_the_address_to_subscribe_to_is_text() -> None:
    """Nobody needs a link or a script to copy it."""
    subscribe = section(FULL, "subscribe")

    assert [text_of(code) for code in subscribe.iter("code")] == [f"{FOLDER}feed.xml"]
    assert [text_of(line) for line in subscribe.iter("p")][2:] == [
        "Or subscribe in Reader Own reader",
        "All feeds: Digests Single items RSS JSON Feed",
    ]


def test_readers_of_the_config_subscribe_with_a_click() -> None:
    """Each at the address of its template, by the name that the config gives it."""
    links = links_of(section(FULL, "subscribe"))

    assert {name: links[name] for name in FULL.subscribe} == {
        "Reader": "https://reader.example/add"
        "?url=https%3A%2F%2Ffeeds.example.org%2Fchen-jian-su-du%2Ffeed.xml&from=page",
        "Own reader": f"feed:{FOLDER}feed.xml",
    }


def test_without_readers_in_the_config_none_is_offered() -> None:
    """The address and the feeds are there all the same."""
    subscribe = section(replace(FULL, subscribe={}), "subscribe")

    assert links_of(subscribe) == {
        "Digests": "feed.xml",
        "Single items": "items.xml",
        "RSS": "rss.xml",
        "JSON Feed": "feed.json",
    }


@pytest.mark.parametrize(
    ("template", "address"),
    [
        (
            "https://r.example/?u={url}",
            "https://r.example/?u=https%3A%2F%2Fa.example%2F%3Fb%3Dc%26d%3D%E6%A1%A5",
        ),
        (
            "https://r.example/{url}/x",
            "https://r.example/https%3A%2F%2Fa.example%2F%3Fb%3Dc%26d%3D%E6%A1%A5/x",
        ),
        ("feed:{url}", "feed:https://a.example/?b=c&d=桥"),
    ],
)
def test_a_feeds_address_is_encoded_whole_except_behind_feed(template: str, address: str) -> None:
    """Feedly and its like read it from a query or a path; a scheme of readers goes in front of it."""
    assert subscribe_address(template, "https://a.example/?b=c&d=桥") == address


def test_a_digest_of_one_item_links_the_items_own_feed() -> None:
    """Its title leads to the captured page; day and language stand below."""
    (item,) = section(FULL, "latest").iter("li")

    assert text_of(item) == "新桥 <1> & 旧桥 2025-03-14 · zh-CN · Own feed"
    assert links_of(item) == {
        "新桥 <1> & 旧桥": "https://example.org/bridge?a=1&b=2",
        "Own feed": "items/2025-03/0123456789abcdef.xml",
    }


def test_an_edited_item_says_how_often() -> None:
    """Its own feed is where the superseded texts are."""
    edited = replace(FULL, recent=(digest(replace(BRIDGE, corrections=2)),))

    assert "Own feed, 2 corrections" in links_of(section(edited, "latest"))


def test_a_digest_of_several_items_unfolds_them() -> None:
    """Each with its own feed, and the sum of what was corrected in front."""
    items = [
        replace(BRIDGE, title=title, corrections=number) for number, title in enumerate(("桥", "路", "河"))
    ]

    (details,) = section(replace(FULL, recent=(digest(*items),)), "latest").iter("details")

    assert [text_of(summary) for summary in details.iter("summary")] == ["3 items, 3 corrections"]
    assert [text_of(line) for line in details.iter("li")] == ["桥", "路, 1 correction", "河, 2 corrections"]


def test_a_digest_of_a_thousand_items_stays_a_short_page() -> None:
    """Fifty are listed, and the rest is counted."""
    items = [replace(BRIDGE, title=str(number)) for number in range(1050)]

    (details,) = section(replace(FULL, recent=(digest(*items),)), "latest").iter("details")

    lines = [text_of(line) for line in details.iter("li")]
    assert (len(lines), lines[0], lines[-1]) == (51, "0", "and 1,000 more in the feeds")


def test_the_newest_ten_digests_are_shown() -> None:
    """However many are given, in the order given."""
    recent = [digest(BRIDGE, title=f"第 {number} 篇") for number in range(12)]

    headings = section(replace(FULL, recent=recent), "latest").iter("h3")

    assert [text_of(heading) for heading in headings] == [f"第 {number} 篇" for number in range(10)]


def test_a_title_is_in_its_entrys_language() -> None:
    """Not in the column's: screen readers and fonts go by it."""
    recent = (digest(BRIDGE, language="en"),)

    (heading,) = section(replace(FULL, recent=recent), "latest").iter("h3")

    assert heading.get("lang") == "en"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "//elsewhere.example/"])
def test_an_address_that_is_none_of_the_web_is_no_link(url: str) -> None:
    """The title stands there as text."""
    recent = (digest(BRIDGE, url=url),)

    assert list(links_of(section(replace(FULL, recent=recent), "latest"))) == ["Own feed"]


def test_the_archive_is_listed_by_year_and_month() -> None:
    """Every archive document, newest first."""
    archive = section(FULL, "archive")

    assert [text_of(year) for year in archive.iter("dt", "dd")] == [
        "2025",
        "2025-03 2025-01",
        "2024",
        "2024-11",
    ]
    assert links_of(archive) == {
        "2025-03": "archive/2025-03.xml",
        "2025-01": "archive/2025-01.xml",
        "2024-11": "archive/2024-11.xml",
    }


def facts(given: ColumnPage) -> Mapping[str, str]:
    """What the page says of the column's health."""
    terms = section(given, "health").iter("dt", "dd")
    return {text_of(term): text_of(fact) for term, fact in zip(*[iter(terms)] * 2, strict=True)}


def test_the_columns_health_is_told_in_five_numbers() -> None:
    """What an operator or a subscriber asks first."""
    assert facts(FULL) == {
        "Last change": "2025-03-14",
        "Digests": "1,204",
        "Items": "9,876",
        "Digests cut short": "31",
        "Rejected captures of the source": "177",
    }


def test_a_column_of_several_sources_counts_no_rejected_captures() -> None:
    """Whose they would be cannot be said."""
    assert "Rejected captures of the source" not in facts(replace(FULL, rejected=None))


def test_a_column_from_which_everything_was_withdrawn_has_a_page() -> None:
    """It says so; it has no archive to link and no newest day to tell."""
    withdrawn = ColumnPage("河岸版", "zh-CN", replace(COLUMN, digests=0, items=0))

    assert text_of(section(withdrawn, "latest")) == "Latest digests No digest stands here now."
    assert [one.get("aria-labelledby") for one in root_of(withdrawn).iter("section")] == [
        "subscribe",
        "latest",
        "health",
    ]
    assert facts(withdrawn) == {"Digests": "0", "Items": "0", "Digests cut short": "0"}


def test_a_source_that_is_the_columns_name_is_not_said_twice() -> None:
    """Nor is one that is missing."""
    pages = [
        replace(FULL, column=replace(COLUMN, source=source)) for source in ("", COLUMN.title, "河岸通讯")
    ]

    said = [
        [text_of(line) for line in root_of(one).iter("p") if line.get("class") == "source"] for one in pages
    ]

    assert said == [[], [], ["河岸通讯"]]


@pytest.mark.parametrize("attack", ATTACKS)
def test_markup_in_a_name_is_text(attack: str) -> None:
    """Whatever a title, a source, a reader or an item is called: no element and no attribute comes of it."""
    plain, hostile = (
        ColumnPage(
            edition=text,
            language="zh-CN",
            column=replace(COLUMN, title=text, source=f"{text}!"),
            recent=(digest(OwnFeed(text, "items/1.xml"), OwnFeed(text, "items/2.xml"), title=text),),
            subscribe={text: "feed:{url}"},
        )
        for text in ("name", attack)
    )

    def shape(given: ColumnPage) -> list[tuple[str, list[str]]]:
        return [(str(element.tag), sorted(map(str, element.attrib))) for element in root_of(given).iter()]

    assert shape(hostile) == shape(plain)


@given(title=TEXTS, address=TEXTS)
def test_any_title_and_address_come_back_from_the_page(title: str, address: str) -> None:
    """Nothing is lost or changed on the way through markup."""
    recent = (digest(url=f"https://example.org/{address}", title=title),)

    (heading,) = section(replace(FULL, recent=recent), "latest").iter("h3")

    assert "".join(str(text) for text in heading.itertext()) == title
    assert [link.get("href") for link in heading.iter("a")] == [f"https://example.org/{address}"]


def test_every_class_of_the_page_has_its_style() -> None:
    """A class that feed.css does not know is a slip of the pen."""
    used = {name for element in root_of(FULL).iter() for name in (element.get("class") or "").split()}

    assert used - set(re.findall(r"\.([a-z]+)\b", page.stylesheet().decode())) == set()
    assert len(used) == 7


def test_entries_need_no_page_to_be_listed() -> None:
    """One without any alternate link is its title."""
    bare: Entry = replace(entry(), links=())

    (item,) = section(replace(FULL, recent=(Recent(bare),)), "latest").iter("li")

    assert text_of(item) == "新桥 <1> & 旧桥 2025-03-14 · zh-CN"
