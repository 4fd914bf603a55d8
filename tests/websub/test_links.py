"""Which documents name a hub, and which do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pressrun.compose import names_hubs
from pressrun.config import Config
from pressrun.press.edition import check_edition
from pressrun.rules import catalogue
from tests.press.pressing import config, plain, press, tree
from tests.samples import capture, write
from tests.serve.serving import serving

LIVE = ("feed.xml", "items.xml", "rss.xml", "feed.json")
HUBS = ("https://hub.example.org/", "http://other.example.net/push?a=1&b=2")
VALUES: dict[str, Any] = {"websub": {"hubs": HUBS}, "feeds": {"attributions": {"enabled": True, "least": 1}}}
WITHOUT = VALUES | {"websub": {"hubs": ()}}


def inbox(folder: Path) -> None:
    """Two months of two columns, and items that are attributed."""
    write(folder / "inbox", "2025/03/14/a.md", capture())
    write(folder / "inbox", "2025/03/14/b.md", plain(1))
    write(folder / "inbox", "2025/04/01/c.md", plain(2, date="2025-04-01"))


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with two hubs."""
    folder = tmp_path_factory.mktemp("edition")
    inbox(folder)
    press(folder, **VALUES)
    return folder


def naming(output: Path) -> set[str]:
    """The documents in which a hub's address stands."""
    return {path for path, data in tree(output).items() if b"hub.example.org" in data}


def test_the_live_feeds_of_each_column_and_attribution_name_them(edition: Path) -> None:
    """Atom, RSS and JSON; no archive, no feed of one item, no page."""
    assert naming(edition / "feeds") == {
        *(f"{slug}/{name}" for slug in ("chen-jian-su-du", "he-an-tong-xun") for name in LIVE),
        *(f"attributions/{slug}/feed.xml" for slug in ("cheng-nan-wang", "he-an-ri-bao")),
    }


def test_what_is_asked_whether_it_names_hubs_says_what_the_documents_say(edition: Path) -> None:
    """Of every path of the edition: a hub is told of these, and of no other."""
    assert {path for path in tree(edition / "feeds") if names_hubs(path)} == naming(edition / "feeds")


def test_each_format_names_them_in_its_own_words(edition: Path) -> None:
    """A link element in Atom, the same in RSS under Atom's prefix, `hubs` in a JSON Feed."""
    column = edition / "feeds" / "chen-jian-su-du"
    second = "http://other.example.net/push?a=1&amp;b=2"

    for name in ("feed.xml", "items.xml"):
        text = (column / name).read_text("utf-8")
        assert '<link href="https://hub.example.org/" rel="hub"/>' in text
        assert f'<link href="{second}" rel="hub"/>' in text
    rss = (column / "rss.xml").read_text("utf-8")
    assert '<atom:link href="https://hub.example.org/" rel="hub"/>' in rss
    assert f'<atom:link href="{second}" rel="hub"/>' in rss
    assert json.loads((column / "feed.json").read_bytes())["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example.org/"},
        {"type": "WebSub", "url": "http://other.example.net/push?a=1&b=2"},
    ]


def test_the_judge_finds_nothing_wrong_with_them(edition: Path) -> None:
    """Neither the profile of our Atom nor the rules of the other formats."""
    believed = Config.model_validate(VALUES)

    checked = check_edition(edition / "feeds", believed, catalogue())

    assert [f"{one.code} {one.path}: {one.message}" for one in checked.findings] == []


def test_hubs_that_come_and_go_change_the_live_feeds_alone(tmp_path: Path) -> None:
    """Without hubs an edition has the bytes that it had; no entry and no time differs in between."""
    inbox(tmp_path)
    press(tmp_path, **WITHOUT)
    before = tree(tmp_path / "feeds")

    came = press(tmp_path, **VALUES)
    named = naming(tmp_path / "feeds")
    press(tmp_path, **WITHOUT)

    assert set(came.changes) == named
    assert tree(tmp_path / "feeds") == before


def test_the_server_names_hub_and_self_in_a_header(edition: Path) -> None:
    """Of every live feed, in any coding; W3C WebSub §4 has subscribers look there first."""
    base = config(edition).edition.base_url
    with serving(edition) as server:
        for name in LIVE:
            address = f"/chen-jian-su-du/{name}"
            expected = {
                f'<{base}chen-jian-su-du/{name}>; rel="self"',
                *(f'<{hub}>; rel="hub"' for hub in HUBS),
            }
            assert set(server.get(address).headers["link"].split(", ")) == expected
            assert set(server.get(address, "HEAD").headers["link"].split(", ")) == expected
            packed = server.get(address, accept_encoding="gzip")
            assert packed.headers["content-encoding"] == "gzip"
            assert set(packed.headers["link"].split(", ")) == expected
        archive = server.get("/chen-jian-su-du/archive/2025-03.xml")
        assert archive.headers["link"] == f'<{base}chen-jian-su-du/archive/2025-03.xml>; rel="self"'
