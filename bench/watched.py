"""What the benches of the watch stand on: a process, an inbox that they know, and an edition read back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from lxml import etree

from pressrun.store.pulse import Pulse, read_pulse

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/piece/"
TEMPLATE = """---
title: "Piece {number}"
url: {site}{number}
source: Source {source}
date: 2025-03-{day:02}
fetch_date: 2025-05-02 08:{version:02}:00
---

Piece {number}, text {version}. {text}
"""
TEXT = "The ferry leaves at nine and comes back when the tide allows it. " * 12
#: Texts of one piece at the most: each is a minute later than the one before.
VERSIONS = 60
FAKETIME = str(next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), "faketime is not installed"))


def started(
    folder: Path, inbox: Path, *words: str, variables: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """A watch over the inbox that presses into the folder."""
    (folder / "c.toml").touch()
    command = [sys.executable, "-m", "pressrun", "watch", str(inbox), "--config", "c.toml", *words]
    with (folder / "err").open("ab") as err:
        return subprocess.Popen(command, cwd=folder, stderr=err, env=os.environ | dict(variables or {}))


def pulse(folder: Path) -> Pulse:
    """Its note."""
    return read_pulse(folder / ".pressrun", folder / "feeds") or Pulse("")


def until(happens: Callable[[], bool], what: str, seconds: float = 300) -> float:
    """Waits for it; how long it took.

    Raises:
        TimeoutError: it does not happen.
    """
    began = time.monotonic()
    while not happens():
        if time.monotonic() - began > seconds:
            raise TimeoutError(what)
        time.sleep(0.02)
    return time.monotonic() - began


def ended(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Exit code and seconds, once it was asked to stop."""
    asked = time.monotonic()
    process.terminate()
    return process.wait(), time.monotonic() - asked


def text_of(number: int, version: int) -> str:
    """A capture of one article."""
    return TEMPLATE.format(
        number=number,
        site=SITE,
        source=number % 5,
        day=number % 28 + 1,
        version=version,
        text=f"{number}. {TEXT}",
    )


def write(inbox: Path, numbers: Iterable[int], version: int = 0) -> None:
    """So many pieces, each renamed into its place as a tidy archiver does it."""
    for number in numbers:
        hidden = inbox / f".{number}.md"
        hidden.write_text(text_of(number, version))
        hidden.rename(inbox / f"{number}.md")


def used(process: int) -> tuple[float, int, int]:
    """Seconds of processor time, KiB of memory and open files of a process."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    memory = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
    seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds, int(memory), len(list(Path(f"/proc/{process}/fd").iterdir()))


def torn(output: Path) -> list[str]:
    """The documents that are not whole, and files that are none of an edition."""
    return [path.relative_to(output).as_posix() for path in output.rglob("*") if not _whole(path)]


def _whole(path: Path) -> bool:
    if path.is_dir():
        return True
    if path.name.startswith(".pressrun-"):
        return False
    data = path.read_bytes()
    try:
        if path.suffix in {".xml", ".opml"}:
            etree.fromstring(data)
        elif path.suffix == ".json":
            json.loads(data)
        else:
            return data.rstrip().endswith((b"</html>", b"}"))
    except (ValueError, etree.XMLSyntaxError):
        return False
    return True


def digests(output: Path) -> dict[int, list[tuple[str, int]]]:
    """Of each piece that is published the ids, and which text it is: one pair, if all is well."""
    found: dict[int, list[tuple[str, int]]] = {}
    # A temporary file is another one of the same name.
    for path in output.glob("*/archive/[!.]*.xml"):
        for entry in etree.parse(path).iter(f"{ATOM}entry"):
            link = next(one for one in entry.iter(f"{ATOM}link") if one.get("rel") == "alternate")
            text = entry.findtext(f"{ATOM}content") or ""
            version = int(text.partition(", text ")[2].partition(".")[0])
            number = int(link.get("href", "").removeprefix(SITE))
            found.setdefault(number, []).append((entry.findtext(f"{ATOM}id") or "", version))
    return found
