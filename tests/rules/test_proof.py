"""press.proof on anything at all: findings or a digest, never an exception (law 1)."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from pressrun.capture import Refusal
from pressrun.cli import app
from pressrun.config import Config
from pressrun.finding import Place, Severity
from pressrun.press import Proof, ProofSettings, check, target_of
from pressrun.press.build import build
from pressrun.press.proof import subject_of
from pressrun.rules import capture_rules, examine, first_error, select
from pressrun.rules.body import body_start
from tests.rules.proving import DEFAULT, EVERY, FETCH_DATE, PATIENT, ZONE, codes, prove, rules_of
from tests.samples import capture, write

PATHS = ("a.md", "a.html", "2025/03/14/河岸通讯_新桥.md", "\udcff\n.md")

_PIECES = [
    *(
        b"---\n",
        b"---",
        b"--- \n",
        b"...\n",
        b"\n",
        b" \n",
        b"title: a\n",
        b"title:\n",
        b"title: |\n",
        b"title:a\n",
    ),
    *(
        b"url: https://e.org/\n",
        b"url: http://[::1\n",
        b"url: http://e.org:x/\n",
        "url: http://中文/\n".encode(),
    ),
    *(b"source: s\n", b"date: 2024-01-01\n", b"date: 9999-99-99\n", b"fetch_date: 2024-01-01T00:00:00\n"),
    *(
        b"fetch_date: 1900-01-01T00:00:00+23:59\n",
        b"fetch_date: 2999-12-31T23:59:59-23:59\n",
        b'title: "\\ud800"\n',
    ),
    *(
        b'title: "\\U00110000\\0\\x0b"\n',
        b" x\n",
        b"x: [\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xff",
        b"\x00",
        b"\r",
    ),
    *(
        b"\r\n",
        b"\xed\xa0\x80",
        b"\xef\xbf\xbe",
        b"\xe2\x80\xa8",
        b"\xc2\x85",
        b"# a\n",
        b"## b\n",
        b"## ![](x)\n",
    ),
    *(
        b"![](x)",
        b"![a](data:,)",
        b"[",
        b"](",
        b")",
        b"**",
        b"`",
        b"```\n",
        b"> ",
        b"- ",
        b"| a | b |\n|---|---|\n",
    ),
    *(
        b"&#0;",
        b"&#xD800;",
        b"&amp",
        b"<div>",
        b"<?xml version='1.0'?>",
        b"<!DOCTYPE html>",
        b"<script>",
        b"<!--",
    ),
    *(
        b"-->",
        b"]]>",
        b"<svg><style>",
        b"<table><tr><td>",
        b"http://e.org/x",
        b"a/b.html",
        "环境异常".encode(),
    ),
    *("æ\xadf".encode(), "中".encode(), "。".encode("gbk"), b"a" * 50, b"..."),
]
_shaped = st.lists(st.sampled_from(_PIECES), max_size=20).map(b"".join)
_valid = _shaped.map(capture(fetch_date=FETCH_DATE, body="").encode().__add__)
_anything = st.one_of(st.binary(max_size=200), _shaped, _valid)


def _assert_sound(proved: Proof) -> None:
    """A digest, or an error that says why there is none."""
    error = first_error(proved.findings)
    assert (proved.digest is None) == (error is not None)
    if proved.digest is not None:
        assert proved.digest.items
        assert {finding.severity for finding in proved.findings} <= {Severity.WARNING, Severity.INFO}


@settings(PATIENT, max_examples=1000)
@given(_anything, st.sampled_from(PATHS))
def test_any_bytes_give_findings_or_a_digest(raw: bytes, path: str) -> None:
    """The proof can be sent to another process, and is the same there."""
    proved = prove(raw, path, items=True)
    _assert_sound(proved)
    assert pickle.loads(pickle.dumps(proved)) == proved  # noqa: S301  our own bytes
    assert prove(raw, path, items=True) == proved


@settings(PATIENT, max_examples=500)
@given(_anything, st.sampled_from(PATHS))
def test_no_rule_is_passed_over_that_has_something_to_say(raw: bytes, path: str) -> None:
    """The proof asks only those that are about such a file; asked all, they say the same."""
    subject = subject_of(path, raw, ProofSettings(ZONE, EVERY))
    assert examine(subject, capture_rules()) == prove(raw, path).findings


@settings(PATIENT, max_examples=500)
@given(_anything, st.sampled_from(PATHS))
def test_a_body_starts_at_its_first_line_that_holds_anything(raw: bytes, path: str) -> None:
    """A finding about the whole body stands there; where nothing is, at its first line or the file's last."""
    subject = subject_of(path, raw, ProofSettings(ZONE, EVERY))
    assert subject.capture is not None
    lines, first = subject.capture.lines, subject.capture.body_line
    filled = (number for number in range(first, len(lines) + 1) if lines[number - 1].strip())
    at = next(filled, min(first, len(lines)))
    assert body_start(subject) == Place(at, 1, at, len(lines[at - 1]) + 1)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\0",
        b"---",
        b"---\n",
        b"---\n---",
        b"---\n---\n",
        b"---\n\n---\n\ntext",
        b"---\nno field at all\n---\ntext",
        b"---\n# a comment\n---\n",
        b"--- \r\n---\r\n",
        b"\xef\xbb\xbf---\n---\n",
        b"---\n:\n---\n",
        b"---\n- a\n- b\n---\n",
        b"---\n" + b"[" * 30_000 + b"\n---\n",
        b"---\ntitle: " + b"[" * 30_000 + b"\n---\n",
        b'---\ntitle: "' + b"\\" * 30_001 + b'"\n---\n',
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_front_matter_that_is_hardly_one(raw: bytes) -> None:
    """A page that starts with a rule, say: one bad file never stops the others."""
    _assert_sound(prove(raw))


