"""The rules about an edition that remembers: archives, formats side by side, deletions and corrections."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.press.pressing import plain, press
from tests.rules.editions import edit, examine
from tests.rules.histories import archive_names, told, tombstone
from tests.samples import write

COLUMN = "he-an-tong-xun"
BASE = f"http://127.0.0.1:8000/{COLUMN}/"
FEED, ITEMS, RSS, JSON, PAGE = (
    f"{COLUMN}/{name}" for name in ("feed.xml", "items.xml", "rss.xml", "feed.json", "index.html")
)
JANUARY, FEBRUARY, MARCH = (f"{COLUMN}/archive/2025-{month}.xml" for month in ("01", "02", "03"))
OTHER = "bei-qiao-guan-cha"
DIGEST = r"tag:localhost,2026:digest/[0-9a-f]{32}"


def fill_months(inbox: Path) -> list[Path]:
    """Six captures of a column, two in each of three months; where they lie, oldest first."""
    return [
        write(inbox, f"{number}.md", plain(number, date=f"2025-0{number // 2 + 1}-1{number}"))
        for number in range(6)
    ]


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two columns, one of them with three months and two digests in each; nobody writes to it."""
    folder = tmp_path_factory.mktemp("pressed")
    fill_months(folder / "inbox")
    write(folder / "inbox", "other.md", plain(9, source="北桥观察"))
    press(folder)
    return folder / "feeds"


@pytest.fixture
def edition(pressed: Path, tmp_path: Path) -> Path:
    """A copy of it to break something in."""
    return shutil.copytree(pressed, tmp_path / "feeds")


def found(edition: Path, *codes: str) -> list[tuple[str, str, str]]:
    """Code, path and message of the findings; of these codes, where some are given."""
    return [(one.code, one.path, one.message) for one in examine(edition) if not codes or one.code in codes]


def cut(edition: Path, path: str, start: str, end: str) -> str:
    """Takes the first stretch from one text to another out of a document, and gives it."""
    text = (edition / path).read_text("utf-8")
    at = text.index(start)
    until = text.index(end, at) + len(end)
    (edition / path).write_text(text[:at] + text[until:], "utf-8")
    return text[at:until]


def change_everywhere(edition: Path, old: str, new: str) -> None:
    """In every document of the edition."""
    for path in (*edition.rglob("*.xml"), *edition.rglob("*.json")):
        text = path.read_text("utf-8")
        path.write_text(text.replace(old, new), "utf-8")


def test_a_history_has_no_finding(edition: Path) -> None:
    """Three months of a column, one of another, and all formats."""
    assert archive_names(edition, COLUMN) == [JANUARY, FEBRUARY, MARCH]
    assert found(edition) == []


def test_an_edition_from_before_there_was_a_history_has_no_finding(edition: Path) -> None:
    """Atom alone, without archives, and an index that leads to it."""
    (edition / "index.html").write_text(f'<!doctype html>\n<a href="{FEED}">a</a>\n', "utf-8")
    for folder in (edition / COLUMN, edition / OTHER):
        shutil.rmtree(folder / "archive")
        for name in ("rss.xml", "feed.json", "index.html"):
            (folder / name).unlink()
        path = f"{folder.name}/feed.xml"
        cut(edition, path, f'<link href="{BASE.replace(COLUMN, folder.name)}archive', "/>")
        for without in (path, f"{folder.name}/items.xml", "feeds.opml"):
            edit(edition, without, f"{folder.name}/index.html", "")
    assert found(edition) == []


