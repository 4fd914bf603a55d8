"""Commands as a CI runs them: the installed program on the PATH, a git checkout with captures."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.cli.process import Finished, environment, finish
from tests.samples import capture, write

#: Where this interpreter's `pressrun` is.
PROGRAMS = Path(sys.executable).parent
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}
_BODY = "\n" + "这座桥用了三年建成，今天上午开放，河边站满了人。" * 5 + "\n"
#: No rule that runs by default has anything to say about it.
GOOD = capture(_BODY)
#: DT001 alone speaks, on line 5.
BAD = capture(_BODY, date="2025-02-30")


def with_programs(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's variables, with `pressrun` first on the PATH."""
    return environment({"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", **_GIT, **(more or {})})


def in_shell(script: str, cwd: Path, env: Mapping[str, str] | None = None) -> Finished:
    """The script as GitHub runs a step with `shell: bash`."""
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return finish(words, cwd=cwd, env=with_programs(env))


def git(folder: Path, *words: str) -> str:
    """What git says; a failure of it is one of the test."""
    finished = subprocess.run(
        ["git", *words], cwd=folder, env=with_programs(), capture_output=True, encoding="utf-8", check=True
    )
    return finished.stdout.strip()


def checkout(folder: Path, captures: Mapping[str, str], message: str = "captures") -> Path:
    """A git repository with these captures below captures/, committed."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    for name, text in captures.items():
        write(folder, f"captures/{name}", text)
    write(folder, "README.md", "# No capture\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", message)
    return folder
