"""Captures a second and peak memory of `pressrun build` on the archive sample.

    uv run bench/press.py                        # output on a RAM disk and on the disk of /var/tmp
    uv run bench/press.py --inbox FOLDER --runs 5

Each run is a whole process from outside; the median of the runs is what to quote. The inbox is copied
to the RAM disk, so that reading it is warm. "memory" is the proportional set size (PSS) of all
processes together, sampled every 50 ms; "largest" the resident size of the largest one.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT.parent / "shared" / "archive-sample.tar.xz"
RAM = Path("/dev/shm")  # noqa: S108  the RAM disk itself is what is measured
DISK = Path("/var/tmp")  # noqa: S108


def main() -> None:
    """Measures and prints a line a place and kind of run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inbox", type=Path, help="a folder of captures; by default the archive sample")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=RAM) as ram, tempfile.TemporaryDirectory(dir=DISK) as disk:
        inbox = Path(ram) / "inbox"
        if options.inbox:
            shutil.copytree(options.inbox, inbox)
        else:
            with tarfile.open(SAMPLE) as tar:
                tar.extractall(inbox, filter="data")
        for name, place in (("RAM disk", Path(ram)), (str(DISK), Path(disk))):
            measure(name, inbox, place, options.runs, options.jobs)


def measure(name: str, inbox: Path, place: Path, runs: int, jobs: int) -> None:
    """Presses cold `runs` times, then as often with nothing changed."""
    output = place / "feeds"
    for kind in ("cold", "again"):
        rates, memories, captures = [], [], 0
        for _ in range(runs):
            if kind == "cold":
                shutil.rmtree(output, ignore_errors=True)
            seconds, memory, record = press(inbox, output, place / "state", jobs)
            captures = record["captures"]
            rates.append(captures / seconds)
            memories.append(memory)
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rate = f"median {statistics.median(rates):.0f} captures/s ({min(rates):.0f}..{max(rates):.0f})"
        size = f"memory {max(memories):.0f} MB, largest {largest:.0f} MB"
        print(f"{name:9} {kind:5} {captures} captures, {jobs} jobs, {runs} runs: {rate}, {size}")


def press(inbox: Path, output: Path, state: Path, jobs: int) -> tuple[float, float, dict[str, int]]:
    """One run: its wall seconds, the peak PSS of all its processes in MB, and what it reported."""
    empty = state.with_suffix(".toml")
    empty.touch()
    command = [sys.executable, "-m", "pressrun", "build", str(inbox), "--output", str(output)]
    command += ["--state", str(state), "--config", str(empty), "--jobs", str(jobs), "--json"]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory_of(process.pid))
        time.sleep(0.05)
    seconds = time.monotonic() - started
    assert process.stdout is not None
    assert process.returncode == 0
    return seconds, peak, json.loads(process.stdout.read())


def memory_of(pid: int) -> float:
    """The PSS of a process and its descendants in MB; those that just ended count nothing."""
    total, pending = 0, [pid]
    while pending:
        one = pending.pop()
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text("ascii").split()
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
        except (OSError, ProcessLookupError):
            continue
        pending += map(int, children)
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


if __name__ == "__main__":
    main()
