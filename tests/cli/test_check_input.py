"""What `pressrun check` looks at: standard input, several paths, and places below the inbox."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.process import run
from tests.press.pressing import plain
from tests.samples import capture, write

BAD = capture(date="2025-02-30")
#: Its date is 2025-03-14: a warning in any other day's folder.
ELSEWHERE = plain(1)


def codes(output: str) -> list[tuple[str, str]]:
    """Path and code of every finding of a JSON report."""
    return [(each["path"], each["code"]) for each in json.loads(output)]


def test_standard_input_is_shown_as_a_file_would_be(tmp_path: Path) -> None:
    """The excerpt is of the bytes given, whatever the file of that name holds on the disk."""
    write(tmp_path, "inbox/2025/03/15/a.md", "other text\n" * 9)

    finished = run("check", "-", "--stdin-filename", "2025/03/15/a.md", cwd=tmp_path, given=BAD)

    assert finished.returncode == 1
    assert finished.stdout == (
        "inbox/2025/03/15/a.md:5:7: error DT001 bad-date: date: '2025-02-30' is no day of the calendar; "
        "write it as YYYY-MM-DD\n  |\n5 | date: 2025-02-30\n  |       ^^^^^^^^^^\n\n"
    )
    assert finished.stderr == "1 capture checked: 1 error\n"


@pytest.mark.parametrize(
    "form", ["full", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson"]
)
def test_standard_input_is_reported_in_every_format(tmp_path: Path, form: str) -> None:
    """Each names the code and the name that standard input goes by."""
    finished = run("check", "-", "--output-format", form, cwd=tmp_path, given=BAD)

    assert finished.returncode == 1
    assert "DT001" in finished.stdout
    assert "stdin.md" in finished.stdout


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("2025/03/15/a.md", "2025/03/15/a.md"),
        ("2025/../2025/03/15/a.md", "2025/03/15/a.md"),
        ("../2025/03/15/a.md", "a.md"),
        ("{folder}/inbox/2025/03/15/a.md", "2025/03/15/a.md"),
        ("{folder}/2025/03/15/a.md", "a.md"),
        ("/2025/03/15/a.md", "a.md"),
    ],
)
def test_the_name_of_standard_input_tells_its_folder(tmp_path: Path, name: str, path: str) -> None:
    """A rule sees the folders; the finding's path starts at the inbox, or else is the name alone."""
    name = name.format(folder=tmp_path)

    finished = run(
        *("check", "-", "--stdin-filename", name, "--select", "DT005", "--output-format", "json"),
        cwd=tmp_path,
        given=ELSEWHERE,
    )

    assert codes(finished.stdout) == [(path, "DT005")]


def test_standard_input_is_a_page_where_its_name_says_so(tmp_path: Path) -> None:
    """Raw HTML is a complaint about Markdown, and none about a saved page."""
    text = capture("\n<p>正文，<b>够长</b>的一段。</p>\n")
    words = ("check", "-", "--select", "MD004", "--output-format", "json", "--stdin-filename")

    assert codes(run(*words, "a.md", cwd=tmp_path, given=text).stdout) == [("a.md", "MD004")]
    assert codes(run(*words, "a.html", cwd=tmp_path, given=text).stdout) == []


def test_standard_input_beyond_the_cap_is_too_large(tmp_path: Path) -> None:
    """It is refused as a file of that size is, under IN003."""
    write(tmp_path, "config.toml", "max_capture_bytes = 1024\n")

    finished = run("check", "-", "--output-format", "concise", cwd=tmp_path, given="x" * 1025)

    assert finished.returncode == 1
    assert finished.stdout == (
        "inbox/stdin.md:1:1: error IN003 too-large: it has more than the 1024 bytes that are allowed; "
        "a capture is the text of one page\n"
    )


@pytest.mark.parametrize("name", ["", ".", "..", "/", "a/.."])
def test_a_name_that_no_file_can_have_is_wrong_use(tmp_path: Path, name: str) -> None:
    """Exit code 2 and one line that says what to give."""
    finished = run("check", "-", "--stdin-filename", name, cwd=tmp_path, given=BAD)

    assert finished.returncode == 2
    assert finished.stderr == f"pressrun: --stdin-filename {name!r} names no file; give one below the inbox\n"


