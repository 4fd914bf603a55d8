"""The rules about what we publish: an edition with one thing broken gives that one finding, at its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.finding import Severity
from pressrun.rules import catalogue, select
from pressrun.rules.document import Terms, document_of
from pressrun.rules.documents import examine_document, examine_edition
from pressrun.rules.traits import Published, traits_of
from tests.rules.editions import (
    ARCHIVE,
    BASE,
    COLUMN,
    FEED,
    ITEMS,
    JSON,
    OTHER,
    RSS,
    SECOND,
    Marked,
    between,
    edit,
    examine,
    item_documents,
    make_edition,
    marked,
)
from tests.rules.histories import tombstone
from tests.rules.proving import PATIENT

NEWEST, OLDEST = "2025-03-15T01:53:47.880703+08:00", "2025-03-14T01:16:10.530320+08:00"
FEED_ID = "tag:localhost,2026:column/bd129a26823e65c053fd6a365992edbf"
FIRST_ID = "tag:localhost,2026:digest/b360cca51f0e935a035abd865f369fb3"
CONTENT = '<content type="html">'

HOSTILE = [
    b"\xc2\x85",
    b"&lt;a href=&quot;\xe2\x80\xa8&quot;&gt;",
    b"&#10;&lt;&#10;script",
    b'{"slug": [',
    b'"slug": ' + b"[" * 500 + b"]" * 500 + b",",
    b"<link rel='self'/><entry/>",
    b"\\ud800",
    b"<script\r\nonload='\x1b'>",
]

#: What is said where the documents of a column do not agree any more.
ECHOES = {"DC015", "DC021", "DC023"}

Break = Callable[[Path], object]


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition as the press made it; nobody writes to it."""
    return make_edition(tmp_path_factory.mktemp("pressed"))


@pytest.fixture
def edition(pressed: Path, tmp_path: Path) -> Path:
    """A copy of it to break something in."""
    return shutil.copytree(pressed, tmp_path / "feeds")


def in_feed(old: str, new: str) -> Break:
    """Replaces a text in a feed that holds two digests."""
    return lambda edition: edit(edition, FEED, old, new)


def in_accounts(old: str, new: str) -> Break:
    """Replaces a text in edition.json."""
    return lambda edition: edit(edition, "edition.json", old, new)


def in_content(markup: str) -> Break:
    """Puts markup, escaped, in front of the first content of the feed."""
    escaped = markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return in_feed(CONTENT, f"{CONTENT}{escaped}")


def test_a_good_edition_has_no_finding(edition: Path) -> None:
    """Nor have its documents under the config that it was pressed with."""
    assert marked(edition) == []
    assert marked(edition, edition={"base_url": BASE, "authority": "localhost,2026"}) == []


def test_the_committed_edition_has_no_finding(root: Path) -> None:
    """What stands in the repository is what the press makes."""
    assert marked(root / "feeds") == []