CHAIN = {
    "no way in": (
        *(
            FEED,
            f'<link href="{BASE}archive/2025-03.xml" rel="prev-archive" type="application/atom+xml"/>',
            "",
        ),
        f"there is no prev-archive, which would lead to '{MARCH}'",
    ),
    "a way in that leaves a month out": (
        *(FEED, "archive/2025-03.xml", "archive/2025-02.xml"),
        f"prev-archive leads to '{BASE}archive/2025-02.xml', and not to '{MARCH}'",
    ),
    "RSS that leaves a month out": (
        *(RSS, "archive/2025-03.xml", "archive/2025-02.xml"),
        f"prev-archive leads to '{BASE}archive/2025-02.xml', and not to '{MARCH}'",
    ),
    "a month left out": (
        *(MARCH, "archive/2025-02.xml", "archive/2025-01.xml"),
        f"prev-archive leads to '{BASE}archive/2025-01.xml', and not to '{FEBRUARY}'",
    ),
    "a way back that is gone": (
        *(FEBRUARY, 'rel="next-archive"', 'rel="related"'),
        f"there is no next-archive, which would lead to '{MARCH}'",
    ),
    "a month after the last": (
        *(
            MARCH,
            'rel="current"',
            f'rel="current"/><link href="{BASE}archive/2025-03.xml" rel="next-archive"',
        ),
        f"next-archive leads to '{BASE}archive/2025-03.xml', and there is no such month",
    ),
    "a month before the first": (
        *(
            JANUARY,
            'rel="current"',
            f'rel="current"/><link href="{BASE}archive/2025-02.xml" rel="prev-archive"',
        ),
        f"prev-archive leads to '{BASE}archive/2025-02.xml', and there is no such month",
    ),
    "two ways": (
        *(FEED, "<generator", f'<link href="{BASE}archive/2025-03.xml" rel="prev-archive"/><generator'),
        "there is more than one prev-archive",
    ),
    "a present that is another's": (
        *(MARCH, f"{COLUMN}/feed.xml", f"{OTHER}/feed.xml"),
        f"current leads to '{BASE.replace(COLUMN, OTHER)}feed.xml', and not to '{FEED}'",
    ),
    "an archive that does not say so": (
        *(MARCH, "<fh:archive/>", ""),
        "it does not say that it is an archive document: it has no fh:archive",
    ),
    "a JSON Feed without a past": (
        *(JSON, '"next_url"', '"_next"'),
        f"there is no next_url, which would lead to '{COLUMN}/archive/2025-03.json'",
    ),
    "a page that leads to another": (
        *(f"{COLUMN}/archive/2025-03.json", "2025-02.json", "2025-01.json"),
        f"next_url leads to '{BASE}archive/2025-01.json', and not to '{COLUMN}/archive/2025-02.json'",
    ),
}


@pytest.mark.parametrize("what", CHAIN)
def test_a_history_is_one_chain(edition: Path, what: str) -> None:
    """Each wrong link is one finding, in the document that has it."""
    path, old, new, message = CHAIN[what]
    edit(edition, path, old, new)
    assert found(edition) == [("DC022", path, message)]


def test_an_archive_document_has_the_id_of_its_feed(edition: Path) -> None:
    """RFC 5005 §4: they are one feed."""
    edit(edition, MARCH, ":column/", ":column/0")
    ((code, path, message),) = found(edition)
    assert (code, path) == ("DC022", MARCH)
    assert re.fullmatch(
        rf"its id is 'tag:localhost,2026:column/0[0-9a-f]{{32}}', and not that of {FEED}", message
    )


def test_a_month_that_was_deleted_is_missed_by_its_neighbours(edition: Path) -> None:
    """And by its other format, the live feed, the column's page, and the accounts."""
    (edition / FEBRUARY).unlink()
    assert {(code, path) for code, path, _ in found(edition)} == {
        *(("DC011", linking) for linking in (JANUARY, MARCH, PAGE)),
        *(("DC022", neighbour) for neighbour in (JANUARY, MARCH)),
        ("DC023", FEED),
        ("DC026", f"{COLUMN}/archive/2025-01.json"),
        ("DC012", "edition.json"),
    }


def test_a_month_that_cannot_be_read_hides_no_digest(edition: Path) -> None:
    """That is said once; nothing is told of what may stand in it."""
    edit(edition, FEBRUARY, "</feed>", "")
    assert [(code, path) for code, path, _ in found(edition)] == [("DC001", FEBRUARY)]


