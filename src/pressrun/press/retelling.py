"""What became of every capture, told again where a few have changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from pressrun.capture import Refusal
from pressrun.compose import Imprint
from pressrun.finding import Finding
from pressrun.press.crossing import heard
from pressrun.press.cycle import Turn
from pressrun.press.index import Index
from pressrun.press.keeping import Unsound
from pressrun.press.remembered import Captures
from pressrun.press.remembering import LARGEST, REPORT
from pressrun.press.reporting import account_of, add_report
from pressrun.reports.accounted import Accounted, Summary, summary_of
from pressrun.reports.tally import Counting, Tally, counted
from pressrun.rules import Rule
from pressrun.store import inbox
from pressrun.store.publish import Publication


class Retelling:
    """The report of an edition, which goes on from cycle to cycle.

    Args:
        index: as the cycle leaves it.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        rows = sorted(index.captures.items())
        self._counting: Counting = counted(Summary.from_record(path, row.summary) for path, row in rows)
        self._told: dict[str, Accounted] = {}
        self._gone: set[str] = set()
        self._new: set[str] = set()
        # What the page showed last: most of it is shown again.
        self._shown: dict[str, Accounted] = {}

    def rejected(self, source: str) -> int:
        """The rejected captures of a source."""
        return self._counting.rejected(source)

    def tell(self, turn: Turn, gone: Mapping[str, list[object]], captures: Captures) -> set[str]:
        """Counts what a turn changed; returns the sources of which more or fewer captures are rejected.

        Args:
            turn: of the cycle.
            gone: the summaries of the captures that have left, by path.
            captures: what is told of all others.
        """
        self._told, self._gone, self._new = {}, set(gone), set()
        for path in (*gone, *turn.captures):
            self._shown.pop(path, None)
        removed = [Summary.from_record(path, record) for path, record in gone.items()]
        added = []
        for path, account in self._accounts(sorted(turn.captures), turn, captures).items():
            row, summary = self._index.captures[path], summary_of(account)
            if row.summary:
                removed.append(Summary.from_record(path, row.summary))
            else:
                self._new.add(path)
            added.append(summary)
            self._told[path] = account
            self._index.put(path, row._replace(summary=summary.record()))
        before = {one.source: self.rejected(one.source) for one in (*removed, *added)}
        for one in removed:
            self._counting.remove(one)
        for one in added:
            self._counting.add(one)
        return {source for source, count in before.items() if count != self.rejected(source)}

    def tally(self, rules: Iterable[Rule]) -> Tally:
        """The account as it stands."""
        return self._counting.tally(tuple(rules))

    def add(
        self,
        turn: Turn,
        captures: Captures,
        tally: Tally,
        root: Path,
        imprint: Imprint,
        publication: Publication,
    ) -> None:
        """Adds both documents; lines of captures that did not change are those that stand."""
        from pressrun.reports.report_json import line_of  # noqa: PLC0415  for a build alone

        lines = self._lines(root)
        for path in sorted(self._told):
            place = bisect_left(self._index.paths, path)
            lines[place : place + (path not in self._new)] = [line_of(self._told[path])]

        def accounts(paths: Iterable[str]) -> Mapping[str, Accounted]:
            asked = list(paths)
            rest = [path for path in asked if path not in self._told and path not in self._shown]
            self._shown |= self._told | self._accounts(rest, turn, captures)
            self._shown = {path: self._shown[path] for path in asked}
            return self._shown

        add_report(self._counting, tally, accounts, lines, imprint, publication)

    def _lines(self, root: Path) -> list[bytes]:
        """The lines that stand in report.json, without those of captures that have left."""
        from pressrun.reports.report_json import lines_in  # noqa: PLC0415  for a build alone

        data = inbox.read(root, REPORT, LARGEST)
        try:
            lines = [] if isinstance(data, Refusal) else lines_in(data)
        except ValueError as error:
            raise Unsound(f"{REPORT}: {error}") from error
        stayed = len(self._index.paths) - len(self._new)
        if len(lines) != stayed + len(self._gone):
            raise Unsound(f"{REPORT}: it tells of {len(lines)} captures")
        # A path stands behind those before it that stay, that are not new, and that have left as well.
        new = sorted(self._new)
        for place in [
            bisect_left(self._index.paths, path) - bisect_left(new, path) + nth
            for nth, path in enumerate(sorted(self._gone))
        ][::-1]:
            del lines[place]
        return lines

    def _accounts(self, paths: Collection[str], turn: Turn, captures: Captures) -> dict[str, Accounted]:
        told = captures.told(paths)
        found = {}
        for path in paths:
            own, _, said = told[path]
            findings: list[Finding] = turn.found.get(path, said)
            name = self._index.captures[path].name
            found[path] = account_of(
                heard(own, findings),
                name if name in turn.speakers or name in self._index.digests else "",
                self._speaker(name, turn),
                kept=self._kept(name),
            )
        return found

    def _speaker(self, name: str, turn: Turn) -> str:
        row = self._index.digests.get(name)
        return turn.speakers.get(name) or (row.speaker if row else "")

    def _kept(self, name: str) -> bool:
        """Whether a digest stays though none of its captures can be published."""
        paths = self._index.by_name.get(name, ())
        return name in self._index.digests and not any(self._index.captures[path].good for path in paths)
