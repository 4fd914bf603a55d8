"""`pressrun check --fix` and `--diff` as a real process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from pressrun.press import ProofSettings
from pressrun.press.fixing import fix_bytes
from pressrun.rules import select
from tests.cli.process import POWERLESS, command, environment, run, until
from tests.press.pressing import plain, stamps, tree
from tests.rules.proving import ZONE
from tests.samples import capture, write

BODY = "\n# 新桥\n\n正文在这里。[更多](/more)\n"
URL = "https://example.org/w?utm_source=x"
UNQUOTED = capture(BODY, title="第一: 第二", url=URL)
QUOTED = capture(BODY.replace("/more", "https://example.org/more"), title='"第一: 第二"', url=URL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder whose inbox holds a good capture, one to mend and one with an error."""
    write(tmp_path / "inbox", "2025/03/14/good.md", plain(1))
    write(tmp_path / "inbox", "2025/03/14/warned.md", UNQUOTED)
    write(tmp_path / "inbox", "2025/03/15/bad.md", capture(date="2025-02-30"))
    return tmp_path


def test_fix_mends_what_is_safe_and_reports_what_is_left(folder: Path) -> None:
    """Only the file with something to mend is written; the exit code is that of what is left."""
    before = stamps(folder / "inbox")
    finished = run(
        "check", "inbox", "--fix", "--output-format", "concise", "--select", "FM,MD,DT001", cwd=folder
    )

    assert (folder / "inbox/2025/03/14/warned.md").read_text("utf-8") == QUOTED
    assert [line.split(":")[0] for line in finished.stdout.splitlines()] == ["inbox/2025/03/15/bad.md"]
    assert finished.stderr == ("2 fixed in 1 capture (FM003 1, MD003 1)\n3 captures checked: 1 error\n")
    assert finished.returncode == 1
    after = stamps(folder / "inbox")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"2025/03/14", "2025/03/14/warned.md"}
    assert set(after) == set(before)


def test_a_second_fix_writes_nothing(folder: Path) -> None:
    """Not even the time of a file changes."""
    run("check", "inbox", "--fix", cwd=folder)
    before = stamps(folder / "inbox")
    finished = run("check", "inbox", "--fix", cwd=folder)
    assert finished.stderr.splitlines()[0] == "0 fixed in 0 captures"
    assert stamps(folder / "inbox") == before


def test_unsafe_fixes_are_asked_for(folder: Path) -> None:
    """With them the tracking parameter goes too."""
    file = folder / "inbox/2025/03/14/warned.md"
    run("check", file, "--fix", "--extend-select", "UR004", cwd=folder)
    assert file.read_text("utf-8") == QUOTED
    run("check", file, "--fix", "--unsafe-fixes", "--extend-select", "UR004", cwd=folder)
    assert file.read_text("utf-8") == QUOTED.replace("?utm_source=x", "")


def test_what_is_not_selected_is_not_mended(folder: Path) -> None:
    """--fix goes no further than the report."""
    run("check", "inbox", "--fix", "--select", "FM", cwd=folder)
    assert "[更多](/more)" in (folder / "inbox/2025/03/14/warned.md").read_text("utf-8")


def test_diff_prints_what_fix_would_do_and_writes_nothing(folder: Path) -> None:
    """Exit code 1 says that there is something to mend."""
    before = tree(folder / "inbox")
    finished = run("check", "inbox", "--diff", "--select", "FM003", cwd=folder)
    assert finished.stdout == (
        "--- inbox/2025/03/14/warned.md\n+++ inbox/2025/03/14/warned.md\n@@ -1,5 +1,5 @@\n"
        f' ---\n-title: 第一: 第二\n+title: "第一: 第二"\n url: {URL}\n source: 河岸通讯\n date: 2025-03-14\n'
    )
    assert (finished.returncode, finished.stderr) == (1, "1 would be fixed in 1 capture (FM003 1)\n")
    assert tree(folder / "inbox") == before


def test_diff_is_silent_where_nothing_is_to_be_mended(folder: Path) -> None:
    """Errors that no fix mends are none of its business."""
    finished = run("check", "inbox/2025/03/15", "--diff", cwd=folder)
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")


def test_one_process_and_two_mend_alike(folder: Path) -> None:
    """The bytes depend on nothing but the file."""
    for number in range(150):
        for name in ("one", "two"):
            write(folder / name, f"{number}.md", UNQUOTED.replace("第二", f"第{number}"))
    run("check", "one", "--fix", "--jobs", "1", cwd=folder)
    run("check", "two", "--fix", "--jobs", "2", cwd=folder)
    assert tree(folder / "one") == tree(folder / "two")
    assert b'"' in (folder / "one/7.md").read_bytes()


def test_the_report_says_what_can_be_mended(folder: Path) -> None:
    """A line under the finding, a key in JSON, and the number of both kinds at the end."""
    full = run("check", "inbox", "--extend-select", "UR004", cwd=folder)
    assert "  = fix: quote the value\n" in full.stdout
    assert "  = fix: remove the tracking parameters (unsafe)\n" in full.stdout
    assert full.stderr.splitlines()[-1] == "[*] 2 fixable with --fix, 1 more with --fix --unsafe-fixes"
    told = run("check", "inbox", "--output-format", "json", "--select", "FM003,DT001", cwd=folder)
    assert [(one["code"], one["fix"]) for one in json.loads(told.stdout)] == [
        ("FM003", "quote the value"),
        ("DT001", None),
    ]
    assert "[*]" not in told.stderr


