"""Feeds of any words that a feed may hold: astral characters, bidi, entities, markup and line ends."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from pressrun.characters import xml_legal
from pressrun.feed import Category, Entry, Feed, Link, Person, Tombstone

#: What XML and JSON treat as their own, what ends a line somewhere, and what else was met in captures.
_SNAGS = st.sampled_from(
    (
        *(
            "<",
            ">",
            "&",
            '"',
            "'",
            "]]>",
            "&amp;",
            "&#13;",
            "&copy",
            "\\",
            "\\u0041",
            "\r\n",
            "\r",
            "\n",
            "\t",
        ),
        *("\n<entry ", "\n<item>", '\n{"id":', "</entry>", "</feed>\n", "\x85", "\u2028", "\ufeff", "\u202e"),
        *("\u00ad", "\U0001f309", "桥", " "),
    )
)
_CHARACTERS = st.characters(exclude_categories=["Cs"]).map(xml_legal)
TEXT = st.lists(_SNAGS | _CHARACTERS, max_size=12).map("".join)
NAME = TEXT.filter(bool)
TIMES = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001  the zone is drawn
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
PERSONS = st.builds(Person, NAME, st.none() | NAME)
LINKS = st.builds(Link, TEXT, NAME, st.none() | TEXT, st.none() | TEXT)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ENTRIES = st.builds(
    Entry,
    id=NAME,
    title=NAME,
    updated=TIMES,
    published=TIMES,
    author=PERSONS,
    links=st.lists(LINKS, max_size=3).map(tuple),
    content=TEXT,
    summary=TEXT,
    language=st.sampled_from(["zh-CN", "en", "und"]),
    categories=st.lists(st.builds(Category, TEXT), max_size=3).map(tuple),
    thumbnail=st.none() | TEXT,
    remembered=st.dictionaries(TEXT, JSON_VALUES, max_size=3),
)
FEEDS = st.builds(
    Feed,
    id=NAME,
    title=NAME,
    updated=TIMES,
    author=PERSONS,
    links=st.lists(LINKS, max_size=4).map(tuple),
    language=st.sampled_from(["zh-CN", "en", "und"]),
    entries=st.lists(ENTRIES, max_size=3, unique_by=lambda entry: entry.id).map(tuple),
    stylesheet=st.sampled_from(["feed.css", "../feed.css", "../../../feed.css"]),
    tombstones=st.lists(st.builds(Tombstone, TEXT, TIMES), max_size=3).map(tuple),
    archive=st.booleans(),
)
