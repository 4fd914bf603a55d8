"""`pressrun check --explain-removed`: what `build` leaves out of captures, listed for people and programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.process import run
from tests.samples import capture, write

_TEXT = "正文在这里，有好几句话，说的是河上的新桥。"
_BODY = f"\n# {{title}}\n\n点击蓝字关注我们\n\n{_TEXT}\n\n每天在两岸\n\n往期推荐\n\n取消\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A capture with promotion, and one that build rejects."""
    folder = tmp_path / "inbox"
    write(folder, "2025/03/14/daily/a.md", capture(_BODY, title="一座桥"))
    write(folder, "2025/03/14/daily/b.md", capture(_BODY, title="另一座桥", date="2025-13-14"))
    return folder


def test_what_is_left_out_is_listed_with_place_and_kind(inbox: Path) -> None:
    """A line a block; the counts go to standard error, and nothing is written."""
    finished = run("check", "--explain-removed", cwd=inbox.parent)

    path = "inbox/2025/03/14/daily/a.md"
    assert finished.returncode == 0
    assert finished.stdout.split("\n") == [
        f"{path}:9: title: 一座桥",
        f"{path}:11: banner: 点击蓝字关注我们",
        f"{path}:17: related: 往期推荐",
        f"{path}:19: interface: 取消",
        "",
    ]
    told = "4 blocks of 1 captures are left out: 1 banner, 1 interface, 1 related, 1 title\n"
    assert finished.stderr.endswith(told)
    assert [found.name for found in inbox.parent.iterdir()] == ["inbox"]


def test_programs_are_told_as_json(inbox: Path) -> None:
    """Paths are relative to the folder given, as in findings."""
    finished = run("check", "--explain-removed", "--output-format", "json", "inbox", cwd=inbox.parent)

    assert json.loads(finished.stdout)[1] == {
        "path": "2025/03/14/daily/a.md",
        "line": 11,
        "kind": "banner",
        "text": "点击蓝字关注我们",
    }


def test_lines_of_the_config_are_listed_too(inbox: Path) -> None:
    """Under a kind of their own."""
    write(inbox.parent, "config.toml", '[clean]\nlines = ["每天在*"]\n')
    finished = run("check", "--explain-removed", cwd=inbox.parent)

    assert "a.md:15: config: 每天在两岸\n" in finished.stdout


def test_standard_input_is_explained_as_a_file_is(inbox: Path) -> None:
    """What an editor holds need not be on the disk."""
    finished = run(
        "check", "--explain-removed", "-", cwd=inbox.parent, given=capture("\n正文。\n\n长按关注\n")
    )

    assert finished.stdout == "inbox/stdin.md:11: banner: 长按关注\n"


@pytest.mark.parametrize(
    "option",
    ["--fix", "--diff", "--edition=feeds", "--baseline=b", "--write-baseline=b", "--statistics"],
)
def test_findings_and_explanations_are_two_questions(inbox: Path, option: str) -> None:
    """What is about findings is refused, never silently ignored."""
    finished = run("check", "--explain-removed", option, cwd=inbox.parent)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert f"leave {option.partition('=')[0]} out\n" in finished.stderr
