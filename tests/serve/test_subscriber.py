"""A subscriber over the life of a feed: 200, 304, then exactly what is new."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from urllib.request import getproxies

import feedparser
import pytest

from pressrun.formats.reading import read_atom
from tests.press.pressing import plain, press
from tests.samples import capture, write
from tests.serve.serving import Answer, Server, serving


def add(folder: Path, number: int, date: str = "2025-03-14") -> None:
    """One more capture of the same source."""
    write(folder / "inbox", f"{number}.md", plain(number, date=date))


def feed(folder: Path, name: str = "feed.xml") -> str:
    """The path of the only column's feed."""
    (slug,) = {path.parent.name for path in (folder / "feeds").glob("*/feed.xml")}
    return f"/{slug}/{name}"


def news(server: Server, path: str, tag: str, **headers: str) -> Answer:
    """What is new since this version."""
    return server.get(path, a_im="feed", if_none_match=tag, **headers)


def titles(body: bytes) -> list[str]:
    """Of the entries of an Atom document of ours."""
    return [entry.title for entry in read_atom(body).entries]


def test_feedparser_gets_200_then_304_then_the_new_entry(tmp_path: Path) -> None:
    """With etag and modified as its documentation says; each alone does as well."""
    assert not getproxies()
    add(tmp_path, 1)
    press(tmp_path)
    with serving(tmp_path) as server:
        url = f"http://127.0.0.1:{server.port}{feed(tmp_path)}"
        first = feedparser.parse(url)
        assert (first.status, first.bozo, len(first.entries)) == (200, False, 1)

        assert feedparser.parse(url, etag=first.etag, modified=first.modified).status == 304
        assert feedparser.parse(url, etag=first.etag).status == 304
        assert feedparser.parse(url, modified=first.modified).status == 304

        add(tmp_path, 2)
        press(tmp_path)
        # feedparser sends A-IM: feed, so that where the server knows its version only the new entry comes.
        then = feedparser.parse(url, etag=first.etag, modified=first.modified)
        assert (then.status, [entry.title for entry in then.entries]) == (226, ["河岸第 2 篇"])
        then = feedparser.parse(url, modified=first.modified)
        seen = {entry.id for entry in first.entries}
        assert then.status == 200
        assert [entry.title for entry in then.entries if entry.id not in seen] == ["河岸第 2 篇"]


def test_only_what_is_new_comes_with_a_im(tmp_path: Path) -> None:
    """226 with the new entries alone, the new tag, and nothing that a cache may keep."""
    add(tmp_path, 1)
    press(tmp_path)
    with serving(tmp_path) as server:
        path = feed(tmp_path)
        tag = server.get(path).headers["etag"]
        add(tmp_path, 2)
        press(tmp_path)

        answer = news(server, path, tag)

        whole = server.get(path)
        assert answer.status == 226
        assert titles(answer.body) == ["河岸第 2 篇"]
        assert len(titles(whole.body)) == 2
        assert answer.headers["im"] == "feed"
        assert answer.headers["etag"] == whole.headers["etag"]
        assert answer.headers["delta-base"] == tag
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["vary"] == "accept-encoding, a-im, if-none-match"
        assert news(server, path, answer.headers["etag"]).status == 304


def test_the_delta_is_the_feed_but_for_the_entries(tmp_path: Path) -> None:
    """Its id, title, links and times: a reader that knows nothing of RFC 3229 takes it for a short feed."""
    add(tmp_path, 1)
    press(tmp_path)
    with serving(tmp_path) as server:
        path = feed(tmp_path)
        tag = server.get(path).headers["etag"]
        add(tmp_path, 2)
        press(tmp_path)
        whole, part = read_atom(server.get(path).body), read_atom(news(server, path, tag).body)

        assert part.entries == whole.entries[:1] or part.entries == whole.entries[1:]
        assert (part.id, part.title, part.updated, part.links) == (
            whole.id,
            whole.title,
            whole.updated,
            whole.links,
        )


@pytest.mark.parametrize("name", ["feed.xml", "items.xml", "rss.xml"])
def test_every_live_feed_tells_what_is_new(tmp_path: Path, name: str) -> None:
    """Digests, items, and RSS."""
    add(tmp_path, 1)
    press(tmp_path)
    with serving(tmp_path) as server:
        path = feed(tmp_path, name)
        tag = server.get(path).headers["etag"]
        add(tmp_path, 2)
        press(tmp_path)

        parsed = feedparser.parse(news(server, path, tag).body)

        assert [entry.title for entry in parsed.entries] == ["河岸第 2 篇"]


def test_edits_and_tombstones_are_news(tmp_path: Path) -> None:
    """A changed entry is new; one that is gone leaves its tombstone, and the others stay away."""
    for number in (1, 2, 3):
        add(tmp_path, number)
    press(tmp_path)
    with serving(tmp_path) as server:
        path = feed(tmp_path)
        before = server.get(path)
        gone = next(entry for entry in read_atom(before.body).entries if entry.title == "河岸第 3 篇")
        (tmp_path / "inbox" / "3.md").unlink()
        later = plain(1).replace("2025-05-02", "2025-06-02").replace("写的是河岸", "写的是桥")
        write(tmp_path / "inbox", "1.md", later)
        press(tmp_path)

        part = read_atom(news(server, path, before.headers["etag"]).body)

        assert [entry.title for entry in part.entries] == ["河岸第 1 篇"]
        assert [stone.ref for stone in part.tombstones] == [gone.id]


