"""What `pressrun check` costs on the archive sample: cold a core, cached, and its start-up.

    uv run bench/check.py --runs 5
    uv run bench/check.py --inbox FOLDER

Each run is a whole process from outside, its report written to a file; "CPU" is user and system time of
all its processes. The inbox lies on the RAM disk, so that reading it is warm. Medians are what to quote.
"""

from __future__ import annotations

import argparse
import os
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
PRESSRUN = str(Path(sys.executable).with_name("pressrun"))


def main() -> None:
    """Measures each kind of run and prints a line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inbox", type=Path, help="a folder of captures; by default the archive sample")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=RAM) as place:
        inbox = Path(place) / "inbox"
        if options.inbox:
            shutil.copytree(options.inbox, inbox)
        else:
            with tarfile.open(SAMPLE) as tar:
                tar.extractall(inbox, filter="data")
        measure(Path(place), inbox, options.runs)


def measure(place: Path, inbox: Path, runs: int) -> None:
    """Checks cold in one process, and again with all of it remembered; then one file, and no file."""
    captures = sum(1 for _ in inbox.rglob("*.md")) + sum(1 for _ in inbox.rglob("*.html"))
    config = place / "config.toml"
    config.write_text(f'state = "{place}/state"\n')
    report = ["--config", str(config), "--output-format", "concise", "-o", str(place / "report.txt")]
    cold = [PRESSRUN, "check", str(inbox), *report, "--jobs", "1", "--no-cache"]
    kept = [PRESSRUN, "check", str(inbox), *report]
    one = str(next((ROOT / "inbox").rglob("*.md")))
    run(kept)
    for name, command in (
        ("cold, one process", cold),
        ("cached", kept),
        ("one file", [PRESSRUN, "check", one, *report]),
        ("--version", [PRESSRUN, "--version"]),
    ):
        walls, cpus = zip(*(run(command) for _ in range(runs)), strict=True)
        rate = f", {captures / statistics.median(walls):.0f} captures/s" if command in (cold, kept) else ""
        cpu = statistics.median(cpus)
        print(
            f"{name:18} {runs} runs: wall {statistics.median(walls) * 1000:.0f} ms"
            f" ({min(walls) * 1000:.0f}..{max(walls) * 1000:.0f}), CPU {cpu * 1000:.0f} ms{rate}"
        )


def run(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of one run of the command, whatever it finds."""
    started = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment()
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in {0, 1}, command
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime


def environment() -> dict[str, str]:
    """This one's, with compiled modules kept as an installed program has them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


if __name__ == "__main__":
    main()