#: What is broken in the feed, and the finding: its code, line and what it points at.
IN_FEED: dict[str, tuple[Break, str, int, str]] = {
    "not closed": (in_feed("</feed>", ""), "DC001", 16, ""),
    "a declaration": (in_feed("<?xml-s", "<!DOCTYPE feed>\n<?xml-s"), "DC001", 2, ">"),
    "an entity nobody declared": (in_feed("旧厂房", "&x;"), "DC001", 3, "&"),
    "an entry's id twice": (
        in_feed("tag:localhost,2026:digest/090b246b3b612017c4b426d471846641", FIRST_ID),
        *("DC002", 9, FIRST_ID),
    ),
    "an entry with the feed's id": (in_feed(FIRST_ID, FEED_ID), "DC002", 3, FEED_ID),
    "an id that is an address": (in_feed(FIRST_ID, f"{SECOND}/1"), "DC003", 3, f"{SECOND}/1"),
    "an id that is not ASCII": (
        in_feed(FIRST_ID, "tag:localhost,2026:新"),
        "DC003",
        3,
        "tag:localhost,2026:新",
    ),
    "a day without time": (
        in_feed(f"<published>{OLDEST}", "<published>2025-03-14"),
        *("DC004", 14, "2025-03-14"),
    ),
    "a time without zone": (
        in_feed(f"<published>{OLDEST}", "<published>2025-03-14T01:16:10"),
        *("DC004", 14, "2025-03-14T01:16:10"),
    ),
    "a day that is none": (
        in_feed(f"<published>{OLDEST}", "<published>2025-02-30T01:16:10Z"),
        *("DC004", 14, "2025-02-30T01:16:10Z"),
    ),
    "updated before published": (
        in_feed(f"<published>{OLDEST}", "<published>2025-03-14T01:16:10.530321+08:00"),
        *("DC004", 9, OLDEST),
    ),
    "the address of another feed": (
        in_feed(f'href="{BASE}{FEED}"', f'href="{BASE}{OTHER}"'),
        *("DC005", 2, f"{BASE}{OTHER}"),
    ),
    "no address": (in_feed('rel="self"', 'rel="via"'), "DC005", 2, FEED_ID),
    "two addresses": (
        in_feed("<generator", f'<link rel="self" href="{BASE}2"/><generator'),
        *("DC005", 2, f"{BASE}2"),
    ),
    "no author": (in_feed("<author><name>河岸通讯</name></author>", ""), "DC006", 2, "<feed"),
    "an author without a name": (in_feed("<name>河岸通讯</name>", "<name> </name>"), "DC006", 2, "<author"),
    "an entry's author without a name": (
        lambda edition: edit(edition, FEED, between(edition, FEED, "<entry", "<content"), nameless(edition)),
        *("DC006", 3, "<author"),
    ),
    "a relative link": (in_feed(f'"{SECOND}"', '"/second"'), "DC007", 8, "/second"),
    "a link without a scheme": (in_feed(f'"{SECOND}"', '"//example.org/"'), "DC007", 8, "//example.org/"),
    "a relative picture": (
        in_content('<img src="/a.png">'),
        *("DC007", 3, '&lt;img src="/a.png"&gt;'),
    ),
    "a script": (in_content("<script>"), "DC008", 3, "&lt;script&gt;"),
    "a handler": (
        in_content('<img src="https://example.org/" onload="x()">'),
        *("DC008", 3, '&lt;img src="https://example.org/" onload="x()"&gt;'[:60]),
    ),
    "a link that runs": (
        in_content('<a href="java&#10;script:x">'),
        *("DC008", 3, '&lt;a href="java&amp;#10;script:x"&gt;'),
    ),
    "an entry that leads to a program": (
        in_feed(f'"{SECOND}"', '"javascript:x()"'),
        *("DC008", 8, "javascript:x()"),
    ),
    "a picture that tells its host too much": (
        in_content('<img src="https://example.org/" referrerpolicy="unsafe-url">'),
        *("DC008", 3, '&lt;img src="https://example.org/" referrerpolicy="unsafe-url"&gt;'[:60]),
    ),
    "a picture that cannot wait": (
        in_content('<img loading="eager">'),
        *("DC008", 3, '&lt;img loading="eager"&gt;'),
    ),
    "upper case": (in_content("<SCRIPT>\n"), "DC008", 3, "&lt;SCRIPT&gt;"),
    "a comment": (in_content("<!-- -->\n"), "DC008", 3, "&lt;!-- --&gt;"),
    "a tag that is never closed": (in_content('<a href="\n'), "DC008", 3, '&lt;a href="'),
    "a title that is HTML": (
        in_feed("<title>晨间速读", '<title type="html">&lt;iframe&gt;'),
        *("DC008", 2, "&lt;iframe&gt;"),
    ),
    "an element of XHTML": (
        in_feed("<entry", '<script xmlns="http://www.w3.org/1999/xhtml"/><entry'),
        *("DC008", 3, "<script"),
    ),
    "a drawing": (in_feed("<entry", '<svg xmlns="http://www.w3.org/2000/svg"/><entry'), "DC008", 3, "<svg"),
    "a stylesheet that is a program": (
        in_feed("text/css", "text/xsl"),
        "DC008",
        2,
        'type="text/xsl" href="../feed.css"',
    ),
    "a control character": (in_feed("旧厂房", "旧\x0b厂房"), "DC009", 3, "\x0b"),
    "a reference to one": (in_feed("旧厂房", "旧&#11;厂房"), "DC009", 3, "&"),
    "half a character": (
        lambda edition: (edition / FEED).write_bytes(
            (edition / FEED).read_bytes().replace(b"\xe6\x97\xa7", b"\xe6", 1)
        ),
        *("DC009", 3, "\ufffd"),
    ),
    "a link to a document that is not there": (
        in_feed(f'href="{BASE}{COLUMN}/index.html"', f'href="{BASE}gone/"'),
        *("DC011", 2, f"{BASE}gone/"),
    ),
    "a time twice": (
        in_feed(f"<updated>{OLDEST}", f"<updated>{NEWEST}"),
        *("DC013", 9, NEWEST),
    ),
    "an older feed": (in_feed(f"<updated>{NEWEST}", f"<updated>{OLDEST}"), "DC014", 2, OLDEST),
    "an entry without title": (
        in_feed("<title>河上新桥通车；图书馆延长开放；旧厂房改成剧场 | 晨间速读</title>", ""),
        *("DC016", 3, "<entry"),
    ),
    "two titles": (in_feed("<title>", "<title>a</title><title>"), "DC016", 2, "<title"),
}


