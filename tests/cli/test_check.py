"""`pressrun check` as a real process: what it finds, where it says so, and how it leaves."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.process import run
from tests.press.pressing import WALK, plain
from tests.samples import capture, make_checkout, write

NO_DAY = "error DT001 bad-date: date: '2025-02-30' is no day of the calendar; write it as YYYY-MM-DD"
#: A capture with a warning alone: another tool would stop at its title.
WARNED = capture(f"\n{WALK}\n", title="第一: 第二", url="https://example.org/w")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder whose inbox holds a good capture, one with a warning and one with an error."""
    write(tmp_path / "inbox", "2025/03/14/good.md", plain(1))
    write(tmp_path / "inbox", "2025/03/14/warned.md", WARNED)
    write(tmp_path / "inbox", "2025/03/15/bad.md", capture(date="2025-02-30"))
    return tmp_path


def test_a_finding_is_shown_with_its_line_and_a_caret(folder: Path) -> None:
    """Path, line, column, severity, code, name and message, then the line of the file; the verdict apart."""
    finished = run("check", "inbox/2025/03/15/bad.md", cwd=folder)

    assert finished.returncode == 1
    assert finished.stdout == (
        f"inbox/2025/03/15/bad.md:5:7: {NO_DAY}\n  |\n5 | date: 2025-02-30\n  |       ^^^^^^^^^^\n\n"
    )
    assert finished.stderr == "1 capture checked: 1 error\n"


def test_a_folder_is_checked_whole(folder: Path) -> None:
    """One line a finding in the order of the paths; the inbox of the config where no path is given."""
    named = run("check", "inbox", "--output-format", "concise", cwd=folder)
    by_default = run("check", "--output-format", "concise", cwd=folder)

    assert named.returncode == 1
    lines = named.stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "inbox/2025/03/14/warned.md:2:8",
        "inbox/2025/03/15/bad.md:5:7",
    ]
    assert lines[1] == f"inbox/2025/03/15/bad.md:5:7: {NO_DAY}"
    assert named.stderr == "3 captures checked: 1 error, 1 warning\n"
    assert (by_default.returncode, by_default.stdout) == (named.returncode, named.stdout)


def test_several_paths_are_checked_one_after_the_other(folder: Path) -> None:
    """Files and folders mixed, in the order given."""
    finished = run(
        "check", "inbox/2025/03/15", "inbox/2025/03/14/good.md", "inbox/2025/03/14/warned.md",
        "--output-format", "concise", cwd=folder,
    )  # fmt: skip

    assert finished.returncode == 1
    assert [line.partition(":")[0] for line in finished.stdout.splitlines()] == [
        "inbox/2025/03/15/bad.md",
        "inbox/2025/03/14/warned.md",
    ]
    assert finished.stderr == "3 captures checked: 1 error, 1 warning\n"


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("good.md", (), 0),
        ("warned.md", (), 0),
        ("warned.md", ("--fail-on", "warning"), 1),
        ("../15/bad.md", (), 1),
        ("../15/bad.md", ("--fail-on", "never"), 0),
        ("../15/bad.md", ("--ignore", "DT001"), 0),
        ("good.md", ("--select", "DT004", "--fail-on", "info"), 1),
    ],
)
def test_the_exit_code_tells_the_worst_finding(
    folder: Path, name: str, words: tuple[str, ...], code: int
) -> None:
    """1 where a finding is as severe as --fail-on, by default an error; else 0."""
    finished = run("check", folder / "inbox/2025/03/14" / name, *words, cwd=folder)

    assert finished.returncode == code


def test_json_is_a_list_of_findings_with_the_keys_of_the_contract(folder: Path) -> None:
    """Paths are relative to the folder given, lines and columns count from 1, in characters."""
    finished = run("check", "inbox", "--output-format", "json", cwd=folder)

    assert finished.returncode == 1
    warned, bad = json.loads(finished.stdout)
    assert bad == {
        "code": "DT001",
        "name": "bad-date",
        "severity": "error",
        "path": "2025/03/15/bad.md",
        "line": 5,
        "column": 7,
        "end_line": 5,
        "end_column": 17,
        "message": "date: '2025-02-30' is no day of the calendar; write it as YYYY-MM-DD",
        "fix": None,
    }
    assert (warned["path"], warned["severity"], warned["line"]) == ("2025/03/14/warned.md", "warning", 2)
    assert (warned["column"], warned["end_column"]) == (8, 14)
    assert finished.stderr == "3 captures checked: 1 error, 1 warning\n"


