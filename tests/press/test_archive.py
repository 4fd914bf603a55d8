"""The archive sample: 12,968 real captures, pressed cold, again, and by one process alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from pressrun.press import ProofSettings, proof
from pressrun.rules import select
from tests.cli.process import command, environment
from tests.press.judge import Judged, judge_edition, judge_rss
from tests.reports import accounts

pytestmark = pytest.mark.sample

CAPTURES = 12_968
SCHEMAS = Path(__file__).parent.parent / "formats" / "schemas"
#: Of 55 极客早知道 with headings one is a page that says that the platform blocks it.
READABLE = 54
LIVE_ENTRIES = 50
LIVE_BYTES = 512 * 1024


@dataclass(frozen=True)
class Pressed:
    """An edition of the sample, what its run told, and every document of it judged."""

    folder: Path
    told: dict[str, Any]
    documents: list[Judged]

    @property
    def live(self) -> list[Judged]:
        """The columns' feeds: feed.xml and items.xml."""
        return [judged for judged in self.documents if judged.path.count("/") == 1]

    @property
    def archives(self) -> list[Judged]:
        """The months of their archives."""
        return [judged for judged in self.documents if "/archive/" in judged.path]


def build(archive: Path, folder: Path, jobs: int) -> dict[str, Any]:
    """One run of the real program; what it told."""
    words = command("build", archive, "--output", folder, "--state", f"{folder}-state", "--json")
    finished = subprocess.run(
        [*words, "--jobs", str(jobs)],
        env=environment(),
        cwd=archive.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=True,
    )
    told: dict[str, Any] = json.loads(finished.stdout)
    return told


@pytest.fixture(scope="module")
def pressed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressed]:
    """The sample pressed into an empty folder by two processes."""
    folder = tmp_path_factory.mktemp("edition") / "feeds"
    told = build(archive, folder, jobs=2)
    yield Pressed(folder, told, judge_edition(folder))
    shutil.rmtree(folder)


def test_every_capture_is_accounted_for(pressed: Pressed) -> None:
    """Captures = published + rejected + duplicates = 12,968, in what the run told and in edition.json."""
    for told in (pressed.told, json.loads((pressed.folder / "edition.json").read_bytes())):
        assert told["captures"] == CAPTURES
        assert told["published"] + told["rejected"] + told["duplicates"] == CAPTURES
        assert told["published"] > 10 * told["duplicates"] > 0


def test_columns_and_rules_add_up(pressed: Pressed) -> None:
    """Digests of columns are what was published, each item has a document, rules account for the rejected."""
    told = json.loads((pressed.folder / "edition.json").read_bytes())
    assert sum(column["digests"] for column in told["columns"]) == told["published"]
    assert sum(told["rejected_by_rule"].values()) == told["rejected"]
    items = [judged for judged in pressed.documents if "/items/" in judged.path]
    assert sum(column["items"] for column in told["columns"]) == len(items)
    assert len(pressed.live) == 2 * len(told["columns"])
    assert len(pressed.documents) == len(items) + len(pressed.live) + len(pressed.archives)


def test_the_report_tells_what_became_of_every_capture(pressed: Pressed) -> None:
    """report.json is valid, names each path once and agrees with edition.json; report.html stays small."""
    report = accounts.judged((pressed.folder / "report.json").read_bytes())
    assert len({file["path"] for file in report["files"]}) == CAPTURES
    outcomes = Counter(file["outcome"] for file in report["files"])
    told = [pressed.told[name] for name in ("published", "rejected", "duplicates")]
    assert [outcomes[name] for name in ("published", "rejected", "duplicate")] == told
    assert sum(source["rejected"] for source in report["sources"]) == pressed.told["rejected"]
    assert 64 * 1024 < (pressed.folder / "report.html").stat().st_size < 1024 * 1024


def test_every_document_is_an_atom_feed_without_a_fault(pressed: Pressed) -> None:
    """Each is well-formed, feedparser says bozo 0, and it holds an entry."""
    assert len(pressed.documents) > 8_000
    assert [judged.path for judged in pressed.documents if judged.bozo] == []
    assert {judged.version for judged in pressed.documents} == {"atom10"}
    assert [judged.path for judged in pressed.documents if not judged.entries] == []


