"""Every rule has samples beside this file: captures that it speaks about, and near misses it leaves alone.

`<CODE>-<name>/bad*.md` stands with `bad*.txt`, the findings it gives, one a line as `--output-format
concise` prints them. The places and messages in there were read against the captures by eye.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pressrun.reports.concise import line
from pressrun.rules import catalogue
from tests.rules.proving import findings

HERE = Path(__file__).parent
SAMPLES = sorted(path for path in HERE.rglob("*.md"))
BAD = [path for path in SAMPLES if path.name.startswith("bad")]
GOOD = [path for path in SAMPLES if path.name.startswith("good")]

#: What no text file can hold is tested with real files instead.
WITHOUT_SAMPLES = {"IN001", "IN002", "IN003", "IN004"}
#: Findings of other codes that cannot be helped.
ALSO = {
    # A key is known in lower case only: the field is missing and an unknown one is there.
    "FM006-missing-field/bad-capital.md": {"FM009"},
    # YAML, as XML, forbids the character.
    "FM012-control-character/bad-title.md": {"FM003"},
}


def _named(path: Path) -> str:
    return path.relative_to(HERE).as_posix()


def _folder(path: Path) -> Path:
    """The rule's folder; the samples of DT005 lie in folders of dates below it."""
    return HERE / path.relative_to(HERE).parts[0]


def _lines(path: Path) -> list[str]:
    return [
        line(finding) for finding in findings(path.read_bytes(), path.relative_to(_folder(path)).as_posix())
    ]


def _codes(lines: list[str]) -> set[str]:
    return {
        match[1] for text in lines if (match := re.search(r": (?:error|warning|info) ([A-Z]{2}\d{3}) ", text))
    }


def test_folders_and_catalogue_match_one_to_one() -> None:
    """A rule without samples, or samples without a rule, are noticed."""
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and path.name[0] not in "._"}
    # The rules about documents have theirs in test_documents.py: an edition with one thing broken.
    captures = [rule for rule in catalogue() if not rule.on_documents]
    rules = {f"{rule.code}-{rule.name}" for rule in captures if rule.code not in WITHOUT_SAMPLES}
    assert folders == rules


def test_rules_without_samples_are_tested_with_real_files() -> None:
    """The family IN, all of it and nothing else, is what test_inbox_files.py names."""
    assert {rule.code for rule in catalogue() if rule.code.startswith("IN")} == WITHOUT_SAMPLES
    tests = HERE.joinpath("test_inbox_files.py").read_text("utf-8")
    assert {code for code in WITHOUT_SAMPLES if f'"{code}"' in tests} == WITHOUT_SAMPLES


@pytest.mark.parametrize(
    "folder", sorted(path for path in HERE.iterdir() if re.match(r"[A-Z]{2}\d", path.name)), ids=_named
)
def test_a_folder_holds_both_kinds_and_nothing_else(folder: Path) -> None:
    """At least one bad and one good capture, a snapshot for each bad one, and no other file."""
    files = {path for path in folder.rglob("*") if path.is_file()}
    bad = {path for path in files if re.fullmatch(r"bad(-[a-z0-9-]+)?\.md", path.name)}
    good = {path for path in files if re.fullmatch(r"good(-[a-z0-9-]+)?\.md", path.name)}
    assert bad
    assert good
    assert files == bad | good | {path.with_suffix(".txt") for path in bad}


@pytest.mark.parametrize("path", BAD, ids=_named)
def test_a_bad_sample_gives_its_findings(path: Path) -> None:
    """Line, column, severity and message are those that were read by eye; the code is the folder's."""
    lines = _lines(path)
    assert lines == path.with_suffix(".txt").read_text("utf-8").splitlines()
    code = _folder(path).name[:5]
    assert _codes(lines) == {code} | ALSO.get(_named(path), set())


@pytest.mark.parametrize("path", GOOD, ids=_named)
def test_a_good_sample_gives_no_finding(path: Path) -> None:
    """A near miss is left alone, by every other rule as well."""
    assert _lines(path) == []
