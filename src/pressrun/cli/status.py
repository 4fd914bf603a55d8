"""`pressrun status`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pressrun.cli.options import config_option, load_config, write_data

if TYPE_CHECKING:
    from pressrun.store.pulse import Pulse


@click.command("status")
@click.option("--output", "-o", metavar="DIR", help="The folder that is published to.  [feeds]")
@click.option("--state", metavar="DIR", help="Where the watch leaves its note.  [.pressrun]")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status_command(output: str | None, state: str | None, config_file: Path | None, *, as_json: bool) -> None:
    """Tell whether a watch is running, how its last cycle went, and when the next one comes.

    Exit code 0 if one is running and its last cycle was good, else 3.
    """
    config = load_config(config_file, output=output, state=state)
    from pressrun.reports.text import printable  # noqa: PLC0415
    from pressrun.store.lock import is_kept  # noqa: PLC0415
    from pressrun.store.pulse import read_pulse  # noqa: PLC0415

    places = Path(config.output), Path(config.state)
    running, pulse = is_kept(*places), read_pulse(places[1], places[0])
    if as_json:
        record: dict[str, object] = {"output": config.output, "running": running}
        write_data(
            json.dumps(record | ({"pulse": asdict(pulse)} if pulse else {"pulse": None}), sort_keys=True)
        )
    else:
        for line in _told(config.output, pulse, running=running):
            write_data(printable(line))
    # Before its first cycle has ended nothing is wrong with a watch.
    if not running or (pulse is not None and pulse.cycles and not pulse.good):
        sys.exit(3)


def _told(output: str, pulse: Pulse | None, *, running: bool) -> Iterator[str]:
    if pulse is None:
        yield f"{output}: {'a watch has just started' if running else 'no watch has run'}"
        return
    now = time.time()
    who = f"process {pulse.pid} on {pulse.host}, since {_moment(pulse.since)}"
    if running:
        yield f"{output}: {'pressing' if pulse.doing == 'pressing' else 'watching'} ({who})"
    else:
        ended = "stopped" if pulse.doing == "stopped" else "gone without a word"
        yield f"{output}: no watch is running; the last one {ended} ({who})"
    if not pulse.cycles:
        yield "last cycle: none has ended"
        return
    outcome = "good" if pulse.good else f"failed: {pulse.error}"
    when = f"{_moment(pulse.ended)} ({_ago(now - pulse.ended)} ago)"
    yield f"last cycle: {when}, {pulse.seconds:.1f} s, {outcome}"
    if not pulse.good:
        yield f"last good cycle: {_moment(pulse.good_at) if pulse.good_at else 'none'}"
    if pulse.counts:
        yield "counts: " + ", ".join(f"{count} {name}" for name, count in pulse.counts.items())
    if running and pulse.next_run:
        yield f"next cycle: {_moment(pulse.next_run)}, or when a file changes"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _ago(seconds: float) -> str:
    seconds = max(0, int(seconds))
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
