"""Hubs that answer badly, late, never, or with what they should not."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest
from urllib3 import PoolManager

from pressrun.store.waiting import MOST, Waiting
from pressrun.websub.ping import Answer, connections, ping
from pressrun.websub.rhythm import Rhythm
from tests.cli.process import until
from tests.press.pressing import plain
from tests.samples import write
from tests.websub.hubs import OwnHub, free_port, listening
from tests.websub.publishing import BASE, LIVE, Said, announcer, publish, waiting

TOPIC = f"{BASE}he-an-tong-xun/feed.xml"
TOPICS = [f"{BASE}he-an-tong-xun/{name}" for name in LIVE]


def first(folder: Path, *hubs: str) -> None:
    """A first edition, of one column."""
    write(folder / "inbox", "2025/03/14/b.md", plain(1))
    publish(folder, *hubs)


def change(folder: Path, number: int = 2) -> None:
    """A capture that changes the column's four feeds."""
    write(folder / "inbox", f"2025/03/15/{number}.md", plain(number, date="2025-03-15"))


def answered(hub: OwnHub, status: int, **headers: str) -> Answer:
    """What is understood of an answer."""
    hub.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}))
    with connections() as out:
        return ping(out, hub.address, TOPIC)


@pytest.mark.parametrize("status", [200, 202, 204])
def test_any_success_is_one(status: int) -> None:
    """Hubs differ in which they send."""
    with listening() as hub:
        assert answered(hub, status) == Answer()


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
def test_what_may_go_better_later_is_tried_again(status: int) -> None:
    """A hub that is busy, or has a fault of its own."""
    with listening() as hub:
        assert answered(hub, status) == Answer(f"it answers {status}", again=True)


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_refusal_is_final(status: int) -> None:
    """The same ping would be refused again."""
    with listening() as hub:
        assert answered(hub, status) == Answer(f"it answers {status}")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("99999999999", 86400.0),
        ("9" * 5000, 0.0),
        ("Wed, 01 Jan 2020 00:00:00 GMT", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
    ],
    ids=["seconds", "centuries", "digits", "past", "words", "negative"],
)
def test_retry_after_is_believed_for_a_day_at_the_most(value: str, seconds: float) -> None:
    """What is no time is not believed."""
    with listening() as hub:
        assert answered(hub, 503, Retry_After=value).after == seconds


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("where", ["file:///etc/passwd", "OTHER", "gopher://127.0.0.1/"])
def test_no_redirect_is_followed(where: str, status: int) -> None:
    """Neither to another host nor to another scheme: a hub is named in the config, by nobody else."""
    with listening() as hub, listening() as other:
        target = other.address if where == "OTHER" else where

        assert answered(hub, status, Location=target) == Answer(
            f"it answers {status}, and redirects are not followed; name the hub's own address"
        )
        assert (len(hub.pings), other.pings) == (1, [])


def test_an_answer_without_an_end_is_not_read_to_its_end() -> None:
    """Its status says all."""
    with listening() as hub:
        hub.endless = True

        assert answered(hub, 202) == Answer()


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        (f"http://127.0.0.1:{free_port()}/", "it is not reached: Connection refused"),
        (f"http://{'a' * 64}.example/", "the connection broke off: "),
    ],
    ids=["closed", "no-name"],
)
def test_a_hub_that_is_not_there_is_tried_again(address: str, trouble: str) -> None:
    """Neither a closed port nor a name that cannot be is an exception."""
    with connections() as out:
        answer = ping(out, address, TOPIC)

    assert answer.again
    assert answer.trouble.startswith(trouble)


def test_a_hub_that_hangs_is_tried_again() -> None:
    """After ten seconds, of which a test waits for a tenth of one."""
    with listening() as hub, PoolManager(timeout=0.1, retries=False) as out:
        hub.hangs = True

        assert ping(out, hub.address, TOPIC) == Answer("it does not answer within 10 seconds", again=True)


def test_a_hub_that_speaks_no_https_is_tried_again() -> None:
    """As one whose certificate has run out: it may be renewed, and nothing is sent in the clear meanwhile."""
    with listening() as hub, connections() as out:
        answer = ping(out, hub.address.replace("http:", "https:"), TOPIC)

        assert answer.again
        assert answer.trouble.startswith("its certificate is not trusted, or no https is spoken there: ")
        assert hub.pings == []


def test_a_hub_that_fails_is_left_alone_for_longer_and_longer() -> None:
    """From two seconds to an hour, of which up to a half is left to chance; one answer and it is over."""
    rhythm = Rhythm()
    assert rhythm.pause <= 0
    pauses = []
    for _ in range(2000):
        rhythm.failed(0)
        pauses.append(rhythm.pause)
    for pause, longest in zip(pauses, [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048], strict=False):
        assert longest / 2 - 1 < pause <= longest
    assert all(1799 < pause <= 3600 for pause in pauses[11:])
    assert len({round(pause) for pause in pauses[11:]}) > 100
    rhythm.failed(7200)
    assert 7199 < rhythm.pause <= 7200
    rhythm.well()
    assert rhythm.pause <= 0


