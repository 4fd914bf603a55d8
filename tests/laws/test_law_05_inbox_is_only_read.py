"""Law 5: the inbox is read only to us."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.process import POWERLESS, finish, run
from tests.laws.witnessed import watched
from tests.press.pressing import plain, press, stamps, tree
from tests.samples import capture, write

CHANGES = (
    "write",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.utime",
    "os.setxattr",
    "os.removexattr",
)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """An inbox with good captures, bad ones and a duplicate."""
    folder = tmp_path / "press" / "inbox"
    write(folder, "2025/03/14/daily/a.md", capture())
    write(folder, "2025/03/14/daily/again.md", capture(fetch_date="2025-06-01T00:00:00"))
    write(folder, "2025/03/14/daily/b.md", plain(1))
    write(folder, "2025/03/14/daily/c.html", plain(2))
    write(folder, "2025/03/14/daily/bad.md", capture(date="2025-02-30"))
    write(folder, "2025/03/14/daily.json", "{}")
    return folder


@pytest.fixture
def closed(inbox: Path) -> Iterator[Path]:
    """The same inbox, in which nobody may write."""
    everything = [inbox, *inbox.rglob("*")]
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield inbox
    for path in everything:
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_build_leaves_every_capture_as_it_was(inbox: Path) -> None:
    """Content, name, inode and time of change of every file and folder of the inbox stay."""
    texts, times = tree(inbox), stamps(inbox)

    edition = press(inbox.parent)

    assert (edition.contents.captures, edition.contents.rejected) == (5, 1)
    assert tree(inbox) == texts
    assert stamps(inbox) == times


@pytest.mark.parametrize("words", [("build",), ("check", "inbox")])
def test_nothing_below_the_inbox_is_changed_or_opened_for_writing(
    inbox: Path, words: tuple[str, ...]
) -> None:
    """No call that changes a disk names a path below the inbox, in a build or in a check."""
    seen = watched(inbox.parent, *words)

    assert seen.finished.returncode in {0, 1}
    assert len(seen.below(inbox, "read")) >= 5
    assert seen.below(inbox, *CHANGES) == []


def test_a_read_only_inbox_gives_the_same_edition(closed: Path, tmp_path: Path) -> None:
    """Where nothing can be written below the inbox, a build does all that it does elsewhere."""
    refused = finish([*POWERLESS, "/usr/bin/env", "touch", str(closed / "x")], cwd=tmp_path)
    assert "Permission denied" in refused.stderr

    finished = run("build", "inbox", cwd=closed.parent, before=POWERLESS)

    assert finished.returncode == 0
    pressed = tree(closed.parent / "feeds")
    press(closed.parent, output=str(tmp_path / "other"))
    assert pressed == tree(tmp_path / "other")


def test_a_read_only_inbox_is_checked(closed: Path) -> None:
    """A check needs no more than to read."""
    words = ("--output-format", "concise", "--ignore", "XF")
    finished = run("check", "inbox", *words, cwd=closed.parent, before=POWERLESS)

    assert finished.returncode == 1
    assert finished.stdout.startswith("inbox/2025/03/14/daily/bad.md:5:7: error DT001 bad-date: ")


def test_a_capture_that_may_not_be_read_is_rejected_and_the_rest_published(closed: Path) -> None:
    """One file without read permission is IN001, not the end of the run."""
    (closed / "2025/03/14/daily/b.md").chmod(0o000)

    finished = run("build", "--json", "inbox", cwd=closed.parent, before=POWERLESS)

    assert finished.returncode == 0
    assert '"published": 2, "rejected": 2' in finished.stdout


def test_a_folder_that_may_not_be_listed_stops_the_run_and_leaves_the_edition(closed: Path) -> None:
    """What an unreadable folder holds would be guessed away: exit code 3, and the edition stands."""
    assert run("build", "inbox", cwd=closed.parent, before=POWERLESS).returncode == 0
    before = stamps(closed.parent / "feeds")
    (closed / "2025/03").chmod(0o000)

    finished = run("build", "inbox", cwd=closed.parent, before=POWERLESS)

    assert finished.returncode == 3
    assert finished.stderr == (
        "pressrun: inbox inbox: cannot list inbox/2025/03: Permission denied; the edition stays as it was\n"
    )
    assert stamps(closed.parent / "feeds") == before
