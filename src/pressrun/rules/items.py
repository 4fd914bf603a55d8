"""IT: what a digest's body was split into."""

from __future__ import annotations

from collections.abc import Iterator

from pressrun.digest import column_in_title
from pressrun.finding import Place, Severity
from pressrun.identity import normalise
from pressrun.rules.body import body_start
from pressrun.rules.catalogue import Complaint, Subject, rule

_PLENTY = 200


@rule("IT001", "digest-without-items", Severity.WARNING)
def digest_without_items(subject: Subject) -> Iterator[Complaint]:
    """The title joins headlines in front of a column's name, but no items are found in the body.

    Published as one item, in its source's column. Its items may be marked in a way that no grammar knows.
    """
    if column_in_title(subject.title) and subject.residual >= _PLENTY and not subject.sections:
        yield Complaint(
            body_start(subject), "the title is a digest's, but no items are found; published as one"
        )


@rule("IT002", "item-without-text", Severity.WARNING)
def item_without_text(subject: Subject) -> Iterator[Complaint]:
    """A heading is an item, but neither text nor a picture stands under it.

    Published with its headline alone.
    """
    for section in subject.sections:
        if not section.blocks:
            place = _heading(subject, section.title, 1)
            yield Complaint(place, f"{section.title!r}: nothing under this heading; published as a headline")


@rule("IT003", "duplicate-item", Severity.WARNING)
def duplicate_item(subject: Subject) -> Iterator[Complaint]:
    """The same heading stands twice in one digest.

    Both are published; the second one's id counts the occurrence.
    """
    seen: dict[str, int] = {}
    for section in subject.sections:
        heading = normalise(section.title)
        seen[heading] = seen.get(heading, 0) + 1
        if seen[heading] > 1:
            place = _heading(subject, section.title, seen[heading])
            yield Complaint(
                place, f"{section.title!r} is the heading of {seen[heading]} items; published as found"
            )


def _heading(subject: Subject, title: str, occurrence: int) -> Place:
    """Where the heading stands; the body's start where markup hides it."""
    if subject.capture is None:
        return Place()
    wanted, count = normalise(title), 0
    for number in range(subject.capture.body_line, len(subject.capture.lines) + 1):
        line = subject.capture.lines[number - 1]
        if line.startswith("#") and wanted in normalise(line):
            count += 1
            if count == occurrence:
                return Place(number, 1, number, len(line) + 1)
    return body_start(subject)
