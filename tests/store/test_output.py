"""What stands in an output: what is ours, what is not, and what the edition before says of itself."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from pressrun.columns import ColumnRecord
from pressrun.identity import ColumnName
from pressrun.store import output
from pressrun.store.output import Before
from tests.press.pressing import fill, plain, press, tree
from tests.samples import capture, write

ITEM = "0123456789abcdef"
#: What edition.json says of a column besides its name.
COUNTED = {
    "digests": 3,
    "items": 5,
    "feed": "https://press.example.org/wire/feed.xml",
    "updated": "2025-03-14T01:16:10.530320+08:00",
}


def test_the_documents_of_columns_are_ours(tmp_path: Path) -> None:
    """Feeds, page, archive and item documents, by path, and temporary files apart."""
    for name in (
        "b-column/feed.xml",
        "b-column/items.xml",
        "b-column/rss.xml",
        "b-column/feed.json",
        "b-column/index.html",
        "b-column/archive/2025-03.xml",
        "b-column/archive/2025-03.json",
        f"a-column/items/2025-03/{ITEM}.xml",
        "attributions/a-name/feed.xml",
        "a-column/.pressrun-feed.xml",
        ".pressrun-index.html",
    ):
        write(tmp_path, name, "text")

    assert output.documents(tmp_path) == (
        [
            f"a-column/items/2025-03/{ITEM}.xml",
            "attributions/a-name/feed.xml",
            "b-column/archive/2025-03.json",
            "b-column/archive/2025-03.xml",
            "b-column/feed.json",
            "b-column/feed.xml",
            "b-column/index.html",
            "b-column/items.xml",
            "b-column/rss.xml",
        ],
        [".pressrun-index.html", "a-column/.pressrun-feed.xml"],
    )


@pytest.mark.parametrize(
    "name",
    [
        "feed.xml",
        "index.html",
        "CNAME",
        "a-column/archive.html",
        "a-column/rss.json",
        "a-column/archive/2025.xml",
        "a-column/archive/2025-03.html",
        "a-column/notes.txt",
        "a-column/items/notes.xml",
        "a-column/items/2025-03/short.xml",
        f"a-column/items/2025-03/{ITEM}.txt",
        f"a-column/items/march/{ITEM}.xml",
        f"a-column/deeper/items/2025-03/{ITEM}.xml",
        "A-Column/feed.xml",
        "attributions/A-Name/feed.xml",
        "attributions/a-name/items.xml",
        "attributions/a-name/deeper/feed.xml",
        "栏目/feed.xml",
        ".git/feed.xml",
        ".git/.pressrun-x",
        ".well-known/items.xml",
    ],
)
def test_what_is_of_another_shape_is_not_ours(tmp_path: Path, name: str) -> None:
    """Whatever else lies in the output is neither a document nor a leftover of a press."""
    write(tmp_path, name, "text")

    assert output.documents(tmp_path) == ([], [])


def test_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    """A folder behind a link is somebody else's."""
    write(tmp_path / "other", "feed.xml", "text")
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "column").symlink_to("../other")

    assert output.documents(tmp_path / "feeds") == ([], [])


def test_the_edition_before_tells_its_slugs(tmp_path: Path) -> None:
    """How much was published, the slug of each column by source and title, and its record by slug."""
    columns = [
        {"source": "河岸通讯", "title": "晨间速读", "slug": "chen-jian-su-du"} | COUNTED,
        {"source": "", "title": "Wire", "slug": "wire"} | COUNTED,
    ]
    write(tmp_path, "edition.json", json.dumps({"published": 7, "columns": columns}))

    before = output.before(tmp_path)
    assert (before.published, before.slugs) == (
        7,
        {ColumnName("河岸通讯", "晨间速读"): "chen-jian-su-du", ColumnName("", "Wire"): "wire"},
    )
    assert before.columns["wire"] == ColumnRecord(
        slug="wire",
        title="Wire",
        source="",
        digests=3,
        items=5,
        feed="https://press.example.org/wire/feed.xml",
        updated=datetime(2025, 3, 14, 1, 16, 10, 530320, timezone(timedelta(hours=8))),
    )


