"""README's CI door: its commands and jobs, run as they stand there."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.commands import BAD, GOOD, checkout, git, in_shell
from tests.cli.process import Finished
from tests.samples import write

#: Puts pressrun where these tests have it already.
INSTALLATION = "pip install git+https://github.com/OWNER/pressrun@v0.1.0"


def blocks(root: Path, language: str) -> list[str]:
    """The code of the section, by its language."""
    section = (
        (root / "README.md").read_text("utf-8").partition("## You validate in CI\n")[2].partition("\n## ")[0]
    )
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)


def job(root: Path, name: str) -> Any:
    """The job or config whose first line names this file; the last one of several."""
    return [yaml.safe_load(block) for block in blocks(root, "yaml") if block.startswith(f"# {name}\n")][-1]


def run_script(lines: Sequence[str], cwd: Path) -> list[Finished]:
    """The lines one after another, as a CI does; it installs pressrun itself."""
    assert lines[0] == INSTALLATION
    return [in_shell(line, cwd) for line in lines[1:]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with a good capture and a bad one."""
    return checkout(tmp_path / "set", {"good.md": GOOD, "2025/bad.md": BAD})


def test_the_first_commands_name_the_bad_capture(root: Path, folder: Path) -> None:
    """One for people, one for programs."""
    people, programs = (in_shell(line, folder) for line in blocks(root, "sh")[0].splitlines())

    assert (people.returncode, programs.returncode) == (1, 1)
    assert people.stdout.startswith("captures/2025/bad.md:5:7: error DT001 bad-date: ")
    assert [finding["path"] for finding in json.loads(programs.stdout)] == ["2025/bad.md"]


def test_a_baseline_is_adopted_in_three_commands(root: Path, folder: Path) -> None:
    """After them what is known passes, and one more bad capture is named alone."""
    commands = blocks(root, "sh")[1].splitlines()
    assert [in_shell(command, folder).returncode for command in commands] == [0, 0, 0]
    assert git(folder, "diff", "--cached", "--name-only") == "known.json"

    write(folder, "captures/new.md", BAD)
    finished = in_shell(commands[-1], folder)

    assert finished.returncode == 1
    assert "captures/new.md:5:7: error DT001" in finished.stdout
    assert "2025/bad.md" not in finished.stdout


def test_the_job_without_the_action_annotates(root: Path, folder: Path) -> None:
    """GitHub reads the annotations from standard output."""
    steps = job(root, ".github/workflows/captures.yml")["jobs"]["captures"]["steps"]

    (finished,) = run_script([step["run"] for step in steps if "run" in step], folder)

    assert finished.returncode == 1
    assert finished.stdout.startswith("::error file=captures/2025/bad.md,line=5,")


def test_the_job_with_the_action_gives_inputs_that_it_has(root: Path) -> None:
    """An unknown input is only a warning there."""
    (used,) = (
        step["with"]
        for block in blocks(root, "yaml")
        if "OWNER/pressrun@" in block and "jobs:" in block
        for step in yaml.safe_load(block)["jobs"]["captures"]["steps"]
        if step.get("uses", "").startswith("OWNER/pressrun@")
    )
    action = yaml.safe_load((root / "action.yml").read_text("utf-8"))

    assert set(used) <= set(action["inputs"])


def test_the_gitlab_job_writes_the_report_that_it_hands_over(root: Path, folder: Path) -> None:
    """It is a list of issues, and is there when the job has failed too."""
    captures = job(root, ".gitlab-ci.yml")["captures"]

    (finished,) = run_script(captures["script"], folder)

    assert finished.returncode == 1
    assert captures["artifacts"]["when"] == "always"
    report = json.loads((folder / captures["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert [(issue["check_name"], issue["location"]["path"]) for issue in report] == [
        ("DT001", "captures/2025/bad.md")
    ]