def test_a_ping_that_was_put_off_is_sent_again(tmp_path: Path) -> None:
    """503, then 202: each feed is told of in the end, and trouble and recovery are said once."""
    said = Said()
    with listening() as hub:
        first(tmp_path, hub.address)
        change(tmp_path)
        hub.answers.append((503, {}))
        by = announcer(tmp_path, hub.address, said=said)
        publish(tmp_path, hub.address, by=by)
        assert by.finish(20) == 0

    assert len(hub.topics) == 5
    assert set(hub.topics) == set(TOPICS)
    assert said.names == ["hub.failed", "hub.recovered", "hub.told"]
    assert said.message("hub.failed") == f"{hub.address}: it answers 503; pings wait: 4"
    assert said.message("hub.told") == f"{hub.address}: told of 4 changed feeds, refused 0"
    assert waiting(tmp_path) == {}


def test_a_ping_that_is_refused_is_not_sent_again(tmp_path: Path) -> None:
    """It is said once, the others are counted, and the feeds that the hub takes are told of."""
    said = Said()
    with listening() as hub:
        first(tmp_path, hub.address)
        change(tmp_path)
        hub.answers.extend([(400, {}), (403, {})])
        by = announcer(tmp_path, hub.address, said=said)
        publish(tmp_path, hub.address, by=by)
        assert by.finish(20) == 0

    assert len(hub.topics) == len(set(hub.topics)) == 4
    assert said.names == ["hub.refused", "hub.told"]
    assert said.message("hub.told") == f"{hub.address}: told of 2 changed feeds, refused 2"
    assert waiting(tmp_path) == {}


def test_a_feed_that_changes_twice_while_it_waits_is_told_of_once(tmp_path: Path) -> None:
    """What waits is which feeds have changed, and not how often."""
    port = free_port()
    with listening(port) as hub:
        first(tmp_path, hub.address)
    by = announcer(tmp_path, hub.address)
    for number in (2, 3, 4):
        change(tmp_path, number)
        publish(tmp_path, hub.address, by=by)
    with listening(port) as back:
        assert by.finish(20) == 0

    assert sorted(back.topics) == sorted(TOPICS)


def test_a_feed_that_changes_while_it_is_told_of_is_told_of_again(tmp_path: Path) -> None:
    """The hub may have fetched it before it changed."""
    with listening() as hub:
        first(tmp_path, hub.address)
        change(tmp_path)
        hub.hangs = True
        by = announcer(tmp_path, hub.address)
        publish(tmp_path, hub.address, by=by)
        until(lambda: len(hub.pings) == 1, "it is being told")
        change(tmp_path, 3)
        publish(tmp_path, hub.address, by=by)
        hub.released.set()
        assert by.finish(20) == 0

    assert len(hub.topics) == 5
    assert hub.topics.count(hub.topics[0]) == 2


def test_what_one_process_could_not_tell_the_next_one_does(tmp_path: Path) -> None:
    """Even where nothing has changed since: a story that stays as it is would never be announced."""
    port = free_port()
    with listening(port) as hub:
        first(tmp_path, hub.address)
    change(tmp_path)
    by = announcer(tmp_path, hub.address)
    publish(tmp_path, hub.address, by=by)
    assert by.finish(0) == 4
    assert {hub.address: set(waiting(tmp_path)[hub.address])} == {
        hub.address: {topic.removeprefix(BASE) for topic in TOPICS}
    }
    with listening(port) as back:
        assert publish(tmp_path, hub.address) == set()

    assert sorted(back.topics) == sorted(TOPICS)
    assert waiting(tmp_path) == {}


def test_a_hub_that_hangs_delays_no_other_hub(tmp_path: Path) -> None:
    """Each has a thread of its own, and whoever publishes waits for none of them."""
    with listening() as slow, listening() as quick:
        first(tmp_path, slow.address, quick.address)
        change(tmp_path)
        slow.hangs = True
        by = announcer(tmp_path, slow.address, quick.address)
        publish(tmp_path, slow.address, quick.address, by=by)
        until(lambda: sorted(quick.topics) == sorted(TOPICS), "the other one is told")

        assert by.finish(0.2) == 4
        assert len(slow.pings) == 1
    assert list(waiting(tmp_path)) == [slow.address]


def test_the_state_names_no_hub_and_no_topic(tmp_path: Path) -> None:
    """A note of hubs that the config does not have, or of files that are no feeds, sends nothing anywhere."""
    with listening() as hub, listening() as other:
        first(tmp_path, hub.address)
        note = Waiting(tmp_path / ".pressrun", tmp_path / "feeds")
        note.change(other.address, came=["he-an-tong-xun/feed.xml"])
        note.change(hub.address, came=["../secret.xml", "edition.json", "https://other.example.net/"])
        publish(tmp_path, hub.address)

    assert (hub.pings, other.pings) == ([], [])


