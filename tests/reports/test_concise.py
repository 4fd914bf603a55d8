"""The concise report: one finding a line, and nothing in it that a terminal would obey."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.finding import Finding, Severity
from pressrun.reports import FORMATS
from tests.rules.proving import PATIENT

FINDING = Finding(
    code="FM003",
    name="not-yaml",
    severity=Severity.WARNING,
    path="2025/03/14/河岸通讯_新桥 | 早报.md",
    line=2,
    column=8,
    end_line=2,
    end_column=12,
    message="title: YAML rejects 'a: b', read as text; quote it",
)

#: Any character, and more of those that no UTF-8 holds than chance would bring.
_any = st.text(st.one_of(st.characters(), st.sampled_from("\udcff\ud800\udfff\x1b\u202e\n")), max_size=30)


def _report(*findings: Finding) -> list[str]:
    def source(path: str) -> list[str]:
        raise AssertionError(f"{path} is not to be read")

    return list(FORMATS["concise"](findings, source))


def test_a_finding_is_a_line() -> None:
    """`path:line:column: severity CODE name: message`, as editors and problem matchers read it."""
    second = FINDING._replace(code="FM007", name="empty-field", severity=Severity.ERROR, line=10, column=1)
    message = "title: YAML rejects 'a: b', read as text; quote it"
    assert _report(FINDING, second) == [
        f"2025/03/14/河岸通讯_新桥 | 早报.md:2:8: warning FM003 not-yaml: {message}",
        f"2025/03/14/河岸通讯_新桥 | 早报.md:10:1: error FM007 empty-field: {message}",
    ]


def test_no_finding_is_no_line() -> None:
    """An empty report is empty."""
    assert _report() == []


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\nb.md:1:1: error X: forged", "a\\nb.md:1:1: error X: forged"),
        ("a\rb", "a\\rb"),
        ("a\tb", "a\\tb"),
        ("\x1b[2J\x1b]0;gone\x07", "\\x1b[2J\\x1b]0;gone\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202egpj.md", "\\u202egpj.md"),
        ("a\u2066b\u2069", "a\\u2066b\\u2069"),
        ("牛\u00ad览\u200b", "牛\\xad览\\u200b"),
        ("\ufeffa", "\\ufeffa"),
        ("a\u2028b\u2029c\x85d", "a\\u2028b\\u2029c\\x85d"),
        ("\udcff\udc80.md", "\\udcff\\udc80.md"),
        ("\U000e0041", "\\U000e0041"),
        ("a\0b\x7f", "a\\x00b\\x7f"),
        ("全角\u3000空格\xa0与 空格", "全角\u3000空格\xa0与 空格"),
        ("é 😀 𠮷 ✓", "é 😀 𠮷 ✓"),
    ],
)
@pytest.mark.parametrize("where", ["path", "message"])
def test_what_moves_a_cursor_or_a_line_is_written_out(where: str, hostile: str, shown: str) -> None:
    """Control characters, bidi controls and bytes that are no UTF-8; readable text stays as it is."""
    changed = FINDING._replace(path=hostile) if where == "path" else FINDING._replace(message=hostile)
    (line,) = _report(changed)
    assert (line.startswith(f"{shown}:2:8: ") if where == "path" else line.endswith(f": {shown}")) is True


@PATIENT
@given(_any, _any)
def test_a_finding_is_one_printable_line_whatever_it_holds(path: str, message: str) -> None:
    """Half surrogates included: the line can be encoded."""
    (line,) = _report(FINDING._replace(path=path, message=message))
    assert line.splitlines() == [line]
    assert line.replace("\u3000", " ").replace("\xa0", " ").isprintable()
    assert line.encode("utf-8").decode("utf-8") == line
