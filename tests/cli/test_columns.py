"""`pressrun columns` as a real process: the table, the JSON, the blocks, and the exit codes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.cli.process import run
from tests.press.pressing import plain
from tests.samples import capture, write

SERIES = "渡口讲读 第{}期：潮水"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder whose inbox holds a recognised digest, a series of three, and an empty page."""
    write(tmp_path / "inbox", "digest.md", capture())
    for number in range(1, 4):
        text = plain(number, source="渡口", title=SERIES.format(number), date=f"2025-03-0{number}")
        write(tmp_path / "inbox", f"{number}.md", text)
    write(tmp_path / "inbox", "empty.md", capture("\n", url="https://example.org/", source="空"))
    return tmp_path


def test_the_columns_of_an_inbox_are_a_table(folder: Path) -> None:
    """One line a column under a head, the largest first; the count goes to standard error."""
    finished = run("columns", cwd=folder)

    assert (finished.returncode, finished.stderr) == (0, "inbox: 3 columns of 5 captures\n")
    assert finished.stdout.splitlines() == [
        "column    source    digests       first        last  items  captures  rejected",
        "渡口                      3  2025-03-01  2025-03-03      1         3        0%",
        "晨间速读  河岸通讯        1  2025-03-14  2025-03-14      2         1        0%",
        "空                        0           -           -      -         1      100%",
    ]
    assert [path.name for path in folder.iterdir()] == ["inbox"]


def test_the_columns_as_json(folder: Path) -> None:
    """The same for a program, in full."""
    finished = run("columns", "inbox", "--output-format", "json", cwd=folder)

    assert json.loads(finished.stdout)[1] == {
        "title": "晨间速读",
        "source": "河岸通讯",
        "slug": "chen-jian-su-du",
        "captures": 1,
        "digests": 1,
        "rejected": 0,
        "duplicates": 0,
        "items": 2,
        "first": "2025-03-14",
        "last": "2025-03-14",
    }


def test_a_suggestion_is_a_block_with_its_evidence(folder: Path) -> None:
    """Comments say what tells the series; the block is TOML."""
    finished = run("columns", "--suggest", cwd=folder)

    assert finished.returncode == 0
    assert finished.stderr == "inbox: 1 series that the config names no column for\n"
    assert finished.stdout.splitlines()[2:] == [
        "",
        "# 3 digests from 2025-03-01 to 2025-03-03, 1 item each (median).",
        "# The name stands in front of a number; the numbers of its issues ascend.",
        "# The newest: 渡口讲读 第3期：潮水",
        "[[column]]",
        'name = "渡口讲读"',
        'slug = "du-kou-jiang-du"',
        'sources = ["渡口"]',
        'columns = ["渡口讲读"]',
        (
            r"title = '(?:^|[|丨】\]—] ?)(?i:渡口讲读)[ |丨:·(\-]{0,3}(?:[0-9]{4}年)? ?第 ?"
            "[0-9〇零一二三四五六七八九十百]'"
        ),
    ]


def test_suggestions_load_and_give_the_columns_that_they_promise(folder: Path) -> None:
    """Written into config.toml as they are, and then there is nothing left to suggest."""
    write(folder, "config.toml", run("columns", "--suggest", cwd=folder).stdout)

    rows = json.loads(run("columns", "--output-format", "json", cwd=folder).stdout)

    assert [(row["title"], row["slug"], row["digests"]) for row in rows if row["digests"] == 3] == [
        ("渡口讲读", "du-kou-jiang-du", 3)
    ]
    finished = run("columns", "--suggest", cwd=folder)
    assert finished.stdout == "# No series that the config names no column for.\n"
    assert tomllib.loads(finished.stdout) == {}


def test_suggestions_as_json(folder: Path) -> None:
    """The evidence for a program."""
    finished = run("columns", "--suggest", "--output-format", "json", cwd=folder)

    (told,) = json.loads(finished.stdout)
    assert told.pop("title").startswith("(?:^|")
    assert told == {
        "name": "渡口讲读",
        "slug": "du-kou-jiang-du",
        "sources": ["渡口"],
        "columns": ["渡口讲读"],
        "digests": 3,
        "recognised": 0,
        "rejected": 0,
        "first": "2025-03-01",
        "last": "2025-03-03",
        "items": 1,
        "shapes": ["numbered"],
        "signs": ["the numbers of its issues ascend"],
        "example": "渡口讲读 第3期：潮水",
    }


def test_an_empty_inbox_has_no_columns(tmp_path: Path) -> None:
    """Which is no error."""
    (tmp_path / "inbox").mkdir()

    listed, suggested = run("columns", cwd=tmp_path), run("columns", "--suggest", cwd=tmp_path)

    assert (listed.returncode, listed.stderr) == (0, "inbox: 0 columns of 0 captures\n")
    assert (suggested.returncode, tomllib.loads(suggested.stdout)) == (0, {})


def test_names_of_strangers_move_no_cursor(tmp_path: Path) -> None:
    """What is no letter is an escape in the table and in comments, and loads again from the TOML."""
    for number in range(1, 4):
        title = f"渡\x1b[31m\u202e'\"口 讲读 第{number}期"
        text = plain(number, source="渡\x1b口", title=title, date=f"2025-03-0{number}")
        write(tmp_path / "inbox", f"{number}.md", text)

    for arguments in (("columns",), ("columns", "--suggest"), ("columns", "--output-format", "json")):
        finished = run(*arguments, cwd=tmp_path)
        assert finished.returncode == 0
        assert not {"\x1b", "\u202e"}.intersection(finished.stdout)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("nowhere",), 3, "inbox nowhere: "),
        (("--config", "nowhere.toml"), 2, "nowhere.toml: No such file or directory"),
        (("--config", "bad.toml"), 2, "column.0.title: '(' is no pattern of RE2"),
        (("--suggest", "--output-format", "table"), 2, "it has no table"),
        (("--output-format", "yaml"), 2, "'yaml' is not one of 'table', 'json'"),
        (("a", "b"), 2, "unexpected extra argument"),
    ],
)
def test_what_goes_wrong(folder: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    """Wrong use and config are 2, an input that cannot be read is 3; one line says which."""
    write(folder, "bad.toml", '[[column]]\nname = "x"\ntitle = "("')

    finished = run("columns", *arguments, cwd=folder)

    assert (finished.returncode, finished.stdout) == (code, "")
    assert says in finished.stderr


def test_the_help_says_what_is_printed(tmp_path: Path) -> None:
    """In the words of the documentation."""
    text = " ".join(run("columns", "--help", cwd=tmp_path).stdout.split())
    assert "what share of its captures is rejected" in text
    assert "copy the blocks that you agree with into yours" in text
