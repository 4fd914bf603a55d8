"""BD: bodies that hold no article. One cause a file: the first that fits speaks, the others are silent."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pressrun.finding import Place, Severity
from pressrun.markup.residual import has_picture, undo_mojibake
from pressrun.rules.catalogue import Complaint, Subject, rule

# The order of FACTS §1: what is surest first. BD001 and BD012 have no phrases.
CAUSES = (
    ("BD003", "deleted"),
    ("BD004", "banned"),
    ("BD005", "moved"),
    ("BD002", "verification"),
    ("BD009", "blocked"),
    ("BD007", "javascript"),
    ("BD010", "server_error"),
    ("BD008", "parked"),
    ("BD011", "redirect"),
)
KINDS = tuple(kind for _, kind in CAUSES)

_PHRASES = tomllib.loads(files("pressrun.rules").joinpath("phrases.toml").read_text("utf-8"))
# A letter of the Latin-1 block and what follows it where UTF-8 was read as cp1252: Ã©, â€™, æ­£.
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf]|\u00e2(?:\u0080|\u20ac)"
    "|[\u00e4-\u00e9][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2}"
)
_LEAST_MOJIBAKE = 10
_SMALL = 100


@rule("BD001", "empty-body", Severity.ERROR)
def empty_body(subject: Subject) -> Iterator[Complaint]:
    """The body holds no text and no picture, only what is left of the page's interface.

    A third of a real archive is such shells: the page was drawn by a script that the archiver did not
    run, or was gone. Capture the page again.
    """
    if cause_of(subject) == "BD001":
        yield Complaint(body_start(subject), "the body holds no text and no picture; capture the page again")


@rule("BD002", "verification-page", Severity.ERROR)
def verification_page(subject: Subject) -> Iterator[Complaint]:
    """The page asks whether its reader is human instead of showing the article.

    Told by a phrase together with little other text, because articles quote these phrases. Capture
    the page again, more slowly or from another address.
    """
    return _by_phrase(subject, "BD002", "a page that asks who is there")


@rule("BD003", "deleted", Severity.ERROR)
def deleted(subject: Subject) -> Iterator[Complaint]:
    """The page says that its author has deleted the article or closed the account.

    An earlier capture may still hold it; this one can be removed.
    """
    return _by_phrase(subject, "BD003", "the article was deleted")


@rule("BD004", "banned", Severity.ERROR)
def banned(subject: Subject) -> Iterator[Complaint]:
    """The page says that the platform has blocked the article or its account.

    An earlier capture may still hold it; this one can be removed.
    """
    return _by_phrase(subject, "BD004", "the platform blocks the article")


@rule("BD005", "moved", Severity.ERROR)
def moved(subject: Subject) -> Iterator[Complaint]:
    """The page says that the account has moved, and does not show the article.

    Capture the article at its account's new address.
    """
    return _by_phrase(subject, "BD005", "the account has moved")


@rule("BD006", "login-wall", Severity.INFO)
def login_wall(subject: Subject) -> Iterator[Complaint]:
    """The page shows little text and asks its reader to log in or subscribe for the rest.

    Published as far as it goes. Capture it again with a session, if you may.
    """
    found = _phrase(subject, "login")
    if found is not None and cause_of(subject) is None:
        yield Complaint(_place_of(subject, found), f"{found!r}: the rest is for readers who log in")


@rule("BD007", "javascript-required", Severity.ERROR)
def javascript_required(subject: Subject) -> Iterator[Complaint]:
    """The page says that it needs JavaScript, and shows nothing else.

    Capture it with a browser that runs scripts. A post with such a line in its footer is none of these.
    """
    return _by_phrase(subject, "BD007", "a page that shows nothing without JavaScript")


@rule("BD008", "parked-domain", Severity.ERROR)
def parked_domain(subject: Subject) -> Iterator[Complaint]:
    """The domain is for sale, and the article gone with its site.

    An archive of the web may still hold it; this capture can be removed.
    """
    return _by_phrase(subject, "BD008", "the domain is for sale")


@rule("BD009", "blocked", Severity.ERROR)
def blocked(subject: Subject) -> Iterator[Complaint]:
    """The site refused the archiver: rate limit, lock-out, access denied.

    Capture the page again, more slowly or from another address.
    """
    return _by_phrase(subject, "BD009", "the site refused the archiver")


@rule("BD010", "server-error", Severity.ERROR)
def server_error(subject: Subject) -> Iterator[Complaint]:
    """The site answered with an error or a maintenance page.

    Headings that repeat the title do not count: an article may be called "404". Capture it again.
    """
    return _by_phrase(subject, "BD010", "the site's error page")


@rule("BD011", "redirect-stub", Severity.ERROR)
def redirect_stub(subject: Subject) -> Iterator[Complaint]:
    """The page only leads on to another one, and the archiver did not follow.

    Capture the page that it leads to.
    """
    return _by_phrase(subject, "BD011", "a page that only leads on")


@rule("BD012", "mojibake", Severity.WARNING)
def mojibake(subject: Subject) -> Iterator[Complaint]:
    """The text is UTF-8 that was read as another encoding (Ã©, æ­£å¸¸, U+FFFD).

    Published as it is; an error where there is little text at all. Capture the page again with an archiver
    that heeds its charset.
    """
    found = _mojibake(subject)
    if found is None:
        return
    cause = cause_of(subject)
    if cause == "BD012" or (cause is None and subject.believed):
        severity = Severity.ERROR if cause == "BD012" else Severity.WARNING
        yield Complaint(_place_of(subject, found), f"{found!r}: text read in the wrong encoding", severity)


def _by_phrase(subject: Subject, code: str, what: str) -> Iterator[Complaint]:
    if cause_of(subject) == code:
        found = _phrase(subject, dict(CAUSES)[code]) or ""
        yield Complaint(_place_of(subject, found), f"{found!r}: {what}, no article; capture it again")


def cause_of(subject: Subject) -> str | None:
    """The one cause that keeps the body from being an article."""
    return subject.once("cause", lambda: _find_cause(subject))


def _find_cause(subject: Subject) -> str | None:
    if not subject.believed:
        return None
    if subject.residual_text is not None:
        for code, kind in CAUSES:
            if _phrase(subject, kind) is not None:
                return code
        if not subject.residual and not has_picture(subject.text):
            return "BD001"
        if subject.residual <= _SMALL and _mojibake(subject) is not None:
            return "BD012"
    return None


def _phrase(subject: Subject, kind: str) -> str | None:
    """The phrase of this kind that the residual text holds, as it is or re-decoded."""
    residual = subject.residual_text
    if residual is None:
        return None
    for text in filter(None, (residual, subject.once("re-decoded", lambda: undo_mojibake(residual)))):
        for limit, phrases in _groups(kind, subject.phrases):
            if subject.residual <= limit:
                found = next((phrase for phrase in phrases if phrase in text), None)
                if found is not None:
                    return found
    return None


@cache
def _groups(kind: str, added: tuple[tuple[str, tuple[str, ...]], ...]) -> list[tuple[int, tuple[str, ...]]]:
    groups = [(group["residual"], tuple(group["phrases"])) for group in _PHRASES[kind]]
    groups += [(groups[0][0], phrases) for name, phrases in added if name == kind]
    return groups


def _mojibake(subject: Subject) -> str | None:
    """The first sequence of a text that holds many of them; a run of U+FFFD counts as many."""
    text = subject.text
    if "\ufffd\ufffd" in text:
        return "\ufffd\ufffd"
    if text.isascii():
        return None
    found = _MOJIBAKE.search(text)
    least = _LEAST_MOJIBAKE if subject.residual > _SMALL else 3
    return found[0] if found and len(_MOJIBAKE.findall(text)) >= least else None


def _place_of(subject: Subject, phrase: str) -> Place:
    """Where the phrase stands in the file; the body's start where it is only there once re-decoded."""
    if subject.capture and phrase:
        for number, line in enumerate(subject.capture.lines[subject.capture.body_line - 1 :]):
            column = line.find(phrase)
            if column >= 0:
                at = subject.capture.body_line + number
                return Place(at, column + 1, at, column + 1 + len(phrase))
    return body_start(subject)


def body_start(subject: Subject) -> Place:
    """The first line of the body that holds anything."""
    if subject.capture is None:
        return Place()
    lines = subject.capture.lines
    at = next(
        (number for number in range(subject.capture.body_line, len(lines) + 1) if lines[number - 1].strip()),
        min(subject.capture.body_line, len(lines)),
    )
    return Place(at, 1, at, len(lines[at - 1]) + 1)
