"""What readers and browsers get of an edition: types, tags, times, codings."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.press.pressing import config, fill, press
from tests.samples import capture, write
from tests.serve.serving import Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server of an edition with a column of three items and a column of plain pages."""
    folder = tmp_path_factory.mktemp("served")
    write(folder / "inbox", "2025/03/14/a.md", capture())
    fill(folder, 3)
    press(folder, edition={"base_url": "https://feeds.example.org/press/"})
    (folder / "feeds" / ".hidden").write_text("nobody's", "utf-8")
    (folder / "feeds" / ".pressrun-feed.css").write_text("half", "utf-8")
    with serving(folder) as running:
        yield running


def column(server: Server) -> str:
    """The folder of the column with items."""
    record = json.loads((server.folder / "feeds" / "edition.json").read_bytes())
    return str(next(one["slug"] for one in record["columns"] if one["items"] == 3))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("", "text/html; charset=utf-8"),
        ("feeds.opml", "text/x-opml; charset=utf-8"),
        ("feed.css", "text/css; charset=utf-8"),
        ("edition.json", "application/json"),
        ("report.html", "text/html; charset=utf-8"),
        ("SLUG/", "text/html; charset=utf-8"),
        ("SLUG/feed.xml", "application/xml; charset=utf-8"),
        ("SLUG/items.xml", "application/xml; charset=utf-8"),
        ("SLUG/rss.xml", "application/xml; charset=utf-8"),
        ("SLUG/feed.json", "application/feed+json"),
        ("SLUG/archive/2025-03.xml", "application/xml; charset=utf-8"),
        ("SLUG/archive/2025-03.json", "application/feed+json"),
    ],
)
def test_every_document_has_its_type_a_tag_and_its_bytes(server: Server, name: str, media_type: str) -> None:
    """A strong tag made of the bytes, and the bytes as they stand on the disk."""
    path = name.replace("SLUG", column(server))
    file = server.folder / "feeds" / (path + "index.html" if path.endswith("/") or not path else path)

    answer = server.get(f"/{path}")

    assert answer.status == 200
    assert answer.body == file.read_bytes()
    assert answer.headers["content-type"] == media_type
    assert answer.headers["etag"] == f'"{hashlib.sha256(file.read_bytes()).hexdigest()[:32]}"'
    assert answer.headers["content-length"] == str(len(answer.body))


def test_the_same_is_answered_from_memory_and_from_the_disk(server: Server) -> None:
    """The first request reads the file, the second is answered on the quick way, with a query on the slow."""
    path = f"/{column(server)}/items.xml"
    first, quick, slow = server.get(path), server.get(path), server.get(f"{path}?from=menu")

    assert quick.body == slow.body == first.body
    fixed = [{k: v for k, v in one.headers.items() if k != "date"} for one in (first, quick, slow)]
    assert fixed[0] == fixed[1] == fixed[2]


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml", "feed.json", "archive/2025-03.xml"])
def test_last_modified_is_the_time_that_the_data_tells(server: Server, name: str) -> None:
    """Not the file's: a copy of the edition on another machine has the same."""
    path = f"{column(server)}/{name}"
    text = (server.folder / "feeds" / column(server) / "feed.xml").read_text("utf-8")
    found = re.search("<updated>(.*?)</updated>", text)
    assert found
    updated = datetime.fromisoformat(found[1]).replace(microsecond=0).astimezone(UTC)

    told = server.get(f"/{path}").headers["last-modified"]

    assert parsedate_to_datetime(told) == updated


def test_a_page_has_the_time_of_the_newest_digest_that_it_lists(server: Server) -> None:
    """The column's page that of its feed, the index that of all."""
    feed = server.get(f"/{column(server)}/feed.xml").headers["last-modified"]

    assert server.get(f"/{column(server)}/").headers["last-modified"] == feed
    assert "last-modified" in server.get("/").headers
    assert "last-modified" not in server.get("/feed.css").headers


