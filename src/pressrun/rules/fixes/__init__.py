"""What `check --fix` does about findings: one file a family, one function a fix."""

from __future__ import annotations

from collections.abc import Sequence

from pressrun.rules.catalogue import Complaint
from pressrun.rules.fixes import front_matter, markdown, mojibake, titles, urls
from pressrun.rules.fixes.applying import Coded, Written
from pressrun.rules.fixes.registry import Edit, Fixer, fixer_of, fixers
from pressrun.rules.subject import Subject

__all__ = ["Coded", "Edit", "Fixer", "Written", "described", "fixer_of", "fixers"]

FAMILIES = (front_matter, titles, urls, markdown, mojibake)


def described(code: str, subject: Subject, complaints: Sequence[Complaint]) -> list[str | None]:
    """For each of a rule's complaints about a file what its fix would do; None where there is none.

    A rule that speaks once speaks for the whole file; of one that speaks of each place the edit must
    touch the complaint's line.
    """
    one = fixer_of(code)
    capture = subject.capture
    # A page in another charset is read, but never written.
    mendable = capture is not None and capture.encoding is None and capture.charset == "utf-8"
    if one is None or not mendable:
        return [None] * len(complaints)
    if one.edits is None:
        return [one.described] * len(complaints)
    if len(complaints) == 1 and one.sure and one.sure(subject):
        return [one.described]
    if len(complaints) == 1:
        return [one.described if next(one.edits(subject), None) is not None else None]
    touched = [(edit.place.line, edit.place.end_line) for edit in one.edits(subject)]
    return [
        one.described if any(first <= complaint.place.line <= last for first, last in touched) else None
        for complaint in complaints
    ]
