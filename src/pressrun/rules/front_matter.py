"""FM: the lines between the two `---` on top of a capture."""

from __future__ import annotations

from collections.abc import Iterator

from pressrun.capture import KNOWN_FIELDS, LINT_IGNORE, Field
from pressrun.finding import Place, Severity
from pressrun.rules.catalogue import About, Complaint, rule
from pressrun.rules.subject import Subject, quote
from pressrun.rules.yaml_view import View

_TEXT_FIELDS = frozenset({"title", "url", "source"})
_SIDECAR = "put a comment on top of the file, with `<!--`, `---`, `{}`, `---` and `-->` on a line each"


@rule("FM001", "missing-front-matter", Severity.ERROR, indispensable=True, about=About.DOUBTED)
def missing_front_matter(subject: Subject) -> Iterator[Complaint]:
    """Line 1 is not `---`, so the file has no front matter.

    Without title, url and date nothing can be published. A saved page needs none where it says them itself;
    one that says nothing at all of itself is reported here, too.

    Example, file:
        # Storm closes the harbour

        The last ferry left at noon.

    Remedy: Put title, url, source, date and fetch_date between two lines `---` on top of the file; in a saved
    page put a line `<!--` above them and a line `-->` below, so that browsers show it as before.
    """
    capture = subject.capture
    if capture and capture.encoding is None and not (capture.opened or subject.readable):
        message = "line 1 is not `---`; put the front matter on top of the file"
        if capture.is_page:
            message = f"the page says neither title nor url nor date of itself; {_SIDECAR.format('title: …')}"
        yield Complaint(Place(1, 1, 1, len(capture.lines[0]) + 1), message)


@rule("FM002", "unclosed-front-matter", Severity.ERROR, indispensable=True, about=About.DOUBTED)
def unclosed_front_matter(subject: Subject) -> Iterator[Complaint]:
    """The front matter opens with `---` on line 1, but no second `---` closes it.

    In a saved page it may also be the comment around it: `<!--` on line 1, but no `---` with `-->` below it.

    Where it ends would be a guess, and a wrong one publishes the fields as text or the text as a field.

    Example, file:
        ---
        title: Storm closes the harbour
        url: https://example.org/storm

        The last ferry left at noon.

    Remedy: Add a line `---` behind the last field.
    """
    capture = subject.capture
    if capture and capture.encoding is None and capture.opened and not capture.closed:
        line = capture.lines[0].rstrip()
        closing = "second `---`" if line == "---" else "`---` with `-->` below it"
        message = f"no {closing} closes the front matter; add it behind the last field"
        yield Complaint(Place(1, 1, 1, len(line) + 1), message)


@rule("FM003", "not-yaml", Severity.WARNING)
def not_yaml(subject: Subject) -> Iterator[Complaint]:
    """A value that a YAML reader rejects: an unquoted `: `, a bracket, a quotation mark inside.

    Read as plain text here; every other tool that reads this file stops at it.

    Example, front matter:
        title: Storm warning: the harbour is closed

    Remedy: Put the value in quotation marks.
    """
    for field in subject.seen_as(View.REJECTED):
        if field.name in KNOWN_FIELDS:
            yield Complaint(
                field.place, f"{field.name}: YAML rejects {quote(field.raw)}, read as text; quote it"
            )


@rule("FM004", "yaml-reads-otherwise", Severity.WARNING)
def yaml_reads_otherwise(subject: Subject) -> Iterator[Complaint]:
    """A value of which a YAML reader takes another one than is written, such as text cut at ` #`.

    Read as it is written here; another tool shows half the title and says nothing.

    Example, front matter:
        title: The ferry gets pier #4 back

    Remedy: Put the value in quotation marks, so that all tools agree.
    """
    for field in subject.seen_as(View.OTHERWISE):
        if field.name in _TEXT_FIELDS:
            yield Complaint(
                field.place, f"{field.name}: YAML reads {quote(field.raw)} otherwise than written; quote it"
            )


@rule("FM005", "yaml-type", Severity.WARNING)
def yaml_type(subject: Subject) -> Iterator[Complaint]:
    """A text that a YAML reader takes for a number, a truth value, a date or nothing at all.

    Read as text here; a tool that expects text gets something else and may stop.

    Example, front matter:
        title: 1984

    Remedy: Put the value in quotation marks.
    """
    for field in subject.seen_as(View.TYPED):
        if field.name in _TEXT_FIELDS and field.raw.strip():
            yield Complaint(field.place, f"{field.name}: YAML reads no text in {quote(field.raw)}; quote it")