@pytest.mark.parametrize("spelling", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_these_bytes_gets_304(server: Server, spelling: str) -> None:
    """By the tag, alone or among others, weakened by a proxy, or by a star; without a body."""
    path = f"/{column(server)}/feed.xml"
    tag = server.get(path).headers["etag"]

    answer = server.get(path, if_none_match=spelling.format(tag))

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == tag
    assert {"cache-control", "vary", "last-modified", "date"} <= set(answer.headers)


def test_who_has_others_gets_them_whole(server: Server) -> None:
    """A tag of nothing, and a time that is before; a tag beats a time."""
    path = f"/{column(server)}/feed.xml"
    modified = server.get(path).headers["last-modified"]

    assert server.get(path, if_none_match='"0"').status == 200
    assert server.get(path, if_modified_since=modified).status == 304
    assert server.get(path, if_modified_since="Mon, 01 Jan 2024 00:00:00 GMT").status == 200
    assert server.get(path, if_none_match='"0"', if_modified_since=modified).status == 200
    assert server.get(path, if_modified_since="yesterday").status == 200


def test_who_wants_one_version_gets_no_other(server: Server) -> None:
    """RFC 9110 §13.1.1 and §13.1.4: 412 where it has changed, whatever the reader has; a weak tag is none."""
    path = f"/{column(server)}/feed.xml"
    tag, modified = (server.get(path).headers[name] for name in ("etag", "last-modified"))
    before = "Mon, 01 Jan 2024 00:00:00 GMT"

    assert server.get(path, if_match='"0"').status == 412
    assert server.get(path, if_match=f"W/{tag}").status == 412
    assert server.get(path, if_match='"0"', if_none_match=tag).status == 412
    assert server.get(path, if_unmodified_since=before).status == 412
    assert server.get(path, if_match=f'"0", {tag}', if_unmodified_since=before).status == 200
    assert server.get(path, if_match="*").status == 200
    assert server.get(path, if_match=tag, if_none_match=tag).status == 304
    assert server.get(path, if_unmodified_since=modified).status == 200
    assert server.get("/nothing", if_match='"0"').status == 404


def test_head_says_what_get_would(server: Server) -> None:
    """The same headers, and no body; so for what is in memory and for what is not."""
    for path in (f"/{column(server)}/feed.xml", "/report.json", "/nothing.xml"):
        head, whole = server.get(path, "HEAD"), server.get(path)
        assert (head.status, head.body) == (whole.status, b"")
        assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}


def test_gzip_is_another_form_with_a_tag_of_its_own(server: Server) -> None:
    """The tag of one form is none of the other's, and each is 304 for its own."""
    path = f"/{column(server)}/feed.xml"
    plain = server.get(path)

    packed = server.get(path, accept_encoding="gzip, br")

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "accept-encoding" in packed.headers["vary"]
    tag = packed.headers["etag"]
    assert server.get(path, accept_encoding="gzip", if_none_match=tag).status == 304
    assert server.get(path, accept_encoding="gzip", if_none_match=plain.headers["etag"]).status == 200
    assert server.get(path, if_none_match=tag).status == 200


@pytest.mark.parametrize("refusal", ["", "identity", "gzip;q=0", "*;q=0", "br", "gzip; q=0.0, *"])
def test_who_takes_no_gzip_gets_none(server: Server, refusal: str) -> None:
    """Nothing said, and gzip refused in any way."""
    answer = server.get(f"/{column(server)}/feed.xml", accept_encoding=refusal)

    assert "content-encoding" not in answer.headers
    assert answer.body.startswith(b"<?xml")


def test_a_gzip_file_beside_is_sent_as_it_is_unless_it_is_another_document(tmp_path: Path) -> None:
    """Between two replacements of a publication the file beside is of the document before."""
    write(tmp_path / "inbox", "2025/03/14/a.md", capture())
    press(tmp_path, edition={"gzip": True})
    file = next((tmp_path / "feeds").glob("*/feed.xml"))
    beside = file.with_name("feed.xml.gz")
    path = f"/{file.parent.name}/feed.xml"
    # Packed worse than ours, to be known again.
    beside.write_bytes(gzip.compress(file.read_bytes(), 1, mtime=1))
    with serving(tmp_path) as server:
        assert server.get(path, accept_encoding="gzip").body == beside.read_bytes()

    beside.write_bytes(gzip.compress(b"older"))
    with serving(tmp_path) as server:
        assert gzip.decompress(server.get(path, accept_encoding="gzip").body) == file.read_bytes()


