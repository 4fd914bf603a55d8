"""UR: where the page was captured."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit
from urllib.parse import quote as percent_encoded

from pressrun.characters import xml_legal
from pressrun.finding import Place, Severity
from pressrun.markup.addresses import tracking_names
from pressrun.rules.addresses import is_private, is_redirector
from pressrun.rules.catalogue import About, Complaint, rule
from pressrun.rules.prose import and_more
from pressrun.rules.subject import Subject, quote

_SHOWN = 5


@rule("UR001", "not-http", Severity.ERROR, indispensable=True, about=About.DOUBTED)
def not_http(subject: Subject) -> Iterator[Complaint]:
    """The url is not an http or https address with a host.

    It becomes the entry's link and part of its identity, so there is no fallback.

    Example, front matter:
        url: ftp://example.org/storm

    Remedy: Write the address that the page was captured from.
    """
    for doubt in subject.doubts:
        if subject.capture and doubt.kind == "not_http":
            field = subject.capture.field(doubt.field)
            value = field.value if field else ""
            yield Complaint(
                subject.place(doubt.field),
                f"url: {quote(value)} is not an http or https address with a host; write the page's address",
            )


@rule("UR002", "plain-http", Severity.INFO)
def plain_http(subject: Subject) -> Iterator[Complaint]:
    """The url says http where nearly every site answers https by now.

    Published as it is. Anybody between the reader and the site can read and change the page.

    Example, front matter:
        url: http://example.org/storm

    Remedy: Write https if the site serves it. As the url is part of a digest's identity, readers then see it
    as a new one, unless it is a WeChat article.
    """
    parts = _parts(subject)
    if parts and parts.scheme == "http":
        yield Complaint(
            _place(subject, _written(subject)[:4]),
            f"url: {_host(parts)} by plain http; write https if the site serves it",
        )


@rule("UR003", "illegal-url-character", Severity.WARNING)
def illegal_url_character(subject: Subject) -> Iterator[Complaint]:
    """The url holds a character that no address may hold (RFC 3987): a space, a quotation mark, a brace.

    Published with the character percent-encoded, as browsers read it.

    Example, front matter:
        url: https://example.org/storm and rain

    Remedy: Write it percent-encoded, here as `%20`.
    """
    if subject.digest is None:
        return
    # The believed url differs from the written one by what had to be encoded, and by what is FM012's.
    written, believed = xml_legal(_written(subject)), subject.digest.url
    if not written.startswith(believed):
        pairs = zip(written, believed, strict=False)
        wrong = next((one for one, other in pairs if one != other), written[-1:])
        code = percent_encoded(wrong, safe="")
        yield Complaint(
            _place(subject, wrong), f"url: {wrong!r} is no character of an address; write it as {code}"
        )


@rule("UR004", "tracking-parameter", Severity.INFO)
def tracking_parameter(subject: Subject) -> Iterator[Complaint]:
    """The url carries parameters that only say where its reader comes from: utm_*, fbclid, WeChat's scene.

    Published as it is; two captures of one page are recognised all the same.

    Example, front matter:
        url: https://example.org/storm?utm_source=newsletter

    Remedy: Remove them.
    """
    parts = _parts(subject)
    names = tracking_names((parts.hostname or "").lower(), parts.query) if parts and parts.query else []
    if names:
        place = _place(subject, f"{names[0]}=")
        shown, more = ", ".join(map(quote, names[:_SHOWN])), and_more(len(names[_SHOWN:]))
        yield Complaint(place, f"url: {shown}{more} for tracking only; remove")


@rule("UR005", "private-host", Severity.ERROR)
def private_host(subject: Subject) -> Iterator[Complaint]:
    """The url leads to localhost, into a private network, or carries a user name or password.

    No reader could follow it, and every reader would learn of it.

    Example, front matter:
        url: https://localhost/storm

    Remedy: Write the public address of the page. A password that stood there is to be changed.
    """
    parts = _parts(subject)
    if parts is None:
        return
    login, at, host = parts.netloc.rpartition("@")
    if at:
        message = f"url: a login is written in front of {quote(host)}; remove it, and change the password"
        yield Complaint(_place(subject, login), message)
    elif is_private(subject.host):
        message = f"url: {_host(parts)} is reached from its own network only; write the public address"
        yield Complaint(_place(subject, host), message)


@rule("UR006", "home-page", Severity.WARNING)
def home_page(subject: Subject) -> Iterator[Complaint]:
    """The url is a site's front page, not the address of an article.

    What stands there changes every day.

    Example, front matter:
        url: https://example.org/

    Remedy: Write the article's own address.
    """
    parts = _parts(subject)
    if parts and parts.path in {"", "/"} and not parts.query and parts.fragment[:1] not in {"/", "!"}:
        message = f"url: the front page of {_host(parts)}; write the article's own address"
        yield Complaint(subject.place("url"), message)


@rule("UR007", "redirector", Severity.INFO)
def redirector(subject: Subject) -> Iterator[Complaint]:
    """The url's host only leads to another address: a shortener, a feed proxy, a link counter.

    Published as it is; the same page under its own address is another digest, and the link dies with the
    redirector.

    Example, front matter:
        url: https://t.co/Ab3dEfGh1j

    Remedy: Write the address that it leads to.
    """
    parts = _parts(subject)
    host = (parts.hostname or "").lower() if parts else ""
    if parts and is_redirector(host, parts.path):
        message = f"url: {_host(parts)} only leads elsewhere; write the address that it leads to"
        yield Complaint(_place(subject, parts.netloc), message)


def _parts(subject: Subject) -> SplitResult | None:
    """The believed url's parts. urlsplit remembers the last ones, so that each rule may ask."""
    return urlsplit(subject.digest.url) if subject.digest else None


def _host(parts: SplitResult) -> str:
    return quote(parts.hostname or "")


def _written(subject: Subject) -> str:
    field = subject.capture.field("url") if subject.capture else None
    return field.value.strip() if field else ""


def _place(subject: Subject, part: str) -> Place:
    """Where a part of the url stands; the whole url where it is not written on that line as such."""
    field = subject.capture.field("url") if subject.capture else None
    at = field.raw.find(part) if field and part else -1
    if field is None or at < 0:
        return subject.place("url")
    start = field.place.column + at
    return Place(field.place.line, start, field.place.line, start + len(part))
