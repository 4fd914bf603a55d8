"""Law 12: `pressrun check` starts fast: what it does not need is not imported."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.process import Argument, finish
from tests.press.pressing import plain
from tests.samples import write

#: Runs the program and prints, behind all that it prints itself, the modules that it has imported.
PROGRAM = """
import sys
from pressrun.cli import main
try:
    main()
except SystemExit:
    pass
import json
print(json.dumps(sorted(sys.modules)))
"""


def imported(*arguments: Argument, cwd: Path) -> set[str]:
    """The top-level packages that `pressrun` with these arguments imports, and our own modules."""
    finished = finish([sys.executable, "-c", PROGRAM, *map(str, arguments)], cwd=cwd)
    assert finished.returncode == 0, finished.stderr
    modules = json.loads(finished.stdout.splitlines()[-1])
    return {name if name.startswith("pressrun") else name.partition(".")[0] for name in modules}


@pytest.fixture
def capture_file(tmp_path: Path) -> Path:
    """One good capture in Markdown."""
    return write(tmp_path, "a.md", plain(1))


def test_a_check_of_one_file_imports_no_edge_and_no_format(capture_file: Path) -> None:
    """Neither what writes feeds nor what keeps time, serves, reads HTML pages or draws on terminals."""
    loaded = imported("check", capture_file.name, cwd=capture_file.parent)

    assert {"pydantic", "comrak", "nh3", "pressrun.press"} <= loaded
    assert not loaded & {
        *(
            "feedgen",
            "apscheduler",
            "bs4",
            "starlette",
            "uvicorn",
            "prometheus_client",
            "rich",
            "lxml",
            "watchfiles",
            "distributed",
        ),
        *("pressrun.formats.atom", "pressrun.formats.page", "pressrun.watch", "pressrun.serve"),
    }


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("check", "--help"), ("build", "--help")])
def test_help_imports_nothing_that_works(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Help and version need the command line alone: neither schema nor parser nor any room behind it."""
    loaded = imported(*words, cwd=tmp_path)

    assert "pressrun.cli.check" in loaded
    assert not loaded & {
        *(
            "pydantic",
            "lxml",
            "comrak",
            "nh3",
            "feedgen",
            "apscheduler",
            "bs4",
            "rich",
            "slugify",
            "starlette",
        ),
        *("pressrun.press", "pressrun.config", "pressrun.rules", "pressrun.markup", "pressrun.watch"),
    }


def test_a_build_imports_no_clock_and_no_reader_of_pages(capture_file: Path) -> None:
    """Where the inbox holds no saved page, beautifulsoup4 stays out; the scheduler is for `watch` alone."""
    loaded = imported(
        "build", ".", "--output", "../feeds", "--state", "../.pressrun", cwd=capture_file.parent
    )

    assert "feedgen" in loaded
    assert not loaded & {"apscheduler", "bs4", "rich", "starlette", "urllib3"}
    assert not loaded & {"pressrun.watch", "pressrun.websub"}
