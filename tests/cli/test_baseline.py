"""`check --write-baseline` and `check --baseline` as real processes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.process import Argument, Finished, run
from tests.cli.test_choice import article
from tests.samples import capture, make_checkout, write

FILE = "known.json"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout whose inbox holds a good capture, one with a warning and one with an error."""
    make_checkout(tmp_path)
    write(tmp_path, "inbox/2024/good.md", article(1))
    write(tmp_path, "inbox/2024/warned.md", article(2, title="第一: 第二"))
    write(tmp_path, "inbox/2025/bad.md", article(3, date="2025-02-30"))
    return tmp_path


def note(folder: Path, *words: Argument) -> Finished:
    """Writes everything that is found down as known."""
    finished = run("check", *words, "--write-baseline", FILE, cwd=folder)
    assert finished.returncode == 0, finished.stderr
    return finished


def beside(folder: Path, *words: Argument) -> Finished:
    """What is new."""
    return run("check", *words, "--output-format", "concise", "--baseline", FILE, cwd=folder)


def places(finished: Finished) -> list[str]:
    """Path and code of each finding that is told."""
    return [f"{line.split(':')[0]} {line.split(': ')[1].split()[1]}" for line in finished.stdout.splitlines()]


def test_what_is_found_is_written_down_and_0(project: Path) -> None:
    """Nothing is reported; the file is for git, with the paths of the checkout."""
    finished = note(project)

    assert (finished.stdout, finished.stderr) == ("", "known.json: 2 findings written down as known\n")
    held = json.loads((project / FILE).read_text("utf-8"))
    assert held["version"] == 1
    assert {path: list(codes) for path, codes in held["findings"].items()} == {
        "inbox/2024/warned.md": ["FM003"],
        "inbox/2025/bad.md": ["DT001"],
    }


def test_what_is_known_is_left_out(project: Path) -> None:
    """No report, exit code 0, and a word of what is not shown."""
    note(project)

    finished = beside(project)

    assert (finished.returncode, finished.stdout) == (0, "")
    assert finished.stderr == ("known.json: 2 known findings left out\n3 captures checked: no findings\n")


def test_what_is_new_is_reported_alone(project: Path) -> None:
    """A second error in a known file, and a new file."""
    note(project)
    write(project, "inbox/2025/bad.md", article(3, date="2025-02-30", url="ftp://example.org/"))
    write(project, "inbox/2025/new.md", article(4, fetch_date="never"))

    finished = beside(project)

    assert finished.returncode == 1
    assert places(finished) == ["inbox/2025/bad.md UR001", "inbox/2025/new.md DT003"]
    assert finished.stderr.endswith("4 captures checked: 2 errors\n")


@pytest.mark.parametrize(
    ("words", "code"), [(("--fail-on", "info", "--max-warnings", "0"), 0), (("--select", "ALL"), 0)]
)
def test_nothing_that_is_known_makes_it_fail(project: Path, words: tuple[str, ...], code: int) -> None:
    """Neither by its severity nor by its number."""
    note(project)

    assert beside(project, *words).returncode == code


def test_edits_elsewhere_make_nothing_new(project: Path) -> None:
    """A line above, another body, other files before it and gone."""
    note(project)
    bad = project / "inbox/2025/bad.md"
    text = bad.read_text("utf-8").replace("---\n", "---\ntags: a\n", 1)
    bad.write_text(text + "\n又一段。\n", "utf-8")
    write(project, "inbox/2023/first.md", article(5))
    (project / "inbox/2024/good.md").unlink()

    assert (beside(project).returncode, places(beside(project))) == (0, [])


@pytest.mark.parametrize("form", ["json", "jsonl", "concise"])
@pytest.mark.parametrize("place", [".", "inbox", "inbox/2025", "inbox/2025/bad.md"])
def test_it_is_the_same_file_from_wherever_it_is_checked(project: Path, place: str, form: str) -> None:
    """Paths start at the checkout, whatever folder is given, left for or told in the report."""
    note(project)

    finished = run(
        "check", project / place, "--baseline", project / FILE, "--output-format", form,
        cwd=project / "inbox",
    )  # fmt: skip

    assert (finished.returncode, finished.stdout.strip("[]\n")) == (0, "")


def test_outside_of_a_checkout_paths_start_at_the_working_folder(project: Path) -> None:
    """As in a report."""
    (project / ".git/HEAD").unlink()
    note(project, "inbox/2025")

    assert list(json.loads((project / FILE).read_text("utf-8"))["findings"]) == ["inbox/2025/bad.md"]
    assert places(beside(project)) == ["inbox/2024/warned.md FM003"]


def test_what_was_mended_is_told(project: Path) -> None:
    """With a hint to write the baseline anew, which then forgets it."""
    note(project)
    write(project, "inbox/2025/bad.md", article(3))
    (project / "inbox/2024/warned.md").unlink()

    finished = beside(project)

    assert finished.returncode == 0
    assert finished.stderr == (
        "known.json: 0 known findings left out\n"
        "2 known findings are gone; write the baseline anew with --write-baseline known.json:\n"
        "  inbox/2024/warned.md: FM003\n"
        "  inbox/2025/bad.md: DT001\n"
        "2 captures checked: no findings\n"
    )
    assert note(project).stderr == "known.json: 0 findings written down as known\n"
    assert "gone" not in beside(project).stderr


def test_many_that_are_gone_are_counted(project: Path) -> None:
    """Twenty are named."""
    for number in range(30):
        write(project, f"inbox/{number:02}.md", "no front matter\n")
    note(project, "inbox")
    for number in range(30):
        write(project, f"inbox/{number:02}.md", article(number + 10))

    lines = beside(project).stderr.splitlines()

    assert lines[1].startswith("30 known findings are gone; ")
    assert lines[2:22] == [f"  inbox/{number:02}.md: FM001" for number in range(20)]
    assert lines[22] == "  … and 10 more"