@pytest.mark.parametrize(
    "body",
    [
        "https://news.example.org/2025/bridge",
        "news/2025/bridge.html",
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><body>新桥</body></html>",
        "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<!DOCTYPE html [<!ENTITY a 'b'>]>&a;",
        "",
    ],
)
def test_a_saved_page_that_hardly_is_one(body: str) -> None:
    """No warning of the parser's own reaches the terminal; here a warning is an exception."""
    _assert_sound(prove(capture(body, fetch_date=FETCH_DATE), "a.html", items=True))


@PATIENT
@given(st.lists(st.sampled_from(["IN001", "FM003", "FM007", "BD001", "DT001"]), unique=True), _shaped)
def test_only_the_rules_asked_for_speak(chosen: list[str], raw: bytes) -> None:
    """And each says what it says among all."""
    everything = prove(raw).findings
    some = prove(raw, codes=chosen).findings
    assert list(some) == [finding for finding in everything if finding.code in chosen]


@pytest.mark.parametrize(
    ("text", "first", "others"),
    [
        (capture("", title="", url="x", date="y", fetch_date="z"), "FM007", ["UR001", "DT001", "DT003"]),
        (capture("", url="x", date="y", fetch_date=FETCH_DATE), "UR001", ["DT001"]),
        (capture("", source="", date="y", fetch_date=FETCH_DATE), "DT001", []),
        ("---\ntitle:\ndate: y\n---\n", "FM006", ["FM006", "FM007", "DT001"]),
        (capture("", title="a: b", fetch_date=FETCH_DATE), "BD001", []),
        (capture("环境异常", source="a: b", fetch_date=FETCH_DATE), "BD002", []),
    ],
)
def test_a_capture_is_rejected_under_its_first_error(
    tmp_path: Path, text: str, first: str, others: list[str]
) -> None:
    """The first by its place; no warning, wherever it stands, is one. The edition counts by that code."""
    found = prove(text).findings
    errors = [finding.code for finding in found if finding.severity is Severity.ERROR]
    error = first_error(found)
    assert error is not None
    assert (error.code, errors) == (first, [first, *others])
    write(tmp_path / "inbox", "a.md", text)
    edition = build(
        Config(inbox=f"{tmp_path / 'inbox'}", output=f"{tmp_path / 'feeds'}", state=f"{tmp_path}")
    )
    assert edition.contents.rejected_by_rule == {first: 1}
    assert (edition.contents.captures, edition.contents.rejected) == (1, 1)


def test_warnings_keep_nothing_out() -> None:
    """A capture with every warning that front matter can have is published."""
    text = capture(title="a: b", source="", date="2025-03-14", fetch_date="2025-03-13T00:00:00Z").replace(
        "source:", "source: x\x0b\n  y\nsource:"
    )
    proved = prove(text, "2025/03/15/a.md", rules_of("FM", "DT"))
    found = {finding.code for finding in proved.findings}
    assert found == {"DT002", "DT005", "FM003", "FM007", "FM008", "FM010", "FM012"}
    assert proved.digest is not None


@pytest.fixture
def naive(tmp_path: Path) -> Path:
    """An inbox of 200 captures: one that has a zone, then 199 that have none."""
    write(tmp_path, "000.md", capture(fetch_date=FETCH_DATE))
    for number in range(1, 200):
        write(tmp_path, f"{number:03}.md", capture())
    return tmp_path


def test_what_is_said_of_the_run_is_said_once(naive: Path) -> None:
    """At the first capture that it is true of, line 1; in several batches and in any executor as well."""
    alone = check(target_of(naive), Config(), select(["DT"]))
    with ThreadPoolExecutor(3) as executor:
        pooled = check(target_of(naive), Config(), select(["DT"]), executor)
    assert alone == pooled
    (finding,) = alone.findings
    assert (finding.code, finding.path) == ("DT004", "001.md")
    assert (finding.line, finding.column) == (1, 1)


def test_what_is_said_of_the_run_is_said_once_for_several_paths(naive: Path) -> None:
    """The command line takes more than one: it is still one run, and its first capture may be fine."""
    paths = [f"{naive / name}" for name in ("000.md", "001.md", "002.md", "")]
    result = CliRunner().invoke(
        app, ["check", *paths, "--jobs", "1", "--select", "DT004", "--output-format", "json"]
    )
    assert [(found["code"], found["path"]) for found in json.loads(result.stdout)] == [("DT004", "001.md")]


def test_what_is_said_of_a_file_is_said_of_each(tmp_path: Path) -> None:
    """Only a rule of the run is silenced."""
    for name in ("a.md", "b.md"):
        write(
            tmp_path,
            name,
            capture(title=f"{name}: b", url=f"https://example.org/{name}", fetch_date=FETCH_DATE),
        )
    found = check(target_of(tmp_path), Config(), select()).findings
    assert [(finding.path, finding.code) for finding in found] == [("a.md", "FM003"), ("b.md", "FM003")]


def test_findings_stand_by_place() -> None:
    """Whatever family they are of."""
    text = capture("", title="a: b", url="x", source="c: d", date="y", fetch_date=FETCH_DATE)
    assert codes(text, rules=DEFAULT) == ["FM003", "UR001", "FM003", "DT001"]


def test_a_refusal_without_its_rule_is_no_digest() -> None:
    """`--ignore IN` hides the finding, not the fact."""
    proved = prove(Refusal("unreadable", "x"), codes=["FM001"])
    assert (proved.digest, proved.findings) == (None, ())
