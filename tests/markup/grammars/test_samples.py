"""Captures of our own in the shapes that digests have, each with all that is read from it beside it.

A capture lies in the folder of its grammar; those of `none` only look like digests.
"""

from __future__ import annotations

import json
import re
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from pressrun.capture import split
from pressrun.digest import Digest, believe
from pressrun.markup import clean_items, may_split, outline
from pressrun.markup.grammars import GRAMMARS, NONE
from tests.markup.reading import FILLER, faults

_FOLDER = Path(__file__).parent
_CAPTURES = sorted(path.relative_to(_FOLDER).as_posix() for path in _FOLDER.glob("*/*.md"))
_FILLED = re.compile(f"(?:{FILLER})+[{FILLER}]*")


def seen(path: Path) -> dict[str, Any]:
    """The grammar of a capture and its items, every field of them; filler is shortened."""
    capture = split(path.name, path.read_bytes())
    digest = believe(capture, UTC)
    assert isinstance(digest, Digest), digest
    made = outline(digest, capture.body)
    reading = clean_items(digest, made)
    assert may_split(capture.body, digest.title, page=False) or reading.whole
    assert [fault for item in reading.items for fault in faults(item)] == []
    return {
        "grammar": made.grammar,
        "items": [
            {
                "title": item.title,
                "categories": list(item.categories),
                "links": list(item.links),
                "attribution": item.attribution,
                "summary": _FILLED.sub("*", item.summary),
                "html": _FILLED.sub("*", item.html).split("\n"),
                "cut": item.cut,
            }
            for item in reading.items
        ],
    }


@pytest.mark.parametrize("name", _CAPTURES)
def test_a_capture_is_read_as_the_list_beside_it_says(name: str) -> None:
    """Grammar, titles, categories, links, attributions, summaries, texts and the mark of a cut, in full."""
    expected = json.loads((_FOLDER / name).with_suffix(".json").read_bytes())
    assert seen(_FOLDER / name) == expected
    assert expected["grammar"] == name.partition("/")[0]


def test_every_grammar_has_its_captures() -> None:
    """A grammar is a small function and a folder of samples."""
    assert {name.partition("/")[0] for name in _CAPTURES} == {*GRAMMARS, NONE}
