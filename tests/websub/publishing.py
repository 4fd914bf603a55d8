"""Editions that are published and announced in this process, and what was said of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pressrun.compose import names_hubs
from pressrun.press.build import build
from pressrun.store.lock import state_folder
from pressrun.websub.announcing import Announcer
from tests.press.pressing import config, tree

BASE = "http://127.0.0.1:8000/"
LIVE = ("feed.json", "feed.xml", "items.xml", "rss.xml")


@dataclass
class Said:
    """The events, in order, with their fields."""

    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __call__(self, name: str, message: str, *, level: int = 0, **fields: object) -> None:
        """Notes one."""
        self.events.append((name, fields | {"message": message, "level": level}))

    @property
    def names(self) -> list[str]:
        """Of the events."""
        return [name for name, _ in self.events]

    def message(self, name: str) -> str:
        """What the first event of this name says."""
        return str(next(fields["message"] for event, fields in self.events if event == name))


def announcer(folder: Path, *hubs: str, said: Said | None = None) -> Announcer:
    """Of the folder's edition, with these hubs."""
    return Announcer(config(folder, websub={"hubs": hubs}), said or Said())


def publish(folder: Path, *hubs: str, by: Announcer | None = None) -> set[str]:
    """Presses the folder's inbox and has the hubs told; the topics of live feeds that changed.

    What changed is seen on the disk, and not asked of the press.
    """
    output = folder / "feeds"
    before = tree(output)
    announces = by or announcer(folder, *hubs)
    announces.look()
    edition = build(config(folder, websub={"hubs": hubs}))
    announces.announce(edition.changes)
    if by is None:
        assert announces.finish(20) == 0
    return {
        BASE + path for path, data in tree(output).items() if names_hubs(path) and before.get(path) != data
    }


def waiting(folder: Path) -> dict[str, list[str]]:
    """The pings that are noted for the next process."""
    note = state_folder(folder / ".pressrun", folder / "feeds") / "pings.json"
    told: dict[str, list[str]] = json.loads(note.read_bytes()) if note.exists() else {}
    return told
