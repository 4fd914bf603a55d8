"""A watch as a real process, and what it has said and written so far."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressrun.store.pulse import Pulse, read_pulse
from tests.cli.process import DEADLINE, command, environment, until


@dataclass
class Watching:
    """A watch at work: its process, its folder, and what it has said so far."""

    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def lines(self) -> list[str]:
        """Standard error so far, without a line that is being written."""
        return (self.folder / "stderr").read_text("utf-8").rpartition("\n")[0].splitlines()

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events so far, as JSON tells them."""
        return [json.loads(line) for line in self.lines]

    def told(self, name: str) -> list[dict[str, Any]]:
        """The events of this name."""
        return [event for event in self.events if event["event"] == name]

    @property
    def pulse(self) -> Pulse:
        """The note that it left last."""
        return read_pulse(self.folder / ".pressrun", self.folder / "feeds") or Pulse("")

    @property
    def cycles(self) -> int:
        """How many cycles have ended."""
        return self.pulse.cycles

    @property
    def captures(self) -> int:
        """How many captures the published edition accounts for; -1 where there is none."""
        return int(edition_of(self.folder)["captures"])

    def ask(self, number: signal.Signals) -> None:
        """Sends it a signal."""
        self.process.send_signal(number)

    def ended(self, seconds: float = DEADLINE) -> int:
        """The exit code, once it has ended."""
        return self.process.wait(seconds)

    def pressed(self, captures: int) -> None:
        """Waits until the edition accounts for so many, and the cycle that made it is over."""
        until(lambda: self.captures == captures, f"{captures} captures are pressed")
        until(lambda: self.pulse.counts.get("captures") == captures, "the cycle is over")


def edition_of(folder: Path) -> dict[str, Any]:
    """What the edition says of itself."""
    try:
        told = json.loads((folder / "feeds" / "edition.json").read_bytes())
    except FileNotFoundError:
        return {"captures": -1, "published": -1}
    assert isinstance(told, dict)
    return told


def group(number: int) -> list[int]:
    """The processes of the group that this one leads."""
    members = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.getpgid(int(entry.name)) == number:
                members.append(int(entry.name))
        except ProcessLookupError:
            continue
    return members


@contextmanager
def watching(
    folder: Path,
    *words: str,
    settle: str = "0",
    before: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> Iterator[Watching]:
    """A watch over the folder's inbox, every second; it is gone when the test is over."""
    folder.mkdir(exist_ok=True)
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(
            [*before, *command("watch", "--every", "1s", *words)],
            cwd=folder,
            env=environment({"PRESSRUN_WATCH__SETTLE": settle} | dict(variables or {})),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
    try:
        yield Watching(process, folder)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
