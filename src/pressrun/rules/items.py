"""IT: what a digest's body was split into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pressrun.finding import Place, Severity
from pressrun.identity import column_in_title, normalise
from pressrun.markup import Section, is_discussion, item_lines
from pressrun.rules.body import body_start
from pressrun.rules.catalogue import Complaint, rule
from pressrun.rules.subject import Subject, quote

_PLENTY = 200
_LOOKAHEAD = 64


@rule("IT001", "digest-without-items", Severity.WARNING)
def digest_without_items(subject: Subject) -> Iterator[Complaint]:
    """The title joins headlines in front of a column's name, but no items are found in the body.

    Published as one item, in its source's column. Its items may be marked in a way that no grammar knows. A
    discussion with numbered answers is one item and not reported.

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
    if not column_in_title(subject.title) or subject.residual < _PLENTY:
        return
    if not subject.sections and not is_discussion(subject.text):
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
    for section, place in _placed(subject):
        if not section.blocks:
            message = f"{quote(section.title)}: nothing under this heading; published as a headline"
            yield Complaint(place, message)


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
    seen: Counter[str] = Counter()
    for section, place in _placed(subject):
        heading = normalise(section.title)
        seen[heading] += 1
        if seen[heading] > 1:
            message = f"{quote(section.title)} is the heading of {seen[heading]} items; published as found"
            yield Complaint(place, message)


@rule("IT004", "nothing-for-its-column", Severity.ERROR, indispensable=True)
def nothing_for_its_column(subject: Subject) -> Iterator[Complaint]:
    """The digest's `[[column]]` has patterns for items (`include`, `exclude`), and they leave none of them.

    A digest without items has nothing to publish, so it is counted as rejected and kept out of the edition.

    Example, config:
        [[column]]
        name = "Harbour without calm"
        sources = ["Harbour News"]
        exclude = { title = "(?i)calm sea" }

    Remedy: Nothing, if that is what the patterns are for; else make them narrower.
    """
    rule = subject.filtering
    if rule is not None and not subject.kept:
        count = len(subject.reading.items) if subject.reading else 0
        items = "its one item" if count == 1 else f"none of its {count} items"
        left = "does not publish" if count == 1 else "publishes"
        yield Complaint(
            body_start(subject), f"column {quote(rule.name)} {left} {items}; see its include and exclude"
        )


def _placed(subject: Subject) -> list[tuple[Section, Place]]:
    """Each section with the place of its heading; the body's start where markup hides it."""
    return subject.once("placed", lambda: list(_walk(subject)) if subject.sections else [])


def _walk(subject: Subject) -> Iterator[tuple[Section, Place]]:
    if subject.capture is None or subject.outline is None:
        return
    lines = subject.capture.lines
    is_headline = item_lines(subject.outline.grammar).match
    headings = [
        (number, normalise(line))
        for number, line in enumerate(lines[subject.capture.body_line - 1 :], subject.capture.body_line)
        if is_headline(line)
    ]
    at = 0
    for section in subject.sections:
        wanted = normalise(section.title)
        # Sections stand in the order of their headlines; between two of them stand only a few other lines.
        window = range(at, min(at + _LOOKAHEAD, len(headings)))
        found = next((near for near in window if wanted in headings[near][1]), None)
        if found is None:
            yield section, body_start(subject)
            continue
        number = headings[found][0]
        at = found + 1
        yield section, Place(number, 1, number, len(lines[number - 1]) + 1)
