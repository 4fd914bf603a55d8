"""NM: what the file is called."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pressrun.capture import Field
from pressrun.finding import Severity
from pressrun.identity import normalise
from pressrun.rules.catalogue import Complaint, rule
from pressrun.rules.subject import Subject

# The archiver's rule, as 12,968 names of the sample tell it: what Windows forbids becomes `_`, the title
# ends after 200 characters.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_TITLE_LENGTH = 200
# No file system takes more than 255 bytes: a name this long may have been cut anywhere.
_NEARLY_FULL = 240
_SHOWN = 20


@rule("NM001", "name-mismatch", Severity.INFO)
def name_mismatch(subject: Subject) -> Iterator[Complaint]:
    """The file is not called `SOURCE_TITLE.md`, with `_` for what a file name may not hold.

    Nothing is read from the name, so this is harmless; but either the file was renamed, or its front
    matter is another page's.

    Example, files:
        Harbour News_Calm sea.md:
            title: Storm closes the harbour
            source: Harbour News

    Remedy: Rename the file, or correct the field.
    """
    capture = subject.capture
    title = capture.field("title") if capture and subject.readable else None
    # A page that says its title itself was saved by a browser, which has its own way with names.
    if capture is None or title is None or not title.written:
        return
    name = subject.path.rpartition("/")[2].rpartition(".")[0]
    source = capture.field("source")
    # A value in quotation marks was written without YAML in mind: they are part of the name then.
    wanted = [f"{_value(source)}_{_cut(text)}" for text in (title.raw, title.value)]
    if any(_forbidden(text) == name for text in wanted):
        return
    if any(_agree(name, text) for text in wanted):
        return
    told, other = _difference(name, _forbidden(wanted[1]))
    yield Complaint(
        title.place, f"the file name says {told!r} where source and title say {other!r}; rename the file"
    )


def _value(field: Field | None) -> str:
    return field.value if field else ""


def _cut(title: str) -> str:
    return title[:_TITLE_LENGTH].rstrip()


def _forbidden(text: str) -> str:
    return _FORBIDDEN.sub("_", text)


def _agree(name: str, wanted: str) -> bool:
    """Whether name and fields mean the same: entities, white space and invisible characters do not count."""
    one, other = (_forbidden(normalise(html.unescape(text))) for text in (name, wanted))
    return one == other or (len(name.encode(errors="replace")) >= _NEARLY_FULL and other.startswith(one))


def _difference(name: str, wanted: str) -> tuple[str, str]:
    """Both around the first character that differs."""
    pairs = enumerate(zip(name, wanted, strict=False))
    at = next((number for number, (one, other) in pairs if one != other), min(len(name), len(wanted)))
    start = max(0, at - _SHOWN)
    return _window(name, start, at), _window(wanted, start, at)


def _window(text: str, start: int, at: int) -> str:
    end = at + _SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"