def test_a_delta_comes_in_gzip_and_is_asked_for_by_the_tag_of_gzip(tmp_path: Path) -> None:
    """Whatever form a reader had, and whatever form it takes now."""
    add(tmp_path, 1)
    press(tmp_path)
    with serving(tmp_path) as server:
        path = feed(tmp_path)
        packed = server.get(path, accept_encoding="gzip").headers["etag"]
        same = news(server, path, packed)
        # The tag is the one that the reader has: by it a cache finds what is still good (RFC 9111 §4.3.4).
        assert (same.status, same.headers["etag"]) == (304, packed)
        add(tmp_path, 2)
        press(tmp_path)

        answer = news(server, path, packed, accept_encoding="gzip")

        assert answer.status == 226
        assert titles(gzip.decompress(answer.body)) == ["河岸第 2 篇"]
        assert answer.headers["delta-base"] == packed
        assert titles(news(server, path, packed).body) == ["河岸第 2 篇"]


def test_an_unknown_version_gets_the_whole_feed(tmp_path: Path) -> None:
    """So does one that names none, and one that asks for another manipulation."""
    add(tmp_path, 1)
    press(tmp_path)
    with serving(tmp_path) as server:
        path = feed(tmp_path)
        for answer in (
            news(server, path, '"0123456789abcdef0123456789abcdef"'),
            server.get(path, a_im="feed"),
            server.get(path, a_im="vcdiff", if_none_match='"0"'),
            server.get(path, a_im="feed;q=0", if_none_match='"0"'),
        ):
            assert answer.status == 200
            assert "im" not in answer.headers
            assert titles(answer.body) == ["河岸第 1 篇"]


def test_the_last_20_versions_are_known_also_after_a_restart(tmp_path: Path) -> None:
    """They lie in the state; the 21st is forgotten, and of several the newest counts."""
    tags = []
    add(tmp_path, 0)
    press(tmp_path)
    path = feed(tmp_path)
    with serving(tmp_path) as server:
        for number in range(1, 22):
            tags.append(server.get(path).headers["etag"])
            add(tmp_path, number)
            press(tmp_path)
    with serving(tmp_path) as server:
        newest = server.get(path).headers["etag"]
        assert news(server, path, tags[1]).status == 200
        assert len(titles(news(server, path, tags[2]).body)) == 19
        assert len(titles(news(server, path, ", ".join(tags)).body)) == 1
        assert news(server, path, ", ".join((*tags, newest))).status == 304


def test_without_a_state_that_can_be_written_it_remembers_while_it_runs(tmp_path: Path) -> None:
    """A server that may only read still tells what is new."""
    add(tmp_path, 1)
    press(tmp_path)
    (tmp_path / "nostate").write_text("a file where the state would be", "utf-8")
    with serving(tmp_path, "--state", "nostate") as server:
        path = feed(tmp_path)
        tag = server.get(path).headers["etag"]
        add(tmp_path, 2)
        press(tmp_path)

        assert titles(news(server, path, tag).body) == ["河岸第 2 篇"]


def test_a_late_digest_is_not_missed_by_a_reader_that_asks_by_time_alone(tmp_path: Path) -> None:
    """It is older than the newest, so that the feed's own time stays; Last-Modified is later all the same."""
    add(tmp_path, 1, date="2025-03-14")
    press(tmp_path)
    with serving(tmp_path) as server:
        path = feed(tmp_path)
        first = server.get(path)
        add(tmp_path, 2, date="2025-03-10")
        press(tmp_path)

        then = server.get(path, if_modified_since=first.headers["last-modified"])

        assert read_atom(then.body).updated == read_atom(first.body).updated
        assert then.status == 200
        assert then.headers["last-modified"] != first.headers["last-modified"]


def test_an_item_that_is_gone_answers_410_with_its_tombstone(tmp_path: Path) -> None:
    """Whatever the reader has of it; the column's own feeds go on with 200."""
    write(tmp_path / "inbox", "a.md", capture())
    write(tmp_path / "inbox", "b.md", plain(1))
    press(tmp_path)
    record = json.loads((tmp_path / "feeds" / "edition.json").read_bytes())
    slug = next(one["slug"] for one in record["columns"] if one["items"] > 1)
    items = sorted((tmp_path / "feeds" / slug / "items").glob("*/*.xml"))
    with serving(tmp_path) as server:
        path = "/" + items[0].relative_to(tmp_path / "feeds").as_posix()
        tag = server.get(path).headers["etag"]
        assert server.get(path, if_none_match=tag).status == 304
        (tmp_path / "inbox" / "a.md").unlink()
        press(tmp_path, force=True)

        answer = server.get(path)

        assert answer.status == 410
        assert read_atom(answer.body).entries == ()
        assert len(read_atom(answer.body).tombstones) == 1
        assert answer.headers["content-type"] == "application/xml; charset=utf-8"
        tag = answer.headers["etag"]
        assert server.get(path, if_none_match=tag).status == 410
        assert server.get(path, "HEAD").status == 410
        assert server.get(f"/{slug}/feed.xml").status == 200


def test_an_edition_is_swapped_by_its_link(tmp_path: Path) -> None:
    """The output may be a link to the edition of the day: documents of the new one, at once."""
    for number, name in ((1, "monday"), (2, "tuesday")):
        add(tmp_path, number)
        press(tmp_path)
        shutil.copytree(tmp_path / "feeds", tmp_path / name)
    (tmp_path / "live").symlink_to("monday")
    path = feed(tmp_path)
    with serving(tmp_path, "live") as server:
        assert len(titles(server.get(path).body)) == 1
        (tmp_path / "next").symlink_to("tuesday")
        (tmp_path / "next").rename(tmp_path / "live")

        assert len(titles(server.get(path).body)) == 2
