"""The note that a watch leaves of itself."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict
from pathlib import Path

import pytest

from pressrun.store.lock import state_folder
from pressrun.store.pulse import Pulse, here, read_pulse, write_pulse

PULSE = Pulse(
    doing="waiting",
    host="press",
    pid=7,
    since=1.5,
    cycles=3,
    began=8.0,
    ended=9.5,
    good=True,
    error="",
    seconds=1.5,
    counts={"captures": 4, "published": 3},
    good_at=9.5,
    next_run=309.5,
    interval=300.0,
)


def test_a_note_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Every field comes back."""
    write_pulse(tmp_path / "state", tmp_path / "feeds", PULSE)

    assert read_pulse(tmp_path / "state", tmp_path / "feeds") == PULSE


def test_a_note_replaces_the_one_before_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    """One file an output, whole at every moment."""
    write_pulse(tmp_path / "state", tmp_path / "feeds", PULSE)
    write_pulse(tmp_path / "state", tmp_path / "feeds", Pulse("stopped"))

    assert read_pulse(tmp_path / "state", tmp_path / "feeds") == Pulse("stopped")
    assert [file.name for file in state_folder(tmp_path / "state", tmp_path / "feeds").iterdir()] == [
        "pulse.json"
    ]


def test_each_output_has_a_note_of_its_own(tmp_path: Path) -> None:
    """Two watches may share a state."""
    write_pulse(tmp_path / "state", tmp_path / "one", PULSE)

    assert read_pulse(tmp_path / "state", tmp_path / "other") is None


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        json.dumps(asdict(PULSE))[:-2],
        json.dumps(asdict(PULSE) | {"ended": "soon"}),
        json.dumps(asdict(PULSE) | {"ended": float("nan")}),
        json.dumps(asdict(PULSE) | {"good": 1}),
        json.dumps(asdict(PULSE) | {"counts": [1]}),
    ],
    ids=["empty", "list", "null", "object", "deep", "cut", "text", "nan", "number", "counts"],
)
def test_what_is_no_note_of_ours_is_none(tmp_path: Path, said: str) -> None:
    """A damaged note is no error of a run."""
    write_pulse(tmp_path / "state", tmp_path / "feeds", PULSE)
    (state_folder(tmp_path / "state", tmp_path / "feeds") / "pulse.json").write_text(said)

    assert read_pulse(tmp_path / "state", tmp_path / "feeds") is None


def test_a_watch_begins_with_its_process_and_its_host() -> None:
    """Before the first cycle there is nothing else to tell."""
    assert here("pressing", 12.5) == Pulse("pressing", socket.gethostname(), os.getpid(), 12.5)
