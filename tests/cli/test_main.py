"""`pressrun` itself: help, version, and words that it does not know."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from pressrun import __version__
from tests.cli.process import finish, run


def test_the_version_is_that_of_the_project(root: Path, tmp_path: Path) -> None:
    """pyproject.toml, the package and the command agree."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]

    finished = run("--version", cwd=tmp_path)

    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout == f"pressrun, version {__version__}\n"
    assert project["version"] == __version__


@pytest.mark.parametrize("words", [("--help",), ("-h",)])
def test_help_names_every_subcommand_and_exit_code(tmp_path: Path, words: tuple[str, ...]) -> None:
    """What can be done, and what a script may rely on."""
    finished = run(*words, cwd=tmp_path)

    assert (finished.returncode, finished.stderr) == (0, "")
    text = " ".join(finished.stdout.split())
    assert all(f" {name} " in text for name in ("init", "build", "check", "watch", "serve", "schema"))
    assert all(code in text for code in ("0 done", "1 findings", "2 wrong", "3 input", "4 another press"))


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("build", ["--output", "--config", "--state", "--jobs", "--force", "--strict", "--json"]),
        ("check", ["--config", "--output-format", "--select", "--extend-select", "--ignore", "--fail-on"]),
        ("watch", ["--output", "--config", "--state"]),
        ("serve", ["--host", "--port", "--config", "--state"]),
        (
            "init",
            ["--base-url", "--authority", "--timezone", "--inbox", "--output", "--yes", "--force", "FOLDER"],
        ),
        ("schema", ["config", "digest", "finding"]),
    ],
)
def test_help_of_a_subcommand_names_its_options(tmp_path: Path, command: str, options: list[str]) -> None:
    """Every option of the contract is told."""
    finished = run(command, "--help", cwd=tmp_path)

    assert finished.returncode == 0
    assert [option for option in options if option not in finished.stdout] == []


@pytest.mark.parametrize("words", [(), ("pres",), ("--what",)])
def test_unknown_words_are_2_and_told_on_standard_error(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Standard output stays empty for those who read data from it."""
    finished = run(*words, cwd=tmp_path)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert "Usage: " in finished.stderr


def test_the_installed_command_is_the_module(tmp_path: Path) -> None:
    """`pressrun` and `python -m pressrun` are one program."""
    script = Path(sys.executable).with_name("pressrun")

    assert finish([str(script), "--version"], cwd=tmp_path).stdout == run("--version", cwd=tmp_path).stdout