@pytest.mark.parametrize("path", [FEED, RSS, MARCH])
def test_a_stylesheet_is_found_from_where_the_document_lies(edition: Path, path: str) -> None:
    """An archive document lies deeper than its feed."""
    edit(edition, path, 'href="../', 'href="../../')
    style = "../../../feed.css" if path == MARCH else "../../feed.css"
    assert found(edition) == [("DC011", path, f"the stylesheet '{style}' is not there")]


def test_an_archive_document_is_newest_first(edition: Path) -> None:
    """As a live feed is; and it has no limit of entries or bytes."""
    first, second = (entry.written for entry in told(edition / MARCH))
    text = (edition / MARCH).read_text("utf-8")
    text = text.replace(first, "1").replace(second, "2").replace("1\n2\n", f"{second}\n{first}\n")
    (edition / MARCH).write_text(text, "utf-8")
    assert [(code, path) for code, path, _ in found(edition)] == [
        ("DC021", MARCH.replace("xml", "json")),
        ("DC014", MARCH),
    ]


def test_every_digest_of_a_feed_stands_in_an_archive(edition: Path) -> None:
    """The one that does not is named at its place in the feed."""
    identifier = told(edition / MARCH)[0].id
    for path in (MARCH, MARCH.replace("xml", "json")):
        edit(edition, path, identifier, "tag:localhost,2026:digest/0")
    message = f"{identifier!r} stands in no archive document of its column"
    assert found(edition) == [("DC023", FEED, message)]


def test_a_digest_stands_in_one_archive(edition: Path) -> None:
    """In its own column; a mirror's copy is another entry in another month of nobody."""
    entry = told(edition / MARCH)[0]
    edit(edition, FEBRUARY, "<entry", f"{entry.written}\n<entry")
    edit(edition, FEBRUARY, told(edition / FEBRUARY)[1].updated, entry.updated)
    messages = [message for code, path, message in found(edition) if (code, path) == ("DC023", FEBRUARY)]
    assert messages == [f"{entry.id!r} was published {entry.published!r}, in another month"]
    assert ("DC023", MARCH, f"{entry.id!r} stands in {FEBRUARY} too") in found(edition)


def test_an_archive_says_what_the_feed_says(edition: Path) -> None:
    """An edit that reached one of them is told, with what it is about."""
    entry = told(edition / MARCH)[1]
    later = entry.updated.replace("T01", "T02")
    edit(edition, MARCH, f"<updated>{entry.updated}", f"<updated>{later}")
    edit(edition, MARCH, f"<title>{entry.title}", f"<title>{entry.title}!")
    message = f"{entry.id!r} has another title and updated in {MARCH.replace('xml', 'json')}"
    assert ("DC015", MARCH, message) in found(edition)


FORMATS = {
    "an item of RSS that is another": (RSS, r"digest/[0-9a-f]{32}", "digest/0", RSS, "entry 1 is"),
    "an item that RSS lacks": (RSS, r"<item>.*?</item>\n", "", RSS, "entry 1 is"),
    "RSS without an end": (RSS, r"(<item>.*?</item>\n)(<item>.*</item>\n)+", r"\1", FEED, "it has 6 entries"),
    "a page without its last item": (
        *(MARCH.replace("xml", "json"), r"(\{\"id\".*),\n.*\n\]", r"\1\n]"),
        *(MARCH, f"it has 2 entries, and {MARCH.replace('xml', 'json')} 1"),
    ),
}


@pytest.mark.parametrize("what", FORMATS)
def test_all_formats_hold_the_same_entries(edition: Path, what: str) -> None:
    """In the order of the Atom document."""
    path, old, new, at, message = FORMATS[what]
    text = (edition / path).read_text("utf-8")
    changed = re.sub(old, new, text, count=1, flags=re.DOTALL)
    assert changed != text
    (edition / path).write_text(changed, "utf-8")
    ((code, where, said),) = found(edition)
    assert (code, where) == ("DC021", at)
    assert said.startswith(message)


