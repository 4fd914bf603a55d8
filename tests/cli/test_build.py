"""`pressrun build` as a real process: exit codes, what goes to which stream, and its options."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.process import POWERLESS, run
from tests.press.pressing import plain, stamps, tree
from tests.samples import capture, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder whose inbox holds two good captures, a duplicate and a bad one."""
    write(tmp_path / "inbox", "a.md", plain(1))
    write(tmp_path / "inbox", "b.md", capture())
    write(tmp_path / "inbox", "c.md", capture(fetch_date="2025-06-01T00:00:00"))
    write(tmp_path / "inbox", "d.md", capture(date="2025-02-30"))
    return tmp_path


def test_a_build_prints_one_summary_line(folder: Path) -> None:
    """Standard output has what a person wants to know, standard error where to read on."""
    finished = run("build", cwd=folder)

    assert finished.returncode == 0
    (line,) = finished.stdout.splitlines()
    assert line.startswith(
        "4 captures: 2 published, 1 rejected (DT001 1), 1 duplicates; "
        "2 columns; documents: 23 written, 0 unchanged, 0 removed; "
    )
    assert finished.stderr == "`pressrun check inbox` names what was rejected.\n"
    assert sorted(path.name for path in folder.iterdir()) == [".pressrun", "feeds", "inbox"]


def test_a_clean_build_says_nothing_on_standard_error(tmp_path: Path) -> None:
    """Where nothing is wrong there is nothing to say."""
    write(tmp_path / "inbox", "a.md", plain(1))

    finished = run("build", cwd=tmp_path)

    assert (finished.returncode, finished.stderr) == (0, "")


def test_json_is_one_object_with_the_keys_of_the_contract(folder: Path) -> None:
    """Machines read the accounting of a first and of a second run from standard output."""
    first, second = (run("build", "--json", cwd=folder) for _ in range(2))

    assert (first.stderr, second.stderr) == ("", "")
    told = [json.loads(finished.stdout) for finished in (first, second)]
    for each in told:
        assert isinstance(each.pop("seconds"), float)
    accounting = {"captures": 4, "published": 2, "rejected": 1, "duplicates": 1}
    assert told == [
        accounting | {"unchanged": 0, "documents": {"written": 23, "unchanged": 0, "removed": 0}},
        accounting | {"unchanged": 2, "documents": {"written": 0, "unchanged": 23, "removed": 0}},
    ]


def test_strict_leaves_with_1_where_something_was_rejected_and_publishes_all_the_same(folder: Path) -> None:
    """The edition is what it is without --strict; only the exit code tells."""
    finished = run("build", "--strict", cwd=folder)

    assert finished.returncode == 1
    assert "4 captures: 2 published, 1 rejected" in finished.stdout
    assert json.loads((folder / "feeds/edition.json").read_bytes())["published"] == 2


def test_strict_leaves_with_0_where_nothing_was_rejected(folder: Path) -> None:
    """Duplicates are no findings."""
    (folder / "inbox" / "d.md").unlink()

    assert run("build", "--strict", cwd=folder).returncode == 0


def test_an_emptied_inbox_is_3_and_force_presses_it(folder: Path) -> None:
    """Without --force one line says what would be lost, and the edition stands."""
    assert run("build", cwd=folder).returncode == 0
    before = stamps(folder / "feeds")
    for path in (folder / "inbox").iterdir():
        path.unlink()

    finished = run("build", cwd=folder)

    assert (finished.returncode, finished.stdout) == (3, "")
    assert finished.stderr == (
        "pressrun: inbox inbox: no capture, but the edition before has 2; --force empties the edition\n"
    )
    assert stamps(folder / "feeds") == before

    assert run("build", "--force", cwd=folder).returncode == 0
    assert json.loads((folder / "feeds/edition.json").read_bytes())["captures"] == 0


def test_a_missing_inbox_is_3_and_makes_no_output(tmp_path: Path) -> None:
    """One line names it; neither output nor state is created for nothing."""
    finished = run("build", "nowhere", cwd=tmp_path)

    assert (finished.returncode, finished.stdout) == (3, "")
    assert finished.stderr == (
        "pressrun: inbox nowhere: cannot list nowhere: No such file or directory; "
        "the edition stays as it was\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_an_inbox_that_is_a_file_is_3(tmp_path: Path) -> None:
    """A build presses folders."""
    write(tmp_path, "a.md", plain(1))

    finished = run("build", "a.md", cwd=tmp_path)

    assert finished.returncode == 3
    assert finished.stderr.startswith("pressrun: inbox a.md: cannot list a.md: Not a directory")


def test_an_output_that_may_not_be_written_is_3(folder: Path) -> None:
    """One clear line, the old edition whole, and nothing left lying about."""
    assert run("build", cwd=folder).returncode == 0
    write(folder / "inbox", "new.md", plain(9))
    before = tree(folder / "feeds")
    everything = [folder / "feeds", *(folder / "feeds").rglob("*")]
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        finished = run("build", cwd=folder, before=POWERLESS)
    finally:
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)

    assert (finished.returncode, finished.stdout) == (3, "")
    (line,) = finished.stderr.splitlines()
    assert line.startswith("pressrun: feeds/")
    assert line.endswith(": Permission denied; the edition before stands")
    assert tree(folder / "feeds") == before