def test_a_folder_that_cannot_be_written_ends_the_run(folder: Path) -> None:
    """Exit code 3, a sentence, and the file as it was."""
    locked = folder / "inbox/2025/03/14"
    locked.chmod(0o555)
    try:
        finished = run("check", "inbox", "--fix", cwd=folder, before=POWERLESS)
    finally:
        locked.chmod(0o755)
    assert finished.returncode == 3
    assert "warned.md: Permission denied; it is as it was" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert (locked / "warned.md").read_text("utf-8") == UNQUOTED
    assert sorted(path.name for path in locked.iterdir()) == ["good.md", "warned.md"]


def test_a_link_and_a_fifo_are_not_mended(folder: Path) -> None:
    """They are findings, as without --fix."""
    outside = write(folder, "outside.md", UNQUOTED)
    (folder / "inbox/link.md").symlink_to(outside)
    os.mkfifo(folder / "inbox/fifo.md")
    finished = run(
        "check", "inbox", "--fix", "--select", "IN,FM003", "--output-format", "concise", cwd=folder
    )
    assert finished.stdout.count("not-a-regular-file") == 2
    assert outside.read_text("utf-8") == UNQUOTED
    assert (folder / "inbox/link.md").is_symlink()


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_whole_files(folder: Path, signal_: signal.Signals) -> None:
    """Each is the old one or the new one."""
    texts = [UNQUOTED.replace("第二", f"第{number}") for number in range(400)]
    for number, text in enumerate(texts):
        write(folder / "many", f"{number}.md", text)
    process = subprocess.Popen(
        command("check", "many", "--fix", "--jobs", "2"),
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    first = folder / "many/0.md"
    until(lambda: first.read_text("utf-8") != texts[0] or process.poll() is not None, "a file is mended")
    process.send_signal(signal_)
    process.wait(timeout=100)
    codes = tuple(rule.code for rule in select())
    for number, text in enumerate(texts):
        old = text.encode("utf-8")
        new = fix_bytes("a.md", old, ProofSettings(ZONE, codes, items=False), unsafe=False).after
        assert new != old
        assert (folder / "many" / f"{number}.md").read_bytes() in {old, new}


@pytest.mark.parametrize("words", [(), ("-o", "patch")])
def test_a_diff_names_a_file_by_its_very_bytes(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A file whose name is no UTF-8 is found by git apply, and becomes what --fix makes of it."""
    file = tmp_path / os.fsdecode(b"\xff.md")
    file.write_text(UNQUOTED, "utf-8")
    finished = run("check", file.name, "--diff", *words, cwd=tmp_path)
    assert finished.returncode == 1
    if not words:
        (tmp_path / "patch").write_bytes(os.fsencode(finished.stdout))

    assert (tmp_path / "patch").read_bytes().splitlines()[0] == b"--- \xff.md"
    subprocess.run(["git", "apply", "-p0", "patch"], cwd=tmp_path, check=True)
    assert file.read_text("utf-8") == QUOTED


def test_a_control_character_in_a_url_is_removed_and_not_encoded(tmp_path: Path) -> None:
    """FM012 alone advises on it, and its fix is made."""
    file = write(tmp_path, "a.md", capture(url="https://example.org/a\x01b"))
    choice = ("--select", "FM012,UR003", "--output-format", "json")
    found = json.loads(run("check", "a.md", *choice, cwd=tmp_path).stdout)
    fixed = run("check", "a.md", "--fix", *choice, cwd=tmp_path)

    assert [one["code"] for one in found] == ["FM012"]
    assert fixed.stderr.splitlines()[0] == "1 fixed in 1 capture (FM012 1)"
    assert file.read_text("utf-8") == capture(url="https://example.org/ab")


def test_what_needs_too_many_edits_is_left_as_it_is_and_told_of(tmp_path: Path) -> None:
    """In text made for it: more stretches than all rounds together may replace."""
    text = capture("\n" + "a\x01" * 330_000 + "\n")
    file = write(tmp_path, "a.md", text)
    choice = ("--select", "FM012", "--exit-zero")
    told = "a.md: it needs more than 16 rounds of fixes; left as it is"

    assert told in run("check", "a.md", "--fix", *choice, cwd=tmp_path).stderr.splitlines()
    assert run("check", "a.md", "--diff", *choice, cwd=tmp_path).stderr.splitlines() == [told]
    assert file.read_text("utf-8") == text


def test_adjacent_forbidden_characters_are_one_edit(tmp_path: Path) -> None:
    """A file full of them takes one edit, not one a character."""
    file = write(tmp_path, "a.md", capture("\na" + "\x01" * 500_000 + "b\n"))
    finished = run("check", "a.md", "--fix", "--select", "FM012", cwd=tmp_path)

    assert finished.stderr.splitlines()[0] == "1 fixed in 1 capture (FM012 1)"
    assert file.read_text("utf-8") == capture("\nab\n")
