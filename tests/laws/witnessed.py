"""What a run did to the disk and to the network, told by the witness it ran under."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.cli.process import Argument, Finished, finish

WITNESS = Path(__file__).with_name("witness.py")


@dataclass(frozen=True)
class Event:
    """One thing that a run did: "read", "write", "fsync", "os.rename" …, and the paths it did it to."""

    name: str
    paths: tuple[Path, ...]
    flags: int


@dataclass(frozen=True)
class Witnessed:
    """How a run ended, and all it did before."""

    finished: Finished
    events: tuple[Event, ...]

    def named(self, *names: str) -> list[Event]:
        """The events of these names, in the order they happened."""
        return [event for event in self.events if event.name in names]

    def below(self, folder: Path, *names: str) -> list[Event]:
        """The events of these names that touch the folder or something below it."""
        return [
            event for event in self.named(*names) if any(path.is_relative_to(folder) for path in event.paths)
        ]


def witness(log: Path, *arguments: Argument, fault: str | None = None) -> list[str]:
    """The command line of `pressrun` with these arguments under the witness."""
    return [sys.executable, str(WITNESS), str(log), *((fault,) if fault else ()), *map(str, arguments)]


def watched(
    folder: Path, *arguments: Argument, fault: str | None = None, env: Mapping[str, str] | None = None
) -> Witnessed:
    """`pressrun` in this folder, run to its end under the witness.

    Args:
        folder: the working folder.
        arguments: as on the command line.
        fault: as for witness.py: "os.rename:1:kill".
        env: variables of the run.
    """
    log = folder.parent / f"{folder.name}.log"
    log.unlink(missing_ok=True)
    finished = finish(witness(log, *arguments, fault=fault), cwd=folder, env=env)
    return Witnessed(finished, tuple(told(log)))


def told(log: Path) -> list[Event]:
    """The events of a log."""
    return [
        Event(name, tuple(map(Path, paths)), flags)
        for name, paths, flags in map(json.loads, log.read_text("utf-8").splitlines())
    ]
