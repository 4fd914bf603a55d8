"""The note that a watch leaves of itself: what it does, how its last cycle went, when the next one comes.

`pressrun status` and the server's /readyz read it. It is written whole or not at all and is never waited for:
a power cut may lose it, and the next cycle writes it again.
"""

from __future__ import annotations

import json
import math
import os
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from pressrun.store.lock import state_folder
from pressrun.store.state import make_state

_NAME = "pulse.json"
_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Pulse:
    """A watch at one moment. Times are seconds since the epoch (UTC) by the wall clock; 0: not yet.

    Attributes:
        doing: `pressing`, `waiting` or `stopped`.
        host: where it runs.
        pid: its process.
        since: when it started.
        cycles: how many have ended.
        began: when the last cycle began, or the one that runs.
        ended: when the last cycle ended.
        good: whether that one was good: pressed, and no column guarded.
        error: what it said if it was not.
        seconds: how long it took.
        counts: captures, published, rejected, duplicates, columns; documents written, unchanged, removed: of
            the last good cycle.
        good_at: when the last good cycle ended.
        next_run: when the next one is due; a file event may bring it forward.
        interval: seconds from one cycle to the next at the most.
    """

    doing: str
    host: str = ""
    pid: int = 0
    since: float = 0.0
    cycles: int = 0
    began: float = 0.0
    ended: float = 0.0
    good: bool = False
    error: str = ""
    seconds: float = 0.0
    counts: Mapping[str, int] = field(default_factory=dict)
    good_at: float = 0.0
    next_run: float = 0.0
    interval: float = 0.0


def here(doing: str, since: float) -> Pulse:
    """The pulse of this process before its first cycle."""
    return Pulse(doing, socket.gethostname(), os.getpid(), since)


def write_pulse(state: Path, output: Path, pulse: Pulse) -> None:
    """Leaves the note for this output, in the place of the one before.

    Raises:
        OSError: the state cannot be written.
    """
    make_state(state)
    folder = state_folder(state, output)
    folder.mkdir(exist_ok=True)
    # One watch an output, so one name: what a crash leaves is replaced, and never a second one.
    temporary = folder / f"{_NAME}.new"
    try:
        temporary.write_text(json.dumps(asdict(pulse), ensure_ascii=True, sort_keys=True), "utf-8")
        temporary.replace(folder / _NAME)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def read_pulse(state: Path, output: Path) -> Pulse | None:
    """The last note for this output; None where there is none that we wrote."""
    try:
        with (state_folder(state, output) / _NAME).open("rb") as file:
            told = json.loads(file.read(_LARGEST))
        return _believed(told)
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _believed(told: dict[str, Any]) -> Pulse:
    """A note with the types of ours.

    Raises:
        LookupError, AttributeError, TypeError, ValueError: it is none of ours.
    """
    values: dict[str, Any] = {}
    for one in fields(Pulse):
        value = told[one.name]
        if one.name == "counts":
            value = {str(name): int(count) for name, count in value.items()}
        elif one.type == "float":
            value = _finite(value)
        elif type(value).__name__ != one.type:
            raise TypeError(one.name)
        values[one.name] = value
    return Pulse(**values)


def _finite(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TypeError("no number")
    return float(value)
