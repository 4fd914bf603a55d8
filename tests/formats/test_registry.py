"""Which format a document is in, told by its name; and what it costs to ask."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pressrun.formats import atom, json_feed, rss, splicing
from pressrun.formats.registry import format_of, seams_of
from tests.formats.words import feed


@pytest.mark.parametrize(
    ("path", "module", "seams"),
    [
        ("bridges/feed.xml", atom, splicing.ATOM),
        ("bridges/items.xml", atom, splicing.ATOM),
        ("bridges/items/2024-11/0123456789abcdef.xml", atom, splicing.ATOM),
        ("bridges/archive/2024-11.xml", atom, splicing.ATOM),
        ("attributions/rss/feed.xml", atom, splicing.ATOM),
        ("bridges/rss.xml", rss, splicing.RSS),
        ("bridges/feed.json", json_feed, splicing.JSON_FEED),
        ("bridges/archive/2024-11.json", json_feed, splicing.JSON_FEED),
    ],
)
def test_a_name_tells_the_format(path: str, module: object, seams: splicing.Seams) -> None:
    """Every feed of the output layout."""
    assert format_of(path) is module
    assert seams_of(path) is seams


@pytest.mark.parametrize(
    "path", ["edition.json", "report.json", "index.html", "bridges/index.html", "feeds.opml"]
)
def test_what_is_no_feed_has_no_format(path: str) -> None:
    """The lists at the top, and pages."""
    with pytest.raises(LookupError, match="no feed stands at"):
        format_of(path)


@pytest.mark.parametrize("path", ["a/feed.xml", "a/rss.xml", "a/feed.json"])
def test_a_format_writes_what_it_can_cut(path: str) -> None:
    """The module and the seams under one name belong together."""
    data = format_of(path).serialise(feed())

    assert list(seams_of(path).entries_of(data)) == [entry.id for entry in feed().entries]


def test_json_and_cutting_need_no_feedgen() -> None:
    """80 ms of start-up that a run without a change of Atom or RSS does not pay (law 12)."""
    script = """
import sys
from pressrun.formats.registry import format_of, seams_of
seams_of("a/feed.xml"), seams_of("a/rss.xml"), format_of("a/feed.json")
import pressrun.formats.reading_json
print(sorted({"feedgen", "lxml"} & sys.modules.keys()))
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ran.stdout == "[]\n"
