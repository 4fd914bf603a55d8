"""How many findings of each rule, and of each source: what to look at first in a large archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from pressrun.finding import Finding
from pressrun.reports.text import json_text, printable

#: What stands for the source of a capture that names none, or cannot be read.
NO_SOURCE = "(no source)"


@dataclass(frozen=True, slots=True)
class Row:
    """So many findings of one rule, at one severity."""

    count: int
    severity: str
    code: str
    name: str


def by_rule(findings: Sequence[Finding]) -> list[Row]:
    """The rows, most findings first; of equal ones by code."""
    counts = Counter((finding.severity.value, finding.code, finding.name) for finding in findings)
    rows = [Row(count, *what) for what, count in counts.items()]
    return sorted(rows, key=lambda row: (-row.count, row.code, row.severity))


def by_source(findings: Sequence[Finding], sources: Mapping[str, str]) -> dict[str, list[Row]]:
    """The rows of each source, the source with most findings first; `sources` is by path."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(sources.get(finding.path) or NO_SOURCE, []).append(finding)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return {source: by_rule(own) for source, own in ranked}


def report(findings: Sequence[Finding], sources: Mapping[str, str]) -> Iterator[str]:
    """A table of all rules, then one of each source under its name; nothing where nothing was found."""
    rows = by_rule(findings)
    if not rows:
        return
    counts, codes = len(str(rows[0].count)), max(len(row.code) for row in rows)
    counts, codes = max(counts, len("count")), max(codes, len("code"))
    yield f"{'count':>{counts}}  severity  {'code':<{codes}}  name"
    yield from (_line(row, counts, codes) for row in rows)
    for source, own in by_source(findings, sources).items():
        yield ""
        yield f"{printable(source)}: {sum(row.count for row in own)}"
        yield from (_line(row, counts, codes) for row in own)


def record(findings: Sequence[Finding], sources: Mapping[str, str]) -> Iterator[str]:
    """The same as one JSON object: `rules` and `sources`, each a list."""
    grouped = [
        {"source": source, "count": sum(row.count for row in own), "rules": [asdict(row) for row in own]}
        for source, own in by_source(findings, sources).items()
    ]
    yield json_text({"rules": [asdict(row) for row in by_rule(findings)], "sources": grouped})


def _line(row: Row, counts: int, codes: int) -> str:
    return f"{row.count:>{counts}}  {row.severity:<8}  {row.code:<{codes}}  {row.name}"
