"""Findings to text: one file a report, each a generator of lines. `FORMATS` is the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pressrun.finding import Finding
from pressrun.reports import concise, full, json

#: The lines of a file by the path that a finding names; empty where they cannot be shown.
Source = Callable[[str], Sequence[str]]
Report = Callable[[Sequence[Finding], Source], Iterator[str]]

FORMATS: dict[str, Report] = {
    "full": full.report,
    "concise": concise.report,
    "json": json.report,
}
#: The formats whose paths are relative to the folder given; the others' are for an editor or a CI.
MACHINE_FORMATS = frozenset({"json"})