def nameless(edition: Path) -> str:
    """The beginning of the feed's first entry, whose author has no name."""
    return between(edition, FEED, "<entry", "<content").replace("<name>河岸通讯</name>", "")


@pytest.mark.parametrize("what", IN_FEED)
def test_one_fault_of_a_feed_is_one_finding_at_its_place(edition: Path, what: str) -> None:
    """No other rule has anything to say, but that the column's other documents have it otherwise."""
    break_it, code, line, text = IN_FEED[what]
    break_it(edition)
    assert [one for one in marked(edition) if one.code not in ECHOES] == [Marked(code, FEED, line, text)]


#: What is broken in edition.json, and the code, line and text of the finding.
IN_ACCOUNTS: dict[str, tuple[Break, str, int, str]] = {
    "cut off": (in_accounts("}\n  ]\n}\n", "}\n  ]\n"), "DC001", 11, ""),
    "a capture lost": (in_accounts('"captures": 4', '"captures": 5'), "DC012", 2, '"captures"'),
    "no number": (in_accounts('"captures": 4', '"captures": "4"'), "DC012", 2, '"captures"'),
    "a rule too many": (in_accounts('"BD001": 1', '"BD001": 2'), "DC012", 6, '"rejected_by_rule"'),
    "an item too many": (in_accounts('"items": 4', '"items": 5'), "DC012", 8, f'"slug": "{COLUMN}"'),
    "a digest lost": (in_accounts('"digests": 2', '"digests": 1'), "DC012", 3, '"published"'),
    "a feed that is not there": (
        in_accounts(f"{COLUMN}/feed.xml", "gone/feed.xml"),
        *("DC011", 8, f'"slug": "{COLUMN}"'),
    ),
    "a feed elsewhere": (
        in_accounts(f"{BASE}{COLUMN}", f"https://example.org/{COLUMN}"),
        *("DC011", 8, f'"slug": "{COLUMN}"'),
    ),
}


@pytest.mark.parametrize("what", IN_ACCOUNTS)
def test_one_fault_of_the_accounts_is_told(edition: Path, what: str) -> None:
    """At the line of the count, or of the column."""
    break_it, code, line, text = IN_ACCOUNTS[what]
    break_it(edition)
    assert Marked(code, "edition.json", line, text) in marked(edition)
    assert {finding.code for finding in examine(edition)} == {code}


def test_a_document_that_was_deleted_is_missed_by_what_links_it(edition: Path) -> None:
    """The column's page, the entry of items.xml, and the number of items of its column."""
    gone = item_documents(edition)[0]
    (edition / gone).unlink()
    assert [(one.code, one.path, one.text) for one in marked(edition)] == [
        ("DC011", f"{COLUMN}/index.html", f'<a href="{gone.removeprefix(f"{COLUMN}/")}">'),
        ("DC011", ITEMS, f"{BASE}{gone}"[:60]),
        ("DC012", "edition.json", f'"slug": "{COLUMN}"'),
    ]


