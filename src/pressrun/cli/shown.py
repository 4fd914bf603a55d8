"""What a check found, with the paths that a format shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pressrun.press.check import once
from pressrun.reports import statistics

if TYPE_CHECKING:
    from pressrun.finding import Finding
    from pressrun.press import Checked
    from pressrun.rules import Rule

# A report asks for the lines of one file once a finding, and findings come by file.
_FILES_KEPT = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """The findings of all paths given. `files` tells where a shown path lies, `sources` whose it is."""

    findings: Sequence[Finding]
    files: dict[str, Path]
    sources: dict[str, str]

    def statistics(self, *, as_json: bool) -> Iterator[str]:
        """The lines of the table, or of the JSON object that holds the same."""
        write = statistics.record if as_json else statistics.report
        return write(self.findings, self.sources)


def shown(results: Sequence[Checked], rules: Sequence[Rule], *, relative: bool) -> Shown:
    """The findings with paths relative to the folder given, or else as seen from the git checkout."""
    findings: list[Finding] = []
    files: dict[str, Path] = {}
    sources: dict[str, str] = {}
    for checked in results:
        prefix = PurePosixPath() if relative else from_base(checked.root)
        for finding in checked.findings:
            path = str(prefix / finding.path)
            files[path] = checked.root / finding.path
            findings.append(replace(finding, path=path))
        sources |= {str(prefix / path): source for path, source in checked.sources.items()}
    return Shown(once(findings, rules), files, sources)


class Lines:
    """A report's source: a shown file's lines, as a capture's are; none where it cannot be read so."""

    def __init__(self, files: dict[str, Path], limit: int) -> None:
        self._files = files
        self._limit = limit
        self._read = lru_cache(_FILES_KEPT)(self._lines)

    def __call__(self, path: str) -> Sequence[str]:
        """The lines of the file that a finding names by this path."""
        return self._read(path)

    def _lines(self, path: str) -> Sequence[str]:
        from pressrun.capture import Refusal, split  # noqa: PLC0415
        from pressrun.store.inbox import read  # noqa: PLC0415

        file = self._files[path]
        raw = read(file.parent, file.name, self._limit)
        return () if isinstance(raw, Refusal) else split(file.name, raw).lines


def from_base(root: Path) -> PurePosixPath:
    """The folder as seen from the top of its git checkout, else from the working folder."""
    folder = root.resolve()
    base = next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), Path.cwd())
    return PurePosixPath(folder.relative_to(base)) if folder.is_relative_to(base) else PurePosixPath(folder)
