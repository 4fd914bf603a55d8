"""report.json: the whole account of an edition, for programs. No clock; one line a rule, source and file.

    {"captures", "published", "rejected", "duplicates",
     "rules":   [{"code", "name", "severity", "captures", "rejected", "findings"}],
     "sources": [{"source", "captures", "published", "rejected", "duplicates", "rules": {code: n}}],
     "files":   [{"path", "outcome", "findings": [{"code", "severity", "line", "column", "message"}]}]}

`outcome` is published, rejected or duplicate. A rejected file has `cause` besides, the code that it is
counted under; a duplicate has `of`, the path that was published. A rule's `captures` are those it found
something in, its `rejected` those that are counted under it; a source's `rules` are its rejected captures
by that code. Every capture stands in `files` once, by path; lines and columns count from 1. The counts
come first and the files last, so that `head` shows what matters; below that, keys are sorted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from pressrun.finding import Finding
from pressrun.reports.tally import Accounted, RuleCount, SourceCount, Tally
from pressrun.reports.text import comma_separated, escaped_json

# Made once: json.dumps makes one a call where keys are sorted, and there is a call a capture.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


def serialise(tally: Tally) -> bytes:
    """The document in UTF-8."""
    return b"".join(line.encode() + b"\n" for line in _lines(tally))


def _lines(tally: Tally) -> Iterator[str]:
    yield "{"
    yield f'  "captures": {tally.captures},'
    yield f'  "published": {tally.published},'
    yield f'  "rejected": {tally.rejected},'
    yield f'  "duplicates": {tally.duplicates},'
    yield from _list("rules", map(_rule, tally.rules), ",")
    yield from _list("sources", map(_source, tally.sources), ",")
    yield from _list("files", map(_file, tally.files), "")
    yield "}"


def _list(name: str, members: Iterable[object], end: str) -> Iterator[str]:
    lines = (f"    {escaped_json(_ENCODER.encode(member))}" for member in members)
    return chain([f'  "{name}": ['], comma_separated(lines), [f"  ]{end}"])


def _rule(count: RuleCount) -> dict[str, object]:
    return {
        "code": count.code,
        "name": count.name,
        "severity": count.severity,
        "captures": count.captures,
        "rejected": count.rejected,
        "findings": count.findings,
    }


def _source(count: SourceCount) -> dict[str, object]:
    return {
        "source": count.source,
        "captures": count.captures,
        "published": count.published,
        "rejected": count.rejected,
        "duplicates": count.duplicates,
        "rules": dict(count.rules),
    }


def _file(file: Accounted) -> dict[str, object]:
    told: dict[str, object] = {
        "path": file.path,
        "outcome": file.outcome,
        "findings": [_finding(finding) for finding in file.findings],
    }
    if file.cause is not None:
        told["cause"] = file.cause
    if file.speaker is not None:
        told["of"] = file.speaker
    return told


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
    }