def test_a_live_document_may_end_where_its_limit_is(edition: Path) -> None:
    """Another format of the same entries may need more bytes."""
    text = (edition / RSS).read_text("utf-8")
    last = text.rindex("<item>")
    (edition / RSS).write_text(text[:last] + "</channel></rss>\n", "utf-8")
    limit = max((edition / path).stat().st_size for path in (FEED, ITEMS, JSON))
    assert examine(edition, edition={"max_bytes": limit}) == []
    assert [one.code for one in examine(edition, edition={"max_bytes": 9 * limit})] == ["DC021"]


def test_what_rss_and_json_say_of_an_entry_is_what_atom_says(edition: Path) -> None:
    """Title, text and, where the format has it, updated and summary."""
    entry = told(edition / FEED)[0]
    edit(edition, RSS, f"<title>{entry.title}", f"<title>{entry.title}!")
    edit(edition, JSON, f'"summary":"{entry.summary}', f'"summary":"!{entry.summary}')
    assert {(path, message) for _, path, message in found(edition)} == {
        (JSON, f"{entry.id!r} has another summary in {MARCH.replace('xml', 'json')}"),
        (RSS, f"{entry.id!r} has another title in {MARCH.replace('xml', 'json')}"),
    }


def test_a_deleted_entry_stands_nowhere(edition: Path) -> None:
    """In no document of any format; a tombstone of what is gone is as it should be."""
    entry = told(edition / FEED)[0]
    edit(edition, FEED, "<generator", tombstone("tag:localhost,2026:digest/0") + "<generator")
    assert found(edition) == []
    edit(edition, FEED, "<generator", tombstone(entry.id) + "<generator")
    assert found(edition) == [
        ("DC024", path, f"{entry.id!r} stands here, and {FEED} says that it was deleted")
        for path in (MARCH.replace("xml", "json"), MARCH, JSON, FEED, RSS)
    ]


def test_an_edition_with_deletions_has_no_finding(tmp_path: Path) -> None:
    """A month's digests left: no document holds them, their items' are tombstones, the month is away."""
    captures = fill_months(tmp_path / "inbox")
    press(tmp_path)
    for path in captures[:2]:
        path.unlink()
    press(tmp_path)
    edition = tmp_path / "feeds"
    assert archive_names(edition, COLUMN) == [FEBRUARY, MARCH]
    assert [
        path for path in (FEED, ITEMS) if (edition / path).read_text("utf-8").count("<at:deleted-entry") != 2
    ] == []
    assert found(edition) == []


def test_a_live_feed_names_fifty_deletions(edition: Path) -> None:
    """The newest; the next one is told."""
    stones = [tombstone(f"tag:localhost,2026:digest/{number:032x}") for number in range(51)]
    edit(edition, FEED, "<generator", "".join(stones[:50]) + "<generator")
    assert found(edition) == []
    edit(edition, FEED, "<generator", stones[50] + "<generator")
    assert found(edition) == [("DC010", FEED, "51 tombstones, and a live feed has 50 at the most")]


def corrected(edition: Path, numbers: list[int]) -> str:
    """The own document of an item with superseded texts of these numbers, older by a day each."""
    path = min(edition.glob(f"{COLUMN}/items/2025-03/*.xml"))
    (entry,) = told(path)
    texts = [
        entry.written.replace(f"{entry.id}<", f"{entry.id}/{number}<")
        .replace(f'href="{entry.link}', f'href="{entry.link}-{number}')
        .replace(f"<title>{entry.title}", f"<title>{entry.title} {number}")
        for number in numbers
    ]
    text = path.read_text("utf-8").replace(entry.written, "\n".join((entry.written, *texts)))
    path.write_text(text, "utf-8")
    return path.relative_to(edition).as_posix()


