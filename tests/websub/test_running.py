"""Hubs told by real processes: a build that ends, and a watch that is asked to."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import feedparser

from tests.cli.process import Finished, run, until
from tests.press.pressing import plain
from tests.samples import write
from tests.watch.watching import watching
from tests.websub.hubs import OwnHub, free_port, listening
from tests.websub.publishing import BASE, LIVE, waiting

TOPICS = sorted(f"{BASE}he-an-tong-xun/{name}" for name in LIVE)


def folder_with(folder: Path, hub: OwnHub, base: str = BASE) -> None:
    """An inbox of one capture, and a config with this hub."""
    write(folder / "inbox", "2025/03/14/a.md", plain(1))
    write(folder, "config.toml", f'[edition]\nbase_url = "{base}"\n[websub]\nhubs = ["{hub.address}"]\n')


def change(folder: Path, number: int = 2) -> None:
    """A capture that changes the column's four feeds."""
    write(folder / "inbox", f"2025/03/15/{number}.md", plain(number, date="2025-03-15"))


def build(folder: Path, *words: str) -> Finished:
    """A build that is a success."""
    finished = run("build", *words, cwd=folder)
    assert finished.returncode == 0, finished.stderr
    return finished


def test_a_build_tells_the_hubs(tmp_path: Path) -> None:
    """For those who build by cron: of the changes of that run, and it says nothing of what went well."""
    with listening() as hub:
        folder_with(tmp_path, hub)
        build(tmp_path)
        assert hub.pings == []
        change(tmp_path)

        assert build(tmp_path).stderr == ""

    assert sorted(hub.topics) == TOPICS
    assert waiting(tmp_path) == {}


def test_a_build_whose_hub_is_down_is_good_and_leaves_the_pings_to_the_next_one(tmp_path: Path) -> None:
    """A warning, exit code 0, and data on standard output as ever."""
    port = free_port()
    with listening(port) as hub:
        folder_with(tmp_path, hub)
        build(tmp_path)
    change(tmp_path)

    finished = build(tmp_path, "--json")

    assert json.loads(finished.stdout)["published"] == 2
    assert finished.stderr == (
        f"pressrun: {hub.address}: it is not reached: Connection refused; pings wait: 4\n"
        "pressrun: 4 pings wait for the next run\n"
    )
    with listening(port) as back:
        assert build(tmp_path).stderr == ""
    assert sorted(back.topics) == TOPICS


def test_a_build_without_pings_tells_nobody_and_a_dry_one_neither(tmp_path: Path) -> None:
    """Not later either."""
    with listening() as hub:
        folder_with(tmp_path, hub)
        build(tmp_path)
        change(tmp_path)
        build(tmp_path, "--dry-run")
        build(tmp_path, "--no-ping")
        build(tmp_path)

    assert hub.pings == []


def test_a_watch_tells_the_hubs_after_each_publication(tmp_path: Path) -> None:
    """One line in its log when they have been told."""
    with listening() as hub:
        folder_with(tmp_path, hub)
        with watching(tmp_path) as watch:
            watch.pressed(1)
            change(tmp_path)
            until(lambda: watch.told("hub.told") != [], "the hub is told")
            (told,) = watch.told("hub.told")

    assert sorted(hub.topics) == TOPICS
    assert (told["hub"], told["told"], told["refused"], told["level"]) == (hub.address, 4, 0, "info")


def test_a_hub_that_hangs_delays_neither_a_cycle_nor_the_end(tmp_path: Path) -> None:
    """Cycles go on; SIGTERM ends it within five seconds, and the next watch tells what it could not."""
    with listening() as hub:
        folder_with(tmp_path, hub)
        hub.hangs = True
        with watching(tmp_path) as watch:
            watch.pressed(1)
            change(tmp_path)
            until(lambda: len(hub.pings) == 1, "the hub is being told")
            change(tmp_path, 3)
            watch.pressed(3)
            watch.ask(signal.SIGTERM)

            assert watch.ended(5) == 0
            assert watch.events[-1]["event"] == "watch.stopped"
        assert len(hub.pings) == 1
        hub.hangs = False
        with watching(tmp_path) as watch:
            until(lambda: waiting(tmp_path) == {}, "the next one tells it")

    assert sorted(hub.topics[1:]) == TOPICS


def test_a_hub_that_comes_with_a_new_config_is_told_of_what_changes_then(tmp_path: Path) -> None:
    """SIGHUP: the feeds name it from the next cycle on, which is no news; the one after that is."""
    with listening() as hub:
        write(tmp_path / "inbox", "2025/03/14/a.md", plain(1))
        write(tmp_path, "config.toml", "[websub]\nhubs = []\n")
        with watching(tmp_path) as watch:
            watch.pressed(1)
            folder_with(tmp_path, hub)
            watch.ask(signal.SIGHUP)
            feed = tmp_path / "feeds" / "he-an-tong-xun" / "feed.xml"
            until(lambda: b'rel="hub"' in feed.read_bytes(), "the feed names it")
            change(tmp_path)
            until(lambda: watch.told("hub.told") != [], "the hub is told")

    assert sorted(hub.topics) == TOPICS


def test_a_hub_fetches_what_it_was_told_of_and_finds_the_news(tmp_path: Path) -> None:
    """A subscriber's view, with watch and server in one: when the ping comes, the topic has the new entry."""
    found: list[tuple[str, list[str], list[str]]] = []
    port = free_port()

    def fetch(topic: str) -> None:
        feed = feedparser.parse(topic)
        titles = [entry.title for entry in feed.entries if entry.title.startswith("河岸第 2 篇")]
        hubs = [link.href for link in feed.feed.links if link.rel == "hub"]
        found.append((topic, titles, hubs))

    with listening() as hub:
        hub.told = lambda topic: fetch(topic) if topic.endswith(".xml") else None
        folder_with(tmp_path, hub, f"http://127.0.0.1:{port}/")
        with watching(tmp_path, "--serve", "--port", str(port)) as watch:
            watch.pressed(1)
            change(tmp_path)
            until(lambda: len(found) == 3, "the hub has fetched them")

    assert sorted(found) == [
        (f"http://127.0.0.1:{port}/he-an-tong-xun/{name}", ["河岸第 2 篇"], [hub.address])
        for name in ("feed.xml", "items.xml", "rss.xml")
    ]
