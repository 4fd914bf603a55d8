"""CPU seconds of pressrun's start: `--help`, `--version`, and `check` on one file.

    uv run bench/startup.py --runs 15

User and system time of whole processes; the median is what to quote, next to that of a bare Python.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Measures each command and prints a line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args().runs
    capture = str(next((ROOT / "inbox").rglob("*.md")))
    pressrun = str(Path(sys.executable).with_name("pressrun"))
    for name, command in (
        ("python -c pass", [sys.executable, "-c", "pass"]),
        ("pressrun --help", [pressrun, "--help"]),
        ("pressrun --version", [pressrun, "--version"]),
        ("pressrun check FILE", [pressrun, "check", capture]),
    ):
        seconds = [cpu(command) for _ in range(runs + 1)][1:]
        print(
            f"{name:20} median {statistics.median(seconds) * 1000:.0f} ms CPU (min {min(seconds) * 1000:.0f})"
        )


def cpu(command: list[str]) -> float:
    """User and system seconds of one run of the command."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment()
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def environment() -> dict[str, str]:
    """This one's, with compiled modules kept as an installed program has them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


if __name__ == "__main__":
    main()
