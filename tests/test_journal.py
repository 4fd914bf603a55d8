"""What a service says: a line an event."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest

from pressrun.journal import event, open_journal


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Logging is the process's own, so it is given back as it was."""
    root = logging.getLogger()
    handlers, level, raises = root.handlers[:], root.level, logging.raiseExceptions
    yield
    root.handlers[:], logging.raiseExceptions = handlers, raises
    root.setLevel(level)


def said(style: str, message: str, **fields: object) -> str:
    """The line of an error."""
    stream = io.StringIO()
    open_journal(style, stream)
    event("cycle.failed", message, level=logging.ERROR, **fields)
    return stream.getvalue()


@pytest.mark.parametrize("style", ["json", "auto"])
def test_off_a_terminal_an_event_is_a_line_of_json(style: str) -> None:
    """Time, level, name and words, and what a program would ask for."""
    line = said(style, "error: it is full", failed=3)

    told = json.loads(line)
    assert line.count("\n") == 1
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", told.pop("time"))
    assert told == {"level": "error", "event": "cycle.failed", "message": "error: it is full", "failed": 3}


def test_for_people_it_is_the_time_and_the_words() -> None:
    """The level where it is no INFO."""
    assert re.fullmatch(r"\S+ error: it is full\n", said("text", "it is full", failed=3))


@pytest.mark.parametrize("style", ["json", "text"])
@pytest.mark.parametrize("name", ["a\nb", "a\x1b[2Jb", "a\u202eb", "a\udcffb"])
def test_a_hostile_name_stays_on_its_line_and_moves_no_cursor(style: str, name: str) -> None:
    """Titles and file names are strangers' text."""
    line = said(style, f"new: {name}", path=name)

    assert line.count("\n") == 1
    assert line.rstrip("\n").isprintable()
    line.encode("utf-8")


def test_what_libraries_warn_of_comes_out_the_same_way() -> None:
    """Under the name of the library."""
    stream = io.StringIO()
    open_journal("json", stream)
    logging.getLogger("apscheduler.scheduler").warning("late by %d s", 3)

    told = json.loads(stream.getvalue())
    assert (told["event"], told["message"]) == ("apscheduler.scheduler", "late by 3 s")
