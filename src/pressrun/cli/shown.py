"""What a check found, with the paths that a format shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pressrun.press.check import once
from pressrun.reports import statistics
from pressrun.rules.fixes import fixer_of
from pressrun.store.checkout import checkout_of

if TYPE_CHECKING:
    from pressrun.capture import Refusal
    from pressrun.finding import Finding
    from pressrun.press import Checked
    from pressrun.rules import Rule

# A report asks for the lines of one file once a finding, and findings come by file.
_FILES_KEPT = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """The findings of all paths given.

    By shown path: `files` is the folder that a file lies in and its path below that, `sources` whose it is,
    `raws` what it stands for where that was not read from the disk.
    """

    findings: Sequence[Finding]
    files: dict[str, tuple[Path, str]]
    sources: dict[str, str]
    raws: dict[str, bytes | Refusal]

    def statistics(self, *, as_json: bool) -> Iterator[str]:
        """The lines of the table, or of the JSON object that holds the same."""
        write = statistics.record if as_json else statistics.report
        return write(self.findings, self.sources)


def shown(results: Sequence[Checked], rules: Sequence[Rule], *, relative: bool) -> Shown:
    """The findings with paths relative to the folder given, or else as seen from the git checkout."""
    findings: list[Finding] = []
    files: dict[str, tuple[Path, str]] = {}
    sources: dict[str, str] = {}
    raws: dict[str, bytes | Refusal] = {}
    for checked in results:
        # Joined as text: a Path for each of thousands of findings takes longer than all else here.
        prefix = "" if relative else from_base(checked.root)
        for finding in checked.findings:
            path = prefix + finding.path
            files[path] = (checked.root, finding.path)
            findings.append(finding._replace(path=path) if prefix else finding)
        sources |= {prefix + path: source for path, source in checked.sources.items()}
        raws |= {prefix + path: raw for path, raw in checked.raws.items()}
    return Shown(once(findings, rules), files, sources, raws)


class Lines:
    """A report's source: a shown file's lines, as a capture's are; none where it cannot be read so."""

    def __init__(
        self,
        files: dict[str, tuple[Path, str]],
        limit: int,
        raws: Mapping[str, bytes | Refusal] | None = None,
    ) -> None:
        self._files = files
        self._raws = raws or {}
        self._limit = limit
        self._read = lru_cache(_FILES_KEPT)(self._lines)

    def __call__(self, path: str) -> Sequence[str]:
        """The lines of the file that a finding names by this path."""
        return self._read(path)

    def _lines(self, path: str) -> Sequence[str]:
        from pressrun.capture import Refusal, split  # noqa: PLC0415
        from pressrun.store.inbox import read  # noqa: PLC0415

        root, name = self._files[path]
        raw = self._raws.get(path)
        if raw is None:
            raw = read(root, name, self._limit)
        return () if isinstance(raw, Refusal) else split(name, raw).lines


def from_base(root: Path) -> str:
    """What stands before a path of the folder as seen from the top of its git checkout, else from here."""
    folder = root.resolve()
    base = checkout_of(folder) or Path.cwd()
    seen = folder.relative_to(base) if folder.is_relative_to(base) else folder
    return "" if seen == Path() else f"{seen.as_posix().rstrip('/')}/"


def promised(findings: Sequence[Finding]) -> str | None:
    """What a report of these findings says of --fix; None where nothing can be mended."""
    counts = Counter(
        one.safe for finding in findings if finding.fix is not None and (one := fixer_of(finding.code))
    )
    told = []
    if counts[True]:
        told.append(f"{counts[True]} fixable with --fix")
    if counts[False]:
        more = "more " if counts[True] else ""
        told.append(f"{counts[False]} {more}{'' if more else 'fixable '}with --fix --unsafe-fixes")
    return f"[*] {', '.join(told)}" if told else None
