"""What the catalogue promises of every rule: a lasting name, its documentation, messages of one line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.capture import Refusal
from pressrun.finding import Finding, Severity
from pressrun.rules import Complaint, Subject, catalogue, rule
from tests.rules.proving import FETCH_DATE, PATIENT, findings
from tests.samples import capture

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741  the letters of RULES.md
ONCE = {"DT004"}
OFF = {"DT006"}
#: Codes and names are public: never reused, never renamed. A new rule is a new line.
PUBLIC = [
    ("BD001", "empty-body", E),
    ("BD002", "verification-page", E),
    ("BD003", "deleted", E),
    ("BD004", "banned", E),
    ("BD005", "moved", E),
    ("BD006", "login-wall", I),
    ("BD007", "javascript-required", E),
    ("BD008", "parked-domain", E),
    ("BD009", "blocked", E),
    ("BD010", "server-error", E),
    ("BD011", "redirect-stub", E),
    ("BD012", "mojibake", W),
    ("BD013", "leftover-interface", I),
    ("BD014", "short-body", W),
    ("BD015", "cut-body", W),
    ("BD016", "mostly-links", I),
    ("DC001", "not-well-formed", E),
    ("DC002", "duplicate-id", E),
    ("DC003", "invalid-tag-uri", E),
    ("DC004", "invalid-timestamp", E),
    ("DC005", "wrong-self-link", E),
    ("DC006", "missing-author", E),
    ("DC007", "relative-reference", E),
    ("DC008", "active-content", E),
    ("DC009", "illegal-character", E),
    ("DC010", "oversized-document", E),
    ("DC011", "dead-link", E),
    ("DC012", "wrong-count", E),
    ("DC013", "duplicate-updated", E),
    ("DC014", "not-newest-first", E),
    ("DC015", "entry-differs", E),
    ("DC016", "missing-element", E),
    ("DC017", "unreadable-document", E),
    ("DC018", "off-profile", E),
    ("DC019", "invalid-rss", E),
    ("DC020", "invalid-json-feed", E),
    ("DC021", "formats-differ", E),
    ("DC022", "broken-archive-chain", E),
    ("DC023", "not-in-one-archive", E),
    ("DC024", "deleted-entry-stands", E),
    ("DC025", "wrong-superseded", E),
    ("DC026", "incomplete-column", E),
    ("DC027", "stale-gzip", E),
    ("DT001", "bad-date", E),
    ("DT002", "date-after-fetch", W),
    ("DT003", "bad-fetch-date", E),
    ("DT004", "naive-fetch-date", I),
    ("DT005", "date-not-folder", W),
    ("DT006", "late-fetch", I),
    ("FM001", "missing-front-matter", E),
    ("FM002", "unclosed-front-matter", E),
    ("FM003", "not-yaml", W),
    ("FM004", "yaml-reads-otherwise", W),
    ("FM005", "yaml-type", W),
    ("FM006", "missing-field", E),
    ("FM007", "empty-field", E),
    ("FM008", "duplicate-field", W),
    ("FM009", "unknown-field", I),
    ("FM010", "stray-line", W),
    ("FM011", "not-utf-8", E),
    ("FM012", "control-character", W),
    ("FM013", "byte-order-mark", I),
    ("IN001", "unreadable", E),
    ("IN002", "not-a-regular-file", E),
    ("IN003", "too-large", E),
    ("IN004", "changed-while-read", E),
    ("IT001", "digest-without-items", W),
    ("IT002", "item-without-text", W),
    ("IT003", "duplicate-item", W),
    ("IT004", "nothing-for-its-column", E),
    ("MD001", "unclosed-fence", W),
    ("MD002", "empty-image", I),
    ("MD003", "relative-url", W),
    ("MD004", "raw-html", I),
    ("MD005", "data-image", I),
    ("MD006", "plain-http-image", I),
    ("MD007", "too-deep", W),
    ("NM001", "name-mismatch", I),
    ("SE001", "active-html", W),
    ("SE002", "script-link", W),
    ("TI001", "html-entity-in-title", W),
    ("TI002", "html-tag-in-title", I),
    ("TI003", "long-title", I),
    ("TI004", "cut-title", I),
    ("TI005", "white-space-in-title", I),
    ("TI006", "invisible-character", W),
    ("UR001", "not-http", E),
    ("UR002", "plain-http", I),
    ("UR003", "illegal-url-character", W),
    ("UR004", "tracking-parameter", I),
    ("UR005", "private-host", E),
    ("UR006", "home-page", W),
    ("UR007", "redirector", I),
    ("XF001", "duplicate-url", W),
    ("XF002", "duplicate-title", I),
    ("XF003", "boilerplate-body", E),
    ("XF004", "listing-url", I),
]
REASONS = ("unreadable", "not-a-regular-file", "too-large", "changed-while-read")
#: Terminal lines that a message may fill: it names the value, but a value can have megabytes.
LONGEST_MESSAGE = 300

_hostile = st.text(
    st.one_of(
        st.sampled_from("\"'\\#:[]{}|>&*!%@`-?~ \t\x0b\x0c\x1b\x85\u2028\u2029\u202e\ufeff\ufffe\r\n"),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)


def test_codes_names_and_severities_are_public() -> None:
    """Renaming one breaks baselines, ignore lists and bookmarks."""
    assert [(entry.code, entry.name, entry.severity) for entry in catalogue()] == PUBLIC


def test_what_speaks_once_and_what_is_off() -> None:
    """DT004 speaks of the run; DT006 would fill the report of any bulk capture."""
    assert {entry.code for entry in catalogue() if entry.once} == ONCE
    assert {entry.code for entry in catalogue() if not entry.default} == OFF


def test_a_code_is_taken_once() -> None:
    """Two rules of one code would hide each other."""

    def check(subject: Subject) -> Iterator[Complaint]:
        raise AssertionError(subject)

    with pytest.raises(ValueError, match="FM001"):
        rule("FM001", "another", Severity.ERROR)(check)
    assert [entry.code for entry in catalogue()] == [code for code, _, _ in PUBLIC]


def _assert_one_line(finding: Finding) -> None:
    assert finding.message.splitlines() == [finding.message]
    assert finding.message.strip() == finding.message
    assert finding.message


def _assert_inside(finding: Finding, lines: list[str]) -> None:
    """The place is one of the file: lines and columns from 1, the end not before the start."""
    start, end = (finding.line, finding.column), (finding.end_line, finding.end_column)
    assert (1, 1) <= start <= end
    assert finding.end_line <= len(lines)
    assert finding.column <= len(lines[finding.line - 1]) + 1
    if finding.code not in {"FM002", "FM006"}:
        # These two mark the `---` of line 1, whether or not it is there in full.
        assert finding.end_column <= len(lines[finding.end_line - 1]) + 1


@settings(PATIENT, max_examples=300)
@given(st.tuples(_hostile, _hostile, _hostile, _hostile, _hostile), _hostile)
def test_messages_are_one_line_and_places_inside_the_file(values: tuple[str, ...], body: str) -> None:
    """Whatever the fields hold: a message that breaks the line would forge another finding."""
    names = ("title", "url", "source", "date", "fetch_date")
    text = capture(body, **dict(zip(names, values, strict=True)))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in findings(text):
        _assert_one_line(finding)
        _assert_inside(finding, lines)


@PATIENT
@given(st.sampled_from(REASONS), st.text("abc %\n", min_size=1, max_size=20))
def test_a_refusal_is_told_in_one_finding_at_the_top(reason: str, detail: str) -> None:
    """A file that could not be read has no line to point at."""
    (found,) = findings(Refusal(reason, detail))
    assert (found.name, found.line, found.column, found.end_line, found.end_column) == (reason, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("title", "FM003"),
        ("source", "FM003"),
        ("url", "UR001"),
        ("date", "DT001"),
        ("fetch_date", "DT003"),
    ],
)
def test_a_message_stays_short_however_long_the_value(field: str, code: str) -> None:
    """A value of a megabyte is named by its beginning."""
    values = {"fetch_date": FETCH_DATE, field: f"新桥: {'长' * 100_000}"}
    found = [finding for finding in findings(capture(**values)) if finding.code == code]
    assert [len(finding.message) <= LONGEST_MESSAGE for finding in found] == [True]
