"""A proof as the cache holds it, and back: JSON, and every value looked at before it is believed."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from pressrun.finding import Finding, Place, Severity
from pressrun.press.proof import Proof
from pressrun.rules import Facts, capture_rules

_FACTS = tuple(name for name in Facts._fields if name != "path")
_APART = {"path", "digest", "findings", "facts", "claim"}
_PROOF = tuple(one.name for one in fields(Proof) if one.name not in _APART)
_SEVERITIES = {str(severity): severity for severity in Severity}
_NAMES = {rule.code: rule.name for rule in capture_rules()}
_NUMBERS = {int}
_SIMPLE = {str, tuple}
_OF_FACTS = {str, bool, bytes, frozenset, Place, type(None)}
_PACKED = ("sentences", "claims")
_PLACES = ("title_place", "url_place", "body_place")


def write_proof(proof: Proof) -> bytes:
    """All of a proof but its path, its digest and its facts; of these only whether there are any."""
    rest = [getattr(proof, name) for name in _PROOF]
    return _json([proof.facts is not None, rest, [_of_finding(finding) for finding in proof.findings]])


def write_facts(facts: Facts) -> bytes:
    """All of the facts but their path: numbers as a list, a place and the pictures, and bytes as base64."""
    return _json([_of_fact(getattr(facts, name)) for name in _FACTS])


def write_findings(findings: Mapping[str, Sequence[Finding]]) -> bytes:
    """Findings by path, which is that of every finding of the list."""
    return _json({path: [_of_finding(one) for one in found] for path, found in findings.items()})


def read_proofs(records: Iterable[tuple[str, bytes]]) -> list[tuple[Proof, bool]]:
    """The proofs, without digest and facts, of paths and records; and whether there are facts.

    Raises:
        ValueError: a record is none that `write_proof` writes.
    """
    records = list(records)
    with _Believed():
        read = _values([record for _, record in records])
        return [
            (_proof(path, value), value[0] is True) for (path, _), value in zip(records, read, strict=True)
        ]


def read_facts(records: Iterable[tuple[str, bytes]]) -> list[Facts]:
    """The facts of paths and records.

    Raises:
        ValueError: a record is none that `write_facts` writes.
    """
    records = list(records)
    with _Believed():
        read = _values([record for _, record in records])
        return [_facts(path, value) for (path, _), value in zip(records, read, strict=True)]


def read_findings(record: bytes) -> dict[str, list[Finding]]:
    """What `write_findings` wrote.

    Raises:
        ValueError: it is none of it.
    """
    with _Believed():
        (read,) = _values([record])
        return {path: [_finding(path, one) for one in found] for path, found in read.items()}


class _Believed:
    """Turns whatever goes wrong with a value of the wrong shape into one ValueError."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, (ValueError, TypeError, LookupError, AttributeError, RecursionError)):
            raise ValueError("a record of another make") from error  # noqa: TRY004  one error for all


def _values(records: Sequence[bytes]) -> list[Any]:
    # One text is read twice as fast as thousands of small ones (measured).
    return list(json.loads(b"[" + b",".join(records) + b"]"))


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def _of_finding(one: Finding) -> list[object]:
    # The path is the capture's, the name is the code's.
    place = [one.line, one.column, one.end_line, one.end_column]
    return [one.code, str(one.severity), *place, one.message, one.fix]


def _finding(path: str, record: list[Any]) -> Finding:
    code, severity, line, column, end_line, end_column, message, fix = record
    if (
        {type(line), type(column), type(end_line), type(end_column)} != _NUMBERS
        or type(message) is not str
        or not (fix is None or type(fix) is str)
    ):
        raise TypeError
    return Finding(
        code, _NAMES[code], _SEVERITIES[severity], path, line, column, end_line, end_column, message, fix
    )


def _proof(path: str, record: list[Any]) -> Proof:
    _, rest, findings = record
    kept = [tuple(value) if type(value) is list else value for value in rest]
    if not _SIMPLE.issuperset(map(type, kept)):
        raise TypeError
    named: dict[str, Any] = dict(zip(_PROOF, kept, strict=True))
    return Proof(path, None, tuple([_finding(path, one) for one in findings]), **named)


def _of_fact(value: object) -> object:
    match value:
        case Place():
            return _of_place(value)
        case frozenset():
            return sorted(value)
        case bytes():
            return b64encode(value).decode("ascii")
        case _:
            return value


def _facts(path: str, record: list[Any]) -> Facts:
    named: dict[str, Any] = dict(zip(_FACTS, record, strict=True))
    for name in _PLACES:
        named[name] = _place(named[name])
    named["pictures"] = frozenset(named["pictures"])
    for name in _PACKED:
        named[name] = b64decode(named[name], validate=True)
    if not _OF_FACTS.issuperset(map(type, named.values())) or not _NUMBERS.issuperset(
        map(type, named["pictures"])
    ):
        raise TypeError
    return Facts(path=path, **named)


def _of_place(place: Place) -> list[int]:
    return [place.line, place.column, place.end_line, place.end_column]


def _place(record: list[Any]) -> Place:
    if set(map(type, record)) != _NUMBERS:
        raise TypeError
    return Place(*record)