def test_standard_input_that_cannot_be_read_is_3(tmp_path: Path) -> None:
    """It is closed, say."""
    finished = run("check", "-", cwd=tmp_path, before=("/bin/sh", "-c", '"$@" <&-', "sh"))

    assert (finished.returncode, finished.stdout) == (3, "")
    assert finished.stderr == "pressrun: standard input: it is closed\n"


def test_a_file_below_the_inbox_knows_its_folders(tmp_path: Path) -> None:
    """DT005 sees the day that the path is of; the finding's path is as it always was."""
    write(tmp_path, "inbox/2025/03/15/a.md", ELSEWHERE)
    words = ("--select", "DT005", "--output-format", "json")

    by_file = run("check", "inbox/2025/03/15/a.md", *words, cwd=tmp_path)
    from_inside = run(
        *("check", "a.md", "--config", tmp_path / "config.toml", *words),
        cwd=write(tmp_path, "config.toml", f'inbox = "{tmp_path}/inbox"').parent / "inbox/2025/03/15",
    )
    by_folder = run("check", "inbox/2025/03", *words, cwd=tmp_path)
    whole = run("check", "inbox", *words, cwd=tmp_path)

    assert codes(by_file.stdout) == [("a.md", "DT005")]
    assert codes(from_inside.stdout) == [("a.md", "DT005")]
    assert codes(by_folder.stdout) == [("15/a.md", "DT005")]
    assert codes(whole.stdout) == [("2025/03/15/a.md", "DT005")]


def test_rules_about_a_set_look_at_folders_only(tmp_path: Path) -> None:
    """Two captures of one digest: a folder that holds both says so, two files named do not."""
    write(tmp_path, "inbox/a.md", plain(1))
    write(tmp_path, "inbox/b.md", plain(1))
    words = ("--select", "XF001", "--output-format", "json")

    folder = run("check", "inbox", *words, cwd=tmp_path)
    files = run("check", "inbox/a.md", "inbox/b.md", *words, cwd=tmp_path)

    assert codes(folder.stdout) == [("b.md", "XF001")]
    assert codes(files.stdout) == []


@pytest.mark.parametrize(
    "paths",
    [
        ("inbox", "inbox/deep/a.md"),
        ("inbox/deep/a.md", "inbox"),
        ("inbox", "inbox"),
        ("inbox/deep", "./inbox"),
        ("inbox", "link"),
        ("inbox", "inbox/../inbox/deep/a.md", "inbox/deep"),
    ],
)
def test_what_is_given_twice_is_checked_once(tmp_path: Path, paths: tuple[str, ...]) -> None:
    """Directly, through its folder, or under another name of the folder; the outermost folder has it."""
    write(tmp_path, "inbox/deep/a.md", BAD)
    (tmp_path / "link").symlink_to("inbox")

    finished = run("check", *paths, "--output-format", "json", cwd=tmp_path)

    assert codes(finished.stdout) == [("deep/a.md", "DT001")]
    assert finished.stderr == "1 capture checked: 1 error\n"


def test_a_file_given_twice_is_checked_once(tmp_path: Path) -> None:
    """However it is written."""
    write(tmp_path, "inbox/a.md", BAD)

    finished = run("check", "inbox/a.md", "./inbox/a.md", "--output-format", "json", cwd=tmp_path)

    assert codes(finished.stdout) == [("a.md", "DT001")]


def test_a_rule_about_the_run_speaks_once_whatever_is_given(tmp_path: Path) -> None:
    """DT004 stands at the first capture of the first path."""
    for name in ("a/1.md", "b/1.md", "b/2.md"):
        write(tmp_path, name, plain(1))

    finished = run(
        "check", "b/2.md", "a", "b/1.md", "--select", "DT004", "--output-format", "concise", cwd=tmp_path
    )

    assert [line.partition(":")[0] for line in finished.stdout.splitlines()] == ["b/2.md"]
