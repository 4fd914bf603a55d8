"""What all formats promise: valid whatever a file is called and a message says, and the file is named."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.finding import Finding
from pressrun.reports import FORMATS
from pressrun.reports.text import printable
from tests.reports.findings import ERROR, HOSTILE_NAMES, INFO, RULES, WARNING, at, document, spelled
from tests.reports.judges import JUDGES

# Lone surrogates included: a file name may hold any byte.
TEXTS = st.text(st.characters(), min_size=1)


def _named(form: str, findings: list[Finding]) -> list[str]:
    """The files that the report of these findings names, by its judge."""
    return JUDGES[form](document(FORMATS[form](findings, lambda _: ("---", "title: 桥"), RULES)))


def _told(form: str, path: str) -> str:
    """How this format tells a path."""
    if form == "sarif":
        try:
            return os.fsdecode(path.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError:
            return spelled(path)
    return printable(path) if form in {"full", "concise"} else _escaped(form, spelled(path))


def _escaped(form: str, path: str) -> str:
    """XML cannot hold every character."""
    if form != "junit":
        return path
    illegal = [*map(chr, range(0x20)), "\ufffe", "\uffff"]
    table = {ord(char): printable(char) for char in illegal if char not in "\t\n\r"}
    return path.translate(table)


def test_every_format_has_a_judge() -> None:
    """No format is published without one."""
    assert list(JUDGES) == list(FORMATS)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_come_through(form: str, name: str) -> None:
    """Names that break some syntax are told whole by each format."""
    path = f"2024/{name}"
    findings = [at(path, ERROR), at(path, WARNING), at(path, INFO)]
    assert _named(form, findings) == [_told(form, path)] * 3


@pytest.mark.parametrize("form", FORMATS)
def test_no_findings_are_valid_too(form: str) -> None:
    """A clean run names no file, in a valid document."""
    if form in {"full", "concise", "jsonl", "github"}:
        assert document(FORMATS[form]([], lambda _: (), RULES)) == ""
    else:
        assert _named(form, []) == (["pressrun check"] if form == "junit" else [])


@pytest.mark.parametrize("form", FORMATS)
@given(path=TEXTS.filter(lambda text: not text.startswith(("/", "./"))), message=TEXTS)
def test_any_text_at_all_is_valid(form: str, path: str, message: str) -> None:
    """Any path and any message give a document that its judge accepts, and that names the path."""
    assert _named(form, [ERROR._replace(path=path, message=message)]) == [_told(form, path)]
