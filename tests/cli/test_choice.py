"""`pressrun check` with the config's `[rules]`, and which findings make it leave with 1. Real processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.process import Argument, run
from tests.press.pressing import plain
from tests.samples import capture, write

#: Long enough that no rule finds it short.
ARTICLE = "\n" + "今天的河岸很安静，桥上没有车，图书馆的灯一直亮到晚上十点。" * 6 + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder whose inbox holds a good capture, one with a warning and one with an error."""
    write(tmp_path, "inbox/2024/good.md", article(1))
    write(tmp_path, "inbox/2024/warned.md", article(2, title="第一: 第二"))
    write(tmp_path, "inbox/2025/bad.md", article(3, date="2025-02-30"))
    return tmp_path


def article(number: int, title: str = "", **values: str) -> str:
    """A capture in which no rule that runs by default finds anything."""
    values = {"title": title or f"河岸 {number}", "url": f"https://example.org/pages/{number}"} | values
    return capture(ARTICLE.replace("河岸", f"河岸{number}"), **values)


def found(folder: Path, *words: Argument, rules: str = "") -> list[str]:
    """File name and code of every finding, under these `[rules]`."""
    write(folder, "config.toml", f"[rules]\n{rules}\n")
    finished = run("check", *words, "--output-format", "json", cwd=folder)
    assert finished.returncode in {0, 1}, finished.stderr
    return [f"{Path(one['path']).name} {one['code']}" for one in json.loads(finished.stdout)]


@pytest.mark.parametrize(
    ("rules", "words", "expected"),
    [
        ("", (), ["warned.md FM003", "bad.md DT001"]),
        ('select = ["FM"]', (), ["warned.md FM003", "bad.md DT001"]),
        ('select = ["FM"]', ("--select", "FM003"), ["warned.md FM003"]),
        ('select = ["fm"]', ("--select", "DT001"), ["bad.md DT001"]),
        ('ignore = ["FM"]', (), ["bad.md DT001"]),
        ('ignore = ["FM"]', ("--ignore", "DT"), []),
        ('ignore = ["FM"]', ("--extend-select", "FM003"), ["warned.md FM003", "bad.md DT001"]),
        ('ignore = ["DT", "FM"]\nextend_select = ["DT004"]', (), ["good.md DT004", "bad.md DT001"]),
        ('per_path_ignores = {"2024/*" = ["FM003"]}', (), ["bad.md DT001"]),
        ('per_path_ignores = {"2024/*" = ["FM003"]}', ("inbox/2024/warned.md",), []),
        ('per_path_ignores = {"inbox/2024/*" = ["FM003"]}', ("inbox/2024",), ["warned.md FM003"]),
        # Without a date there is no digest: the command line alone hides that.
        ('per_path_ignores = {"**" = ["ALL"]}', (), ["bad.md DT001"]),
        ('per_path_ignores = {"**" = ["ALL"]}', ("--ignore", "DT001"), []),
        ('ignore = ["ALL"]', (), ["bad.md DT001"]),
        ('phrases = {deleted = ["桥上没有车"]}', (), ["warned.md FM003", "bad.md DT001"]),
    ],
)
def test_the_config_chooses_and_the_command_line_has_the_last_word(
    folder: Path, rules: str, words: tuple[str, ...], expected: list[str]
) -> None:
    """--select replaces the config's selection; --extend-select and --ignore add to it."""
    assert found(folder, *words, rules=rules) == expected


def test_a_phrase_of_the_config_is_known(folder: Path) -> None:
    """A page that holds little else is no article."""
    write(folder, "inbox/2024/gone.md", capture("\n今日钓鱼去\n", title="河岸的鱼"))

    assert "gone.md BD003" in found(folder, rules='phrases = {deleted = ["今日钓鱼去"]}')
    assert "gone.md BD003" not in found(folder)