@pytest.mark.parametrize(
    ("option", "says"),
    [("--output", "pressrun: file: File exists; name another folder\n"), ("--state", "file")],
)
def test_a_file_in_the_place_of_a_folder_is_3(folder: Path, option: str, says: str) -> None:
    """The line names what is in the way."""
    write(folder, "file", "text")

    finished = run("build", option, "file", cwd=folder)

    assert finished.returncode == 3
    assert len(finished.stderr.splitlines()) == 1
    assert says in finished.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[edition]\ntimezone = "Asia/Shangai"', "edition.timezone: is no zone of the tz database"),
        ("[edition", "not TOML"),
    ],
)
def test_a_bad_config_is_2_and_one_line(folder: Path, text: str, says: str) -> None:
    """Nothing is pressed with a config that is half understood."""
    write(folder, "config.toml", text)

    finished = run("build", cwd=folder)

    assert (finished.returncode, finished.stdout) == (2, "")
    (line,) = finished.stderr.splitlines()
    assert line.startswith("pressrun: ")
    assert says in line
    assert not (folder / "feeds").exists()


def test_a_config_that_is_missing_is_2(folder: Path) -> None:
    """One that is named has to be there."""
    finished = run("build", "--config", "gone.toml", cwd=folder)

    assert finished.returncode == 2
    assert finished.stderr == (
        "pressrun: gone.toml: No such file or directory; name a config with --config FILE\n"
    )


def test_an_output_inside_the_inbox_is_2(folder: Path) -> None:
    """The press would read its own feeds."""
    finished = run("build", "--output", "inbox/feeds", cwd=folder)

    assert finished.returncode == 2
    assert finished.stderr == (
        "pressrun: output inbox/feeds and inbox inbox lie inside each other; name another output\n"
    )
    assert not (folder / "inbox" / "feeds").exists()


@pytest.mark.parametrize("words", [("--jobs", "0"), ("--what",)])
def test_wrong_use_is_2(folder: Path, words: tuple[str, ...]) -> None:
    """Usage goes to standard error, and nothing is pressed."""
    finished = run("build", *words, cwd=folder)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith("Usage: ")
    assert not (folder / "feeds").exists()


def test_an_option_beats_a_variable_beats_the_file(folder: Path) -> None:
    """Three outputs are named, and the option's is pressed."""
    write(folder, "config.toml", 'output = "file"\nstate = "file-state"\ninbox = "nowhere"')
    env = {"PRESSRUN_OUTPUT": "variable", "PRESSRUN_STATE": "variable-state"}

    finished = run("build", "inbox", "--output", "option", cwd=folder, env=env)

    assert finished.returncode == 0
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == [
        "inbox",
        "option",
        "variable-state",
    ]


def test_standard_output_that_is_full_is_3_and_no_traceback(folder: Path) -> None:
    """Data that cannot be written is an output that failed, on one line like every other."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")

    finished = run("build", "--json", cwd=folder, before=("/bin/sh", "-c", '"$@" >/dev/full', "sh"))

    assert finished.returncode == 3
    assert len(finished.stderr.splitlines()) == 1


def test_a_name_that_is_no_utf_8_is_published_like_any_other(tmp_path: Path) -> None:
    """A file name's bytes are no part of a document, and printing them stops nothing."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / os.fsdecode(b"\xb5\xda\xd2\xbb.md")).write_text(plain(1), "utf-8")
    (tmp_path / "inbox" / os.fsdecode(b"\xb5\xda\xb6\xfe.md")).write_text(plain(1), "utf-8")

    finished = run("build", "--json", cwd=tmp_path)

    assert finished.returncode == 0
    assert json.loads(finished.stdout)["published"] == 1


def test_no_progress_bar_where_nobody_looks(folder: Path) -> None:
    """Standard error of a pipe or a log holds no control characters."""
    finished = run("build", cwd=folder, env={"FORCE_COLOR": "1", "TERM": "xterm-256color"})

    assert "\x1b" not in finished.stdout + finished.stderr
    assert "\r" not in finished.stderr