@rule("FM006", "missing-field", Severity.ERROR, indispensable=True, about=About.DOUBTED)
def missing_field(subject: Subject) -> Iterator[Complaint]:
    """One of title, url, date and fetch_date is absent.

    There is no fallback for them: they make the entry's headline, link, time and identity. In a saved page a
    field is absent where neither the page says it itself (meta tags, WeChat's script, the comment of the
    archiver) nor its front matter does.

    Example, file:
        ---
        title: Storm closes the harbour
        url: https://example.org/storm
        date: 2025-03-14
        ---

        The last ferry left at noon.

    Remedy: Add the line; names are written in small letters. In a saved page it may stand in a comment on
    top: `<!--`, `---`, the lines, `---`, `-->`.
    """
    capture = subject.capture
    if capture is None or not subject.readable:
        return
    for doubt in subject.doubts:
        if doubt.kind == "missing":
            line = f"{doubt.field}: …"
            page = " nor on the page" if capture.is_page else ""
            message = f"no {doubt.field} in the front matter{page}; add the line `{line}`"
            if not capture.opened:
                message = f"the page does not say its {doubt.field}; {_SIDECAR.format(line)}"
            yield Complaint(
                Place(1, 1, 1, len(capture.lines[0].rstrip()) + 1 if capture.opened else 1), message
            )


@rule("FM007", "empty-field", Severity.ERROR, indispensable=True)
def empty_field(subject: Subject) -> Iterator[Complaint]:
    """Title or url is there, but empty: an error. source is there, but empty: a warning.

    There is no fallback for title and url; for source the url's host is taken.

    Example, front matter:
        title:

    Remedy: Write the page's own headline, address or publisher.
    """
    if not subject.readable:
        return
    for doubt in subject.doubts:
        if doubt.kind == "empty":
            yield Complaint(subject.place(doubt.field), f"{doubt.field} is empty; write the page's own")
    source = subject.capture.field("source") if subject.capture else None
    if source is not None and not source.value.strip():
        message = "source is empty; the url's host is taken, write the publisher"
        yield Complaint(source.place, message, Severity.WARNING)


@rule("FM008", "duplicate-field", Severity.WARNING)
def duplicate_field(subject: Subject) -> Iterator[Complaint]:
    """A field is there twice.

    The last one counts, as it does for most YAML readers; others take the first, or stop.

    Example, front matter:
        source: Harbour News
        source: Bay Weekly

    Remedy: Remove the one that is wrong.
    """
    seen: dict[str, Field] = {}
    for field in subject.written:
        if field.name in seen:
            first = seen[field.name].place.line
            yield Complaint(
                field.place, f"{field.name} stands on line {first} already; the last one counts, remove one"
            )
        seen[field.name] = field


@rule("FM009", "unknown-field", Severity.INFO)
def unknown_field(subject: Subject) -> Iterator[Complaint]:
    """A field that the schema does not know: none of title, url, source, date, fetch_date, lint-ignore.

    It stays in the file and changes nothing in the edition. Other tools may live on it; but a known field
    that is misspelt shows up here too.

    Example, front matter:
        fetchdate: 2025-03-15T08:30:00

    Remedy: Correct the name if it is misspelt; else there is nothing to do.
    """
    for field in subject.written:
        if field.name not in KNOWN_FIELDS and field.name != LINT_IGNORE:
            yield Complaint(
                field.place, f"{field.name} is none of {', '.join(KNOWN_FIELDS)}; it has no effect"
            )


@rule("FM010", "stray-line", Severity.WARNING)
def stray_line(subject: Subject) -> Iterator[Complaint]:
    """A value goes on in the next line.

    The lines are joined with a space here. Another tool may stop, or take the first line alone.

    Example, front matter:
        title: Storm closes the harbour
        and the airport

    Remedy: Write the value on one line.
    """
    for field in subject.written:
        for line in field.stray:
            text = subject.capture.lines[line - 1] if subject.capture else ""
            yield Complaint(
                Place(line, 1, line, len(text) + 1), f"{field.name} goes on in line {line}; join the lines"
            )
