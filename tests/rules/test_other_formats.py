"""The rules about rss.xml and the JSON Feeds: one thing broken gives one finding, at its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pressrun.rules.json_view import json_view
from pressrun.rules.moments import moment_of_mail
from pressrun.rules.xml_view import Fault, Tree
from tests.rules.editions import BASE, COLUMN, JSON, PAGE, RSS, Marked, edit, examine, make_edition, marked
from tests.rules.histories import tombstone

#: What is said where the documents of a column do not agree any more.
ECHOES = {"DC002", "DC015", "DC021"}
FIRST_ID = "tag:localhost,2026:digest/b360cca51f0e935a035abd865f369fb3"
SECOND_ID = "tag:localhost,2026:digest/090b246b3b612017c4b426d471846641"
TAGS = '"tags":["河岸日报","城南网"]'
PUBLISHED = "Sat, 15 Mar 2025 01:53:47 +0800"
SUNDAY = PUBLISHED.replace("Sat", "Sun")


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition as the press made it; nobody writes to it."""
    return make_edition(tmp_path_factory.mktemp("pressed"))


@pytest.fixture
def edition(pressed: Path, tmp_path: Path) -> Path:
    """A copy of it to break something in."""
    return shutil.copytree(pressed, tmp_path / "feeds")


#: What is changed in rss.xml; code, text and message of the finding.
IN_RSS = {
    "another version": (
        'version="2.0"',
        'version="0.91"',
        "DC019",
        "<rss",
        "the version of RSS is '0.91', and not '2.0'",
    ),
    "no description": (
        "<description>晨间速读</description>",
        "",
        "DC019",
        "<channel",
        "the channel has no description",
    ),
    "no language": ("<language>zh-CN</language>", "", "DC019", "<channel", "the channel has no language"),
    "an address as guid": (
        '<guid isPermaLink="false">',
        "<guid>",
        "DC019",
        "<guid",
        "the guid is an id and no address, and does not say isPermaLink=false",
    ),
    "a guid twice": (SECOND_ID, FIRST_ID, "DC019", FIRST_ID, f"another item has the guid {FIRST_ID!r} too"),
    "a guid that is no tag": (FIRST_ID, "1", "DC003", "1", "'1' is no tag: URI in ASCII"),
    "no guid": (f'<guid isPermaLink="false">{FIRST_ID}</guid>', "", "DC019", "<item", "the item has no guid"),
    "two dates": (
        "<pubDate>",
        f"<pubDate>{PUBLISHED}</pubDate><pubDate>",
        "DC019",
        "<pubDate",
        "the item has more than one pubDate",
    ),
    "two titles": ("<item>", "<item><title> </title>", "DC019", "<title", "the item has more than one title"),
    "no creator": ("<dc:creator>河岸通讯</dc:creator>", "", "DC019", "<item", "the item has no creator"),
    "a creator without a name": (
        "<dc:creator>河岸通讯",
        "<dc:creator>",
        "DC019",
        "<dc:crea",
        "the creator of the item is empty",
    ),
    "a time of another format": (
        f"<pubDate>{PUBLISHED}",
        "<pubDate>2025-03-15T01:53:47Z",
        "DC019",
        "2025-03-15T01:53:47Z",
        "pubDate '2025-03-15T01:53:47Z' is no time of RFC 822 with its right day of the week",
    ),
    "another day of the week": (
        f"<pubDate>{PUBLISHED}",
        f"<pubDate>{SUNDAY}",
        "DC019",
        SUNDAY,
        f"pubDate {SUNDAY!r} is no time of RFC 822 with its right day of the week",
    ),
    "no address of its own": ('rel="self"', 'rel="related"', "DC005", "", "the feed has no link rel=self"),
    "a relative picture in the text": (
        "<content:encoded>",
        '<content:encoded>&lt;img src="/a.png"&gt;',
        "DC007",
        '&lt;img src="/a.png"&gt;',
        "the src of <img> is '/a.png', which is not absolute",
    ),
    "a relative link": (
        f"<link>{BASE}{COLUMN}/index.html",
        "<link>/index.html",
        "DC007",
        "/index.html",
        "the address of link is '/index.html', which is not absolute",
    ),
    "a summary that is markup": (
        "<description>",
        "<description>&lt;script&gt;",
        "DC008",
        "&lt;script&gt;",
        "the element <script> is active",
    ),
    "not closed": ("</rss>", "", "DC001", "", "not well-formed: no element found; press the edition again"),
    "a control character": (
        "<description>",
        "<description>\x0b",
        "DC009",
        "\x0b",
        "U+000B, a character that XML forbids; press the edition again",
    ),
}


