"""`pressrun check` in a git checkout: what is ignored, what changed, what is staged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.process import Finished, run
from tests.samples import capture, write

BAD = capture(date="2025-02-30")
WORSE = capture(date="2025-02-31")
#: A name that git quotes, were it not asked for names with NUL between them.
ODD = 'a "b"\n\\第.md'
UNKNOWN = "git knows no such commit here; fetch it (a shallow clone has only the newest), or name another"
_ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_NAME": "Lin" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "lin@example.org" for who in ("AUTHOR", "COMMITTER")},
}


def git(folder: Path, *words: str) -> None:
    """Runs git with these words, and with nobody's config."""
    subprocess.run(["git", *words], cwd=folder, env=os.environ | _ALONE, check=True, capture_output=True)


def check(folder: Path, *words: str, **env: str) -> Finished:
    """`pressrun check` of DT001 with a JSON report."""
    return run("check", *words, "--select", "DT001", "--output-format", "json", cwd=folder, env=_ALONE | env)


def paths(finished: Finished) -> list[str]:
    """The paths of all findings."""
    assert finished.stdout, finished.stderr
    return [finding["path"] for finding in json.loads(finished.stdout)]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository whose inbox has three committed bad captures."""
    git(tmp_path, "init", "-q", "-b", "main")
    for name in ("edited.md", "moved.md", "removed.md", "same.md"):
        write(tmp_path, f"inbox/{name}", BAD.replace("三年", name))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "captures")
    return tmp_path


def test_what_git_ignores_is_left_out_and_counted(checkout: Path) -> None:
    """Files and folders by any .gitignore; what is tracked is checked, and a repository within."""
    write(checkout, "inbox/drafts/a.md", BAD)
    write(checkout, "inbox/deep/draft.md", BAD)
    write(checkout, "inbox/own/a.md", BAD)
    git(checkout / "inbox/own", "init", "-q")
    write(checkout, ".gitignore", "drafts/\nsame.md\n")
    write(checkout, "inbox/deep/.gitignore", "draft.md\n")

    finished = check(checkout, "inbox")

    assert paths(finished) == ["edited.md", "moved.md", "own/a.md", "removed.md", "same.md"]
    assert finished.stderr == (
        "note: left out because git ignores them: 2; name a file to check it\n5 captures checked: 5 errors\n"
    )


@pytest.mark.parametrize("pattern", ["mail/", "mail/*", "*.md"])
@pytest.mark.parametrize("path", ["mail", "mail/a.md"])
def test_what_is_named_is_checked_although_git_ignores_it(checkout: Path, pattern: str, path: str) -> None:
    """An inbox that is not for the repository is an inbox still."""
    write(checkout, "mail/a.md", BAD)
    write(checkout, ".gitignore", f"{pattern}\n")

    finished = check(checkout, path)

    assert paths(finished) == ["a.md"]
    assert finished.stderr == "1 capture checked: 1 error\n"


def test_a_gitignore_outside_a_checkout_is_a_file_like_any(tmp_path: Path) -> None:
    """Only git gives it a meaning."""
    write(tmp_path, "inbox/a.md", BAD)
    write(tmp_path, "inbox/.gitignore", "*\n")

    assert paths(check(tmp_path, "inbox")) == ["a.md"]


def test_a_build_publishes_what_git_ignores(checkout: Path) -> None:
    """The accounting is of the folder, not of a repository."""
    write(checkout, "inbox/draft.md", capture())
    write(checkout, ".gitignore", "draft.md\n")

    finished = run("build", "--json", cwd=checkout, env=_ALONE)

    assert json.loads(finished.stdout)["captures"] == 5


def test_without_git_a_checkout_is_checked_whole_and_that_is_said(checkout: Path) -> None:
    """More is checked rather than less."""
    write(checkout, ".gitignore", "same.md\n")

    finished = check(checkout, "inbox", PATH="/nowhere")

    assert paths(finished) == ["edited.md", "moved.md", "removed.md", "same.md"]
    assert finished.stderr.startswith(
        "note: files that git ignores are checked too: git cannot be started (No such file or directory); "
    )


@pytest.mark.parametrize("ref", ["HEAD", "main", "main~0"])
def test_since_looks_at_what_differs_from_a_commit(checkout: Path, ref: str) -> None:
    """Edited, renamed, staged and new files; neither what is gone, nor ignored, nor as it was."""
    write(checkout, "inbox/edited.md", WORSE)
    (checkout / "inbox/moved.md").rename(checkout / "inbox/renamed.md")
    (checkout / "inbox/removed.md").unlink()
    write(checkout, f"inbox/{ODD}", BAD)
    write(checkout, "inbox/ignored.md", BAD)
    write(checkout, "inbox/.hidden.md", BAD)
    write(checkout, ".gitignore", "ignored.md\n")
    write(checkout, "elsewhere/a.md", BAD)

    finished = check(checkout, "inbox", "--since", ref)

    assert paths(finished) == [ODD, "edited.md", "renamed.md"]


def test_since_chooses_among_files_that_are_named(checkout: Path) -> None:
    """A hook may name files that did not change."""
    write(checkout, "inbox/edited.md", WORSE)

    finished = check(checkout, "inbox/edited.md", "inbox/same.md", "--since", "HEAD")

    assert paths(finished) == ["edited.md"]


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("nowhere", f"--since nowhere: {UNKNOWN}"),
        ("main..HEAD", f"--since main..HEAD: {UNKNOWN}"),
        ("--output=x", "--since '--output=x' is no name of a commit; give a branch, a tag or an id"),
        ("", "--since '' is no name of a commit; give a branch, a tag or an id"),
    ],
)  # fmt: skip
def test_a_commit_that_is_not_there_is_2(checkout: Path, ref: str, message: str) -> None:
    """One line says what to do, and no option of git's can be smuggled in."""
    finished = check(checkout, "inbox", f"--since={ref}")

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr == f"pressrun: {message}\n"
    assert not (checkout / "x").exists()


