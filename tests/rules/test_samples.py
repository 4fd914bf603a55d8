"""Every rule has samples beside this file: captures that it speaks about, and near misses it leaves alone.

`<CODE>-<name>/bad*.md`, or the saved page `bad*.html`, stands with `bad*.txt`: the findings it gives, one a
line as `--output-format concise` prints them. The places and messages in there were read against the
captures by eye. The sample of a rule about a set is a folder of several captures, `bad*/` with `bad*.txt`
or `good*/`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pressrun.finding import Finding
from pressrun.press.crossing import cross_examine
from pressrun.reports.concise import line
from pressrun.rules import catalogue
from tests.rules.proving import EVERY, prove

HERE = Path(__file__).parent
#: Captures in Markdown, and saved pages.
SUFFIXES = {".md", ".html"}
FOLDERS = sorted(path for path in HERE.iterdir() if re.match(r"[A-Z]{2}\d", path.name))


def _samples(kind: str) -> list[Path]:
    """Captures, or folders of them where the rule is about a set."""
    return [
        path
        for folder in FOLDERS
        for path in sorted(
            folder.glob(f"{kind}*") if folder.name.startswith("XF") else folder.rglob(f"{kind}*.*")
        )
        if path.is_dir() or path.suffix in SUFFIXES
    ]


BAD, GOOD = _samples("bad"), _samples("good")

#: What no text file can hold is tested with real files instead.
WITHOUT_SAMPLES = {"IN001", "IN002", "IN003", "IN004"}
#: What the config alone brings about is tested with a config: tests/press/test_columns.py.
WITH_A_CONFIG = {"IT004"}
#: A sample is called bad or good: what files are called is looked at in this rule's own folder alone.
OWN = "NM001"
#: Findings of other codes that cannot be helped.
ALSO = {
    # Pictures that are none, interface lines alone: that is what a body without text holds.
    "BD001-empty-body/bad-empty-pictures.md": {"MD002", "MD005"},
    "BD001-empty-body/bad.md": {"BD013"},
    # A body of a word or two is an article, and a short one.
    "BD001-empty-body/good-one-word.md": {"BD014"},
    "BD001-empty-body/good-other-heading.md": {"BD014"},
    "BD001-empty-body/good-title-twice.md": {"BD014"},
    "BD002-verification-page/good-title.md": {"BD014"},
    "BD002-verification-page/good-words.md": {"BD014"},
    # A mirror's navigation is relative links.
    "BD002-verification-page/bad-mirror.md": {"BD016", "MD003"},
    # A redirect captured as it is written.
    "BD011-redirect-stub/bad-markup.md": {"MD004"},
    # A key is known in lower case only: the field is missing and an unknown one is there.
    "FM006-missing-field/bad-capital.md": {"FM009"},
    # YAML, as XML, forbids the character.
    "FM012-control-character/bad-title.md": {"FM003"},
    # What is active is HTML.
    "SE001-active-html/bad-handler.md": {"MD004"},
    "SE001-active-html/bad.md": {"MD004"},
    # A picture written out runs nothing, and is none that can be published.
    "SE002-script-link/good-picture.md": {"MD005"},
    # Such a host is one, and this scheme is http.
    "UR001-not-http/good-address.md": {"UR005"},
    "UR001-not-http/good-capitals.md": {"UR002"},
}


def _named(path: Path) -> str:
    return path.relative_to(HERE).as_posix()


def _folder(path: Path) -> Path:
    """The rule's folder; the samples of DT005 lie in folders of dates below it."""
    return HERE / path.relative_to(HERE).parts[0]


def _found(path: Path) -> list[Finding]:
    """What every rule has to say about a sample, or about the captures in its folder together."""
    folder = _folder(path)
    codes = [code for code in EVERY if code != OWN or folder.name.startswith(OWN)]
    captures = sorted(path.rglob("*.md")) if path.is_dir() else [path]
    proofs = [prove(one.read_bytes(), one.relative_to(folder).as_posix(), codes) for one in captures]
    if path.is_dir():
        proofs = cross_examine(proofs, catalogue())
    return [finding for proof in proofs for finding in proof.findings]


def test_folders_and_catalogue_match_one_to_one() -> None:
    """A rule without samples, or samples without a rule, are noticed."""
    # The rules about documents have theirs in test_documents.py: an edition with one thing broken.
    captures = [rule for rule in catalogue() if not rule.on_documents]
    rules = {
        f"{rule.code}-{rule.name}" for rule in captures if rule.code not in WITHOUT_SAMPLES | WITH_A_CONFIG
    }
    assert {folder.name for folder in FOLDERS} == rules


def test_rules_without_samples_are_tested_with_real_files() -> None:
    """The family IN, all of it and nothing else, is what test_inbox_files.py names."""
    assert {rule.code for rule in catalogue() if rule.code.startswith("IN")} == WITHOUT_SAMPLES
    tests = HERE.joinpath("test_inbox_files.py").read_text("utf-8")
    assert {code for code in WITHOUT_SAMPLES if f'"{code}"' in tests} == WITHOUT_SAMPLES


@pytest.mark.parametrize("folder", FOLDERS, ids=_named)
def test_a_folder_holds_both_kinds_and_nothing_else(folder: Path) -> None:
    """At least one bad and one good sample, a snapshot for each bad one, and no other file."""
    bad, good = ([path for path in each if folder in path.parents] for each in (BAD, GOOD))
    assert bad
    assert good
    # The names of NM001's good samples are what they are about.
    name = r"(bad|good)(-[a-z0-9-]+)?" if not folder.name.startswith("NM") else r"(bad|good)(_.+)?"
    assert [path.name for path in (*bad, *good) if not re.fullmatch(name, path.stem)] == []
    captures = {one for path in (*bad, *good) for one in (path.rglob("*.md") if path.is_dir() else [path])}
    files = {path for path in folder.rglob("*") if path.is_file()}
    assert files == captures | {path.with_suffix(".txt") for path in bad}


@pytest.mark.parametrize("path", BAD, ids=_named)
def test_a_bad_sample_gives_its_findings(path: Path) -> None:
    """Line, column, severity and message are those that were read by eye; the code is the folder's."""
    found = _found(path)
    assert [line(finding) for finding in found] == path.with_suffix(".txt").read_text("utf-8").splitlines()
    assert {finding.code for finding in found} == {_folder(path).name[:5]} | ALSO.get(_named(path), set())


@pytest.mark.parametrize("path", GOOD, ids=_named)
def test_a_good_sample_gives_no_finding(path: Path) -> None:
    """A near miss is left alone, by every other rule as well where that can be."""
    assert {finding.code for finding in _found(path)} == ALSO.get(_named(path), set())