@pytest.mark.parametrize("what", IN_RSS)
def test_one_fault_of_rss_is_one_finding(edition: Path, what: str) -> None:
    """At its place; the other documents of the column may differ from it then."""
    old, new, code, text, message = IN_RSS[what]
    edit(edition, RSS, old, new)
    (mark,) = (one for one in marked(edition) if one.code not in ECHOES)
    (found,) = (one for one in examine(edition) if one.code not in ECHOES)
    assert (mark.code, mark.path, mark.text, found.message) == (code, RSS, text, message)


#: The same of feed.json.
IN_JSON = {
    "another version": (
        "version/1.1",
        "version/1",
        "DC020",
        "https://jsonfeed.org/version/1",
        "the version is 'https://jsonfeed.org/version/1', and not https://jsonfeed.org/version/1.1",
    ),
    "no title": ('"title":"晨间速读",', "", "DC020", "{", "the feed has no title"),
    "a title that is a number": (
        '"title":"晨间速读"',
        '"title":5',
        "DC020",
        "5",
        "title of the feed is not a string",
    ),
    "an empty title": ('"title":"晨间速读"', '"title":" "', "DC020", '" "', "title of the feed is empty"),
    "a title twice": (
        '"title":"晨',
        '"title":"a","title":"晨',
        "DC020",
        '"晨间速读"',
        "the feed has more than one 'title'",
    ),
    "a word that nobody knows": (
        '"title"',
        '"rights":"a","title"',
        "DC020",
        '"a"',
        "'rights' is no word of JSON Feed, and does not begin with _",
    ),
    "items that are none": ('"items":[', '"items":[1,', "DC020", "1", "an item is no object"),
    "an item without an address": ('"url":', '"_url":', "DC020", "{", "the item has no url"),
    "an id twice": (SECOND_ID, FIRST_ID, "DC020", FIRST_ID, f"another item has the id {FIRST_ID!r} too"),
    "an id that is no tag": (FIRST_ID, "1", "DC003", "1", "'1' is no tag: URI in ASCII"),
    "a time without zone": (
        '"date_published":"2025-03-15T01:53:47.880703+08:00"',
        '"date_published":"2025-03-15T01:53:47"',
        "DC020",
        "2025-03-15T01:53:47",
        "date_published '2025-03-15T01:53:47' is no time of RFC 3339 with a zone",
    ),
    "modified before it was published": (
        '"date_modified":"2025-03-15',
        '"date_modified":"2025-03-13',
        "DC020",
        '"2025-03-13T01:53:47.880703+08:00"',
        "date_modified 2025-03-13T01:53:47.880703+08:00 is before 2025-03-15T01:53:47.880703+08:00",
    ),
    "an author who is a string": (
        '{"name":"河岸通讯"}',
        '"河"',
        "DC020",
        '"河"',
        "an author is no object with a name, url or avatar",
    ),
    "an author with mail": (
        '{"name":"河岸通讯"}',
        '{"email":"a"}',
        "DC020",
        '"a"',
        "'email' is no word of JSON Feed, and does not begin with _",
    ),
    "a tag that is a number": (TAGS, '"tags":[1]', "DC020", "1", "a tag is no string"),
    "tags that are a string": (
        TAGS,
        '"tags":"a"',
        "DC020",
        '"a"',
        "tags of the item is not a list",
    ),
    "no address of its own": ('"feed_url"', '"_feed_url"', "DC005", "", "the feed has no feed_url"),
    "another's address": (
        '"feed_url":"http://127.0.0.1:8000/chen',
        '"feed_url":"http://127.0.0.1:8000/shen',
        "DC005",
        f"{BASE}shen-jian-su-du/feed.json",
        f"the feed_url is '{BASE}shen-jian-su-du/feed.json', and not '{BASE}{JSON}'",
    ),
    "a relative picture": (
        '"tags"',
        '"image":"/a.png","tags"',
        "DC007",
        "/a.png",
        "the address of image is '/a.png', which is not absolute",
    ),
    "a script": (
        '"content_html":"',
        '"content_html":"<script>',
        "DC008",
        "<script>",
        "the element <script> is active",
    ),
    "a handler": (
        '"content_html":"',
        '"content_html":"\\n<p onclick=\\"x()\\">',
        "DC008",
        '<p onclick=\\"x()\\">',
        "the attribute onclick of <p> is active",
    ),
    "a page that is gone": (
        '"home_page_url":"http://127.0.0.1:8000/chen-jian-su-du/',
        '"home_page_url":"http://127.0.0.1:8000/gone/',
        "DC011",
        f"{BASE}gone/index.html",
        f"'{BASE}gone/index.html' leads to 'gone/index.html', which is not there",
    ),
    "cut off": (
        "]}\n",
        "",
        "DC001",
        "",
        "not well-formed: no JSON: Expecting ',' delimiter; press the edition again",
    ),
    "not a number": (
        '"title":"晨间速读"',
        '"title":NaN',
        "DC001",
        "{",
        "not well-formed: no JSON: NaN is no number; press the edition again",
    ),
}


