"""Law 9: no network during a build, and nothing that a reader could execute in any document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from tests.cli.process import run
from tests.laws.hostile import ATTACKS, BOMBS
from tests.laws.witnessed import watched
from tests.press.pressing import plain, press, tree
from tests.samples import capture, write

ATOM = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: Everything that may stand in content, with its attributes: what survives in every reader (FACTS §3).
ALLOWED: dict[str, set[str]] = {
    name: set()
    for name in (
        *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "blockquote", "pre", "code"),
        *("em", "strong", "b", "i", "u", "s", "del", "ins", "sub", "sup", "table", "caption", "thead"),
        *("tbody", "tfoot", "tr", "figure", "figcaption", "ruby", "rt", "rp"),
    )
} | {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height", "referrerpolicy", "loading"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}

#: The elements of a feed and their attributes: titles are text, so an element may not stand in one.
FEED_ELEMENTS: dict[str, set[str]] = {
    "feed": {XML_LANG},
    "entry": {XML_LANG},
    "link": {"href", "rel", "type"},
    "category": {"term"},
    "content": {"type"},
    "generator": {"uri", "version"},
    "title": set(),
    "summary": set(),
    "id": set(),
    "updated": set(),
    "published": set(),
    "author": set(),
    "name": set(),
    "{http://purl.org/syndication/history/1.0}archive": set(),
    "{http://search.yahoo.com/mrss/}thumbnail": {"url"},
}
#: The same of an RSS document.
RSS_ELEMENTS: dict[str, set[str]] = {
    "rss": {"version"},
    "guid": {"isPermaLink"},
    ENCODED: set(),
    f"{ATOM}link": {"href", "rel", "type"},
    f"{ATOM}updated": set(),
    "{http://purl.org/dc/elements/1.1/}creator": set(),
    "{http://search.yahoo.com/mrss/}thumbnail": {"url"},
} | {
    name: set()
    for name in (
        *("channel", "title", "link", "description", "language", "lastBuildDate", "generator"),
        *("item", "category", "pubDate"),
    )
}


def hostile_inbox(inbox: Path) -> None:
    """Every attack in a Markdown body, in a saved page, in an item's heading, in a title and in a source.

    The number in each text makes it no boilerplate (XF003).
    """
    for number, attack in enumerate(ATTACKS):
        url = f"https://example.org/{number}"
        line = " ".join(attack.split())
        write(inbox, f"md-{number:02}.md", capture(f"\n{number} 前\n\n{attack}\n\n后\n", url=f"{url}/md"))
        write(
            inbox,
            f"html-{number:02}.html",
            capture(f"<p>{number} 前</p>{attack}<p>后</p>", url=f"{url}/html"),
        )
        write(
            inbox,
            f"head-{number:02}.md",
            capture(
                f"\n## {line}\n\n一{number}。（来源：{line}）\n\n## 乙 {line}\n\n二。\n",
                title=f"{line}；乙 | {line}",
                url=f"{url}/head",
            ),
        )
        write(
            inbox,
            f"title-{number:02}.md",
            capture(f"\n正文 {number}\n", title=line, source=line, url=f"{url}/title"),
        )
        write(
            inbox,
            f"url-{number:02}.md",
            capture(f"\n第 {number} 篇正文\n", url=f'{url}/"><script>alert({number})</script>'),
        )


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The edition of the hostile inbox."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile_inbox(folder / "inbox")
    contents = press(folder).contents
    assert contents.captures == 5 * len(ATTACKS)
    # What says nothing but an attack may be no article; most of them have text around it.
    assert contents.published > 4 * len(ATTACKS)
    return tree(folder / "feeds")


def feeds(edition: dict[str, bytes]) -> Iterator[tuple[str, etree._Element]]:
    """Every Atom and RSS document of an edition, by a parser that is none of ours."""
    for path, data in edition.items():
        if path.endswith(".xml"):
            yield path, etree.fromstring(data)


def contents(edition: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """The HTML of every entry of every feed in every format, with the document's path."""
    for path, feed in feeds(edition):
        yield from ((path, content.text or "") for content in feed.iter(f"{ATOM}content", ENCODED))
    for path, data in edition.items():
        if path.endswith(("/feed.json",)) or ("/archive/" in path and path.endswith(".json")):
            yield from ((path, item["content_html"]) for item in json.loads(data)["items"])


