"""report.json: complete, and valid whatever a file is called and a message says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.reports.report_json import digests_in
from tests.reports.accounts import DIGEST, FILES, duplicate, json_of, judged, published, rejected
from tests.reports.findings import ERROR, HOSTILE_NAMES, WARNING, spelled

TEXTS = st.text(st.characters(), min_size=1)


def test_the_document_is_written_as_it_stands_here() -> None:
    """Counts first and files last, one line each, sorted keys, a line feed at the end."""
    assert (
        json_of(FILES).decode()
        == """\
{
  "captures": 5,
  "published": 2,
  "rejected": 2,
  "duplicates": 1,
  "rules": [
    {"captures": 2, "code": "BD001", "findings": 2, "name": "empty-body", "rejected": 2, "severity": "error"},
    {"captures": 1, "code": "FM003", "findings": 2, "name": "not-yaml", "rejected": 0, "severity": "warning"}
  ],
  "sources": [
    {"captures": 3, "duplicates": 0, "published": 2, "rejected": 1, "rules": {"BD001": 1}, \
"source": "河岸通讯"},
    {"captures": 1, "duplicates": 0, "published": 0, "rejected": 1, "rules": {"BD001": 1}, \
"source": "(no source)"},
    {"captures": 1, "duplicates": 1, "published": 0, "rejected": 0, "rules": {}, "source": "城南转载"}
  ],
  "files": [
    {"cause": "BD001", "findings": [{"code": "BD001", "column": 1, "line": 8, \
"message": "the body holds no text; capture it again", "severity": "error"}], \
"outcome": "rejected", "path": "a.md"},
    {"cause": "BD001", "findings": [{"code": "BD001", "column": 1, "line": 8, \
"message": "the body holds no text; capture it again", "severity": "error"}], \
"outcome": "rejected", "path": "b.md"},
    {"digest": "0123456789abcdef0123456789abcdef", "findings": [], "of": "d.md", \
"outcome": "duplicate", "path": "c.md"},
    {"findings": [{"code": "FM003", "column": 8, "line": 2, \
"message": "'早报: 桥': quote it", "severity": "warning"}, \
{"code": "FM003", "column": 8, "line": 3, \
"message": "'早报: 桥': quote it", "severity": "warning"}], \
"outcome": "published", "path": "d.md"},
    {"findings": [], "outcome": "published", "path": "e.md"}
  ]
}
"""
    )


def test_the_document_is_of_its_schema() -> None:
    """The judge accepts it, and it says what was counted."""
    told = judged(json_of(FILES))
    assert (told["captures"], len(told["files"]), len(told["sources"]), len(told["rules"])) == (5, 5, 3, 2)


def test_the_account_of_nothing_is_of_its_schema() -> None:
    """Empty lists, no trailing comma."""
    told = judged(json_of([]))
    assert (told["captures"], told["rules"], told["sources"], told["files"]) == (0, [], [], [])


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_come_through(name: str) -> None:
    """Names of files and sources are told whole; a byte that is no UTF-8 is spelled out."""
    files = [published(name, WARNING._replace(message=name), source=name), duplicate("z.md", name)]

    told = judged(json_of(files))

    assert told["files"][0]["path"] == told["files"][1]["of"] == spelled(name)
    assert told["files"][0]["findings"][0]["message"] == spelled(name)
    assert {source["source"] for source in told["sources"]} == {spelled(name), "城南转载"}


@pytest.mark.parametrize("name", [name for name in HOSTILE_NAMES if name == name.strip("/")])
def test_the_document_tells_which_digest_a_capture_belongs_to(name: str) -> None:
    """Whatever its file is called; a capture of none is left out."""
    files = [published("a.md"), duplicate(name, "a.md"), rejected("z.md")]

    assert digests_in(json_of(files)) == {name: DIGEST}


@pytest.mark.parametrize(
    "line", [b"7", b"{", b"[" * 100_000, b'{"digest": "a"}', b'{"digest": 7, "path": "a.md"}']
)
def test_a_document_of_another_make_tells_nothing(line: bytes) -> None:
    """Neither does one that was cut."""
    with pytest.raises(ValueError, match="not a report of ours"):
        digests_in(b'{\n  "files": [\n' + line + b"\n  ]\n}\n")
    with pytest.raises(ValueError, match="not a report of ours"):
        digests_in(json_of(FILES)[:-3])


def test_what_moves_a_cursor_is_an_escape() -> None:
    """A bidi override and an escape sequence do nothing to whoever looks at the document."""
    text = json_of([rejected("a\u202eb\x1b[2J.md")]).decode()

    assert '"path": "a\\u202eb\\u001b[2J.md"' in text
    assert text.replace("\n", "").isprintable()


@given(path=TEXTS, source=TEXTS, message=TEXTS)
def test_any_text_at_all_is_valid(path: str, source: str, message: str) -> None:
    """Any path, source and message give a document that the judge accepts, and that names them."""
    finding = ERROR._replace(path=path, message=message)

    told = judged(json_of([replace(rejected(path, source), findings=(finding,))]))

    (file,), (counted,) = told["files"], told["sources"]
    assert (file["path"], counted["source"]) == (spelled(path), spelled(source))
    assert file["findings"][0]["message"] == spelled(message)
