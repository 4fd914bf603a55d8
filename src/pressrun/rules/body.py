"""BD: bodies that hold no article. One cause a file: the first rule that knows it speaks."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files

from pressrun.finding import Place, Severity
from pressrun.markup.residual import has_picture, undo_mojibake
from pressrun.rules.catalogue import RESIDUAL_LIMIT, Complaint, Subject, rule

_PHRASES = tomllib.loads(files("pressrun.rules").joinpath("phrases.toml").read_text("utf-8"))

_SIGNATURES = _PHRASES["signature"]


def _verification(subject: Subject) -> Complaint | None:
    return _phrase(subject, "verification", "a page that asks who is there")


def _empty(subject: Subject) -> Complaint | None:
    if subject.residual or has_picture(subject.text):
        return None
    return Complaint(_body_start(subject), "the body holds no text and no picture; capture the page again")


# The order of FACTS §1: what is surest first.
_CAUSES: tuple[tuple[str, Callable[[Subject], Complaint | None]], ...] = (
    ("BD002", _verification),
    ("BD001", _empty),
)


def _cause(subject: Subject, code: str) -> Iterator[Complaint]:
    """The complaint, if this code is the file's one cause."""
    if subject.digest is None or not subject.readable:
        return
    for candidate, test in _CAUSES:
        complaint = test(subject)
        if complaint is not None:
            if candidate == code:
                yield complaint
            return
        if candidate == code:
            return


@rule("BD001", "empty-body", Severity.ERROR)
def empty_body(subject: Subject) -> Iterator[Complaint]:
    """The body holds no text and no picture, only what is left of the page's interface.

    A third of a real archive is such shells: the page was drawn by a script that the archiver did not
    run, or was gone. Capture the page again.
    """
    return _cause(subject, "BD001")


@rule("BD002", "verification-page", Severity.ERROR)
def verification_page(subject: Subject) -> Iterator[Complaint]:
    """The page asks whether its reader is human instead of showing the article.

    Told by a phrase together with little other text, because articles quote these phrases. Capture
    the page again, more slowly or from another address.
    """
    return _cause(subject, "BD002")


def _phrase(subject: Subject, kind: str, what: str) -> Complaint | None:
    few = subject.residual <= RESIDUAL_LIMIT
    found = (_signature(subject.text, kind) if few else None) or _told_by_phrase(subject, kind)
    if found is None:
        return None
    return Complaint(_place_of(subject, found), f"{found!r}: {what}, no article; capture it again")


def _signature(text: str, kind: str) -> str | None:
    return next((one["phrase"] for one in _SIGNATURES if one["kind"] == kind and one["text"] in text), None)


def _told_by_phrase(subject: Subject, kind: str) -> str | None:
    """The phrase of this kind that the residual text holds, as it is or re-decoded."""
    residual = subject.residual_text
    if residual is None:
        return None
    for text in filter(None, (residual, undo_mojibake(residual))):
        for group in _PHRASES[kind]:
            found: str | None = next((phrase for phrase in group["phrases"] if phrase in text), None)
            if found and subject.residual <= group["residual"]:
                return found
    return None


def _place_of(subject: Subject, phrase: str) -> Place:
    """Where the phrase stands in the file; the body's start where it is only there once re-decoded."""
    if subject.capture:
        for number, line in enumerate(subject.capture.lines[subject.capture.body_line - 1 :]):
            column = line.find(phrase)
            if column >= 0:
                at = subject.capture.body_line + number
                return Place(at, column + 1, at, column + 1 + len(phrase))
    return _body_start(subject)


def _body_start(subject: Subject) -> Place:
    if subject.capture is None:
        return Place()
    lines = subject.capture.lines
    at = next(
        (number for number in range(subject.capture.body_line, len(lines) + 1) if lines[number - 1].strip()),
        min(subject.capture.body_line, len(lines)),
    )
    return Place(at, 1, at, len(lines[at - 1]) + 1)
