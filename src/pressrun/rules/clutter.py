"""BD: bodies that hold an article, but not all of it or not only it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressrun.finding import Place, Severity
from pressrun.markup.cut import CUT_LENGTH, is_cut
from pressrun.markup.leftovers import INTERFACE_LINES
from pressrun.markup.residual import count_pictures
from pressrun.rules.body import body_start
from pressrun.rules.catalogue import Complaint, rule
from pressrun.rules.causes import cause_of
from pressrun.rules.subject import Subject

_SHORT = 80
_INTERFACE = 3
_BARE_LINK = re.compile(r"(?:[*+-]|\d{1,9}[.)])\s+\[[^\]]*\]\([^)]*\)")


@rule("BD013", "leftover-interface", Severity.INFO)
def leftover_interface(subject: Subject) -> Iterator[Complaint]:
    """Three or more lines of the reader's interface are left in the body: buttons, labels, counters.

    They are left out where they stand behind the article. Harmless.

    Example, passage:
        微信扫一扫

        关注该公众号

        阅读原文

    Remedy: Nothing is to be done; an archiver that saves the article alone saves space.
    """
    # A saved page's buttons stand outside of its main part, which alone is read.
    if not subject.believed or subject.capture is None or subject.capture.is_page:
        return
    lines = subject.capture.lines
    found = [
        number
        for number in range(subject.capture.body_line, len(lines) + 1)
        if lines[number - 1].strip() in INTERFACE_LINES
    ]
    if len(found) >= _INTERFACE:
        first = lines[found[0] - 1]
        place = Place(found[0], 1, found[0], len(first) + 1)
        yield Complaint(place, f"{len(found)} interface lines, left out behind the article; nothing to do")


@rule("BD014", "short-body", Severity.WARNING)
def short_body(subject: Subject) -> Iterator[Complaint]:
    """The body holds fewer than 80 letters and digits and at most one picture.

    Published as it is. It may be the stub of a page that was not captured whole.

    Example, body:
        The harbour is closed.

    Remedy: Look at the page; capture it again if it has more.
    """
    if not subject.believed or not 0 < subject.residual < _SHORT or cause_of(subject) is not None:
        return
    if count_pictures(subject.text) <= 1:
        message = f"only {subject.residual} letters and digits; look whether the page was captured whole"
        yield Complaint(body_start(subject), message)


@rule("BD015", "cut-body", Severity.WARNING)
def cut_body(subject: Subject) -> Iterator[Complaint]:
    """The archiver cut the text at 8,000 characters and put `...` in its place.

    A third of a real archive is. Published up to the last whole link or picture, marked, with a link to the
    page.

    Example, body:
        <Rain. × 1332> and fog...

    Remedy: Raise the archiver's limit and capture the page again.
    """
    capture = subject.capture
    # What counts 8,000 characters is an archiver that writes Markdown.
    if capture and subject.believed and not capture.is_page and is_cut(capture.body, capture.removed):
        last = capture.text.count("\n") + 1
        end = len(capture.text) - capture.text.rfind("\n")
        yield Complaint(
            Place(last, max(1, end - 3), last, end),
            f"the text is cut at {CUT_LENGTH} characters; what is left is published and says so",
        )


@rule("BD016", "mostly-links", Severity.INFO)
def mostly_links(subject: Subject) -> Iterator[Complaint]:
    """More than half of the body's lines are list lines that hold one link and nothing else.

    Published as it is. It may be a site's navigation around little text.

    Example, passage:
        - [Ferries](https://example.org/ferries)
        - [Weather](https://example.org/weather)
        - [Prices](https://example.org/prices)

    Remedy: Look whether the page is an article; if not, do not capture it.
    """
    if not subject.believed:
        return
    lines = len(subject.residual_lines)
    if subject.text.count("](") * 2 <= lines:
        return
    links = sum(_BARE_LINK.fullmatch(line.strip()) is not None for line in subject.text.split("\n"))
    if lines and links * 2 > lines:
        yield Complaint(
            body_start(subject), f"{links} of {lines} lines are bare links; look whether it is an article"
        )
