"""Fixes of the FM rules, which never change what we read: only what every other tool reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressrun.capture import KNOWN_FIELDS, Capture, Field
from pressrun.characters import illegal_runs
from pressrun.finding import Place
from pressrun.markup.blocks import text_of
from pressrun.markup.markdown import render_markdown
from pressrun.rules.fixes.registry import Edit, fixer, rewriter
from pressrun.rules.fixes.writing import in_quotes, joined, quoted
from pressrun.rules.subject import Subject
from pressrun.rules.yaml_view import View, view

_TEXT_FIELDS = ("title", "url", "source")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.{1,1000}?)[ \t#]*\Z")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_LINE_END = re.compile(r"\r\n?")


@rewriter("FM013", "remove the byte order mark and carriage returns")
def plain_text(text: str) -> str:
    """The text without a byte order mark, its lines ending in line feeds."""
    return _LINE_END.sub("\n", text.removeprefix("\ufeff"))


@fixer("FM012", "remove the forbidden characters")
def without_controls(subject: Subject) -> Iterator[Edit]:
    """Each run of forbidden characters, in fields and body."""
    for number, line in enumerate(subject.capture.lines if subject.capture else (), start=1):
        for start, end in illegal_runs(line):
            yield Edit(Place(number, start + 1, number, end + 1), "")


@fixer("FM010", "join the lines")
def one_line(subject: Subject) -> Iterator[Edit]:
    """The lines of a value joined with a space, as they are read."""
    capture = _readable(subject)
    for field in capture.fields if capture else ():
        if field.stray:
            yield joined(field, capture.lines if capture else ())


@fixer("FM007", "take the first heading as the title", safe=False)
def title_from_heading(subject: Subject) -> Iterator[Edit]:
    """The body's first heading, without its markup, where the title is empty."""
    capture = _readable(subject)
    field = capture.field("title") if capture else None
    if capture is None or field is None or field.value.strip() or field.stray or field.block:
        return
    title = _first_heading(capture)
    if title:
        at, line = field.place, capture.lines[field.place.line - 1]
        gap = "" if line[at.column - 2 : at.column - 1] in {" ", "\t"} else " "
        yield Edit(at, gap + (title if view(title) is View.SAME else quoted(title)))


@fixer("FM003", "quote the value")
def quote_rejected(subject: Subject) -> Iterator[Edit]:
    """Every value of ours that YAML rejects."""
    return _quoted(subject, View.REJECTED, KNOWN_FIELDS)


@fixer("FM004", "quote the value")
def quote_cut(subject: Subject) -> Iterator[Edit]:
    """Every text that YAML reads otherwise."""
    return _quoted(subject, View.OTHERWISE, _TEXT_FIELDS)


@fixer("FM005", "quote the value")
def quote_typed(subject: Subject) -> Iterator[Edit]:
    """Every text that YAML takes for something else."""
    return _quoted(subject, View.TYPED, _TEXT_FIELDS)


def _quoted(subject: Subject, kind: View, names: tuple[str, ...]) -> Iterator[Edit]:
    for field in subject.seen_as(kind):
        # Behind an address or a date we pass over a comment, as YAML does; in quotation marks it would
        # become a part of the value.
        if field.name in names and field.raw.strip() and not _has_comment(field):
            edit = in_quotes(field)
            if edit is not None:
                yield edit


def _has_comment(field: Field) -> bool:
    return field.name not in {"title", "source"} and re.search(r"\s#", field.value) is not None


def _first_heading(capture: Capture) -> str:
    """The text of the body's first heading outside fenced code; empty where there is none."""
    if capture.is_page:
        return ""
    fenced = False
    for line in capture.body.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        match = None if fenced else _HEADING.match(line)
        text = " ".join(text_of(render_markdown(match[1])).split()) if match else ""
        if text:
            return text
    return ""


def _readable(subject: Subject) -> Capture | None:
    return subject.capture if subject.readable else None
