"""An inbox that is written to for hours, and what a watch has made of it: the long benches of the watch."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from watched import FAKETIME, VERSIONS, digests, ended, pulse, started, text_of, until, used
from watched import write as _write

from pressrun.store.pulse import Pulse

_HOUR = 3600


@dataclass
class Model:
    """What the edition has to be: a digest for each capture that stands, with the id that it had at first."""

    inbox: Path
    random: random.Random
    standing: dict[int, int] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    changes: int = 0

    def begin(self, count: int) -> None:
        """So many pieces."""
        self.inbox.mkdir()
        _write(self.inbox, range(count))
        self.standing = dict.fromkeys(range(count), 0)
        self.last = dict(self.standing)

    def change(self, *, slowly: bool) -> None:
        """Adds a piece, edits one or removes one; they stay about as many as they are."""
        number = self.random.randrange(600)
        version = self.standing.get(number)
        self.changes += 1
        if version is None:
            # A removal that no cycle saw is an edit, and only of a later capture.
            self._put(number, self.last.get(number, -1) + 1, slowly=slowly)
        elif self.random.random() < 0.5 and version + 1 < VERSIONS:
            self._put(number, version + 1, slowly=slowly)
        elif len(self.standing) > 150:
            (self.inbox / f"{number}.md").unlink()
            del self.standing[number]

    def _put(self, number: int, version: int, *, slowly: bool) -> None:
        if slowly and number % 2:
            text = text_of(number, version)
            with (self.inbox / f"{number}.md").open("w") as file:
                for start in range(0, len(text), 300):
                    file.write(text[start : start + 300])
                    file.flush()
                    time.sleep(0.05)
        else:
            _write(self.inbox, [number], version)
        self.standing[number] = self.last[number] = version

    def look(self, output: Path) -> dict[int, int]:
        """What is published: the text of each piece. An id that is another than before is a problem."""
        published = {}
        for number, entries in digests(output).items():
            if len(entries) > 1:
                self.problems.append(f"piece {number} is published {len(entries)} times")
            ((name, version), *_) = entries
            if self.ids.setdefault(number, name) != name:
                self.problems.append(f"piece {number} has another id")
            published[number] = version
        return published

    def differs(self, output: Path) -> str:
        """What the edition has and the inbox has not, or the other way round; empty: nothing."""
        published = self.look(output)
        odd = {
            one for one in published.keys() | self.standing if published.get(one) != self.standing.get(one)
        }
        shown = [(one, self.standing.get(one), published.get(one)) for one in sorted(odd)[:5]]
        return f"{len(odd)} pieces differ (number, inbox, edition): {shown}" if odd else ""


class Meter:
    """Memory and open files between cycles, sampled now and then."""

    def __init__(self, folder: Path, process: int) -> None:
        self._folder = folder
        self._process = process
        self.samples: list[tuple[int, int]] = []

    def look(self) -> None:
        """A sample, unless a cycle runs."""
        before = pulse(self._folder)
        _, memory, files = used(self._process)
        after = pulse(self._folder)
        if before.doing == after.doing == "waiting" and before.cycles == after.cycles:
            self.samples.append((memory, files))

    def told(self) -> str:
        """The medians of five parts of the time: flat, or not."""
        size = max(1, len(self.samples) // 5)
        parts = [self.samples[at : at + size] for at in range(0, size * 5, size)]
        memory = [statistics.median(one[0] for one in part) / 1024 for part in parts if part]
        files = [max(one[1] for one in part) for part in parts if part]
        return f"MiB {[round(one, 1) for one in memory]}, open files {files}, {len(self.samples)} samples"


def soak(folder: Path, seconds: float, seed: int) -> bool:
    """Adds, edits and removes for so long; whether the edition is what the inbox says, minute by minute."""
    model = Model(folder / "inbox", random.Random(seed))  # noqa: S311  no secret
    # As many as there will be at last: of those that stand each second one is removed.
    model.begin(400)
    process = started(folder, model.inbox, "--every", "5s")
    until(lambda: pulse(folder).cycles > 0, "the first cycle")
    meter, end, minute = Meter(folder, process.pid), time.monotonic() + seconds, time.monotonic() + 60
    while time.monotonic() < end:
        model.change(slowly=True)
        time.sleep(model.random.choice([0.0, 0.1, 0.8]))
        meter.look()
        if time.monotonic() > minute or time.monotonic() > end:
            minute = time.monotonic() + 60
            settle(model, folder)
    settle(model, folder)
    code, took = ended(process)
    print(f"seed {seed}: {model.changes} changes, {pulse(folder).cycles} cycles; {meter.told()}")
    print(f"exit code {code} after {took:.2f} s; problems: {model.problems or 'none'}")
    return code == 0 and not model.problems


def settle(model: Model, folder: Path) -> None:
    """Waits until nothing is written any more; then edition and inbox must agree."""
    try:
        until(lambda: not model.differs(folder / "feeds"), "the edition is what the inbox says", 20)
    except TimeoutError:
        model.problems.append(model.differs(folder / "feeds"))


def schedule(folder: Path, hours: float, speed: int, words: tuple[str, ...], expected: float) -> bool:
    """So many hours of a clock that runs faster; whether as many cycles came as are expected, and no more."""
    model = Model(folder / "inbox", random.Random(1))  # noqa: S311
    model.begin(200)
    variables = {"LD_PRELOAD": FAKETIME, "FAKETIME": f"@2025-03-29 00:00:00 x{speed}", "NO_FAKE_STAT": "1"}
    process = started(folder, model.inbox, *words, "--jobs", "1", variables=variables)
    until(lambda: pulse(folder).cycles > 0, "the first cycle")
    first, meter, hour = pulse(folder), Meter(folder, process.pid), 0
    while _hours(first, pulse(folder)) < hours:
        meter.look()
        if _hours(first, pulse(folder)) > hour:
            hour += 1
            model.change(slowly=False)
        time.sleep(0.05)
    settle(model, folder)
    last = pulse(folder)
    cycles, took = last.cycles - first.cycles, _hours(first, last)
    code, _ = ended(process)
    print(f"{took:.1f} h at {speed} times the speed: {cycles} cycles, {hour} of them may be of file events")
    print(f"{meter.told()}; exit code {code}; problems: {model.problems or 'none'}")
    # An interval begins at the end of a cycle, and what that takes is so many times as long here.
    wanted = expected * took / hours
    return code == 0 and not model.problems and wanted * 0.9 - 1 <= cycles <= wanted + 3 * hour + 2


def _hours(first: Pulse, now: Pulse) -> float:
    return (now.ended - first.ended) / _HOUR
