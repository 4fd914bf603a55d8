"""The hooks for pre-commit, run by pre-commit; only the installation of pressrun is left out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from tests.ci.commands import BAD, GOOD, checkout, git, with_programs
from tests.cli.process import Finished, finish
from tests.samples import write


@pytest.fixture
def hooks(root: Path, tmp_path: Path) -> Path:
    """A repository with our hooks, which find `pressrun` on the PATH instead of installing it."""
    text = (root / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert text.count("language: python\n") == 2
    folder = checkout(tmp_path / "hooks", {})
    write(folder, ".pre-commit-hooks.yaml", text.replace("language: python\n", "language: system\n"))
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "hooks")
    return folder


def run_hooks(folder: Path, *words: str) -> Finished:
    """pre-commit with these words, in a checkout; it keeps its own files beside that."""
    env = with_programs({"PRE_COMMIT_HOME": str(folder.parent / "pre-commit")})
    return finish([sys.executable, "-m", "pre_commit", *words], cwd=folder, env=env)


def test_the_file_hook_checks_captures_and_nothing_else(hooks: Path, tmp_path: Path) -> None:
    """Of all files it is given those of a capture's name, Markdown or HTML, and fails under an error."""
    folder = checkout(tmp_path / "set", {"bad.md": BAD, "good.md": GOOD, "page.html": BAD, "list.txt": BAD})

    finished = run_hooks(
        folder, "try-repo", str(hooks), "pressrun-check", "--all-files", "--color", "never", "--verbose"
    )

    assert finished.returncode == 1
    assert "captures/bad.md:5:7: error DT001 bad-date" in finished.stdout
    assert "captures/page.html:5:7: error DT001 bad-date" in finished.stdout
    assert "README.md:1:1: error FM001" in finished.stdout
    assert "list.txt" not in finished.stdout
    assert "4 captures checked" in finished.stdout


def test_the_file_hook_passes_what_has_no_error(hooks: Path, tmp_path: Path) -> None:
    """Given files by name it looks at no others."""
    folder = checkout(tmp_path / "set", {"bad.md": BAD, "good.md": GOOD})

    finished = run_hooks(folder, "try-repo", str(hooks), "pressrun-check", "--files", "captures/good.md")

    assert (finished.returncode, "Passed" in finished.stdout) == (0, True)


def test_the_hook_for_the_whole_set_runs_whatever_is_committed(hooks: Path, tmp_path: Path) -> None:
    """Without a file of a capture's name among the changes; its folder is the config's inbox."""
    folder = checkout(tmp_path / "set", {"bad.md": BAD})
    write(folder, "config.toml", 'inbox = "captures"\n')
    git(folder, "add", ".")

    finished = run_hooks(folder, "try-repo", str(hooks), "pressrun-check-all", "--color", "never")

    assert finished.returncode == 1
    assert "captures/bad.md:5:7: error DT001 bad-date" in finished.stdout
    assert "1 capture checked" in finished.stdout


def test_the_readmes_hooks_keep_a_bad_capture_out_of_a_commit(
    root: Path, hooks: Path, tmp_path: Path
) -> None:
    """A commit goes through with good captures and is refused with a bad one."""
    (block,) = (
        block
        for block in (root / "README.md").read_text("utf-8").split("```yaml\n")
        if "\nrepos:\n" in block.partition("```")[0]
    )
    config = yaml.safe_load(block.partition("```")[0])
    config["repos"][0] |= {"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD")}
    folder = checkout(tmp_path / "set", {"good.md": GOOD})
    write(folder, ".pre-commit-config.yaml", yaml.safe_dump(config))
    assert run_hooks(folder, "install").returncode == 0

    git(folder, "add", ".")
    committed = finish(["git", "commit", "-m", "hooks"], cwd=folder, env=_env(folder))
    write(folder, "captures/bad.md", BAD)
    git(folder, "add", ".")
    refused = finish(["git", "commit", "-m", "a bad one"], cwd=folder, env=_env(folder))

    assert committed.returncode == 0, committed.stderr
    assert refused.returncode == 1
    # Once by the hook for files, once by the one for the whole set.
    assert refused.stderr.count("captures/bad.md:5:7: error DT001 bad-date") == 2


def _env(folder: Path) -> dict[str, str]:
    return with_programs({"PRE_COMMIT_HOME": str(folder.parent / "pre-commit")})
