"""A baseline: the findings that are known, so that a check shows the new ones alone.

FACTS §6: with half an archive failing it is the only way to switch a CI on. A finding is known by its path,
its code and the text of its line, and of equals as many as there were. Nothing that another capture changes,
or an edit elsewhere in the file, is part of it: neither the line's number nor the message.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from pressrun.errors import ConfigurationError
from pressrun.finding import Finding
from pressrun.reports.fingerprints import line_of
from pressrun.reports.given import Source
from pressrun.reports.text import comma_separated, json_text, spelled

VERSION = 1
#: The path of what is said about the run: which capture it stands at depends on which one comes first.
RUN = "."
# Enough to tell the lines of one file apart, and 30,000 of them stay readable.
_DIGITS = 8


class Key(NamedTuple):
    """What a finding is known by: `line` is a hash of the line's text."""

    path: str
    code: str
    line: str


class Split(NamedTuple):
    """Findings held against a baseline: the new ones in their order, and how many of each key were known."""

    new: list[Finding]
    known: Counter[Key]


@dataclass(frozen=True)
class Baseline:
    """What is known: how many findings of each key."""

    keys: Counter[Key]

    def split(self, findings: Sequence[Finding], source: Source, about_run: Container[str] = ()) -> Split:
        """The findings that are new; where there are more equals than were known, the last of them.

        Args:
            findings: with paths as in the baseline.
            source: the lines of a file; asked only where the baseline knows findings of that rule.
            about_run: the codes of rules that speak of the run and not of a file.
        """
        split = Split([], Counter())
        for finding in findings:
            if _place(finding, about_run) in self._places:
                key = key_of(finding, source, about_run)
                if split.known[key] < self.keys[key]:
                    split.known[key] += 1
                    continue
            split.new.append(finding)
        return split

    def gone(self, known: Counter[Key], looked_at: Callable[[str, str], bool]) -> dict[tuple[str, str], int]:
        """How many findings are no more, by path and code, in the order of the paths.

        Args:
            known: those that were found again.
            looked_at: whether a rule, by its code, has looked at a file, or at where it would be.
        """
        gone: Counter[tuple[str, str]] = Counter()
        for key, count in (self.keys - known).items():
            if looked_at(key.path, key.code):
                gone[key.path, key.code] += count
        return dict(sorted(gone.items()))

    @cached_property
    def _places(self) -> frozenset[tuple[str, str]]:
        return frozenset((key.path, key.code) for key in self.keys)


def believe(text: str, name: str) -> Baseline:
    """The baseline that a file of this name holds.

    Raises:
        ConfigurationError: it holds none, or one of a later version.
    """
    anew = "write it anew with --write-baseline"
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{name}: no baseline, it is not JSON ({error}); {anew}") from None
    version = held.get("version") if isinstance(held, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise ConfigurationError(
            f"{name}: a baseline of version {version}, but this pressrun knows {VERSION}; "
            f"take a newer one, or {anew}"
        )
    try:
        return Baseline(_keys(held["findings"] if version == VERSION else None))
    except (AttributeError, KeyError, TypeError):
        raise ConfigurationError(f"{name}: no baseline, or a damaged one; {anew}") from None


def _keys(findings: Any) -> Counter[Key]:
    keys: Counter[Key] = Counter()
    for path, codes in findings.items():
        for code, lines in codes.items():
            if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
                raise TypeError(lines)
            keys.update(Key(path, code, line) for line in lines)
    return keys


def write(keys: Counter[Key]) -> Iterator[str]:
    """The lines of the file: JSON, a line for each file with findings, the same for the same findings."""
    files: dict[str, dict[str, list[str]]] = {}
    for key in sorted(keys.elements()):
        files.setdefault(key.path, {}).setdefault(key.code, []).append(key.line)
    yield "{"
    yield f'"version": {VERSION},'
    yield '"findings": {'
    yield from comma_separated(f"{json_text(path)}: {json_text(codes)}" for path, codes in files.items())
    yield "}"
    yield "}"


def keys_of(findings: Sequence[Finding], source: Source, about_run: Container[str] = ()) -> Counter[Key]:
    """How many findings there are of each key; the arguments are those of `Baseline.split`."""
    return Counter(key_of(finding, source, about_run) for finding in findings)


def key_of(finding: Finding, source: Source, about_run: Container[str] = ()) -> Key:
    """What a finding is known by; the arguments are those of `Baseline.split`."""
    path, code = _place(finding, about_run)
    text = "" if path == RUN else line_of(source, finding.path, finding.line) or ""
    return Key(path, code, sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS])


def _place(finding: Finding, about_run: Container[str]) -> tuple[str, str]:
    return RUN if finding.code in about_run else spelled(finding.path), finding.code