def test_every_rss_feed_is_without_a_fault(pressed: Pressed) -> None:
    """Feedparser says bozo 0, and each begins with the digests that feed.xml begins with."""
    for judged in pressed.live:
        if judged.path.endswith("/feed.xml"):
            ids = judge_rss((pressed.folder / judged.path).with_name("rss.xml"))
            assert all(one == entry[0] for one, entry in zip(ids, judged.entries, strict=False)), judged.path
            assert ids


def test_every_json_feed_is_valid_and_its_pages_hold_what_the_archive_does(pressed: Pressed) -> None:
    """By the schema of JSON Feed 1.1; `next_url` leads from feed.json through every page, once."""
    schema = json.loads((SCHEMAS / "json_feed_1_1.json").read_text("utf-8"))
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    told = json.loads((pressed.folder / "edition.json").read_bytes())
    for column in told["columns"]:
        path = f"{column['slug']}/feed.json"
        page = json.loads((pressed.folder / path).read_bytes())
        ids: list[str] = []
        while not (faults := [*validator.iter_errors(page)]) and "next_url" in page:
            path = page["next_url"].removeprefix("http://127.0.0.1:8000/")
            page = json.loads((pressed.folder / path).read_bytes())
            ids += [item["id"] for item in page["items"]]
        assert (faults, len(set(ids)), len(ids)) == ([], column["digests"], column["digests"]), path


def test_the_opml_names_every_column_once(pressed: Pressed) -> None:
    """Each feed's address, and its page's; both are there."""
    told = json.loads((pressed.folder / "edition.json").read_bytes())
    outlines = [
        outline
        for outline in ET.parse(pressed.folder / "feeds.opml").getroot().iter("outline")  # noqa: S314  ours
        if outline.get("xmlUrl")
    ]
    assert sorted(outline.get("xmlUrl", "") for outline in outlines) == sorted(
        column["feed"] for column in told["columns"]
    )
    pages = [outline.get("htmlUrl", "").removeprefix("http://127.0.0.1:8000/") for outline in outlines]
    assert all((pressed.folder / page).is_file() for page in pages)


def test_no_feed_id_names_two_feeds(pressed: Pressed) -> None:
    """Each document is a feed of its own, but for a column's archive: it is the column's feed (RFC 5005)."""
    folders: dict[str, set[str]] = defaultdict(set)
    for judged in pressed.documents:
        column, _, name = judged.path.partition("/")
        of_column = name == "feed.xml" or name.startswith("archive/")
        folders[judged.id].add(column if of_column else judged.path)
    assert [each for each, where in folders.items() if len(where) > 1] == []


def test_the_archives_hold_every_published_digest_exactly_once(pressed: Pressed) -> None:
    """Followed by `prev-archive` from every column's feed.xml; the live feed repeats the newest."""
    by_path = {judged.path: judged for judged in pressed.documents}
    told = json.loads((pressed.folder / "edition.json").read_bytes())
    reached: set[str] = set()
    for column in told["columns"]:
        path = f"{column['slug']}/feed.xml"
        live = {entry[0] for entry in by_path[path].entries}
        ids: list[str] = []
        while older := prev_archive(pressed.folder / path):
            path = older
            reached.add(path)
            ids += [entry[0] for entry in by_path[path].entries]
        assert len(ids) == len(set(ids)) == column["digests"], column["slug"]
        assert live <= set(ids)
    assert reached == {judged.path for judged in pressed.archives}


def prev_archive(document: Path) -> str:
    """The path of the archive document that this one leads back to; empty where it is the oldest."""
    found = re.search(
        rb'<link href="http://127\.0\.0\.1:8000/([^"]+)" rel="prev-archive"', document.read_bytes()
    )
    return found[1].decode() if found else ""


def test_no_entry_id_names_two_things(pressed: Pressed) -> None:
    """An id stands for one entry: wherever it stands, it has the same bytes."""
    written: dict[str, set[str]] = defaultdict(set)
    places: dict[str, list[str]] = defaultdict(list)
    for judged in pressed.documents:
        folder = judged.path.split("/")[1]
        for each, _, _, digits in judged.entries:
            written[each].add(digits)
            places[each].append(folder)
    assert [each for each, versions in written.items() if len(versions) > 1] == []
    allowed = [["items"], ["items", "items.xml"], ["archive"], ["archive", "feed.xml"]]
    assert [each for each, kinds in places.items() if sorted(kinds) not in allowed] == []
    assert not written.keys() & {judged.id for judged in pressed.documents}


