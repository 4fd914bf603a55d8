"""`pressrun check`: where a report goes, and the exit code. The real program in a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pressrun.cli.check import check_command
from pressrun.reports import FORMATS
from tests.reports.findings import HOSTILE_NAMES, spelled
from tests.reports.judges import JUDGES
from tests.samples import capture, make_checkout, write

_ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PRESSRUN_")}


def _check(
    folder: Path, *arguments: str, stdout: int = subprocess.PIPE, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The command over the inbox, with one family of rules: these tests are not about rules."""
    return subprocess.run(
        [sys.executable, "-m", "pressrun", "check", "inbox", "--jobs", "1", "--select", "FM", *arguments],
        cwd=folder,
        env=_ENVIRONMENT | env,
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout whose inbox holds a capture with a warning and one with an error."""
    make_checkout(tmp_path)
    write(tmp_path / "inbox", "a.md", capture(title="早报: 桥"))
    write(tmp_path / "inbox", "b.md", "no front matter\n")
    return tmp_path


def test_the_command_offers_every_format() -> None:
    """The choices of --output-format are the registry's."""
    (option,) = (option for option in check_command.params if option.name == "output_format")
    assert list(getattr(option.type, "choices", ())) == list(FORMATS)


def test_the_report_goes_to_stdout_and_the_verdict_to_stderr(project: Path) -> None:
    """A program that reads the report is not disturbed by the verdict."""
    done = _check(project, "--output-format", "jsonl")
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()] == ["FM003", "FM001"]
    assert done.stderr.decode() == "2 captures checked: 1 error, 1 warning\n"
    assert done.returncode == 1


def test_a_file_takes_the_report(project: Path) -> None:
    """With -o nothing is printed and the file holds what would have been."""
    printed = _check(project, "--output-format", "gitlab")
    done = _check(project, "--output-format", "gitlab", "-o", "reports/quality.json")
    assert (done.stdout, done.stderr, done.returncode) == (b"", printed.stderr, 1)
    assert (project / "reports/quality.json").read_bytes() == printed.stdout


def test_a_file_is_replaced_and_not_written_over(project: Path) -> None:
    """Whoever has the old report open keeps it whole, and nothing else is left in the folder."""
    report, before = project / "report.txt", project / "before.txt"
    report.write_text("old\n", "utf-8")
    before.hardlink_to(report)
    _check(project, "-o", "report.txt")
    assert before.read_text("utf-8") == "old\n"
    assert report.read_text("utf-8").startswith("inbox/a.md:2:8: warning FM003 ")
    assert sorted(path.name for path in project.iterdir()) == [".git", "before.txt", "inbox", "report.txt"]


def test_a_link_leads_to_the_file_that_is_replaced(project: Path) -> None:
    """A report that is a symbolic link stays one."""
    (project / "report.txt").symlink_to("real.txt")
    _check(project, "-o", "report.txt")
    assert (project / "report.txt").readlink() == Path("real.txt")
    assert (project / "real.txt").read_text("utf-8").startswith("inbox/a.md:2:8: ")


@pytest.mark.parametrize("where", ["-", "/dev/stdout"])
def test_a_dash_or_a_device_is_written_to(project: Path, where: str) -> None:
    """Standard output by any name is not replaced by a file."""
    assert _check(project, "-o", where).stdout == _check(project).stdout
    assert not (project / "-").exists()


def test_a_file_that_cannot_be_written_is_an_output_failure(project: Path) -> None:
    """A folder in the file's place ends with exit code 3 and one line."""
    done = _check(project, "-o", "inbox")
    assert (done.returncode, done.stderr.decode()) == (3, "pressrun: inbox: Is a directory\n")


def test_a_closed_pipe_is_no_failure(project: Path) -> None:
    """`| head` ends the report quietly; verdict and exit code are those of the check."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = _check(project, stdout=write_end)
    finally:
        os.close(write_end)
    assert (done.returncode, done.stderr.decode()) == (
        1,
        "2 captures checked: 1 error, 1 warning\n[*] 1 fixable with --fix\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_an_output_failure(project: Path) -> None:
    """A report that could not be printed whole ends with exit code 3 and one line."""
    with Path("/dev/full").open("wb") as full:
        done = _check(project, stdout=full.fileno())
    assert (done.returncode, done.stderr.decode()) == (
        3,
        "pressrun: standard output: No space left on device\n",
    )


def test_a_machine_gets_utf_8_whatever_the_terminal(project: Path) -> None:
    """An encoding that cannot hold the text does not turn JSON into something else."""
    done = _check(project, "--output-format", "json", PYTHONIOENCODING="latin-1")
    assert json.loads(done.stdout.decode("utf-8"))[0]["message"].count("早报") == 1


@pytest.mark.parametrize("form", FORMATS)
def test_files_with_hostile_names_come_through(tmp_path: Path, form: str) -> None:
    """Real files of such names are named in valid UTF-8, below the checkout or the folder given."""
    make_checkout(tmp_path)
    for name in HOSTILE_NAMES:
        write(tmp_path / "inbox", name, "no front matter\n")
    text = _check(tmp_path, "--output-format", form).stdout.decode("utf-8")
    prefix = "" if form in {"json", "jsonl"} else "inbox/"
    if form in {"full", "concise"}:
        assert len(JUDGES[form](text)) == len(HOSTILE_NAMES)
        return
    told = [prefix + (name if form == "sarif" else spelled(name)) for name in sorted(HOSTILE_NAMES)]
    if form == "junit":
        told = [path.replace("\x0b\x1b", "\\x0b\\x1b").replace("\ufffe", "\\ufffe") for path in told]
    assert JUDGES[form](text) == (told[:10] if form == "github" else told)


@pytest.mark.parametrize(
    ("most", "code", "said"), [("1", 0, ""), ("0", 1, "warnings: 1, and --max-warnings allows 0\n")]
)
def test_more_warnings_than_allowed_fail(project: Path, most: str, code: int, said: str) -> None:
    """--max-warnings counts for itself, even where no severity fails."""
    done = _check(project, "--fail-on", "never", "--max-warnings", most)
    assert done.returncode == code
    assert done.stderr.decode() == f"2 captures checked: 1 error, 1 warning\n[*] 1 fixable with --fix\n{said}"


def test_statistics_stand_in_place_of_the_findings(project: Path) -> None:
    """Counts by rule, then by source; the exit code is that of the check."""
    done = _check(project, "--statistics")
    assert done.stdout.decode() == (
        "count  severity  code   name\n"
        "    1  error     FM001  missing-front-matter\n"
        "    1  warning   FM003  not-yaml\n"
        "\n"
        "(no source): 1\n"
        "    1  error     FM001  missing-front-matter\n"
        "\n"
        "河岸通讯: 1\n"
        "    1  warning   FM003  not-yaml\n"
    )
    assert done.returncode == 1


def test_statistics_have_no_other_format(project: Path) -> None:
    """A format for findings cannot hold counts: wrong use."""
    done = _check(project, "--statistics", "--output-format", "sarif")
    assert done.returncode == 2
    assert "--statistics has no format sarif" in done.stderr.decode()
