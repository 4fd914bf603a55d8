"""`pressrun watch` as a real process: it presses at once, again and again, and ends when it is told to."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.process import run, until
from tests.press.pressing import fill, plain, press, stamps, tree
from tests.samples import write
from tests.watch.watching import watching


def test_it_presses_at_once_and_again_when_something_is_new(tmp_path: Path) -> None:
    """The first edition does not wait for the interval; a file added later is in the next one."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        watch.pressed(2)
        write(tmp_path / "inbox", "new.md", plain(9))

        until(lambda: watch.captures == 3, "the next press")

        until(lambda: watch.cycles >= 2, "it tells of both")
        assert [event for event in watch.events if event["level"] != "info"] == []
        assert (tmp_path / "stdout").read_bytes() == b""


def test_a_cycle_with_nothing_new_changes_nothing(tmp_path: Path) -> None:
    """Pressing every second touches no file of an edition that is up to date."""
    fill(tmp_path, 2)
    press(tmp_path)
    before = stamps(tmp_path / "feeds")
    with watching(tmp_path) as watch:
        until(lambda: watch.cycles >= 2, "two presses")

    assert stamps(tmp_path / "feeds") == before


def test_it_gives_the_edition_that_a_build_gives(tmp_path: Path) -> None:
    """Watch says when, build says what."""
    fill(tmp_path, 3)
    with watching(tmp_path) as watch:
        watch.pressed(3)
        # edition.json comes last but for the note of what was about to be done.
        until(lambda: watch.cycles >= 1, "the cycle is over")
    fill(tmp_path / "cold", 3)
    press(tmp_path / "cold")

    assert tree(tmp_path / "feeds") == tree(tmp_path / "cold" / "feeds")


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """The output, held as another press would hold it."""
    output.mkdir(exist_ok=True)
    descriptor = os.open(output, os.O_RDONLY)
    try:
        # Between two cycles, if there are any.
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def test_an_output_that_is_held_ends_it_with_4(tmp_path: Path) -> None:
    """Two presses of one output are a mistake that somebody must see."""
    fill(tmp_path, 2)
    with locked(tmp_path / "feeds"), watching(tmp_path) as watch:
        assert watch.ended() == 4
        assert watch.lines[-1] == "pressrun: feeds: another press holds it; wait for it or stop it"


def test_a_build_beside_a_watch_is_waited_for(tmp_path: Path) -> None:
    """In a later cycle another press is a trouble that passes: somebody uses --force, say."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        watch.pressed(2)
        with locked(tmp_path / "feeds"):
            until(lambda: watch.told("cycle.failed") != [], "it is told")
            assert "another press holds it" in watch.told("cycle.failed")[0]["message"]
            write(tmp_path / "inbox", "new.md", plain(9))

        watch.pressed(3)


def test_the_lock_is_held_only_during_a_cycle(tmp_path: Path) -> None:
    """Between two cycles a build may press the same output."""
    fill(tmp_path, 2)
    with watching(tmp_path, "--every", "1h") as watch:
        until(lambda: watch.cycles >= 1, "the first press")

        assert run("build", cwd=tmp_path).returncode == 0
        assert watch.process.poll() is None


def test_a_bad_config_ends_it_at_once_with_2(tmp_path: Path) -> None:
    """Nobody watches with a config that is half understood."""
    write(tmp_path, "config.toml", '[watch]\nevery = "often"')

    finished = run("watch", cwd=tmp_path)

    assert finished.returncode == 2
    assert len(finished.stderr.splitlines()) == 1


def test_an_output_inside_the_inbox_ends_it_at_once_with_2(tmp_path: Path) -> None:
    """What no later cycle can mend is not tried again."""
    fill(tmp_path, 1)

    finished = run("watch", "--output", "inbox/feeds", cwd=tmp_path)

    assert finished.returncode == 2
    assert "lie inside each other" in finished.stderr
