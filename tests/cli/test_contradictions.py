"""Options of `pressrun check` that do not go together: refused, never silently ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.process import run


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--edition", "feeds", "--baseline", "b"), "leave it out with --edition"),
        (("--edition", "feeds", "--write-baseline", "b"), "leave it out with --edition"),
        (("--diff", "--baseline", "b"), "leave --baseline out, or check without --diff"),
        (("--diff", "--write-baseline", "b"), "leave --write-baseline out, or check without --diff"),
        (("--diff", "--statistics"), "leave --statistics out, or check without --diff"),
        (("--diff", "--output-format", "json"), "leave --output-format json out, or check without --diff"),
        (("",), "a path is empty: name a file or a folder, or no path for the inbox"),
    ],
)
def test_what_would_be_ignored_is_refused(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    """With exit code 2, before anything is read, and with what to do instead."""
    (tmp_path / "inbox").mkdir()
    finished = run("check", *words, cwd=tmp_path)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.endswith(f"{message}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["inbox"]


def test_a_folder_is_no_baseline(tmp_path: Path) -> None:
    """Nobody is told to write one over it."""
    (tmp_path / "inbox").mkdir()
    finished = run("check", "--baseline", "inbox", cwd=tmp_path)

    assert finished.returncode == 2
    assert finished.stderr == "pressrun: inbox: it is a folder; name the baseline's file in it\n"