def test_a_capture_silences_a_rule_for_itself(folder: Path) -> None:
    """`lint-ignore` in its front matter; the other captures are checked as before."""
    for name in ("warned.md", "loud.md"):
        text = article(4, title="第一: 第二")
        line = "lint-ignore: [FM003, BD014]\n" if name == "warned.md" else ""
        write(folder, f"inbox/2024/{name}", text.replace("---\n", f"---\n{line}", 1))

    assert found(folder, "inbox/2024", "--select", "FM") == ["loud.md FM003"]


def test_build_rejects_what_check_calls_an_error(folder: Path) -> None:
    """Under the same `[rules]`; without a date there is no digest, whatever is ignored."""
    write(folder, "inbox/2024/empty.md", capture("", title="河岸 5"))
    write(folder, "config.toml", '[rules]\nignore = ["BD001", "DT001"]\n')

    checked = run("check", "--output-format", "json", "--fail-on", "error", cwd=folder)
    built = run("build", "--json", cwd=folder)

    errors = [one["code"] for one in json.loads(checked.stdout) if one["severity"] == "error"]
    assert (checked.returncode, errors) == (1, ["DT001"])
    told = json.loads(built.stdout)
    assert (told["captures"], told["published"], told["rejected"]) == (4, 3, 1)
    edition = json.loads((folder / "feeds/edition.json").read_bytes())
    assert edition["rejected_by_rule"] == {"DT001": 1}


@pytest.mark.parametrize(
    ("fail_on", "words", "code"),
    [
        # By the config; an option beats it.
        ("error", ("inbox/2024",), 0),
        ("warning", ("inbox/2024",), 1),
        ("info", ("inbox/2024", "--select", "DT004"), 1),
        ("warning", ("inbox/2024", "--select", "DT004"), 0),
        ("never", ("inbox",), 0),
        ("never", ("inbox", "--fail-on", "error"), 1),
        ("warning", ("inbox/2024", "--fail-on", "error"), 0),
        # The number of warnings counts beside it.
        ("never", ("inbox", "--max-warnings", "0"), 1),
        ("never", ("inbox", "--max-warnings", "1"), 0),
        ("error", ("inbox", "--max-warnings", "1"), 1),
        # Nothing makes a run fail that is not to fail.
        ("error", ("inbox", "--exit-zero"), 0),
        ("error", ("inbox", "--exit-zero", "--max-warnings", "0", "--fail-on", "info"), 0),
    ],
)
def test_what_makes_a_check_leave_with_1(
    folder: Path, fail_on: str, words: tuple[str, ...], code: int
) -> None:
    """A finding as severe as fail_on says, or more warnings than allowed."""
    write(folder, "config.toml", f'rules.fail_on = "{fail_on}"')

    assert run("check", *words, cwd=folder).returncode == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 0),
        (("--fail-on-empty",), 1),
        (("--fail-on-empty", "--exit-zero"), 0),
        (("--max-warnings", "0"), 0),
    ],
)
def test_an_empty_folder_fails_on_request(tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    """A CI that checks nothing is a CI that is not set up; the warning stands there either way."""
    (tmp_path / "inbox").mkdir()

    finished = run("check", *words, cwd=tmp_path)

    assert finished.returncode == code
    assert finished.stderr == "warning: no capture (*.md, *.html) there\n"


def test_a_folder_with_a_capture_is_not_empty(tmp_path: Path) -> None:
    """--fail-on-empty has nothing to say there."""
    write(tmp_path, "inbox/a.md", plain(1))

    assert run("check", "--fail-on-empty", cwd=tmp_path).returncode == 0


def test_a_wrong_code_in_the_config_is_2(folder: Path) -> None:
    """One line names the key and what it takes."""
    write(folder, "config.toml", '[rules]\nignore = ["BD999"]')

    for word in ("check", "build"):
        finished = run(word, cwd=folder)
        assert (finished.returncode, finished.stdout) == (2, "")
        assert finished.stderr == (
            "pressrun: config.toml: rules.ignore.0: "
            "'BD999' names no rule; a code as FM003, a prefix as FM, or ALL\n"
        )
