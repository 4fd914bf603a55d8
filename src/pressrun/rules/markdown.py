"""MD: what the Markdown of a body says, and how much of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files

from pressrun.finding import Place, Severity
from pressrun.markup.addresses import serves_https
from pressrun.rules.body import body_start
from pressrun.rules.brackets import is_escaped, is_picture
from pressrun.rules.caps import over_a_cap
from pressrun.rules.catalogue import Complaint, rule
from pressrun.rules.links import CLOSED, REST, address, targets_of
from pressrun.rules.prose import Prose, and_more, prose_of
from pressrun.rules.subject import Subject, quote

_HTML = tomllib.loads(files("pressrun.rules").joinpath("html.toml").read_text("utf-8"))
_ALONE = frozenset(_HTML["alone"])
_ELEMENT = re.compile(
    rf"<({'|'.join(_HTML['elements'] + _HTML['active'])})(\s(?:[^<>\n]|\n(?!\n))*+|/)?>", re.IGNORECASE
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:")
_PLAIN_HTTP = re.compile(rf"\]\([ \t]*+<?(http://([^/?#:()\s>]++){REST}){CLOSED}")


@rule("MD001", "unclosed-fence", Severity.WARNING)
def unclosed_fence(subject: Subject) -> Iterator[Complaint]:
    """A fence opens a block of code that no fence closes, so all text behind it is code.

    Closed at the end of the text. Most often the archiver cut the page inside the block.

    Example, passage:
        ```sh

    Remedy: Add the closing fence where the code ends.
    """
    prose = prose_of(subject)
    if prose.fence and subject.capture:
        number = prose.line + prose.fence.number
        line = subject.capture.lines[number - 1]
        column = len(prose.fence.before) + 1
        message = f"{quote(prose.fence.ticks)} opens code that nothing closes; close it where it ends"
        yield Complaint(Place(number, column, number, len(line) + 1), message)


@rule("MD002", "empty-image", Severity.INFO)
def empty_image(subject: Subject) -> Iterator[Complaint]:
    """A picture without an address: `![]()`. The page loaded it by script, and the archiver got nothing.

    Left out, because a reader would show a broken picture.

    Example, passage:
        ![]()

    Remedy: Remove it, or write the picture's address.
    """
    prose = prose_of(subject)
    empty = [match for match in targets_of(subject) if not match[1] and is_picture(prose.text, match.start())]
    if empty:
        message = f"a picture without an address{and_more(len(empty) - 1)}, left out; remove it"
        yield Complaint(_place(prose, empty[0]), message)


@rule("MD003", "relative-url", Severity.WARNING)
def relative_url(subject: Subject) -> Iterator[Complaint]:
    """A link or picture whose address is relative to the page it was captured from.

    Nowhere but there it leads anywhere: it is published as seen from `url`.

    Example, passage:
        The next one leaves at six, says the [timetable](/ferries).

    Remedy: Write the whole address.
    """
    relative = [match for match in targets_of(subject) if is_relative(match[1])]
    if relative:
        first = relative[0]
        more = and_more(len(relative) - 1)
        message = f"{quote(first[1])} is relative{more}, read as seen from url; write the whole address"
        yield Complaint(prose_of(subject).place(*first.span(1)), message)


@rule("MD004", "raw-html", Severity.INFO)
def raw_html(subject: Subject) -> Iterator[Complaint]:
    """Outside code the Markdown holds HTML: an element with attributes, or opened and closed again.

    Published as text, because nobody can tell quoted HTML from meant HTML.

    Example, passage:
        The last ferry left at <b>noon</b>.

    Remedy: Mark it as code, or write it as Markdown.
    """
    prose = prose_of(subject)
    elements = _elements(prose.text) if "<" in prose.text else []
    if elements:
        first, more = elements[0], and_more(len(elements) - 1)
        message = f"{quote(first[0])} is HTML{more}, shown as text; mark it as code or write Markdown"
        yield Complaint(prose.place(*first.span()), message)


@rule("MD005", "data-image", Severity.INFO)
def data_image(subject: Subject) -> Iterator[Complaint]:
    """A picture that stands in the text itself (`data:`): mostly a placeholder for one loaded by script.

    Left out, because most readers do not show it.

    Example, passage:
        ![](data:image/gif;base64,R0lGODlhAQABAAAAACw=)

    Remedy: Remove it, or write the picture's address.
    """
    prose = prose_of(subject)
    pictures = [
        match
        for match in targets_of(subject)
        if match[1][:5].lower() == "data:" and is_picture(prose.text, match.start())
    ]
    if pictures:
        first, more = pictures[0], and_more(len(pictures) - 1)
        message = f"{quote(first[1])} is a picture inside the text{more}, left out; remove it"
        yield Complaint(_place(prose, first), message)


@rule("MD006", "plain-http-image", Severity.INFO)
def plain_http_image(subject: Subject) -> Iterator[Complaint]:
    """A picture by plain http from a host that is known to serve https.

    A reader on an https page shows it badly or not at all.

    Example, passage:
        ![The pier](http://mmbiz.qpic.cn/pier.jpg)

    Remedy: Write https.
    """
    pictures = images_by_http(subject)
    if pictures:
        first, more = pictures[0], and_more(len(pictures) - 1)
        message = f"a picture of {quote(first[2])} by plain http{more}; write https, which the host serves"
        yield Complaint(prose_of(subject).place(*first.span(1)), message)


@rule("MD007", "too-deep", Severity.WARNING)
def too_deep(subject: Subject) -> Iterator[Complaint]:
    """The body is longer, its tables wider or its lists and quotations deeper than any page is.

    Parsers grow slow on such text. It ends at the cap if it is too long; else it becomes plain text.

    Example, passage:
        <- × 120> the last ferry

    Remedy: Look at what the page is.
    """
    message = over_a_cap(subject.capture) if subject.capture and subject.believed else None
    if message:
        yield Complaint(body_start(subject), message)


def images_by_http(subject: Subject) -> list[re.Match[str]]:
    """The addresses (group 1) by plain http of pictures whose host (group 2) is known to serve https."""
    text = prose_of(subject).text
    return [
        match
        for match in (_PLAIN_HTTP.finditer(text) if "](http:" in text else ())
        if serves_https(match[2].lower()) and is_picture(text, match.start())
    ]


def _place(prose: Prose, target: re.Match[str]) -> Place:
    """Where the picture of this target stands."""
    start = prose.text.rfind("![", 0, target.start() + 1)
    return prose.place(start, max(prose.text.find(")", target.end()) + 1, target.end()))


def is_relative(target: str) -> bool:
    """Whether an address needs the page's to be whole. One that only names a place of the page does not."""
    # A scheme begins with a letter: the common case needs no closer look.
    return target[:1] not in {"", "#"} and (target[0] in "/." or not _SCHEME.match(address(target)))


def _elements(text: str) -> Sequence[re.Match[str]]:
    """The tags that open an element: it has attributes, stands alone, or is closed somewhere behind."""
    matches = [match for match in _ELEMENT.finditer(text) if not is_escaped(text, match.start())]
    folded = text.lower() if matches else ""
    closings = {name: folded.rfind(f"</{name}>") for name in {match[1].lower() for match in matches}}
    return [
        match
        for match in matches
        if "=" in (match[2] or "") or match[1].lower() in _ALONE or closings[match[1].lower()] >= match.end()
    ]