def test_the_edition_before_tells_the_slugs_of_its_attributions(tmp_path: Path) -> None:
    """By the names shown; one that can name no folder is not told."""
    attributions = [{"title": "河岸日报", "slug": "he-an-ri-bao"}, {"title": "Wire", "slug": "../wire"}]
    write(
        tmp_path,
        "edition.json",
        json.dumps({"published": 7, "columns": [], "attributions": attributions}),
    )

    assert output.before(tmp_path) == Before(7, {}, {"河岸日报": "he-an-ri-bao"})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        '"text"',
        "{}",
        '{"published": 7}',
        '{"published": "many", "columns": []}',
        '{"published": null, "columns": []}',
        '{"published": 7, "columns": null}',
        '{"published": 7, "columns": [7]}',
        '{"published": 7, "columns": [{"slug": "a"}]}',
        '{"published": 1e999, "columns": []}',
        '{"published": 7, "columns": [], "attributions": null}',
        '{"published": 7, "columns": [], "attributions": ["he-an-ri-bao"]}',
        '{"published": 7, "columns": ' + "[" * 100_000,
        "\x00\xff",
    ],
)
def test_a_damaged_edition_says_nothing(tmp_path: Path, text: str) -> None:
    """An index that cannot be read is a first run, never an error (law 6)."""
    (tmp_path / "edition.json").write_bytes(text.encode("latin-1"))

    assert output.before(tmp_path) == Before(0, {})


def test_a_missing_edition_says_nothing(tmp_path: Path) -> None:
    """Neither a missing file nor a missing folder is an error."""
    assert output.before(tmp_path) == Before(0, {})
    assert output.before(tmp_path / "gone") == Before(0, {})


@pytest.mark.parametrize("slug", ["../../etc", "A", "a b", "", "items", "archive", "a--b", "栏"])
def test_a_slug_that_no_column_can_have_is_not_taken_over(tmp_path: Path, slug: str) -> None:
    """A damaged or forged edition.json leads no document out of the output."""
    columns = [{"source": "河岸通讯", "title": "河岸通讯", "slug": slug} | COUNTED]
    write(tmp_path, "feeds/edition.json", json.dumps({"published": 1, "columns": columns}))
    fill(tmp_path, 1)

    press(tmp_path)

    assert {path.partition("/")[0] for path in tree(tmp_path / "feeds") if "/" in path} == {"he-an-tong-xun"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".pressrun", "feeds", "inbox"]


def test_a_published_slug_stays(tmp_path: Path) -> None:
    """A column that was first to have a slug keeps it when one of a smaller name wants it."""
    write(tmp_path / "inbox", "a.md", plain(1, source="Wire: news"))
    press(tmp_path)
    write(tmp_path / "inbox", "b.md", plain(2, source="WIRE NEWS"))
    press(tmp_path)

    told = json.loads((tmp_path / "feeds" / "edition.json").read_bytes())
    slugs = {column["source"]: column["slug"] for column in told["columns"]}
    assert slugs["Wire: news"] == "wire-news"
    assert slugs["WIRE NEWS"].startswith("wire-news-")


def test_an_edition_without_its_index_is_pressed_again_as_it_was(tmp_path: Path) -> None:
    """With edition.json deleted the next run writes that one document and renames nothing."""
    fill(tmp_path, 3)
    press(tmp_path)
    before = tree(tmp_path / "feeds")
    (tmp_path / "feeds" / "edition.json").unlink()

    assert press(tmp_path).documents.written == 1
    assert tree(tmp_path / "feeds") == before