def test_a_document_in_anothers_place_is_told(edition: Path) -> None:
    """It names its own address, its id stands twice, and what links the place finds another entry."""
    first, second, *_ = item_documents(edition)
    shutil.copyfile(edition / first, edition / second)
    assert [(one.code, one.path) for one in marked(edition)] == [
        ("DC011", ITEMS),
        ("DC002", second),
        ("DC005", second),
    ]


def test_an_entry_says_the_same_in_every_document(edition: Path) -> None:
    """An item stands in items.xml and in its own document."""
    path = item_documents(edition)[0]
    edit(edition, path, "从下周起", "从明年起")
    assert [(one.code, one.path, one.line) for one in marked(edition)] == [("DC015", path, 3)]


def test_a_column_that_nobody_counts_is_told(edition: Path) -> None:
    """A folder that an older edition left behind."""
    shutil.copytree(edition / COLUMN, edition / "left-behind")
    assert ("DC012", "edition.json") in {(one.code, one.path) for one in marked(edition)}


def test_entries_out_of_order_are_told(edition: Path) -> None:
    """At the newer entry that stands behind an older one."""
    path = edition / FEED
    head, first, second = path.read_text("utf-8").split("<entry")
    second, _, tail = second.partition("\n</feed>")
    path.write_text(f"{head}<entry{second}\n<entry{first}</feed>{tail}", "utf-8")
    assert [one for one in marked(edition) if one.code not in ECHOES] == [Marked("DC014", FEED, 9, NEWEST)]


def test_a_live_feed_has_a_limit(edition: Path) -> None:
    """Of entries and of bytes; both are the config's. Archives and the documents of items have none."""
    found = marked(edition, edition={"entries": 1})
    assert [(one.code, one.path, one.text[:6]) for one in found] == [
        ("DC010", JSON, "{"),
        ("DC010", FEED, "<entry"),
        ("DC010", ITEMS, "<entry"),
        ("DC010", RSS, "<item"),
    ]
    found = marked(edition, edition={"max_bytes": 1024})
    assert [(one.code, one.path, one.line) for one in found] == [
        ("DC010", path, 1) for path in (JSON, FEED, ITEMS, RSS)
    ]


def test_the_config_says_where_an_edition_is_served_and_whose_ids_these_are(edition: Path) -> None:
    """Another address is wrong in every feed, another authority in every id."""
    found = examine(edition, edition={"base_url": "https://example.org/feeds/"})
    feeds = [*edition.rglob("*.xml"), *edition.glob("*/feed.json"), *edition.glob("*/archive/*.json")]
    assert len([one for one in found if one.code == "DC005"]) == len(feeds)
    assert {one.code for one in found} == {"DC005", "DC011"}
    found = examine(edition, edition={"authority": "example.org,2026"})
    assert {one.code for one in found} == {"DC003"}
    assert found[0].message == "the id is of localhost,2026, and the config's authority is example.org,2026"


def test_an_outline_leads_to_feeds_that_are_there(edition: Path) -> None:
    """By absolute addresses."""
    edit(edition, "feeds.opml", f"{BASE}{COLUMN}/feed.xml", f"{BASE}gone/feed.xml")
    edit(edition, "feeds.opml", f"{BASE}{OTHER}", OTHER)
    assert marked(edition) == [
        Marked("DC011", "feeds.opml", 8, f"{BASE}gone/feed.xml"),
        Marked("DC007", "feeds.opml", 9, OTHER),
    ]


def test_a_page_leads_to_files_that_are_there_and_runs_nothing(edition: Path) -> None:
    """A relative link is as it should be in a page, a script is not."""
    edit(edition, "index.html", f'<a href="{COLUMN}/items.xml">', '<a href="gone/items.xml">')
    edit(edition, "index.html", "<body>", '<body onload="x()"><script>')
    assert [(one.code, one.text) for one in marked(edition)] == [
        ("DC008", '<body onload="x()">'),
        ("DC008", "<script>"),
        ("DC011", '<a href="gone/items.xml">'),
    ]


