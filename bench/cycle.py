"""What one more capture costs a press that goes by its ledger, and what a cycle costs where nothing changed.

    uv run bench/cycle.py                  # the archive sample
    uv run bench/cycle.py --grown          # invented captures: 1,600, 6,400 and 25,600, 40 a source

Inbox, output and state lie on the RAM disk. Each figure is a cycle of one process that keeps its press, as
`pressrun watch` does: from its start (the scan of the inbox) to the last published document. The first cycle
after a start reads the ledger.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from pressrun.cli.pool import pool
from pressrun.config import load
from pressrun.press.build import Edition, Press

SAMPLE = Path(__file__).parent.parent.parent / "shared" / "archive-sample.tar.xz"
RAM = Path("/dev/shm")  # noqa: S108  the RAM disk itself is what is measured
#: The source of the sample's largest column.
LARGEST = "Over Security - Cybersecurity news aggregator"
TEXT = (
    "The ferry crosses at noon, and whoever misses it waits for the next one on the pier, under the clock. "
)


def main() -> None:
    """Measures and prints a line a kind of cycle."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--grown", action="store_true", help="invented captures, in three sizes")
    options = parser.parse_args()
    if options.grown:
        for count in (1_600, 6_400, 25_600):
            with tempfile.TemporaryDirectory(dir=RAM) as folder:
                inbox = Path(folder) / "inbox"
                for number in range(count):
                    add(inbox, number, f"Source {number % (count // 40)}")
                measure(f"{count:,} invented captures", Path(folder), "Source 7", count, options.runs)
        return
    with tempfile.TemporaryDirectory(dir=RAM) as folder:
        with tarfile.open(SAMPLE) as tar:
            tar.extractall(Path(folder) / "inbox", filter="data")
        measure("the sample, its largest column", Path(folder), LARGEST, 0, options.runs)


def measure(name: str, folder: Path, source: str, first: int, runs: int) -> None:
    """Presses the folder's inbox, then times cycles with one more capture and with none."""
    names = {place: str(folder / place) for place in ("inbox", "output", "state")}
    config = load(Path("/dev/null"), {}, names)
    press = Press(config)
    # A file that changed within the last two seconds is read again, as in git.
    time.sleep(2.1)
    with pool(None) as executor:
        press.press(executor)
    press.close()
    again = Press(config)
    print(f"{name}:", flush=True)
    print(f"  first cycle, nothing changed     {timed(again)[0] * 1000:7.0f} ms")
    quiet = [timed(again)[0] for _ in range(runs)]
    print(f"  nothing changed                  {spread(quiet)}")
    new, written = [], set()
    for number in range(runs):
        add(Path(config.inbox), first + 1_000_000 + number, source)
        seconds, edition = timed(again)
        new.append(seconds)
        written.add(edition.documents.written)
    print(f"  one new capture                  {spread(new[1:])}, {sorted(written)} documents written")
    beyond = (statistics.median(new[1:]) - statistics.median(quiet)) * 1000
    print(f"  of these, beyond a quiet cycle   {beyond:7.0f} ms")
    print(f"  the first new capture            {new[0] * 1000:7.0f} ms")
    again.close()
    sys.stdout.flush()


def timed(press: Press) -> tuple[float, Edition]:
    """A cycle: its seconds, and what it told."""
    started = time.perf_counter()
    edition = press.press()
    return time.perf_counter() - started, edition


def add(inbox: Path, number: int, source: str) -> None:
    """A capture of one article, in a month of 2024."""
    day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
    path = inbox / day.replace("-", "/") / f"{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"---\ntitle: Report {number} from the pier\nurl: https://example.org/{number}\nsource: {source}\n"
        f"date: {day}\nfetch_date: 2025-05-02T08:30:00\n---\n\n{number}. {TEXT * 20}\n",
        "utf-8",
    )


def spread(seconds: list[float]) -> str:
    """Median, and the lowest and highest of the runs."""
    low, middle, high = (value * 1000 for value in (min(seconds), statistics.median(seconds), max(seconds)))
    return f"{middle:7.0f} ms (lowest {low:.0f}, highest {high:.0f})"


if __name__ == "__main__":
    main()