def links(page: etree._Element) -> list[tuple[etree._Element, str, str, int]]:
    """Every address in a piece of HTML, with the element and the attribute it stands in."""
    assert isinstance(page, lxml.html.HtmlElement)
    return list(page.iterlinks())


def test_no_content_holds_more_than_the_allow_list(edition: dict[str, bytes]) -> None:
    """Re-parsed as HTML, content has only the portable elements and their harmless attributes."""
    seen = set()
    for path, content in contents(edition):
        page = lxml.html.fragment_fromstring(content, create_parent="p")
        for element in page.iterdescendants():
            assert element.tag in ALLOWED, (path, content)
            assert set(element.attrib) <= ALLOWED[str(element.tag)], (path, content)
            assert element.get("referrerpolicy", "no-referrer") == "no-referrer"
            assert element.get("loading", "lazy") == "lazy"
            seen.add((path.rpartition(".")[2], element.tag))
    wanted = ("p", "a", "img", "code", "table")
    assert {(suffix, name) for suffix in ("xml", "json") for name in wanted} <= seen


def test_every_address_in_content_is_absolute_and_of_the_web_or_mail(edition: dict[str, bytes]) -> None:
    """No javascript:, data:, file: or relative address is left, however it was spelt."""
    found = 0
    for path, content in contents(edition):
        page = lxml.html.fragment_fromstring(content, create_parent="p")
        for _, attribute, address, _ in links(page):
            found += 1
            assert attribute in {"href", "src"}
            assert address.startswith(("https://", "http://", "mailto:")), (path, address)
    assert found > 0


def test_a_feed_holds_no_element_that_is_not_its_formats(edition: dict[str, bytes]) -> None:
    """A title or a name with markup in it is text: nothing of it becomes an element of the document."""
    for path, feed in feeds(edition):
        atom = str(feed.tag).startswith(ATOM)
        allowed = FEED_ELEMENTS if atom else RSS_ELEMENTS
        for element in feed.iter(etree.Element):
            name = str(element.tag).removeprefix(ATOM if atom else "")
            assert name in allowed, (path, name)
            assert {str(key) for key in element.attrib} <= allowed[name], (path, name)


def test_titles_are_text_and_say_what_was_written(edition: dict[str, bytes]) -> None:
    """A title with a script in it is published as these very characters, its entities read once."""
    titles = {title.text for _, feed in feeds(edition) for title in feed.iter(f"{ATOM}title")}
    assert "<script>alert(1)</script>" in titles
    assert "&lt;img src=x onerror=alert(1)&gt;" in titles


def test_every_link_of_a_feed_leads_to_the_web(edition: dict[str, bytes]) -> None:
    """rel=self and rel=alternate are http or https, whatever a capture gave for its url."""
    hrefs = {link.get("href", "") for _, feed in feeds(edition) for link in feed.iter(f"{ATOM}link")}
    hrefs |= {link.text or "" for _, feed in feeds(edition) for link in feed.iter("link")}
    hrefs |= {
        item["url"]
        for path, data in edition.items()
        if path.endswith("/feed.json")
        for item in json.loads(data)["items"]
    }
    assert {href.partition("://")[0] for href in hrefs} == {"http", "https"}
    assert not any(set(href) & set(' "<>') for href in hrefs)


