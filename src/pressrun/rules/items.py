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

    Example, file:
        ---
        title: The ferry is back; the bridge opens | Morning Wire
        url: https://example.org/2025/03/14
        source: Harbour News
        date: 2025-03-14
        fetch_date: 2025-03-15T08:30:00Z
        ---

        <The ferry is back at its pier, and the bridge opens at noon. × 8>

    Remedy: If the body has items, tell the project how they are marked; a new grammar is a small change.
    """
    outline = subject.outline
    if outline is None or outline.sections or not column_in_title(subject.title):
        return
    if subject.residual >= _PLENTY:
        yield Complaint(
            body_start(subject), "the title is a digest's, but no items are found; published as one"
        )


@rule("IT002", "item-without-text", Severity.WARNING)
def item_without_text(subject: Subject) -> Iterator[Complaint]:
    """A heading is an item, but neither text nor a picture stands under it.

    Published with its headline alone, which an item's reader can make little of.

    Example, file:
        ---
        title: The ferry is back; the bridge opens | Morning Wire
        url: https://example.org/2025/03/14
        source: Harbour News
        date: 2025-03-14
        fetch_date: 2025-03-15T08:30:00Z
        ---

        ## The ferry is back

        ## The bridge opens

        The first bus crosses at noon, and the last one long after midnight, as the harbour master told us.

    Remedy: Look whether the archiver lost the text; if so, capture the page again.
    """
    for section in subject.outline.sections if subject.outline else ():
        if not section.blocks:
            place = _heading(subject, section.title, 1)
            yield Complaint(place, f"{section.title!r}: nothing under this heading; published as a headline")


@rule("IT003", "duplicate-item", Severity.WARNING)
def duplicate_item(subject: Subject) -> Iterator[Complaint]:
    """The same heading stands twice in one digest.

    Both are published; the second one's id counts the occurrence.

    Example, file:
        ---
        title: The ferry is back; the bridge opens | Morning Wire
        url: https://example.org/2025/03/14
        source: Harbour News
        date: 2025-03-14
        fetch_date: 2025-03-15T08:30:00Z
        ---

        ## The ferry is back

        It left its pier this morning, with all its lights on, for the first time since the storm.

        ## The ferry is back

        The first passengers were on time.

    Remedy: Look whether the page says it twice; if the archiver did, capture it again.
    """
    seen: dict[str, int] = {}
    for section in subject.outline.sections if subject.outline else ():
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