def test_a_missing_document_is_written_again(tmp_path: Path) -> None:
    """Whoever deletes one document gets it back with the next run, and that one alone."""
    fill(tmp_path, 3)
    press(tmp_path)
    before = tree(tmp_path / "feeds")
    victim = next(path for path in before if "/items/" in path)
    (tmp_path / "feeds" / victim).unlink()

    assert press(tmp_path).documents.written == 1
    assert tree(tmp_path / "feeds") == before


def test_a_capture_that_left_takes_its_documents_along(tmp_path: Path) -> None:
    """What is no tombstone goes; with the tombstones the whole column goes, and its empty folders."""
    write(tmp_path / "inbox", "a.md", plain(1))
    write(tmp_path / "inbox", "b.md", plain(2, source="Elsewhere"))
    press(tmp_path)
    gone = tree(tmp_path / "feeds" / "elsewhere").keys()
    (tmp_path / "inbox" / "b.md").unlink()

    documents = press(tmp_path).documents

    buried = tree(tmp_path / "feeds" / "elsewhere")
    assert documents.removed == len(gone) - len(buried) == 5
    assert all(b"deleted-entry" in data and b"<entry" not in data for data in buried.values())
    assert sorted(path.partition("/")[0] for path in buried) == ["feed.xml", "items", "items.xml"]

    for folder in (tmp_path, tmp_path / "fresh"):
        write(folder / "inbox", "a.md", plain(1))
        write(folder / "inbox", "c.md", plain(3, fetch_date="2025-08-01T00:00:00"))
        press(folder)
    assert not (tmp_path / "feeds" / "elsewhere").exists()
    assert tree(tmp_path / "feeds") == tree(tmp_path / "fresh" / "feeds")


FOREIGN = (
    "CNAME",
    ".git/HEAD",
    ".git/refs/feed.xml",
    ".nojekyll",
    "about.html",
    "robots.txt",
    "about/index.html",
    "about/feed.txt",
    "he-an-tong-xun/cover.jpg",
    "he-an-tong-xun/items/notes.txt",
)


def test_what_the_press_did_not_write_is_kept(tmp_path: Path) -> None:
    """A site's own files, beside the edition and inside its folders, survive every run."""
    for name in FOREIGN:
        write(tmp_path / "feeds", name, "mine")
    (tmp_path / "feeds" / "empty").mkdir()
    write(tmp_path / "inbox", "a.md", plain(1))
    write(tmp_path / "inbox", "b.md", capture())
    press(tmp_path)
    (tmp_path / "inbox" / "a.md").unlink()
    press(tmp_path)
    (tmp_path / "inbox" / "b.md").unlink()
    press(tmp_path, force=True)

    kept = {
        path: data for path, data in tree(tmp_path / "feeds").items() if b"<at:deleted-entry " not in data
    }
    assert {name: kept.get(name) for name in FOREIGN} == dict.fromkeys(FOREIGN, b"mine")
    lists = {"edition.json", "feed.css", "feeds.opml", "index.html", "report.html", "report.json"}
    assert kept.keys() - set(FOREIGN) == lists
    assert (tmp_path / "feeds" / "empty").is_dir()


def test_a_feed_that_the_press_did_not_write_is_kept(tmp_path: Path) -> None:
    """config.toml: nothing that pressrun did not write is touched, be it called feed.xml as well."""
    write(tmp_path / "feeds", "blog/feed.xml", "<feed>mine</feed>")
    write(tmp_path / "inbox", "a.md", plain(1))

    press(tmp_path)

    assert tree(tmp_path / "feeds").get("blog/feed.xml") == b"<feed>mine</feed>"


def test_a_link_to_a_feed_that_a_person_made_is_kept(tmp_path: Path) -> None:
    """An alias keeps an old address alive: the press never writes a link, so it removes none."""
    write(tmp_path / "inbox", "a.md", plain(1))
    (tmp_path / "feeds" / "alias").mkdir(parents=True)
    alias = tmp_path / "feeds" / "alias" / "feed.xml"
    alias.symlink_to("../he-an-tong-xun/feed.xml")

    press(tmp_path)
    press(tmp_path)

    assert alias.is_symlink()
