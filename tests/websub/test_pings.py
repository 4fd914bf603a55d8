"""Which changes a hub is told of: what it gets, and when it gets nothing."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

from tests.press.pressing import plain, press
from tests.samples import capture, write
from tests.websub.hubs import listening
from tests.websub.publishing import BASE, LIVE, announcer, publish


def inbox(folder: Path) -> None:
    """Two columns: one of items, and one of plain pages."""
    write(folder / "inbox", "2025/03/14/a.md", capture())
    write(folder / "inbox", "2025/03/14/b.md", plain(1))


def test_a_hub_is_told_of_each_feed_that_changed_and_of_no_other(tmp_path: Path) -> None:
    """A new capture changes the four feeds of its column; the other column's are as they were."""
    inbox(tmp_path)
    with listening() as hub:
        publish(tmp_path, hub.address)
        write(tmp_path / "inbox", "2025/03/15/c.md", plain(2, date="2025-03-15"))

        changed = publish(tmp_path, hub.address)

    assert changed == {f"{BASE}he-an-tong-xun/{name}" for name in LIVE}
    assert sorted(hub.topics) == sorted(changed)


def test_a_ping_is_a_form_with_the_topic_under_both_names(tmp_path: Path) -> None:
    """PubSubHubbub 0.4 has hub.url; some hubs of today read hub.topic instead."""
    inbox(tmp_path)
    with listening() as hub:
        publish(tmp_path, hub.address)
        write(tmp_path / "inbox", "2025/03/15/c.md", plain(2, date="2025-03-15"))
        publish(tmp_path, hub.address)

    topic = f"{BASE}he-an-tong-xun/feed.xml"
    assert [("hub.mode", "publish"), ("hub.url", topic), ("hub.topic", topic)] in hub.pings
    assert set(hub.types) == {"application/x-www-form-urlencoded"}


def test_the_topic_is_what_the_feed_calls_itself(tmp_path: Path) -> None:
    """A subscriber asks the hub for rel=self; another spelling of the address would be another topic."""
    inbox(tmp_path)
    with listening() as hub:
        publish(tmp_path, hub.address)
        write(tmp_path / "inbox", "2025/03/15/c.md", plain(2, date="2025-03-15"))
        publish(tmp_path, hub.address)

    column = tmp_path / "feeds" / "he-an-tong-xun"
    own = {json.loads((column / "feed.json").read_bytes())["feed_url"]}
    for name in ("feed.xml", "items.xml", "rss.xml"):
        root = ET.fromstring((column / name).read_bytes())  # noqa: S314  our own document
        links = [link for link in root.iter("{http://www.w3.org/2005/Atom}link") if link.get("rel") == "self"]
        own.add(links[0].attrib["href"])
    assert set(hub.topics) == own


def test_the_first_edition_is_told_to_nobody(tmp_path: Path) -> None:
    """Nobody can have subscribed to it."""
    inbox(tmp_path)
    with listening() as hub:
        assert len(publish(tmp_path, hub.address)) == 8

    assert hub.pings == []


def test_an_emptied_output_is_a_first_edition_again(tmp_path: Path) -> None:
    """Whatever the state still knows."""
    inbox(tmp_path)
    with listening() as hub:
        publish(tmp_path, hub.address)
        shutil.rmtree(tmp_path / "feeds")
        publish(tmp_path, hub.address)

    assert hub.pings == []


def test_nothing_changed_is_nothing_told(tmp_path: Path) -> None:
    """A capture that is kept out changes the report, and no feed."""
    inbox(tmp_path)
    with listening() as hub:
        publish(tmp_path, hub.address)
        write(tmp_path / "inbox", "2025/03/15/bad.md", capture(date="2025-13-40"))

        assert publish(tmp_path, hub.address) == set()

    assert hub.pings == []


def test_a_new_column_of_a_standing_edition_is_told_of(tmp_path: Path) -> None:
    """A column may have come back, and have had subscribers before."""
    inbox(tmp_path)
    with listening() as hub:
        publish(tmp_path, hub.address)
        write(tmp_path / "inbox", "2025/03/15/c.md", plain(2, source="Elsewhere", date="2025-03-15"))
        publish(tmp_path, hub.address)

    assert sorted(hub.topics) == [f"{BASE}elsewhere/{name}" for name in LIVE]


def test_a_feed_that_is_gone_is_not_told_of(tmp_path: Path) -> None:
    """Where no document stands, none names a hub: of a removed column the tombstones alone are told of."""
    inbox(tmp_path)
    write(tmp_path / "inbox", "2025/03/15/c.md", plain(2, source="Elsewhere", date="2025-03-15"))
    with listening() as hub:
        publish(tmp_path, hub.address)
        (tmp_path / "inbox" / "2025/03/15/c.md").unlink()
        changed = publish(tmp_path, hub.address)

    assert changed == {f"{BASE}elsewhere/feed.xml", f"{BASE}elsewhere/items.xml"}
    assert set(hub.topics) == changed


def test_a_new_hub_is_told_of_what_changes_after_the_feeds_name_it(tmp_path: Path) -> None:
    """That all feeds name it now is no news, and the hubs that they named before are told."""
    inbox(tmp_path)
    with listening() as old, listening() as new:
        publish(tmp_path, old.address)
        assert len(publish(tmp_path, old.address, new.address)) == 8
        assert (len(old.pings), new.pings) == (8, [])
        write(tmp_path / "inbox", "2025/03/15/c.md", plain(2, date="2025-03-15"))
        changed = publish(tmp_path, old.address, new.address)

    assert set(new.topics) == changed
    assert len(old.pings) == 12


def test_what_was_published_by_a_press_that_was_killed_is_told_by_the_next_one(tmp_path: Path) -> None:
    """Once, though nothing has changed since; and only what was written then."""
    inbox(tmp_path)
    with listening() as hub:
        publish(tmp_path, hub.address)
        write(tmp_path / "inbox", "2025/03/15/c.md", plain(2, date="2025-03-15"))
        killed = announcer(tmp_path, hub.address)
        killed.look()
        press(tmp_path, websub={"hubs": [hub.address]})
        assert hub.pings == []

        assert publish(tmp_path, hub.address) == set()
        assert sorted(hub.topics) == [f"{BASE}he-an-tong-xun/{name}" for name in LIVE]
        publish(tmp_path, hub.address)

    assert len(hub.pings) == 4