def test_json_of_nothing_found_is_an_empty_list(folder: Path) -> None:
    """A program can read it whatever was found."""
    finished = run("check", "inbox/2025/03/14/good.md", "--output-format", "json", cwd=folder)

    assert (finished.returncode, json.loads(finished.stdout)) == (0, [])


def test_paths_are_shown_from_the_top_of_the_git_checkout(folder: Path) -> None:
    """Wherever it is run, an editor and a CI find the file."""
    make_checkout(folder)

    finished = run("check", "../03", "--output-format", "concise", cwd=folder / "inbox/2025/03")

    assert finished.stdout.splitlines()[1].startswith("inbox/2025/03/15/bad.md:5:7: ")


def test_nothing_to_check_is_a_warning_and_0(tmp_path: Path) -> None:
    """An empty folder is no failure of the captures, but is said."""
    (tmp_path / "inbox").mkdir()
    write(tmp_path / "inbox", "notes.txt", "text")

    finished = run("check", "inbox", cwd=tmp_path)

    assert (finished.returncode, finished.stdout) == (0, "")
    assert finished.stderr == "warning: no capture (*.md, *.html) there\n"


def test_a_path_that_is_not_there_is_3(folder: Path) -> None:
    """One line names it."""
    finished = run("check", "inbox/gone.md", cwd=folder)

    assert (finished.returncode, finished.stdout) == (3, "")
    assert finished.stderr == "pressrun: inbox/gone.md: No such file or directory\n"


@pytest.mark.parametrize(
    "words", [("--select", "XX999"), ("--fail-on", "fatal"), ("--output-format", "morse"), ("--what",)]
)
def test_wrong_use_is_2(folder: Path, words: tuple[str, ...]) -> None:
    """A code, a severity or a format that does not exist."""
    finished = run("check", "inbox", *words, cwd=folder)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert words[-1] in finished.stderr


def test_a_bad_config_is_2(folder: Path) -> None:
    """A check needs to know the zone of the dates."""
    write(folder, "config.toml", '[edition]\ntimezone = "Nowhere"')

    finished = run("check", "inbox", cwd=folder)

    assert finished.returncode == 2
    assert len(finished.stderr.splitlines()) == 1


def test_a_name_that_is_no_utf_8_is_shown(tmp_path: Path) -> None:
    """Its bytes are escaped where they cannot be printed, in text as in JSON, whatever the locale."""
    (tmp_path / os.fsdecode(b"\xb5\xda.md")).write_text(capture(date="2025-02-30"), "utf-8")

    text = run("check", ".", "--output-format", "concise", cwd=tmp_path)
    full = run("check", ".", cwd=tmp_path, env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    machine = run("check", ".", "--output-format", "json", cwd=tmp_path)

    assert (text.returncode, full.returncode, machine.returncode) == (1, 1, 1)
    assert text.stdout == f"\\udcb5\\udcda.md:5:7: {NO_DAY}\n"
    assert full.stdout.startswith("\\udcb5\\udcda.md:5:7: error DT001 bad-date: ")
    assert json.loads(machine.stdout)[0]["path"] == r"\udcb5\udcda.md"


def test_a_title_cannot_move_the_cursor_of_a_terminal(tmp_path: Path) -> None:
    """Escape sequences and bidi overrides of a capture are shown as escapes."""
    write(tmp_path, "a.md", capture("\n正文\n", title="\x1b[2J: \u202e\x07", date="2025-02-30"))

    finished = run("check", "a.md", cwd=tmp_path)

    assert finished.returncode == 1
    assert not set("\x1b\x07\u202e") & set(finished.stdout)


def test_a_check_of_a_thousand_lines_of_findings_ends_where_the_reader_stops(tmp_path: Path) -> None:
    """A pipe that is closed early, as `| head` does, is no traceback."""
    for number in range(300):
        write(tmp_path, f"{number:03}.md", capture(date="2025-02-30"))

    finished = run("check", ".", cwd=tmp_path, before=("/bin/sh", "-c", '"$@" | head -n 1', "sh"))

    assert len(finished.stdout.splitlines()) == 1
    assert "Traceback" not in finished.stderr
