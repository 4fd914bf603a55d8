"""Memory: what a page of the archive keeps of a digest is what the next run knows of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.digest import Digest
from pressrun.history.deciding import decide, first
from pressrun.history.memory import memory_of, read_memory, write_memory
from pressrun.history.standing import Memory, Origin, Standing, Story, Superseded
from pressrun.identity import name_of
from tests.history.words import BRIDGE, LIBRARY, SLUG, digest, item, published

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-9, minutes=-30))])
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2999, 12, 30), timezones=ZONES)  # noqa: DTZ001
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
STORIES = st.builds(
    lambda name, number, updated, texts: Story(
        name_of(name),
        number,
        updated=updated if texts else None,
        superseded=tuple(Superseded(item(str(one))) for one in range(texts)),
        texts=texts,
    ),
    st.text(max_size=3),
    st.integers(1, 99),
    MOMENTS,
    st.integers(0, 3),
)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Any digest, edited or not."""
    stories = tuple(draw(st.lists(STORIES, min_size=1, max_size=4)))
    left = tuple((story.name, story.number) for story in draw(st.lists(STORIES, max_size=2)))
    key, via = draw(LINES), tuple(draw(st.lists(LINES, max_size=2)))
    origin = Origin(draw(LINES), draw(LINES), draw(MOMENTS), draw(LINES), cut=draw(st.booleans()))
    told = Digest(
        path=origin.path,
        key=key,
        title=draw(LINES),
        url=draw(LINES),
        source=draw(LINES),
        date=draw(st.dates(date(1900, 1, 1), date(2999, 12, 31))),
        fetched=origin.fetched,
        items=tuple(item(str(number)) for number in range(len(stories))),
        whole=draw(st.booleans()),
    )
    return Standing(told, name_of(key), origin, stories, draw(st.none() | MOMENTS), via, left)


def read(record: Any, of: Memory | None = None) -> Memory:
    """The memory that a page tells by a record."""
    known = of or published()[0]
    return read_memory(record, known.slug, known.title, known.url, known.source)


@given(standings())
def test_what_is_written_is_read_again(standing: Standing) -> None:
    """Through JSON; but for the titles of stories and the language, which the documents tell."""
    memory = memory_of(standing, SLUG, "en")
    known = read(json.loads(json.dumps(write_memory(standing))), memory)
    stories = tuple(replace(story, title="", superseded=()) for story in memory.stories)
    assert known == replace(memory, stories=stories, language=None)


def test_an_unedited_digest_of_several_items_takes_this_much() -> None:
    """Most digests are neither cut nor edited, and every byte stands in the edition for good."""
    _, standing = published()
    assert write_memory(standing) == {
        "key": standing.digest.key,
        "date": "2025-03-14",
        "path": "a.md",
        "source": "河岸通讯",
        "fetched": "2025-05-02T08:00:00+00:00",
        "content": standing.origin.content,
        "items": [[story.name, story.number] for story in standing.stories],
        "split": True,
    }


def test_an_edited_item_says_since_when_and_how_many_texts_it_has_had() -> None:
    """The texts themselves stand in its own document."""
    memory, before = published(item("新桥通车"), item("图书馆延长开放", LIBRARY))
    new = digest(item("新桥通车", BRIDGE.replace("三年", "四年")), item("图书馆延长开放", LIBRARY), hours=2)
    standing = decide(new, memory, before)
    bridge, library = standing.stories
    assert bridge.updated is not None
    assert write_memory(standing)["items"] == [
        [bridge.name, 1, bridge.updated.isoformat(), 1],
        [library.name, 2],
    ]


def test_a_path_that_is_no_utf_8_is_quoted() -> None:
    """JSON has no such text (RFC 7493), and the path tells which capture was written again."""
    written = write_memory(first(digest(path="a\udcff.md")))
    assert (written["path"], written["quoted"]) == ("", "a%FF.md")
    assert read(written).origin.path == "a\udcff.md"


RECORD = write_memory(published()[1])


@pytest.mark.parametrize("name", ["key", "date", "path", "source", "fetched", "content", "items"])
def test_a_record_that_lacks_something_is_none_of_ours(name: str) -> None:
    """It is a ValueError and nothing else."""
    with pytest.raises(ValueError, match=name):
        read({key: value for key, value in RECORD.items() if key != name})


@pytest.mark.parametrize(
    "damage",
    [
        {"date": "2025-02-30"},
        {"date": 20250314},
        {"fetched": "2025-05-02T08:00:00"},
        {"fetched": "yesterday"},
        {"fetched": None},
        {"updated": "2025-05-02T08:00:00"},
        {"updated": 7},
        {"items": None},
        {"items": 7},
        {"items": [7]},
        {"items": [[]]},
        {"items": [["ab", 1]]},
        {"items": [["a" * 32, "1"]]},
        {"items": [["a" * 32, True]]},
        {"items": [["a" * 32, 1, "2025-05-02T08:00:00+08:00"]]},
        {"items": [["a" * 32, 1, "2025-05-02T08:00:00", 1]]},
        {"items": [["a" * 32, 1, None, "many"]]},
        {"items": [["a" * 32, 1, None, None]]},
        {"items": [["a" * 32, 1, None, float("inf")]]},
        {"items": [["../" * 10 + "ab", 1]]},
        {"items": [[["a"] * 32, 1]]},
        {"left": [["a" * 32]]},
        {"left": [["A" * 32, 1]]},
        {"via": 7},
    ],
    ids=str,
)
def test_a_damaged_record_is_a_value_error(damage: dict[str, object]) -> None:
    """A page that somebody has edited, or a disk has damaged."""
    with pytest.raises(ValueError, match=r"."):
        read({**RECORD, **damage})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*RECORD, "cut", "via", "updated"]), JSON))
def test_whatever_a_record_holds_it_is_read_or_a_value_error(damage: dict[str, object]) -> None:
    """Never another exception."""
    try:
        read({**RECORD, **damage})
    except ValueError:
        return


@given(JSON)
def test_whatever_stands_in_its_place_is_read_or_a_value_error(record: object) -> None:
    """A list, a number, nothing."""
    try:
        read(record)
    except ValueError:
        return