def test_every_id_is_an_ascii_tag_uri(pressed: Pressed) -> None:
    """Feeds and entries alike."""
    ids = {judged.id for judged in pressed.documents}
    ids |= {entry[0] for judged in pressed.documents for entry in judged.entries}
    shape = re.compile(r"tag:localhost,2026:[a-z]+/[0-9a-f]{32}", re.ASCII)
    assert [each for each in ids if not shape.fullmatch(each)] == []


def test_no_two_entries_of_a_feed_share_a_timestamp(pressed: Pressed) -> None:
    """A reader that sorts by time never has to guess."""
    for judged in pressed.live:
        times = [datetime.fromisoformat(entry[1]) for entry in judged.entries]
        assert len(set(times)) == len(times), judged.path


def test_no_two_entries_of_a_feed_share_a_link(pressed: Pressed) -> None:
    """A reader that falls back to the link still tells items apart."""
    for judged in pressed.live:
        if judged.path.endswith("/items.xml"):
            links = [entry[2] for entry in judged.entries]
            assert len(set(links)) == len(links), judged.path


def test_entries_stand_newest_first_and_the_feed_is_as_new_as_the_first(pressed: Pressed) -> None:
    """In every live feed, and in the documents of items as well."""
    for judged in pressed.documents:
        times = [datetime.fromisoformat(entry[1]) for entry in judged.entries]
        assert all(newer > older for newer, older in pairwise(times)), judged.path
        assert judged.updated == judged.entries[0][1], judged.path


def test_live_feeds_keep_their_limits(pressed: Pressed) -> None:
    """At most 50 entries and 512 KiB, whichever comes first, but never below one entry."""
    full = [judged for judged in pressed.live if len(judged.entries) == LIVE_ENTRIES]
    cut = [judged for judged in pressed.live if judged.size > LIVE_BYTES - 64 * 1024]
    assert full
    assert cut
    assert [judged.path for judged in pressed.live if len(judged.entries) > LIVE_ENTRIES] == []
    assert [
        judged.path for judged in pressed.live if judged.size > LIVE_BYTES and len(judged.entries) > 1
    ] == []


def test_every_readable_digest_of_the_column_yields_its_items(archive: Path, pressed: Pressed) -> None:
    """Of each 极客早知道 that has `## ` headings with words in them, every heading is an item."""
    settings = ProofSettings(ZoneInfo("Asia/Shanghai"), tuple(rule.code for rule in select()))
    found: dict[str, tuple[int, int]] = {}
    for path in archive.rglob("*.md"):
        raw = path.read_bytes()
        if "极客早知道" in raw[:1_500].decode("utf-8", "replace").partition("\nurl:")[0]:
            headings = re.findall(r"(?m)^## (.*)$", raw.decode("utf-8"))
            worded = [each for each in headings if re.sub(r"!\[.*?\]\(.*?\)|[*\s]", "", each)]
            digest = proof(path.name, raw, settings).digest
            if worded and digest:
                found[path.name] = (len(worded), len(digest.items))
    assert len(found) == READABLE
    assert {name: counts for name, counts in found.items() if counts[0] != counts[1]} == {}
    told = json.loads((pressed.folder / "edition.json").read_bytes())
    (column,) = [column for column in told["columns"] if column["title"] == "极客早知道"]
    assert column["slug"] == "ji-ke-zao-zhi-dao"
    assert 40 < column["digests"] <= len(found)


def test_a_second_run_writes_nothing_and_one_process_writes_the_same(
    archive: Path, pressed: Pressed, tmp_path: Path
) -> None:
    """0 documents in the second run; `--jobs 1` into an empty folder gives the bytes of `--jobs 2`."""
    again = build(archive, pressed.folder, jobs=2)
    assert again["documents"] == {
        "written": 0,
        "unchanged": pressed.told["documents"]["written"],
        "removed": 0,
    }
    assert again["unchanged"] == again["published"] == pressed.told["published"]

    build(archive, tmp_path / "alone", jobs=1)

    assert different(pressed.folder, tmp_path / "alone") == []
    shutil.rmtree(tmp_path / "alone")


def different(one: Path, other: Path) -> list[str]:
    """The files that are not in both folders with the same bytes."""
    names = [
        {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        for root in (one, other)
    ]
    return sorted(names[0] ^ names[1]) + [
        name
        for name in sorted(names[0] & names[1])
        if (one / name).read_bytes() != (other / name).read_bytes()
    ]