def test_a_tombstone_has_an_id_and_a_time(edition: Path) -> None:
    """RFC 6721 §3; a feed may hold nothing else."""
    edit(edition, FEED, "<generator", tombstone("tag:localhost,2026:digest/0") + "<generator")
    assert marked(edition) == []
    edit(edition, FEED, "<generator", tombstone("gone", "now") + "<generator")
    assert marked(edition) == [Marked("DC003", FEED, 2, "gone"), Marked("DC004", FEED, 2, "now")]


def test_what_is_not_ours_is_left_alone(edition: Path) -> None:
    """A person's feeds and page, links and hidden files."""
    foreign = "<feed xmlns='http://www.w3.org/2005/Atom'><generator>hand</generator></feed>"
    (edition / "mine.xml").write_text(foreign)
    (edition / "feed.json").write_text("{")
    (edition / "theirs").mkdir()
    (edition / "theirs/rss.xml").write_text("<rss version='2.0'/>")
    (edition / "theirs/archive.json").write_text("{")
    (edition / "broken.xml").write_text("<")
    (edition / "about.html").write_text("<script>")
    (edition / ".feed.xml").write_text("<")
    (edition / COLUMN / "items" / "linked.xml").symlink_to("/etc/passwd")
    assert marked(edition) == []


def test_a_broken_feed_of_ours_is_known_by_its_generator_wherever_it_stands(edition: Path) -> None:
    """And by its place where not even that is left."""
    (edition / "copy.xml").write_text("<feed><generator>pressrun</generator>")
    (edition / OTHER).write_text("")
    assert [(one.code, one.path) for one in marked(edition)] == [
        ("DC001", "copy.xml"),
        ("DC001", OTHER),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe<\x00",
        b"<?xml version='1.0' encoding='utf-7'?><feed/>",
        b"<?xml version='1.0' encoding='none'?><feed/>",
        b"<a>" * 200,
        b"<feed>" + b"<a/>" * 400_000,
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        b"\x00",
    ],
    ids=["utf-16", "utf-7", "no encoding", "deep", "wide", "entity", "nul"],
)
def test_whatever_stands_in_the_place_of_a_feed_is_one_finding(edition: Path, raw: bytes) -> None:
    """Hostile bytes are a finding and never an exception."""
    (edition / OTHER).write_bytes(raw)
    assert [one.path for one in marked(edition)] == [OTHER]


@settings(PATIENT, max_examples=300)
@given(
    st.sampled_from([FEED, RSS, JSON, ARCHIVE, "feeds.opml", "index.html", "edition.json"]),
    st.integers(0, 4000),
    st.integers(0, 60),
    st.one_of(st.binary(max_size=20), st.sampled_from(HOSTILE)),
)
def test_any_damage_gives_findings_of_one_line(
    pressed: Path, path: str, start: int, length: int, damage: bytes
) -> None:
    """Never an exception; each message is one line, and each place a place."""
    raw = (pressed / path).read_bytes()
    document = document_of(path, raw[:start] + damage + raw[start + length :], Terms())
    if document is not None:
        found = examine_document(document, select(documents=True))
        published = Published([traits_of(document)], frozenset(), Terms())
        for finding in (*found, *examine_edition(published, select(documents=True))):
            assert finding.message.splitlines() == [finding.message]
            assert (1, 1) <= (finding.line, finding.column) <= (finding.end_line, finding.end_column)


def test_a_document_that_cannot_be_read_is_a_finding(edition: Path) -> None:
    """A sparse file of 40 MB: it is not read."""
    with (edition / OTHER).open("r+b") as file:
        file.truncate(40_000_000)
    assert [(one.code, one.path, one.message) for one in examine(edition)] == [
        (
            "DC010",
            OTHER,
            "it has 40000000 bytes and 33554432 are allowed: no reader takes such a document",
        )
    ]


def test_each_rule_of_the_family_is_an_error_and_looks_at_documents() -> None:
    """What we emit must be right; nothing of it looks at captures."""
    rules = [rule for rule in catalogue() if rule.code.startswith("DC")]
    assert [rule.code for rule in rules] == [f"DC{number:03}" for number in range(1, 28)]
    assert {(rule.on_documents, rule.severity) for rule in rules} == {(True, Severity.ERROR)}
