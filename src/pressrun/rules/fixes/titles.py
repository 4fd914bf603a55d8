"""Fixes of the TI rules: the title as it is published anyway, or without what nobody sees."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

from pressrun.identity import read_entities
from pressrun.rules.fixes.registry import Edit, fixer
from pressrun.rules.fixes.writing import rewritten
from pressrun.rules.subject import Subject
from pressrun.rules.titles import entities_in, invisible_in, spaces_in


@fixer("TI001", "write the characters that the entities stand for")
def read_once(subject: Subject) -> Iterator[Edit]:
    """Every entity read once, as the press reads a title.

    One that would leave another entity stays: `&amp;lt;` is how a title spells `&lt;`.
    """

    def unescape(value: str) -> str:
        read = _replaced(value, entities_in(value), html.unescape)
        return read if read_entities(read) == read else value

    return _with(subject, unescape)


@fixer("TI005", "write one space")
def fold_spaces(subject: Subject) -> Iterator[Edit]:
    """Every stretch of white space as one space, as it is published."""
    return _with(subject, lambda value: _replaced(value, spaces_in(value), lambda _: " "))


@fixer("TI006", "remove the invisible characters")
def remove_invisible(subject: Subject) -> Iterator[Edit]:
    """Every character that the rule speaks of. Keys are made without them, so every id stays."""
    return _with(subject, lambda value: _replaced(value, invisible_in(value), lambda _: ""))


def _with(subject: Subject, change: Callable[[str], str]) -> Iterator[Edit]:
    field = subject.capture.field("title") if subject.capture and subject.readable else None
    if field is None:
        return
    value = change(field.value)
    edit = rewritten(field, value) if value != field.value else None
    if edit is not None:
        yield edit


def _replaced(text: str, spans: Iterator[tuple[int, int]], change: Callable[[str], str]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += (text[done:start], change(text[start:end]))
        done = end
    return "".join((*parts, text[done:]))
