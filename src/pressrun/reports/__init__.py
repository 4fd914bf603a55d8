"""Findings to text: one file a report, each a generator of lines. `FORMATS` is the registry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from pressrun.finding import Finding
from pressrun.reports import concise, full, github, gitlab, json, jsonl, junit, rdjson, sarif, statistics
from pressrun.reports.given import Explained, Rules, Source

__all__ = ["FORMATS", "FOR_PEOPLE", "MACHINE_FORMATS", "Explained", "Report", "Rules", "Source", "statistics"]


class Report(Protocol):
    """The lines of a report, without line ends; every one but those for people is for UTF-8."""

    def __call__(self, findings: Sequence[Finding], source: Source, rules: Rules = (), /) -> Iterator[str]:
        """Args: the findings, in order; the lines of a file by its path; the rules that looked."""


FORMATS: dict[str, Report] = {
    "full": full.report,
    "concise": concise.report,
    "json": json.report,
    "jsonl": jsonl.report,
    "github": github.report,
    "gitlab": gitlab.report,
    "sarif": sarif.report,
    "junit": junit.report,
    "rdjson": rdjson.report,
}
#: The formats whose paths are relative to the folder given; the others' are for an editor or a CI.
MACHINE_FORMATS = frozenset({"json", "jsonl"})
#: The formats that a person reads on a terminal, whatever its encoding.
FOR_PEOPLE = frozenset({"full", "concise"})
