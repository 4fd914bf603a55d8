"""What is asked of a watch by signals."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.cli.process import until
from tests.press.pressing import age, fill, plain, press, stamps, tree
from tests.samples import write
from tests.watch.watching import Watching, group, watching

#: Each takes a second; bench/watch.py asks at 200.
MOMENTS = int(os.environ.get("MOMENTS", "3"))


def left(output: Path) -> list[str]:
    """The temporary files that lie about."""
    return [path for path in tree(output) if path.rpartition("/")[2].startswith(".pressrun-")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_between_cycles_ends_it_with_0(tmp_path: Path, number: signal.Signals) -> None:
    """SIGTERM of a service manager and Ctrl-C alike; the note says that it stopped."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        until(lambda: watch.cycles >= 1, "the first press")
        watch.ask(number)

        assert watch.ended(5) == 0
        assert watch.events[-1]["event"] == "watch.stopped"
        assert (watch.pulse.doing, watch.pulse.next_run) == ("stopped", 0.0)


@pytest.mark.parametrize("whole_group", [False, True], ids=["the-process", "its-group"])
def test_a_signal_during_a_cycle_leaves_the_edition_before(tmp_path: Path, *, whole_group: bool) -> None:
    """SIGTERM while captures are read: the cycle is given up, nothing is published, the workers are gone.

    A service manager signals every process of the service: the workers among them.
    """
    fill(tmp_path, 2)
    press(tmp_path)
    before = stamps(tmp_path / "feeds")
    fill(tmp_path, 900)
    with watching(tmp_path, "--jobs", "2") as watch:
        # The watch, multiprocessing's two servants, and a worker: the captures are being read.
        until(lambda: len(group(watch.process.pid)) >= 4, "workers begin")
        if whole_group:
            os.killpg(watch.process.pid, signal.SIGTERM)
        else:
            watch.ask(signal.SIGTERM)

        assert watch.ended(5) == 0
        assert watch.told("cycle.abandoned") != []
        until(lambda: group(watch.process.pid) == [], "the workers are gone")

    assert stamps(tmp_path / "feeds") == before


def test_signals_at_random_moments_leave_a_whole_edition(tmp_path: Path) -> None:
    """Exit code 0 within five seconds, no temporary file, and each document is an old or a new one."""
    seed = random.randrange(1 << 32)  # noqa: S311  no secret
    moments = random.Random(seed)  # noqa: S311
    fill(tmp_path, 40)
    press(tmp_path)
    for number in range(MOMENTS):
        before = tree(tmp_path / "feeds")
        fill(tmp_path, 300)
        age(tmp_path / "inbox")
        with watching(tmp_path) as watch:
            until(lambda: watch.told("watch.started") != [], "it has started")
            time.sleep(moments.uniform(0, 2))
            watch.ask(signal.SIGTERM)
            assert watch.ended(5) == 0, f"seed {seed}, round {number}"
            published = watch.captures
        after = tree(tmp_path / "feeds")
        assert left(tmp_path / "feeds") == [], f"seed {seed}, round {number}"
        assert published in {40, 300}
        if published == 40:
            assert after == before, f"seed {seed}, round {number}"
        else:
            for path in sorted((tmp_path / "inbox").rglob("*.md"))[40:]:
                path.unlink()
            press(tmp_path, force=True)


def reload(watch: Watching, told: str) -> None:
    """Sends SIGHUP and waits for what it says."""
    watch.ask(signal.SIGHUP)
    until(lambda: watch.told(told) != [], told)


def test_the_config_is_read_again(tmp_path: Path) -> None:
    """SIGHUP: the next cycle presses by the new one, at once."""
    fill(tmp_path, 2)
    write(tmp_path, "config.toml", '[edition]\ntitle = "Before"\n')
    with watching(tmp_path, "--every", "1h") as watch:
        watch.pressed(2)
        write(tmp_path, "config.toml", '[edition]\ntitle = "After"\n')
        reload(watch, "config.reloaded")

        until(
            lambda: "After" in (tmp_path / "feeds" / "index.html").read_text("utf-8"), "it is pressed by it"
        )


def test_the_log_is_as_the_config_wants_it_then(tmp_path: Path) -> None:
    """Its style is a key like the others."""
    fill(tmp_path, 1)
    write(tmp_path, "config.toml", '[watch]\nlog = "json"\n')
    with watching(tmp_path, "--every", "1h") as watch:
        watch.pressed(1)
        write(tmp_path, "config.toml", '[watch]\nlog = "text"\n')
        watch.ask(signal.SIGHUP)

        until(
            lambda: any(line.endswith(" the config was read again") for line in watch.lines),
            "it says so in words",
        )


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("[edition]\ntitle = 3\n", "config.toml: edition.title: 3 is no text"),
        ("[edition\n", "config.toml: not TOML"),
        ('inbox = "feeds/inbox"\n', "lie inside each other"),
        ('output = "elsewhere"\n', "start the watch anew"),
        ('[watch]\ncron = "99 * * * *"\n', "watch.cron: '99 * * * *'"),
    ],
    ids=["value", "syntax", "folders", "output", "times"],
)
def test_a_bad_config_is_refused_and_the_one_before_stays(tmp_path: Path, config: str, said: str) -> None:
    """The watch says what is wrong with it, and goes on."""
    fill(tmp_path, 2)
    with watching(tmp_path) as watch:
        watch.pressed(2)
        write(tmp_path, "config.toml", config)
        reload(watch, "config.refused")
        assert said in watch.told("config.refused")[0]["message"]
        write(tmp_path / "inbox", "new.md", plain(9))

        watch.pressed(3)
