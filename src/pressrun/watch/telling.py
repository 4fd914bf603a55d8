"""What is said of cycles: every outcome of a file once, every trouble once and then now and again."""

from __future__ import annotations

import logging
import time

from pressrun.errors import PressrunError
from pressrun.finding import Finding, Severity
from pressrun.journal import event
from pressrun.press.results import Edition, counts, summary

#: Seconds after which a trouble that lasts is said again.
REMINDER = 15 * 60
#: Outcomes of files that are said of one cycle; report.json has them all.
MOST = 1000


class Telling:
    """Remembers what was said."""

    def __init__(self) -> None:
        self._rejected: dict[str, str] = {}
        self._trouble = ""
        self._since = self._said = 0.0
        self._failed = 0
        self._lost = ""
        self._lost_said = 0.0

    def done(self, edition: Edition, seconds: float, *, silent: bool) -> None:
        """A cycle has pressed.

        Args:
            edition: what it wrote.
            seconds: how long it took.
            silent: nothing is said of a cycle that changed nothing.
        """
        self._recovered()
        changed = edition.documents.written or edition.documents.removed
        self._outcomes(edition)
        if silent and not changed:
            return
        event("cycle.done", summary(edition, seconds), seconds=round(seconds, 3), **counts(edition))
        self._ledger(edition.note)

    def trouble(self, kind: str, error: PressrunError, edition: Edition | None = None) -> None:
        """A cycle did not press, or not all: said when it begins, when it changes, and at intervals.

        Args:
            kind: the event, `cycle.failed` or `cycle.guarded`.
            error: what was wrong.
            edition: what was pressed all the same.
        """
        if edition is not None:
            self._outcomes(edition)
        now = time.monotonic()
        trouble = f"{kind} {type(error).__name__} {getattr(error.__cause__, 'errno', None) or error}"
        self._failed += 1
        if not self._trouble:
            self._since = now
        if trouble == self._trouble and now - self._said < REMINDER:
            return
        self._trouble, self._said = trouble, now
        event(
            kind,
            f"error: {error}",
            level=logging.ERROR,
            failed=self._failed,
            since_seconds=round(now - self._since),
        )

    def fatal(self, error: BaseException) -> None:
        """The watch leaves, because of what it did not reckon with; what it says itself is not said twice."""
        if not isinstance(error, PressrunError):
            event("watch.broken", f"fault of the program: {error!r}", level=logging.ERROR)

    def _ledger(self, note: str) -> None:
        now = time.monotonic()
        if note and (note != self._lost or now - self._lost_said >= REMINDER):
            event("ledger.lost", f"{note}; the next cycle reads every capture again", level=logging.WARNING)
            self._lost_said = now
        self._lost = note

    def _recovered(self) -> None:
        if self._trouble:
            seconds = round(time.monotonic() - self._since)
            event(
                "cycle.recovered", f"it works again, after {seconds} s", failed=self._failed, seconds=seconds
            )
        self._trouble, self._failed = "", 0

    def _outcomes(self, edition: Edition) -> None:
        said = 0
        for told in edition.told:
            said += 1
            if said <= MOST:
                event(
                    f"digest.{told.what}",
                    f"{told.what} in {told.column}: {told.title} ({told.path})",
                    column=told.column,
                    title=told.title,
                    path=told.path,
                )
        for finding in self._newly_rejected(edition):
            said += 1
            if said <= MOST:
                event(
                    "capture.rejected",
                    f"rejected {finding.path}:{finding.line}: {finding.code} {finding.message}",
                    path=finding.path,
                    line=finding.line,
                    code=finding.code,
                )
        if said > MOST:
            event("outcomes.more", f"{said - MOST} more; report.json has them all", count=said - MOST)

    def _newly_rejected(self, edition: Edition) -> list[Finding]:
        """The first error of each capture that this process did not say before."""
        first: dict[str, Finding] = {}
        for finding in edition.findings:
            if finding.severity is Severity.ERROR:
                first.setdefault(finding.path, finding)
        new = [one for path, one in first.items() if self._rejected.get(path) != one.code]
        self._rejected |= {one.path: one.code for one in new}
        for told in edition.told:
            self._rejected.pop(told.path, None)
        return new