def test_a_damaged_note_is_none(tmp_path: Path) -> None:
    """What was published since is told of."""
    with listening() as hub:
        first(tmp_path, hub.address)
        note = Waiting(tmp_path / ".pressrun", tmp_path / "feeds")
        note.change(hub.address, came=["he-an-tong-xun/feed.xml"])
        for file in (tmp_path / ".pressrun").rglob("pings.json"):
            file.write_bytes(b"\0" * 100)
        change(tmp_path)
        publish(tmp_path, hub.address)

    assert sorted(hub.topics) == sorted(TOPICS)


def test_no_more_wait_than_there_is_room_for(tmp_path: Path) -> None:
    """The oldest are forgotten, in the note and in memory."""
    said = Said()
    note = Waiting(tmp_path / ".pressrun", tmp_path / "feeds")
    note.change("hub", came=(f"{number}/feed.xml" for number in range(MOST + 5)))

    kept = note.read()["hub"]

    assert (len(kept), kept[0], kept[-1]) == (MOST, "5/feed.xml", f"{MOST + 4}/feed.xml")
    address = f"http://127.0.0.1:{free_port()}/"
    by = announcer(tmp_path, address, said=said)
    hub = by._hubs[address]  # noqa: SLF001  what a publication of so many feeds would give it
    hub.add([f"{number}/feed.xml" for number in range(MOST + 7)])
    by.close()
    assert hub.left(time.monotonic()) <= MOST
    assert "hub.forgot" in said.names


@pytest.mark.parametrize("name", ["pings.json", "pings.lock", "pings.begun"])
def test_a_state_that_cannot_be_written_keeps_no_hub_from_being_told(tmp_path: Path, name: str) -> None:
    """Each feed once for each change; only the next process will not know."""
    with listening() as hub:
        first(tmp_path, hub.address)
        (ledger,) = (tmp_path / ".pressrun").rglob("ledger.sqlite3")
        (ledger.parent / name).unlink(missing_ok=True)
        (ledger.parent / name / "in the way").mkdir(parents=True)
        by = announcer(tmp_path, hub.address)
        for number in (2, 3):
            change(tmp_path, number)
            publish(tmp_path, hub.address, by=by)
            until(lambda: len(hub.pings) % 4 == 0 and hub.pings != [], "the hub is told")
        publish(tmp_path, hub.address, by=by)
        assert by.finish(20) == 0

    assert sorted(hub.topics) == sorted(TOPICS * 2)


def test_what_is_told_and_cannot_be_noted_is_not_told_again(tmp_path: Path) -> None:
    """The disk of the state fills up after the pings were noted: each later cycle finds them noted still."""
    with listening() as hub:
        first(tmp_path, hub.address)
        change(tmp_path)
        hub.hangs = True
        by = announcer(tmp_path, hub.address)
        publish(tmp_path, hub.address, by=by)
        until(lambda: len(hub.pings) == 1, "the first ping is on its way")
        folder = next((tmp_path / ".pressrun").rglob("pings.json")).parent
        (folder / "pings.lock").unlink()
        (folder / "pings.lock" / "in the way").mkdir(parents=True)
        hub.hangs = False
        hub.released.set()
        assert by.finish(20) == 0
        assert len(waiting(tmp_path)[hub.address]) == 4
        again = announcer(tmp_path, hub.address)
        publish(tmp_path, hub.address, by=again)
        until(lambda: len(hub.pings) == 8, "the next process tells once more")
        publish(tmp_path, hub.address, by=again)
        assert again.finish(5) == 0

    assert sorted(hub.topics) == sorted(TOPICS * 2)


def test_what_was_told_is_noted_when_a_process_stops(tmp_path: Path) -> None:
    """A hub that takes two pings and hangs at the third: only what it did not take is left."""
    with listening() as hub:
        first(tmp_path, hub.address)
        change(tmp_path)
        hub.told = lambda topic: _third_waits(hub, topic)
        by = announcer(tmp_path, hub.address)
        publish(tmp_path, hub.address, by=by)
        until(lambda: len(hub.pings) == 3, "the third ping is on its way")

        by.close()

        left = {f"{BASE}{path}" for path in waiting(tmp_path)[hub.address]}
        assert left == set(TOPICS) - set(hub.topics[:2])


def _third_waits(hub: OwnHub, topic: str) -> None:
    if hub.topics[2:] == [topic]:
        hub.released.wait(60)


def test_a_hub_that_talks_nonsense_fills_no_log() -> None:
    """It answers with one line of 60,000 letters, of which the trouble quotes the beginning."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        talk = threading.Thread(target=_talk, args=(listener,))
        talk.start()
        with connections() as out:
            answer = ping(out, f"http://127.0.0.1:{listener.getsockname()[1]}/", TOPIC)
        talk.join()

    assert answer.again
    assert answer.trouble.startswith("the connection broke off: ('Connection aborted.', BadStatusLine('xxx")
    assert len(answer.trouble) == 26 + 200 + 1


def _talk(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"x" * 60_000 + b"\r\n\r\n")