PAGE_ELEMENTS = {
    *("html", "head", "meta", "title", "link", "body", "h1", "h2", "p", "a", "ul", "li", "div", "span"),
    *("header", "main", "footer", "section", "nav", "strong", "small", "time", "dl", "dt", "dd"),
    *(
        "h3",
        "ol",
        "details",
        "summary",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "meter",
        "bdi",
        "br",
        "code",
        "em",
    ),
}


def harmless(data: bytes) -> set[str]:
    """The addresses of a page that has no script and no handler, and whose policy allows none."""
    page = lxml.html.document_fromstring(data.decode())
    assert {str(element.tag) for element in page.iter(etree.Element)} <= PAGE_ELEMENTS
    assert not [
        key for element in page.iter(etree.Element) for key in element.attrib if str(key).startswith("on")
    ]
    policies = [meta.get("content", "") for meta in page.iter("meta") if meta.get("http-equiv")]
    assert len(policies) == 1
    assert "default-src 'none'" in policies[0]
    return {str(address) for _, _, address, _ in links(page)}


@pytest.mark.parametrize(
    ("name", "linked"),
    [("index.html", {"feeds.opml", "report.html"}), ("report.html", {"index.html", "report.json", "#SE001"})],
)
def test_a_page_holds_no_script_and_forbids_any(
    edition: dict[str, bytes], name: str, linked: set[str]
) -> None:
    """The pages have no script, no handler and no address of elsewhere, and their policy allows none."""
    addresses = harmless(edition[name])
    assert addresses >= {"feed.css"} | linked
    assert not [address for address in addresses if ":" in address or address.startswith("//")]


def test_a_columns_page_leads_to_the_web_and_runs_nothing(edition: dict[str, bytes]) -> None:
    """The same of a column's page; its entries link the pages that were captured."""
    pages = {path: data for path, data in edition.items() if path.endswith("/index.html")}
    assert pages
    for path, data in pages.items():
        addresses = harmless(data)
        assert {"../feed.css", "../index.html"} <= addresses, path
        schemes = {address.partition(":")[0] for address in addresses if ":" in address}
        assert schemes <= {"http", "https"}, path
        assert not [address for address in addresses if address.startswith("//")]


def test_no_document_but_feeds_and_pages_is_made_of_captures(edition: dict[str, bytes]) -> None:
    """There is nothing else in the edition that could carry an attack than what these tests look at."""
    names = {path.rpartition("/")[2] for path in edition if not path.endswith(".xml")}
    assert names == {
        *("index.html", "feeds.opml", "edition.json", "feed.css"),
        *("report.html", "report.json", "feed.json", "2025-03.json"),
    }
    outlines = etree.fromstring(edition["feeds.opml"])
    assert {str(element.tag) for element in outlines.iter(etree.Element)} == {
        "opml",
        "head",
        "title",
        "body",
        "outline",
    }


def test_no_socket_is_opened_during_a_build(tmp_path: Path) -> None:
    """A build over pages full of addresses resolves no name, connects nowhere and opens no socket."""
    folder = tmp_path / "press"
    hostile_inbox(folder / "inbox")

    seen = watched(folder, "build")

    assert seen.finished.returncode == 0
    assert [event.name for event in seen.events if event.name.startswith("socket.")] == []


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_text_that_grows_a_parsers_work_does_not_stop_the_press(tmp_path: Path, suffix: str) -> None:
    """A hundred thousand times the same markup, of every kind, stops nobody: caps come first."""
    inbox = tmp_path / "inbox"
    for number, piece in enumerate(BOMBS):
        url = f"https://example.org/{number}"
        write(inbox, f"{number:02}{suffix}", capture(f"\n字\n\n{piece * 100_000}字\n", title="字", url=url))
    write(inbox, "good.md", plain(1))

    finished = run("build", "--json", cwd=tmp_path)

    assert finished.returncode == 0
    told = json.loads(finished.stdout)
    assert told["captures"] == len(BOMBS) + 1 == told["published"] + told["rejected"]
