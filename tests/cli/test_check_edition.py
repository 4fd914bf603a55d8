"""`pressrun check --edition`: published documents instead of captures."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.process import POWERLESS, run
from tests.rules.editions import BASE, FEED, ITEMS, OTHER, edit, make_edition


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition as the press made it; nobody writes to it."""
    return make_edition(tmp_path_factory.mktemp("pressed"))


@pytest.fixture
def edition(pressed: Path, tmp_path: Path) -> Path:
    """A copy of it to break something in."""
    return shutil.copytree(pressed, tmp_path / "feeds")


def test_a_good_edition_leaves_with_zero_and_says_how_much_was_looked_at(edition: Path) -> None:
    """Feeds of three formats, the OPML, pages and the accounts; what is not ours is counted apart."""
    (edition / "mine.xml").write_text("<mine/>")
    finished = run("check", "--edition", edition, cwd=edition.parent)
    assert (finished.returncode, finished.stdout) == (0, "")
    assert finished.stderr == "23 documents checked (1 not pressrun's left alone): no findings\n"


def test_a_fault_is_an_error_with_path_line_and_column(edition: Path) -> None:
    """As of a capture: in every format, with exit code 1."""
    edit(edition, FEED, "旧厂房", "旧\x0b厂房")
    finished = run("check", "--edition", "feeds", "--output-format", "concise", cwd=edition.parent)
    assert finished.returncode == 1
    assert finished.stdout == (
        "feeds/chen-jian-su-du/feed.xml:3:115: error DC009 illegal-character: U+000B, a character that XML "
        "forbids; press the edition again\n"
    )
    finished = run("check", "--edition", "feeds", "--output-format", "json", cwd=edition.parent)
    (found,) = json.loads(finished.stdout)
    assert (found["code"], found["path"], found["line"], found["column"]) == ("DC009", FEED, 3, 115)


def test_the_full_report_shows_the_line(edition: Path) -> None:
    """Only as much of it as a terminal shows."""
    edit(edition, OTHER, f'href="{BASE}{OTHER}"', 'href="/feed.xml"')
    finished = run("check", "--edition", "feeds", cwd=edition.parent)
    assert 'href="/feed.xml"' in finished.stdout
    assert "^^^^^^^^^" in finished.stdout


@pytest.mark.parametrize("output_format", ["sarif", "gitlab", "junit", "github", "rdjson", "jsonl"])
def test_every_format_tells_it(edition: Path, output_format: str) -> None:
    """The code stands in each of them."""
    edit(edition, FEED, "旧厂房", "旧\x0b厂房")
    finished = run("check", "--edition", "feeds", "--output-format", output_format, cwd=edition.parent)
    assert finished.returncode == 1
    assert "DC009" in finished.stdout


def test_statistics_count_by_publisher(edition: Path) -> None:
    """The source of a finding is the author of the feed it stands in."""
    edit(edition, FEED, ' rel="self"', ' rel="via"')
    finished = run("check", "--edition", "feeds", "--statistics", cwd=edition.parent)
    assert finished.stdout == (
        "count  severity  code   name\n"
        "    1  error     DC005  wrong-self-link\n"
        "\n"
        "河岸通讯: 1\n"
        "    1  error     DC005  wrong-self-link\n"
    )


def test_rules_are_chosen_as_for_captures(edition: Path) -> None:
    """By code or prefix; rules about captures do not look at documents."""
    edit(edition, FEED, "旧厂房", "旧\x0b厂房")
    assert run("check", "--edition", "feeds", "--select", "DC00", cwd=edition.parent).returncode == 1
    assert run("check", "--edition", "feeds", "--ignore", "DC009", cwd=edition.parent).returncode == 0
    finished = run("check", "--edition", "feeds", "--select", "FM", cwd=edition.parent)
    assert (finished.returncode, finished.stderr) == (
        2,
        "pressrun: no rule about published documents is chosen; with --edition choose from DC\n",
    )


def test_captures_are_not_checked_by_rules_about_documents(edition: Path) -> None:
    """Whoever asks for them is told where they look."""
    finished = run("check", "inbox", "--select", "DC", cwd=edition.parent)
    assert (finished.returncode, finished.stderr) == (
        2,
        "pressrun: no rule about captures is chosen; DC looks at --edition DIR\n",
    )


def test_the_config_is_held_against_the_documents(edition: Path) -> None:
    """Its base_url is where every feed must say it stands; without one the feeds tell."""
    config = edition.parent / "other.toml"
    config.write_text('[edition]\nbase_url = "https://example.org/"\n')
    words = ("check", "--edition", "feeds", "--config", config, "--output-format", "jsonl")
    finished = run(*words, cwd=edition.parent)
    assert {json.loads(line)["code"] for line in finished.stdout.splitlines()} == {"DC005", "DC011"}


def test_a_folder_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    """Exit code 3 and one line."""
    finished = run("check", "--edition", "gone", cwd=tmp_path)
    assert (finished.returncode, finished.stdout) == (3, "")
    assert finished.stderr == "pressrun: edition gone: cannot list gone: No such file or directory\n"


def test_a_folder_without_documents_is_a_warning(tmp_path: Path) -> None:
    """Exit code 0, or 1 where an empty run is a failure."""
    (tmp_path / "feeds").mkdir()
    finished = run("check", "--edition", "feeds", cwd=tmp_path)
    assert (finished.returncode, finished.stdout) == (0, "")
    assert finished.stderr == "warning: no document that pressrun published there\n"
    assert run("check", "--edition", "feeds", "--fail-on-empty", cwd=tmp_path).returncode == 1


def test_a_feed_without_permission_and_a_fifo(edition: Path) -> None:
    """The first is a finding; the second is no file of ours and hangs nobody."""
    (edition / ITEMS).chmod(0)
    os.mkfifo(edition / "pipe.xml")
    edition.parent.chmod(0o755)
    finished = run(
        *("check", "--edition", "feeds", "--output-format", "concise"), cwd=edition.parent, before=POWERLESS
    )
    assert finished.returncode == 1
    assert finished.stdout == (
        f"feeds/{ITEMS}:1:1: error DC017 unreadable-document: it cannot be read (Permission denied); set its "
        "permissions, or press again\n"
    )


def test_any_number_of_processes_finds_the_same(edition: Path) -> None:
    """The order of findings is that of paths and places."""
    for path in (FEED, ITEMS, OTHER):
        edit(edition, path, "<author>", "<nobody>")
    words = ("check", "--edition", "feeds", "--output-format", "jsonl", "--jobs")
    one, two = (run(*words, jobs, cwd=edition.parent) for jobs in ("1", "2"))
    assert one.stdout == two.stdout
    assert [json.loads(line)["path"] for line in one.stdout.splitlines()] == [FEED, ITEMS, OTHER]
