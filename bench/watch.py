"""A watch under real conditions: stopped, started, filled while it presses, left to itself for hours.

    uv run python bench/watch.py stop --count 200 --seconds 6   SIGTERM at random moments
    uv run python bench/watch.py starts --count 50              so many at once: one writes
    uv run python bench/watch.py burst --count 20000            so many captures arrive while a cycle runs
    uv run python bench/watch.py clock                          the wall clock jumps: -1 h, -1 d, +1 h, +365 d
    uv run python bench/watch.py schedule --hours 24            a clock that runs 240 times as fast (faketime)
    uv run python bench/watch.py soak --seconds 600             adds, edits, removals, and a model of them

Everything is written below a temporary folder. Exit code 1: a promise of the issue is not kept.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from soaking import schedule, soak
from watched import FAKETIME, digests, ended, pulse, started, torn, until, used, write

LIMIT = 5.0
#: A jump may cost so much time of the processor and so much memory (KiB), and take so many intervals.
SECONDS, MEMORY, INTERVALS = 2.0, 20 * 1024, 2


def stop(folder: Path, times: int, seconds: float, seed: int) -> bool:
    """Stops cycles that write much, again and again; looks at each document that is left, and presses on."""
    chance, inbox, output = random.Random(seed), folder / "inbox", folder / "feeds"  # noqa: S311  no secret
    inbox.mkdir()
    write(inbox, range(400))
    bad, worst, found = 0, 0.0, Counter[str]()
    for number in range(times):
        # Another address changes every document; the edition of before is anything between old and new.
        (folder / "c.toml").write_text(f'[edition]\nbase_url = "http://host-{number}.example/"\n')
        process = started(folder, inbox, "--every", "1h")
        # Until then Python itself is starting, and nobody has said what SIGTERM means.
        while not catches(process.pid, signal.SIGTERM):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, seconds))
        code, took = ended(process)
        worst = max(worst, took)
        wrong = torn(output) if output.exists() else []
        addresses = len({path.read_bytes().count(f"host-{number}.".encode()) > 0 for path in feeds(output)})
        found["mixed" if addresses > 1 else "one edition"] += 1
        if code or took > LIMIT or wrong:
            bad += 1
            print(f"{number}: exit code {code}, {took:.2f} s, not whole: {wrong[:5]}")
    (folder / "c.toml").write_text("")
    build = [sys.executable, "-m", "pressrun", "build", "inbox", "--config", "c.toml"]
    for place in ("feeds", "cold"):
        subprocess.run([*build, "--output", place], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    same = contents(output) == contents(folder / "cold")
    print(f"seed {seed}: {times} stops, {bad} bad, the slowest {worst:.2f} s; left behind: {dict(found)}")
    print(
        f"the next build gives {'the edition of a cold one' if same else 'ANOTHER EDITION than a cold one'}"
    )
    return not bad and same


def feeds(output: Path) -> list[Path]:
    """The current feeds."""
    return sorted(output.glob("*/feed.xml"))


def contents(output: Path) -> dict[Path, bytes]:
    """Every file below a folder."""
    return {path.relative_to(output): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def catches(process: int, number: signal.Signals) -> bool:
    """Whether the process has a handler for the signal."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    caught = next(line.split()[1] for line in lines if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (number - 1) & 1)


def starts(folder: Path, count: int) -> bool:
    """Starts so many at once; all but one leave with 4."""
    inbox = folder / "inbox"
    inbox.mkdir()
    write(inbox, range(20))
    watches = [started(folder, inbox, "--every", "1h", "--jobs", "1") for _ in range(count)]
    until(lambda: sum(one.poll() is None for one in watches) <= 1, "all but one have left")
    codes = Counter(one.returncode for one in watches)
    until(lambda: pulse(folder).cycles > 0, "it has pressed")
    left = [ended(one)[0] for one in watches if one.returncode is None]
    print(f"{count} starts: exit codes {dict(codes)}; the one that stayed {left}")
    return codes == {4: count - 1, None: 1} and left == [0] and len(digests(folder / "feeds")) == 20


def burst(folder: Path, count: int) -> bool:
    """Fills the inbox while a cycle runs."""
    inbox = folder / "inbox"
    inbox.mkdir()
    write(inbox, range(2000))
    process = started(folder, inbox, "--every", "1h")
    until(lambda: pulse(folder).doing == "pressing", "the first cycle has begun")
    write(inbox, range(2000, 2000 + count))
    during = pulse(folder).cycles
    took = until(lambda: pulse(folder).counts.get("captures") == 2000 + count, "all are published", 900)
    cycles = pulse(folder).cycles
    print(
        f"{count} captures, published {took:.1f} s after the last, in the {cycles - during}. cycle after it"
    )
    return ended(process)[0] == 0 and cycles - during <= 2


def clock(folder: Path) -> bool:
    """Sets the wall clock again and again."""
    inbox, every, good = folder / "inbox", 2, True
    inbox.mkdir()
    write(inbox, range(50))
    (folder / "now").write_text("+0")
    variables = {
        "LD_PRELOAD": FAKETIME,
        "FAKETIME_TIMESTAMP_FILE": str(folder / "now"),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
    process = started(folder, inbox, "--every", f"{every}s", variables=variables)
    until(lambda: pulse(folder).cycles >= 2, "two cycles")
    for jump in ("-1h", "+0", "-1d", "+0", "+1h", "+0", "+365d", "+0"):
        before, cycles = used(process.pid), pulse(folder).cycles
        (folder / "next").write_text(jump)
        (folder / "next").replace(folder / "now")
        took = until(lambda: pulse(folder).cycles > cycles, "the next cycle")  # noqa: B023  called at once
        time.sleep(every * 2)
        after = used(process.pid)
        spent, grown, later = after[0] - before[0], after[1] - before[1], pulse(folder).cycles - cycles
        good = good and took < every * INTERVALS and spent < SECONDS and grown < MEMORY
        print(
            f"{jump}: the next cycle after {took:.2f} s, {later} in all; {spent:.2f} s CPU, {grown} KiB more"
        )
    return ended(process)[0] == 0 and good


def main() -> None:
    """Runs one of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["stop", "starts", "burst", "clock", "schedule", "soak"])
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--speed", type=int, default=240)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))  # noqa: S311
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = {
            "stop": lambda: stop(folder, asked.count, asked.seconds, asked.seed),
            "starts": lambda: starts(folder, asked.count),
            "burst": lambda: burst(folder, asked.count),
            "clock": lambda: clock(folder),
            "schedule": lambda: schedule(
                folder, asked.hours, asked.speed, ("--every", "5m"), asked.hours * 12
            ),
            "soak": lambda: soak(folder, asked.seconds, asked.seed),
        }[asked.what]()
        if not good:
            print((folder / "err").read_text()[-1500:])
    sys.exit(not good)


if __name__ == "__main__":
    main()