@pytest.mark.parametrize("words", [("inbox/2024",), ("inbox/2024/good.md",), ("--select", "UR")])
def test_what_was_not_looked_at_is_not_gone(project: Path, words: tuple[str, ...]) -> None:
    """Another folder, another file, another rule."""
    note(project)

    assert "gone" not in beside(project, *words).stderr


def test_a_rule_about_the_set_does_not_miss_what_one_file_cannot_show(project: Path) -> None:
    """Alone a file is nobody's copy, and that mends nothing."""
    for number in range(3):
        write(project, f"inbox/{number}.md", article(9))
    words = ("--select", "XF001")
    note(project, *words)
    assert len(json.loads((project / FILE).read_text("utf-8"))["findings"]) == 2

    assert "gone" not in beside(project, *words, "inbox/2.md").stderr
    (project / "inbox/2.md").unlink()
    assert "1 known finding is gone" in beside(project, *words).stderr


def test_what_is_said_of_the_run_is_known_at_any_capture(project: Path) -> None:
    """DT004 stands at the first one."""
    words = ("--select", "DT004", "--fail-on", "info")
    note(project, *words)
    write(project, "inbox/2023/first.md", article(5))

    assert (beside(project, *words).returncode, beside(project, *words).stdout) == (0, "")


def test_a_file_that_is_named_twice_is_known_once(project: Path) -> None:
    """And left out twice."""
    twice = ("inbox/2025/bad.md", "inbox/2025")

    assert note(project, *twice).stderr == "known.json: 1 finding written down as known\n"
    assert (beside(project, *twice).returncode, beside(project, *twice).stdout) == (0, "")


def test_files_of_any_name_are_known(project: Path) -> None:
    """Line breaks, bytes that are no UTF-8, 254 bytes."""
    names = (
        "a,b:c%d#e.md",
        "line\nbreak.md",
        "bidi\u202egnp.md",
        os.fsdecode(b"\xb5\xda.md"),
        "长" * 83 + "12.md",
    )
    for name in names:
        write(project, f"inbox/{name}", "no front matter\n")
    note(project)

    assert (beside(project).returncode, beside(project).stdout) == (0, "")


def test_the_same_captures_give_the_same_file(project: Path) -> None:
    """However many processes read them; the file is replaced whole, and others of its folder stay."""
    note(project, "--jobs", "1")
    before, link = (project / FILE).read_bytes(), project / "before.json"
    link.hardlink_to(project / FILE)
    write(project, "inbox/new.md", "no front matter\n")
    note(project, "--jobs", "2")

    assert link.read_bytes() == before != (project / FILE).read_bytes()
    (project / "inbox/new.md").unlink()
    note(project, "--jobs", "2")
    assert (project / FILE).read_bytes() == before
    assert sorted(path.name for path in project.iterdir()) == [".git", "before.json", "inbox", FILE]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (None, "No such file or directory; write a baseline with --write-baseline known.json"),
        (b"", "no baseline, it is not JSON ("),
        (b"\xff", "no baseline, it is not UTF-8 ("),
        (b'{"version": 9, "findings": {}}', "a baseline of version 9, but this pressrun knows 1; "),
        (b'{"findings": {}}', "no baseline, or a damaged one; write it anew with --write-baseline"),
    ],
)
def test_what_is_no_baseline_is_2(project: Path, raw: bytes | None, says: str) -> None:
    """Said before anything is checked."""
    if raw is not None:
        (project / FILE).write_bytes(raw)

    finished = beside(project)

    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(f"pressrun: known.json: {says}")
    assert len(finished.stderr.splitlines()) == 1


def test_a_baseline_that_cannot_be_written_is_3(project: Path) -> None:
    """One line names it."""
    finished = run("check", "--write-baseline", "inbox", cwd=project)

    assert (finished.returncode, finished.stderr) == (3, "pressrun: inbox: Is a directory\n")


@pytest.mark.sample
def test_a_baseline_of_the_archive_lets_one_bad_capture_show_alone(archive: Path, tmp_path: Path) -> None:
    """12,968 captures and what is wrong with them are known; a new one is named, and none but that."""
    subprocess.run(["cp", "-al", archive, tmp_path / "inbox"], check=True)
    note(tmp_path)
    known = beside(tmp_path)
    assert (known.returncode, known.stdout) == (0, "")
    assert known.stderr.endswith("12968 captures checked: no findings\n")

    write(tmp_path, "inbox/2024/11/01/daily/0.md", article(1, date="2024-13-01"))
    finished = beside(tmp_path)

    assert (finished.returncode, places(finished)) == (1, ["inbox/2024/11/01/daily/0.md DT001"])
    assert finished.stderr.endswith("12969 captures checked: 1 error\n")


@pytest.mark.sample
def test_an_empty_page_more_makes_no_other_capture_new(archive: Path, tmp_path: Path) -> None:
    """Under every rule, those about the whole set as well, and in front of a day of the archive."""
    (tmp_path / "inbox").mkdir()
    subprocess.run(["cp", "-al", archive / "2024/11/01", tmp_path / "inbox/2024"], check=True)
    words = ("--select", "ALL", "--ignore", "NM,UR,FM013")
    note(tmp_path, *words)
    write(tmp_path, "inbox/2023/0.md", capture("\n", title="空", fetch_date="2024-11-01T08:00:00+08:00"))

    finished = beside(tmp_path, *words)

    assert {place.split()[0] for place in places(finished)} == {"inbox/2023/0.md"}
    assert finished.returncode == 1
