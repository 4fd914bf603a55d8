"""The cache of `pressrun check` as its user meets it: on by default, below the state, never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.process import POWERLESS, run
from tests.press.pressing import plain
from tests.samples import capture, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder whose inbox is worth a cache."""
    for number in range(70):
        write(tmp_path, f"inbox/{number:02}.md", plain(number))
    write(tmp_path, "inbox/bad.md", capture(date="2025-02-30"))
    return tmp_path


def test_the_cache_is_kept_below_the_state_and_can_be_turned_off(folder: Path) -> None:
    """One file; the second check prints what the first did."""
    off = run("check", "--no-cache", cwd=folder)
    assert not (folder / ".pressrun").exists()

    cold = run("check", cwd=folder)
    cached = run("check", cwd=folder)

    assert (cold.returncode, cold.stdout, cold.stderr) == (off.returncode, off.stdout, off.stderr)
    assert (cached.returncode, cached.stdout, cached.stderr) == (off.returncode, off.stdout, off.stderr)
    assert len(list((folder / ".pressrun").glob("check-*.sqlite3"))) == 1


def test_a_state_that_cannot_be_written_is_read_and_told_of_once(folder: Path) -> None:
    """A note where something would have been kept; silence where all was known."""
    known = run("check", cwd=folder)
    for path in ((folder / ".pressrun"), *(folder / ".pressrun").iterdir()):
        path.chmod(0o555)

    silent = run("check", cwd=folder, before=POWERLESS)
    told = run("check", "--select", "DT", cwd=folder, before=POWERLESS)

    assert (silent.returncode, silent.stdout) == (known.returncode, known.stdout)
    assert silent.stderr == known.stderr
    assert told.returncode == 1
    note, verdict = told.stderr.splitlines()
    assert note.startswith("note: nothing is kept for the next check: .pressrun/check-")
    assert note.endswith(": attempt to write a readonly database; --no-cache asks for nothing")
    assert verdict == "71 captures checked: 1 error, 1 info"


def test_only_a_state_that_somebody_chose_is_told_of_inside_the_folder(folder: Path) -> None:
    """Nothing is written below what is checked, and of the default there is nothing to say."""
    silent = run("check", ".", cwd=folder)
    told = run("check", ".", cwd=folder, env={"PRESSRUN_STATE": "kept"})

    assert "note:" not in silent.stderr
    assert told.stderr.startswith("note: nothing is kept for the next check: state kept lies inside .; ")
    assert [path.name for path in folder.iterdir()] == ["inbox"]
