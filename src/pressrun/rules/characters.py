"""FM: bytes and characters that no capture should hold."""

from __future__ import annotations

from collections.abc import Iterator

from pressrun.characters import illegal_character
from pressrun.finding import Place, Severity
from pressrun.rules.catalogue import About, Complaint, rule
from pressrun.rules.subject import Subject


@rule("FM011", "not-utf-8", Severity.ERROR, indispensable=True, about=About.DOUBTED)
def not_utf_8(subject: Subject) -> Iterator[Complaint]:
    """The file's bytes are not UTF-8; the encoding is named where it can be recognised.

    To guess it would publish garbage now and then. A saved page that declares its charset, such as
    `<meta charset=gbk>`, is read in it where every byte is right there: this is no guess.

    Example, front matter:
        title: Caf<0xE9> by the harbour

    Remedy: Convert the file to UTF-8, for example with `iconv -f GB18030 -t UTF-8`.
    """
    capture = subject.capture
    if capture and capture.encoding is not None:
        known = f"they look like {capture.encoding}" if capture.encoding != "unknown" else "encoding unknown"
        yield Complaint(Place(), f"the bytes are not UTF-8 ({known}); convert the file")


@rule("FM012", "control-character", Severity.WARNING)
def control_character(subject: Subject) -> Iterator[Complaint]:
    """A character that XML 1.0 forbids, in a field or in the body.

    One of them makes a whole feed unreadable, so it is left out.

    Example, passage:
        The last ferry<U+000B>left at noon.

    Remedy: Remove it from the file.
    """
    capture = subject.capture
    if capture is None or capture.encoding is not None or not capture.illegal:
        return
    for number, line in enumerate(capture.lines, start=1):
        found = illegal_character(line)
        if found is not None:
            at = found + 1
            name = f"U+{ord(line[found]):04X}"
            yield Complaint(
                Place(number, at, number, at + 1), f"{name} is forbidden in XML and left out; remove it"
            )
            return


@rule("FM013", "byte-order-mark", Severity.INFO)
def byte_order_mark(subject: Subject) -> Iterator[Complaint]:
    """The file starts with a byte order mark (U+FEFF), or its lines end with a carriage return.

    Both are read here as if they were not there. Other tools do not see that line 1 is `---`, or take
    the carriage return for a part of each value.

    Example, front matter:
        title: Storm closes the harbour<U+000D>

    Remedy: Save the file as UTF-8 without a byte order mark, with line feeds alone.
    """
    capture = subject.capture
    if capture and (capture.byte_order_mark or capture.carriage_returns):
        what = "a byte order mark" if capture.byte_order_mark else "carriage returns"
        yield Complaint(Place(), f"the file has {what}; save it as UTF-8 with line feeds only")
