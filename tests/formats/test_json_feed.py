"""JSON Feed 1.1 documents, judged by a golden file and by a schema written from the specification."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from pressrun.feed import Feed
from pressrun.formats import json_feed
from tests.formats.strategies import FEEDS
from tests.formats.words import archive, entry, feed, subscribed

law = settings(deadline=None)

HERE = Path(__file__).parent
GOLDEN = HERE / "goldens" / "feed.json"
SCHEMA = Draft202012Validator(json.loads((HERE / "schemas" / "json_feed_1_1.json").read_bytes()))
KIND = "application/feed+json"
FOLDER = "https://feeds.example.org/bridges/"


def page() -> Feed:
    """feed.json with two entries."""
    return subscribed("feed.json", KIND)


def test_a_small_feed_is_written_as_the_golden_file_says() -> None:
    """Every byte of a feed of two entries, read by eye once and pinned since."""
    assert json_feed.serialise(page()) == GOLDEN.read_bytes()


def test_a_feed_says_where_it_is_and_where_its_older_pages_are() -> None:
    """The first page of the archive that is JSON, and not the Atom one."""
    told = json.loads(json_feed.serialise(page()))

    del told["items"]
    assert told == {
        "version": "https://jsonfeed.org/version/1.1",
        "_pressrun": {"format": "1"},
        "title": '桥 "与" <路>',
        "home_page_url": FOLDER + "index.html",
        "feed_url": FOLDER + "feed.json",
        "next_url": FOLDER + "archive/2025-02.json",
        "authors": [{"name": "河岸通讯 & 友"}],
        "language": "zh-CN",
        "hubs": [{"type": "WebSub", "url": "https://hub.example.org/"}],
    }


def test_an_item_says_all_that_an_entry_does() -> None:
    """And keeps what the press has to know again."""
    (item, _) = json.loads(json_feed.serialise(page()))["items"]

    assert item == {
        "id": "tag:example.org,2026:item/00000000000000000000000000000001",
        "url": "https://example.org/bridge?a=1&b=2#000000000001",
        "title": "新桥 <1> & 旧桥",
        "content_html": "<p>桥 &amp; 路 <em>今天</em>开放。</p>",
        "summary": "桥 & 路 今天开放。",
        "image": "https://example.org/bridge.png?a=1&b=2",
        "date_published": "2025-03-14T01:23:44.000000+08:00",
        "date_modified": "2025-03-15T01:23:44.000000+08:00",
        "authors": [{"name": "河岸通讯", "url": "https://example.org/about?a=1&b=2"}],
        "tags": ["河岸日报", "城南, 网"],
        "language": "zh-CN",
        "_pressrun": {"captures": ["b/二.md", "a.md"], "cut": False, "about": {"a": None, "z": 1}},
    }


def test_what_an_entry_has_not_is_not_said() -> None:
    """No picture, no tags, no memory."""
    (item,) = json.loads(json_feed.serialise(feed(replace(entry(), categories=()))))["items"]

    assert item.keys().isdisjoint({"image", "tags", "_pressrun"})


def test_each_item_is_one_line_and_so_is_each_member_of_the_feed() -> None:
    """A digest that comes or goes is a line of a diff, or two."""
    lines = json_feed.serialise(page()).splitlines()

    assert [line.partition(b":")[0] for line in lines] == [
        b'{"version"',
        b'"_pressrun"',
        b'"title"',
        b'"home_page_url"',
        b'"feed_url"',
        b'"next_url"',
        b'"authors"',
        b'"language"',
        b'"hubs"',
        b'"items"',
        b'{"id"',
        b'{"id"',
        b"]}",
    ]


def test_the_order_of_what_is_remembered_is_no_matter() -> None:
    """No dictionary's order is in a byte (law 2)."""
    (kept, _) = archive().entries
    turned = dict(reversed(list(kept.remembered.items())))

    assert json_feed.serialise_entry(replace(kept, remembered=turned)) == json_feed.serialise_entry(kept)


@pytest.mark.parametrize("written", [page(), feed(), archive(), replace(page(), entries=())])
def test_every_feed_is_good_for_the_schema(written: Feed) -> None:
    """One written from the specification of version 1.1."""
    assert list(SCHEMA.iter_errors(json.loads(json_feed.serialise(written)))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"id":', b'"name":'),
        (b'"content_html":', b'"content":'),
        (b"+08:00", b""),
        (b'"authors":[{"name":', b'"authors":[{"names":'),
        (b'"items":[', b'"items":[1,'),
        (b'"title":', b'"title":1,"_x":'),
        (b"https://feeds.example.org/bridges/feed.json", b"feed.json"),
    ],
)
def test_the_schema_finds_what_is_wrong(old: bytes, new: bytes) -> None:
    """A judge that accepts everything is none."""
    data = GOLDEN.read_bytes()
    assert old in data

    assert list(SCHEMA.iter_errors(json.loads(data.replace(old, new)))) != []


@law
@given(FEEDS)
def test_any_feed_is_utf8_and_json(written: Feed) -> None:
    """Whatever its words are: no control character stands bare, and each item is on its line."""
    data = json_feed.serialise(written)

    read = json.loads(data.decode("utf-8"))
    assert [item["title"] for item in read["items"]] == [each.title for each in written.entries]
    assert min(data.replace(b"\n", b" ")) == 0x20
    assert sum(line.startswith(b'{"id":') for line in data.split(b"\n")) == len(written.entries)


def test_a_number_that_json_has_not_is_refused() -> None:
    """What would be no JSON is not written."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_feed.serialise_entry(replace(entry(), remembered={"x": float("nan")}))


def test_over_the_limit_the_oldest_items_are_left_out() -> None:
    """To the byte, and never below one."""
    whole = json_feed.serialise(page())
    newest = json_feed.serialise(replace(page(), entries=page().entries[:1]))

    assert json_feed.serialise(page(), len(whole)) == whole
    assert json_feed.serialise(page(), len(whole) - 1) == newest
    assert json_feed.serialise(page(), 10) == newest