def test_the_superseded_texts_of_an_item_follow_it(edition: Path) -> None:
    """Newest first, and no longer ago than the edit that replaced them."""
    corrected(edition, [3, 2, 1])
    assert found(edition) == []


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        ([1, 2], [("/1", "/2"), ("/2", "/1")]),
        ([3, 1], [("/3", "/2")]),
        ([2], [("/2", "/1")]),
        ([0], [("/0", "/1")]),
    ],
)
def test_superseded_texts_are_counted_down_to_one(
    edition: Path, numbers: list[int], wrong: list[tuple[str, str]]
) -> None:
    """A number that is left out is a text that was lost."""
    path = corrected(edition, numbers)
    item = told(edition / path)[0].id
    assert found(edition) == [
        ("DC025", path, f"'{item}{stands}' stands where '{item}{should}' should") for stands, should in wrong
    ]


def test_each_superseded_text_has_a_link_of_its_own(edition: Path) -> None:
    """Readers that know entries by their links would show one of them."""
    path = corrected(edition, [2, 1])
    item, newer, older = told(edition / path)
    edit(edition, path, f'href="{newer.link}"', f'href="{item.link}"')
    edit(edition, path, f'href="{older.link}"', f'href="{item.link}"')
    message = "leads to where another text of the item does, and needs a link of its own"
    assert found(edition) == [("DC025", path, f"'{item.id}/{number}' {message}") for number in (2, 1)]


def test_rss_tells_the_time_of_the_news_and_not_of_the_build(edition: Path) -> None:
    """The one that the Atom feed tells."""
    edit(edition, RSS, "<lastBuildDate>Sat, 15 Mar", "<lastBuildDate>Sat, 22 Mar")
    ((code, path, message),) = found(edition)
    assert (code, path) == ("DC021", RSS)
    assert re.fullmatch(
        rf"its lastBuildDate is 2025-03-21T17:\d\d:\d\d, and {FEED} was updated 2025-03-14T17:\d\d:\d\d",
        message,
    )


def test_a_superseded_text_stands_in_no_other_feed(edition: Path) -> None:
    """In items.xml it would be an entry that nobody asked for."""
    entry = told(edition / ITEMS)[0]
    edit(edition, ITEMS, f"{entry.id}<", f"{entry.id}/1<")
    message = f"'{entry.id}/1' is a superseded text, and stands in its item's own feed alone"
    assert found(edition, "DC025") == [("DC025", ITEMS, message)]


def test_an_items_own_feed_begins_with_the_item(edition: Path) -> None:
    """Not with a text that it replaced."""
    path = corrected(edition, [1])
    first = told(edition / path)[0].written
    edit(edition, path, f"{first}\n", "")
    edit(edition, path, "</feed>", f"{first.replace('<entry', '<entry', 1)}\n</feed>")
    assert [(code, where) for code, where, _ in found(edition, "DC025")] == [("DC025", path)]


def test_a_deleted_items_superseded_texts_are_gone_with_it(edition: Path) -> None:
    """They are told as the item is."""
    path = corrected(edition, [1])
    identifier = told(edition / path)[0].id
    edit(edition, ITEMS, "<generator", tombstone(identifier) + "<generator")
    assert [message.split("'")[1] for _, where, message in found(edition, "DC024") if where == path] == [
        identifier,
        f"{identifier}/1",
    ]


@pytest.mark.parametrize("path", [ITEMS, RSS, JSON, PAGE])
def test_a_column_has_every_format_and_a_page(edition: Path, path: str) -> None:
    """What links the missing one tells it too."""
    (edition / path).unlink()
    first = f"{COLUMN}/archive/2025-01.json"
    assert found(edition, "DC026") == [("DC026", first, f"its column has no {path}; press the edition again")]


def test_the_accounts_count_what_the_archive_holds(edition: Path) -> None:
    """Not only what is left in the live feed."""
    edit(edition, "edition.json", '"digests": 6', '"digests": 8')
    assert found(edition) == [
        ("DC012", "edition.json", f"the column '{COLUMN}' has 8 digests, and 6 in its archive")
    ]
