"""action.yml: its steps, run by the shell and with the variables that GitHub gives them."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.commands import BAD, GOOD, PROGRAMS, checkout, in_shell
from tests.cli.process import Finished
from tests.samples import capture

#: An input that would run a command, or expand to all files, if it ever became a part of a script.
HOSTILE = "$(touch pwned) `touch pwned` ; touch pwned #' \" *"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step left behind."""

    finished: Finished
    summary: str
    outputs: dict[str, str]


@pytest.fixture
def action(root: Path) -> Any:
    """The action as GitHub reads it."""
    return yaml.safe_load((root / "action.yml").read_text("utf-8"))


def step(action: Any, name: str) -> Any:
    """The step of this name."""
    (found,) = (one for one in action["runs"]["steps"] if one["name"] == name)
    return found


def run_step(action: Any, name: str, cwd: Path, runner: Path, **inputs: str) -> Outcome:
    """Runs a step in a checkout; inputs that are not given have their defaults."""
    runner.mkdir(exist_ok=True)
    known = {key: one["default"] for key, one in action["inputs"].items()} | inputs
    contexts = {f"inputs.{key}": value for key, value in known.items()} | {
        "github.action_path": str(Path(__file__).parent.parent.parent)
    }
    one = step(action, name)
    env = {
        key: re.sub(r"\$\{\{ (.+?) \}\}", lambda match: contexts[match[1]], value)
        for key, value in one["env"].items()
    }
    files = {key: runner / key.lower() for key in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    for file in files.values():
        file.touch()
    env |= {key: str(file) for key, file in files.items()} | {"RUNNER_TEMP": str(runner)}
    finished = in_shell(one["run"], cwd, env)
    lines = files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
    return Outcome(
        finished,
        files["GITHUB_STEP_SUMMARY"].read_text("utf-8"),
        dict(line.split("=", 1) for line in lines),
    )


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """The runner's own folder, as the step "Install pressrun" leaves it."""
    programs = tmp_path / "runner" / "pressrun" / "bin"
    programs.mkdir(parents=True)
    (programs / "pressrun").symlink_to(PROGRAMS / "pressrun")
    return tmp_path / "runner"


def test_it_is_a_composite_action_whose_inputs_and_outputs_are_described(action: Any) -> None:
    """What GitHub asks of action.yml, and what a person needs to use it."""
    assert (action["name"], action["runs"]["using"]) == ("pressrun check", "composite")
    assert set(action["inputs"]) == {"path", "args", "version", "sarif"}
    assert all(one["description"] and "default" in one for one in action["inputs"].values())
    assert set(action["outputs"]) == {"exit-code", "sarif-file"}


def test_no_input_is_written_into_a_script(action: Any) -> None:
    """A stranger's text reaches the shell as a variable alone."""
    scripts = [one for one in action["runs"]["steps"] if "run" in one]

    assert [one["name"] for one in scripts] == ["Install pressrun", "Check"]
    assert [one["shell"] for one in scripts] == ["bash", "bash"]
    assert [one["name"] for one in scripts if "${{" in one["run"]] == []


def test_the_actions_of_others_are_pinned_to_a_commit(action: Any) -> None:
    """A tag can be moved."""
    used = [one["uses"] for one in action["runs"]["steps"] if "uses" in one]

    assert len(used) == 1
    assert re.fullmatch(r"github/codeql-action/upload-sarif@[0-9a-f]{40}", used[0])


def test_errors_become_annotations_a_summary_and_the_exit_code(
    action: Any, runner: Path, tmp_path: Path
) -> None:
    """The table counts by rule; nothing about sources, which may be many."""
    folder = checkout(tmp_path / "set", {"bad.md": BAD, "worse.md": capture(date="x"), "good.md": GOOD})

    outcome = run_step(action, "Check", folder, runner, path="captures/")

    assert outcome.finished.returncode == 1
    assert outcome.finished.stdout.splitlines()[0].startswith("::error file=captures/bad.md,line=5,")
    assert outcome.outputs == {"exit-code": "1"}
    assert outcome.summary == (
        "### pressrun check\n\n3 captures checked: 2 errors\n\n"
        "| count | severity | code | name |\n|--:|---|---|---|\n| 2 | error | DT001 | bad-date |\n\n"
        "`pressrun rule CODE` explains a rule.\n"
    )


def test_a_sound_set_leaves_with_0_and_says_so(action: Any, runner: Path, tmp_path: Path) -> None:
    """The summary has no table then; without a path the config's inbox is checked."""
    folder = checkout(tmp_path / "set", {"good.md": GOOD})
    (folder / "config.toml").write_text('inbox = "captures"\n', "utf-8")

    outcome = run_step(action, "Check", folder, runner)

    assert (outcome.finished.returncode, outcome.finished.stdout) == (0, "")
    assert outcome.outputs == {"exit-code": "0"}
    assert outcome.summary == "### pressrun check\n\n1 capture checked: no findings\n\n"


def test_the_sarif_log_is_written_when_it_is_asked_for(action: Any, runner: Path, tmp_path: Path) -> None:
    """The step that uploads it runs when there is one, and also when the check has failed."""
    folder = checkout(tmp_path / "set", {"bad.md": BAD})

    outcome = run_step(action, "Check", folder, runner, path="captures/", sarif="true")

    assert outcome.finished.returncode == 1
    log = json.loads(Path(outcome.outputs["sarif-file"]).read_text("utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["DT001"]
    upload = step(action, "Upload SARIF")
    assert upload["if"] == "${{ always() && steps.check.outputs.sarif-file != '' }}"
    assert upload["with"]["sarif_file"] == "${{ steps.check.outputs.sarif-file }}"


def test_options_and_several_paths_are_passed_on(action: Any, runner: Path, tmp_path: Path) -> None:
    """Paths a line each, so that they may hold spaces; options by white space, over lines as well."""
    folder = checkout(tmp_path / "set", {"a b/bad.md": BAD, "c/bad.md": BAD, "d/bad.md": BAD})

    outcome = run_step(
        action,
        "Check",
        folder,
        runner,
        path="captures/a b\ncaptures/c\n",
        args="--select\n  DT --fail-on never",
    )

    assert outcome.finished.returncode == 0
    assert len(re.findall("::error file=captures/", outcome.finished.stdout)) == 2
    assert "2 captures checked: 2 errors" in outcome.summary


@pytest.mark.parametrize("name", ["path", "args"])
def test_a_hostile_input_runs_nothing(action: Any, runner: Path, tmp_path: Path, name: str) -> None:
    """It is a path that is not there, or an option that is not known."""
    folder = checkout(tmp_path / "set", {"good.md": GOOD})

    outcome = run_step(action, "Check", folder, runner, **{name: HOSTILE})

    assert outcome.finished.returncode in {2, 3}
    assert sorted(path.name for path in folder.iterdir()) == [".git", "README.md", "captures"]


def test_wrong_use_is_reported_and_not_summed_up(action: Any, runner: Path, tmp_path: Path) -> None:
    """There is nothing to count; the log says why."""
    folder = checkout(tmp_path / "set", {"good.md": GOOD})

    outcome = run_step(action, "Check", folder, runner, path="captures/", args="--select QQ", sarif="true")

    assert outcome.finished.returncode == 2
    assert "no rule is called QQ" in outcome.finished.stderr
    assert (outcome.summary, outcome.outputs) == ("", {"exit-code": "2"})


@pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not installed")
def test_the_program_is_installed_from_the_actions_own_checkout(action: Any, tmp_path: Path) -> None:
    """So the action's version is the program's, whatever a package index holds."""
    outcome = run_step(action, "Install pressrun", tmp_path, tmp_path / "runner")

    assert outcome.finished.returncode == 0, outcome.finished.stderr
    finished = in_shell("'runner/pressrun/bin/pressrun' --version", tmp_path)
    assert finished.stdout.startswith("pressrun, version ")


@pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not installed")
def test_a_hostile_version_runs_nothing(action: Any, tmp_path: Path) -> None:
    """It is no version, and that is all."""
    outcome = run_step(action, "Install pressrun", tmp_path, tmp_path / "runner", version=HOSTILE)

    assert outcome.finished.returncode != 0
    assert [path.name for path in tmp_path.iterdir()] == ["runner"]


def test_the_summary_holds_the_verdict_where_something_can_be_fixed(
    action: Any, runner: Path, tmp_path: Path
) -> None:
    """Not what --fix could do about it."""
    folder = checkout(tmp_path / "set", {"a.md": capture(title="第一: 第二")})

    outcome = run_step(action, "Check", folder, runner, path="captures/", args="--select FM003")

    assert outcome.summary.splitlines()[2] == "1 capture checked: 1 warning"
