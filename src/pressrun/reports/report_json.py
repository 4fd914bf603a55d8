"""report.json: the whole account of an edition, for programs. No clock; one line a rule, source and file.

    {"captures", "published", "rejected", "duplicates",
     "rules":   [{"code", "name", "severity", "captures", "rejected", "findings"}],
     "sources": [{"source", "captures", "published", "rejected", "duplicates", "rules": {code: n}}],
     "files":   [{"path", "outcome", "digest",
                  "findings": [{"code", "severity", "line", "column", "message"}]}]}

`outcome` is published, rejected or duplicate. A rejected file has `cause` besides, the code that it is
counted under; a duplicate has `of`, the path that was published. `digest`, which a file of no published
digest lacks, is what the digest's id ends with: a run that has lost its ledger knows by it which digest a
capture belonged to. A rule's `captures` are those it found
something in, its `rejected` those that are counted under it; a source's `rules` are its rejected captures
by that code. Every capture stands in `files` once, by path; lines and columns count from 1. The counts
come first and the files last, so that `head` shows what matters; below that, keys are sorted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from pressrun.finding import Finding
from pressrun.reports.accounted import Accounted
from pressrun.reports.tally import RuleCount, SourceCount, Tally
from pressrun.reports.text import comma_separated, escaped_json, unspelled

# Made once: json.dumps makes one a call where keys are sorted, and there is a call a capture.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_END = b"\n  ]\n}\n"


def serialise(tally: Tally, lines: Iterable[bytes]) -> bytes:
    """The document in UTF-8.

    Args:
        tally: the account.
        lines: of its captures, as `line_of` gives them, in the order of their paths.
    """
    head = "\n".join(_head(tally)).encode()
    whole = list(lines)
    if not whole:
        return head + _END
    # One join copies the lines once: they are all but some kilobytes of the document.
    whole[0] = b"%b\n%b" % (head, whole[0])
    whole[-1] += _END
    return b",\n".join(whole)


def line_of(file: Accounted) -> bytes:
    """What is told of one capture, in UTF-8, without comma and line end; no other capture changes it."""
    return _line(_file(file)).encode()


def lines_in(data: bytes) -> list[bytes]:
    """The lines of all captures in a document of ours, in its order.

    Raises:
        ValueError: it is none of ours.
    """
    _, found, lines = data.partition(b'\n  "files": [\n')
    if not found or not lines.endswith(_END):
        raise ValueError("not a report of ours")
    return lines.removesuffix(_END).split(b",\n")


def digests_in(data: bytes) -> dict[str, str]:
    """The names of the published digests that captures belong to, by path, in a document of ours.

    Raises:
        ValueError: it is none of ours.
    """
    try:
        files = [json.loads(line) for line in lines_in(data)]
        told = {unspelled(file["path"]): file["digest"] for file in files if "digest" in file}
    except (ValueError, TypeError, LookupError, RecursionError):
        raise ValueError("not a report of ours") from None
    if any(type(text) is not str for pair in told.items() for text in pair):
        raise ValueError("not a report of ours")
    return told


def _head(tally: Tally) -> Iterator[str]:
    yield "{"
    yield f'  "captures": {tally.captures},'
    yield f'  "published": {tally.published},'
    yield f'  "rejected": {tally.rejected},'
    yield f'  "duplicates": {tally.duplicates},'
    yield from _list("rules", map(_rule, tally.rules))
    yield from _list("sources", map(_source, tally.sources))
    yield '  "files": ['


def _list(name: str, members: Iterable[object]) -> Iterator[str]:
    return chain([f'  "{name}": ['], comma_separated(map(_line, members)), ["  ],"])


def _line(member: object) -> str:
    return f"    {escaped_json(_ENCODER.encode(member))}"


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
    if file.digest:
        told["digest"] = file.digest
    return told


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
    }