@pytest.mark.parametrize("words", [("--since", "HEAD"), ("--staged",)])
def test_where_git_cannot_say_is_3(tmp_path: Path, words: tuple[str, ...]) -> None:
    """No repository, or no git."""
    write(tmp_path, "inbox/a.md", BAD)

    outside = check(tmp_path, "inbox", *words, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    without = check(tmp_path, "inbox", *words, PATH="/nowhere")

    assert (outside.returncode, without.returncode) == (3, 3)
    assert "not a git repository" in outside.stderr.lower()
    assert outside.stderr.endswith("; mend it, or name the files to check\n")
    assert without.stderr == (
        "pressrun: git cannot be started (No such file or directory); "
        "install it, or name the files to check\n"
    )


def test_a_checkout_of_somebody_else_is_3_with_the_words_of_git(checkout: Path) -> None:
    """They name the setting that would allow it."""
    finished = check(checkout, "inbox", "--since", "HEAD", GIT_TEST_ASSUME_DIFFERENT_OWNER="1")

    assert finished.returncode == 3
    assert "safe.directory" in finished.stderr
    assert len(finished.stderr.splitlines()) == 1


def test_staged_looks_at_what_the_next_commit_holds(checkout: Path) -> None:
    """The staged text speaks, whatever was done to the file since; its excerpt is the staged one's."""
    write(checkout, "inbox/edited.md", WORSE)
    write(checkout, f"inbox/{ODD}", BAD)
    write(checkout, "inbox/gone.md", WORSE)
    git(checkout, "add", ".")
    write(checkout, "inbox/edited.md", capture())
    (checkout / "inbox/gone.md").unlink()
    write(checkout, "inbox/same.md", WORSE)
    write(checkout, "inbox/untracked.md", BAD)

    finished = check(checkout, "inbox", "--staged")
    full = run("check", "inbox/edited.md", "--staged", "--select", "DT001", cwd=checkout, env=_ALONE)

    assert paths(finished) == [ODD, "edited.md", "gone.md"]
    assert "5 | date: 2025-02-31\n" in full.stdout


def test_a_staged_text_beyond_the_cap_and_a_staged_link_are_refused(checkout: Path) -> None:
    """As they are on the disk, and none of the text is read."""
    write(checkout, "config.toml", "max_capture_bytes = 1024\n")
    write(checkout, "inbox/large.md", "x" * 1025)
    (checkout / "inbox/link.md").symlink_to("same.md")
    git(checkout, "add", ".")
    (checkout / "inbox/large.md").unlink()
    (checkout / "inbox/link.md").unlink()

    finished = run("check", "--staged", "--output-format", "json", cwd=checkout, env=_ALONE)

    assert [(each["path"], each["code"]) for each in json.loads(finished.stdout)] == [
        ("large.md", "IN003"),
        ("link.md", "IN002"),
    ]


@pytest.mark.parametrize("words", [("commit", "-qam", "x"), ("commit", "-qm", "x", "inbox/edited.md")])
def test_a_hook_checks_the_commit_that_is_being_made(checkout: Path, words: tuple[str, ...]) -> None:
    """Git gives a hook an index of its own, which holds more than the repository's, or less."""
    hook = checkout / ".git/hooks/pre-commit"
    script = f'"{checkout}/pressrun" check inbox --staged --select DT001 --output-format json > told.json'
    hook.write_text(f"#!/bin/sh\n{script}\n")
    command = checkout / "pressrun"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pressrun "$@"\n')
    hook.chmod(0o755)
    command.chmod(0o755)
    write(checkout, "inbox/edited.md", WORSE)
    write(checkout, "inbox/new.md", BAD)
    git(checkout, "add", "inbox/new.md")

    done = subprocess.run(
        ["git", *words], cwd=checkout, env=os.environ | _ALONE, capture_output=True, check=False
    )

    told = [finding["path"] for finding in json.loads((checkout / "told.json").read_text())]
    assert done.returncode == 1
    assert told == (["edited.md", "new.md"] if "-qam" in words else ["edited.md"])


def test_the_repository_of_a_hook_is_not_taken_for_another_folders(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """GIT_DIR of a hook that runs a check elsewhere says nothing about that folder."""
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    write(checkout, "inbox/edited.md", WORSE)

    finished = check(
        checkout, "inbox", "--since", "HEAD",
        GIT_DIR=f"{other}/.git", GIT_WORK_TREE=f"{other}", GIT_INDEX_FILE=f"{other}/.git/index",
    )  # fmt: skip

    assert paths(finished) == ["edited.md"]


def test_git_runs_no_command_of_the_repository_and_writes_nothing(checkout: Path) -> None:
    """Neither a file monitor that its config names, nor a refreshed index."""
    monitor = checkout / "monitor"
    monitor.write_text(f"#!/bin/sh\ntouch '{checkout}/ran'\n")
    monitor.chmod(0o755)
    git(checkout, "config", "core.fsmonitor", str(monitor))
    os.utime(checkout / "inbox/same.md")
    index = (checkout / ".git/index").read_bytes()

    for words in ([], ["--since", "HEAD"], ["--staged"]):
        check(checkout, "inbox", *words)

    assert not (checkout / "ran").exists()
    assert (checkout / ".git/index").read_bytes() == index


def test_what_was_mended_on_disk_is_reported_as_it_is_there(checkout: Path) -> None:
    """The index still holds the text as it was; what is left to do is said."""
    write(checkout, "inbox/new.md", capture(title="第一: 第二"))
    git(checkout, "add", ".")

    finished = run("check", "inbox", "--staged", "--fix", "--select", "FM003", cwd=checkout, env=_ALONE)

    assert (finished.returncode, finished.stdout) == (0, "")
    assert finished.stderr == (
        "1 fixed in 1 capture (FM003 1)\n"
        "mended on disk, not in the index: `git add` it\n"
        "1 capture checked: no findings\n"
    )


def test_a_state_that_a_check_made_is_ignored_by_git(checkout: Path) -> None:
    """It ignores itself; a folder that was there is left as it is."""
    for number in range(70):
        write(checkout, f"inbox/{number:02}.md", capture())
    git(checkout, "add", ".")
    git(checkout, "commit", "-qm", "more")
    (checkout / "mine").mkdir()
    run("check", "inbox", cwd=checkout, env=_ALONE)
    run("check", "inbox", cwd=checkout, env={**_ALONE, "PRESSRUN_STATE": "mine"})

    assert (checkout / ".pressrun/.gitignore").read_text("utf-8") == "*\n"
    assert [path.suffix for path in (checkout / "mine").iterdir()] == [".sqlite3"]
    told = subprocess.run(
        ["git", "status", "--porcelain"], cwd=checkout, env=os.environ | _ALONE, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    assert told.stdout == "?? mine/\n"