def test_feeds_name_themselves_in_a_header(server: Server) -> None:
    """Link rel=self, by the address in the feed, wherever the server stands."""
    for name in ("feed.xml", "rss.xml", "feed.json", "archive/2025-03.xml"):
        path = f"{column(server)}/{name}"
        address = f"https://feeds.example.org/press/{path}"
        assert server.get(f"/{path}").headers["link"] == f'<{address}>; rel="self"'


def test_every_answer_has_the_security_headers(server: Server) -> None:
    """Documents, 304, errors, what operators ask, and what is no HTTP at all."""
    feed = f"/{column(server)}/feed.xml"
    tag = server.get(feed).headers["etag"]
    answers = [
        server.get(feed),
        server.get(feed, if_none_match=tag),
        server.get("/nothing"),
        server.get("/healthz"),
        server.get("/readyz"),
        server.get("/metrics"),
        server.get("/favicon.ico"),
        server.get("/", "POST"),
    ]

    assert [answer.status for answer in answers] == [200, 304, 404, 200, 503, 200, 204, 405]
    for answer in answers:
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-frame-options"] == "DENY"
        assert "server" not in answer.headers
    assert b"x-content-type-options: nosniff" in server.raw(b"no request at all\r\n\r\n")


def test_hidden_names_and_half_written_files_are_not_served(server: Server) -> None:
    """Nor what git or the press keeps for itself."""
    for name in (".hidden", ".pressrun-feed.css", "./.hidden", ".git/config"):
        assert server.get(f"/{name}").status == 404


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    """Neither a document that is a link nor one below a link; a FIFO hangs nobody."""
    write(tmp_path / "inbox", "2025/03/14/a.md", capture())
    press(tmp_path)
    (tmp_path / "secret.xml").write_text("secret", "utf-8")
    (tmp_path / "feeds" / "linked.xml").symlink_to(tmp_path / "secret.xml")
    (tmp_path / "feeds" / "outside").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "feeds" / "pipe.xml")
    with serving(tmp_path) as server:
        for path in ("/linked.xml", "/outside/secret.xml", "/pipe.xml"):
            assert server.get(path).status == 404


def test_a_folder_without_its_slash_is_sent_to_its_page(server: Server) -> None:
    """Relative, so that a prefix before it does not matter; what is no folder is not found."""
    answer = server.get(f"/{column(server)}")

    assert (answer.status, answer.headers["location"]) == (301, f"{column(server)}/")
    assert server.get("/nothing").status == 404
    assert server.get(f"/{column(server)}/items").status == 404


def test_live_documents_are_asked_for_again_and_settled_ones_kept_for_minutes(server: Server) -> None:
    """A hub that was pinged gets what is new, through any cache."""
    slug = column(server)

    assert server.get(f"/{slug}/feed.xml").headers["cache-control"] == "public, no-cache"
    assert server.get(f"/{slug}/archive/2025-03.xml").headers["cache-control"] == "public, max-age=300"
    assert server.get("/nothing").headers["cache-control"] == "no-store"


def test_a_changed_document_is_served_at_once(tmp_path: Path) -> None:
    """The next request after a press gets the new bytes, from memory or not."""
    write(tmp_path / "inbox", "2025/03/14/a.md", capture())
    press(tmp_path)
    with serving(tmp_path) as server:
        assert server.get("/edition.json").body == server.get("/edition.json").body
        fill(tmp_path, 1)
        press(tmp_path)

        assert json.loads(server.get("/edition.json").body)["captures"] == 2


def test_what_memory_has_no_room_for_is_served_all_the_same(tmp_path: Path) -> None:
    """A document beyond a quarter of the bound comes from the disk, in pieces, whole."""
    (tmp_path / "feeds").mkdir()
    large = os.urandom(20_000_000)
    (tmp_path / "feeds" / "large.bin").write_bytes(large)
    with serving(tmp_path) as server:
        assert server.get("/large.bin").body == large
        assert server.get("/large.bin").headers["content-type"] == "application/octet-stream"
        assert "pressrun_memory_documents 0.0" in server.get("/metrics").body.decode()


def test_config_names_the_output(tmp_path: Path) -> None:
    """Without DIR the output of the config is served; it may come after the server."""
    made = config(tmp_path)
    with serving(tmp_path) as server:
        assert server.get("/").status == 404
        assert "feeds is not there yet" in server.said
        write(tmp_path / "inbox", "2025/03/14/a.md", capture())
        press(tmp_path)

        assert Path(made.output).is_dir()
        assert server.get("/").status == 200
