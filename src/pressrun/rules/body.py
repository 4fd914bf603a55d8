"""BD: bodies that hold no article. One cause a file: the first that fits speaks, the others are silent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressrun.finding import Place, Severity
from pressrun.rules.catalogue import About, Complaint, rule
from pressrun.rules.causes import CAUSES, cause_of, dialog_in, label_in, mojibake_in, phrase_in
from pressrun.rules.subject import Subject

_ANYTHING = re.compile(r"\S")


@rule("BD001", "empty-body", Severity.ERROR, about=About.NO_ARTICLE)
def empty_body(subject: Subject) -> Iterator[Complaint]:
    """The body holds no text and no picture, only what is left of the page's interface.

    A third of a real archive is such shells: the page was drawn by a script that the archiver did not
    run, or was gone.

    Example, body:
        微信扫一扫

        阅读原文

    Remedy: Capture the page again.
    """
    if cause_of(subject) == "BD001":
        yield Complaint(body_start(subject), "the body holds no text and no picture; capture the page again")


@rule("BD002", "verification-page", Severity.ERROR, about=About.NO_ARTICLE)
def verification_page(subject: Subject) -> Iterator[Complaint]:
    """The page asks whether its reader is human instead of showing the article.

    Told by a phrase together with little other text, because articles quote these phrases.

    Example, body:
        Verify you are human

    Remedy: Capture the page again, more slowly or from another address.
    """
    return _by_phrase(subject, "BD002", "a page that asks who is there")


@rule("BD003", "deleted", Severity.ERROR, about=About.NO_ARTICLE)
def deleted(subject: Subject) -> Iterator[Complaint]:
    """The page says that its author has deleted the article or closed the account.

    What is left is a notice, which nobody subscribed to.

    Example, body:
        This post has been deleted

    Remedy: An earlier capture may still hold the article; this one can be removed.
    """
    return _by_phrase(subject, "BD003", "the article was deleted", "remove it")


@rule("BD004", "banned", Severity.ERROR, about=About.NO_ARTICLE)
def banned(subject: Subject) -> Iterator[Complaint]:
    """The page says that the platform has blocked the article or its account.

    What is left is a notice, which nobody subscribed to.

    Example, body:
        This account has been suspended

    Remedy: An earlier capture may still hold the article; this one can be removed.
    """
    return _by_phrase(subject, "BD004", "the platform blocks the article", "remove it")


@rule("BD005", "moved", Severity.ERROR, about=About.NO_ARTICLE)
def moved(subject: Subject) -> Iterator[Complaint]:
    """The page says that the account has moved, and does not show the article.

    The notice would stand in the feed as if it were the article.

    Example, body:
        该公众号已迁移

    Remedy: Capture the article at its account's new address.
    """
    return _by_phrase(subject, "BD005", "the account has moved", "capture it at its new address")


@rule("BD006", "login-wall", Severity.INFO)
def login_wall(subject: Subject) -> Iterator[Complaint]:
    """The page asks its reader to log in or subscribe for the rest of the article.

    Published as far as it goes, because the beginning of an article is better than none.

    Example, body:
        The harbour master spoke for the first time about the night of the storm, and about what he saw when
        the ferry left without its lights.

        Log in to read the rest.

    Remedy: Capture it again with a session, if you may.
    """
    found = phrase_in(subject, "login") or label_in(subject, "login")
    if found is not None and subject.believed and cause_of(subject) is None:
        yield Complaint(_place_of(subject, found), f"{found!r}: the rest is for readers who log in")


@rule("BD007", "javascript-required", Severity.ERROR, about=About.NO_ARTICLE)
def javascript_required(subject: Subject) -> Iterator[Complaint]:
    """The page says that it needs JavaScript, and shows nothing else.

    The archiver did not run the page's scripts. A post with such a line in its footer is none of these.

    Example, body:
        Please enable JavaScript

    Remedy: Capture it with a browser that runs scripts.
    """
    return _by_phrase(subject, "BD007", "a page that shows nothing without JavaScript")


@rule("BD008", "parked-domain", Severity.ERROR, about=About.NO_ARTICLE)
def parked_domain(subject: Subject) -> Iterator[Complaint]:
    """The domain is for sale, and the article gone with its site.

    What is left is an advertisement under the article's title.

    Example, body:
        This domain is for sale

    Remedy: An archive of the web may still hold the article; this capture can be removed.
    """
    return _by_phrase(subject, "BD008", "the domain is for sale", "remove it")


@rule("BD009", "blocked", Severity.ERROR, about=About.NO_ARTICLE)
def blocked(subject: Subject) -> Iterator[Complaint]:
    """The site refused the archiver: rate limit, lock-out, access denied.

    The article may be there for everybody else.

    Example, body:
        Too Many Requests

    Remedy: Capture the page again, more slowly or from another address.
    """
    return _by_phrase(subject, "BD009", "the site refused the archiver")


@rule("BD010", "server-error", Severity.ERROR, about=About.NO_ARTICLE)
def server_error(subject: Subject) -> Iterator[Complaint]:
    """The site answered with an error or a maintenance page.

    Headings that repeat the title do not count: an article may be called "404".

    Example, body:
        502 Bad Gateway

    Remedy: Capture the page again.
    """
    return _by_phrase(subject, "BD010", "the site's error page")


@rule("BD011", "redirect-stub", Severity.ERROR, about=About.NO_ARTICLE)
def redirect_stub(subject: Subject) -> Iterator[Complaint]:
    """The page only leads on to another one, and the archiver did not follow.

    The article stands at the other address.

    Example, body:
        You are being redirected

    Remedy: Capture the page that it leads to.
    """
    return _by_phrase(subject, "BD011", "a page that only leads on")


@rule("BD012", "mojibake", Severity.WARNING)
def mojibake(subject: Subject) -> Iterator[Complaint]:
    """The text is UTF-8 that was read as another encoding (Ã©, æ­£å¸¸, U+FFFD).

    Published as it is, with a warning; an error where there is little text at all.

    Example, body:
        <The cafÃ© by the harbour is open. × 12>

    Remedy: Capture the page again with an archiver that heeds its charset.
    """
    found = mojibake_in(subject)
    if found is None:
        return
    cause = cause_of(subject)
    if cause == "BD012" or (cause is None and subject.believed):
        severity = Severity.ERROR if cause == "BD012" else Severity.WARNING
        yield Complaint(_place_of(subject, found), f"{found!r}: text read in the wrong encoding", severity)


def _by_phrase(
    subject: Subject, code: str, what: str, remedy: str = "capture it again"
) -> Iterator[Complaint]:
    if cause_of(subject) == code:
        kind = dict(CAUSES)[code]
        found = phrase_in(subject, kind) or dialog_in(subject, kind) or ""
        yield Complaint(_place_of(subject, found), f"{found!r}: {what}, no article; {remedy}")


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
    capture = subject.capture
    if capture is None:
        return Place()
    text = capture.text
    # Found in the text itself: to split it takes longer than most rules, and every capture is asked.
    start = len(text) - len(capture.body) - capture.removed
    first = _ANYTHING.search(text, start)
    if first is None:
        at = min(capture.body_line, len(capture.lines))
        return Place(at, 1, at, len(capture.lines[at - 1]) + 1)
    at = capture.body_line + text.count("\n", start, first.start())
    end = text.find("\n", first.start())
    column = (len(text) if end < 0 else end) - text.rfind("\n", 0, first.start())
    return Place(at, 1, at, column)