@pytest.mark.parametrize("what", IN_JSON)
def test_one_fault_of_json_is_one_finding(edition: Path, what: str) -> None:
    """At its place, as in XML."""
    old, new, code, text, message = IN_JSON[what]
    edit(edition, JSON, old, new)
    (mark,) = (one for one in marked(edition) if one.code not in ECHOES)
    (found,) = (one for one in examine(edition) if one.code not in ECHOES)
    assert (mark.code, mark.path, mark.text, found.message) == (code, JSON, text, message)


def test_a_json_feed_is_an_object(edition: Path) -> None:
    """Anything else is told, whatever it is."""
    for raw in ("[]", "5", '"a"', "[[1]]"):
        (edition / JSON).write_text(raw, "utf-8")
        assert {one.code for one in marked(edition) if one.path == JSON} == {"DC005", "DC020", "DC022"}


def test_bytes_that_are_no_utf_8_are_told_in_json_too(edition: Path) -> None:
    """At the line and the column."""
    raw = (edition / JSON).read_bytes().replace("晨间速读".encode(), b"\xff", 1)
    (edition / JSON).write_bytes(raw)
    assert marked(edition) == [Marked("DC009", JSON, 3, "�")]


def test_what_the_press_remembers_is_an_object(edition: Path) -> None:
    """A word of ours, in the pages of the archive."""
    edit(edition, PAGE, '"_pressrun":{"content"', '"_pressrun":5,"_was":{"content"')
    assert marked(edition) == [Marked("DC020", PAGE, 9, "5")]


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b"[" * 200 + b"]" * 200,
        b'{"items":[' + b"[]," * 400_000 + b"[]]}",
        b'{"items":' + b"1" * 10_000 + b"}",
        b'{"items":{"id":{"id":[]}},"feed_url":[{"a":1}],"authors":[[]]}',
        b'{"items":[{"id":"\\ud800","url":"\\ud800"}]}',
        b"\xef\xbb\xbf{}",
        b"",
    ],
    ids=["deep", "nested", "wide", "long number", "other shapes", "half a character", "mark", "empty"],
)
def test_whatever_stands_in_the_place_of_a_json_feed_is_told(edition: Path, raw: bytes) -> None:
    """Hostile bytes are findings and never an exception."""
    (edition / JSON).write_bytes(raw)
    found = [finding for finding in examine(edition) if finding.path == JSON]
    assert found
    assert all(finding.message.splitlines() == [finding.message] for finding in found)


def test_elements_of_json_have_their_places() -> None:
    """A key names its value, the members of a list bear the name of the list; lines and columns from 1."""
    tree = json_view(b'{"a": "x",\n "b": [1, {"c": "\\u7ef4\\n"}, true]}')
    assert isinstance(tree, Tree)
    assert [(one.name, one.attributes["json"], one.text, one.line, one.column) for one in tree.elements] == [
        ("", "object", "", 1, 1),
        ("a", "string", "x", 1, 7),
        ("b", "array", "", 2, 7),
        ("b", "number", "1", 2, 8),
        ("b", "object", "", 2, 11),
        ("c", "string", "维\n", 2, 17),
        ("b", "literal", "true", 2, 30),
    ]


def test_a_fault_of_json_has_its_place() -> None:
    """As expat gives it for XML."""
    assert json_view(b'{"a":\n x}') == Fault("no JSON: Expecting value", 2, 2)
    assert json_view(b'{"a":\n "\xff"}') == Fault("byte 0xff is no UTF-8 there", 2, 3, illegal=True)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Sat, 15 Mar 2025 01:53:47 +0800", "2025-03-15T01:53:47+08:00"),
        ("Thu, 29 Feb 2024 00:00:00 GMT", "2024-02-29T00:00:00+00:00"),
        ("Fri, 29 Feb 2025 00:00:00 GMT", None),
        ("Sat, 15 Mar 25 01:53:47 +0800", None),
        ("Sat, 15 März 2025 01:53:47 +0800", None),
        ("Sat, 15 Mar 2025 01:53:47 EST", None),
        ("Sat, 15 Mar 2025 24:53:47 +0800", None),
        ("Sat, 15 Mar 2025 01:53:47 +9900", None),
        ("15 Mar 2025 01:53:47 +0800", None),
    ],
)
def test_a_time_of_rfc_822_is_read_whatever_the_locale(value: str, moment: str | None) -> None:
    """With four digits of the year, a zone that all readers know and the right day of the week."""
    read = moment_of_mail(value)
    assert (read.isoformat() if read else None) == moment


def test_tombstones_are_judged_in_atom_alone(edition: Path) -> None:
    """RSS and JSON have no word for them; one that a hand put there has an id at least."""
    edit(edition, RSS, "<item>", tombstone("gone") + "<item>")
    assert [(one.code, one.text) for one in marked(edition)] == [("DC003", "gone")]
