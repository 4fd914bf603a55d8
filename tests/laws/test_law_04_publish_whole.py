"""Law 4: one way into the output: written beside its place, kept by the disk, then replaced, in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.process import run
from tests.laws.witnessed import Witnessed, watched
from tests.press.pressing import age, fill, plain, press, stamps, tree
from tests.samples import BODY, SOURCE, capture, write

EDITED = BODY.replace("今天上午开放", "今天下午才开放")
MARCH = ("archive/2025-03.xml", "archive/2025-03.json")
INTENT = ".pressrun-intent"
ITEM, ARCHIVE, LIVE, PAGE, INDEX, EDITION = range(6)


def rank(path: str) -> int:
    """Which of them links to which: items and archives before live feeds, these before a column's page."""
    if path == "edition.json":
        return EDITION
    if "/" not in path:
        return INDEX
    if path.endswith("/index.html"):
        return PAGE
    return ITEM if "/items/" in path else ARCHIVE if "/archive/" in path else LIVE


def two_columns(folder: Path) -> None:
    """An inbox with a digest of two items and a plain article."""
    write(folder / "inbox", "a.md", capture())
    write(folder / "inbox", "b.md", plain(1))


def replaced(seen: Witnessed, output: Path) -> list[str]:
    """The documents of a run, in the order in which they came to their places."""
    paths = [event.paths[1].relative_to(output).as_posix() for event in seen.below(output, "os.rename")]
    return [path for path in paths if path != INTENT]


def at(seen: Witnessed, name: str, path: Path) -> list[int]:
    """When, in the order of the run's events, this was done to the path."""
    return [when for when, event in enumerate(seen.events) if event.name == name and path in event.paths]


def left(output: Path) -> list[str]:
    """The temporary files that lie about."""
    return [path for path in tree(output) if path.rpartition("/")[2].startswith(".pressrun-")]


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Witnessed]:
    """A first run over two columns, and what it did."""
    folder = tmp_path_factory.mktemp("cold") / "press"
    two_columns(folder)
    return folder, watched(folder, "build")


def test_every_document_of_the_edition_comes_by_being_put_in_its_place(cold: tuple[Path, Witnessed]) -> None:
    """What stands in the output is what was replaced, each document once."""
    folder, seen = cold
    assert seen.finished.returncode == 0
    assert sorted(replaced(seen, folder / "feeds")) == sorted(tree(folder / "feeds"))


def test_what_is_linked_comes_before_what_links_to_it(cold: tuple[Path, Witnessed]) -> None:
    """A column's items, archive, live feeds and page; then index, OPML and report; then edition.json."""
    folder, seen = cold
    paths = replaced(seen, folder / "feeds")
    by_column = {path.partition("/")[0]: [rank(path)] for path in paths if "/" in path}
    for column in by_column:
        by_column[column] = [rank(path) for path in paths if path.startswith(f"{column}/")]
    assert sorted(by_column.values()) == [
        [ITEM, ITEM, ARCHIVE, ARCHIVE, LIVE, LIVE, LIVE, LIVE, PAGE],
        [ITEM, ARCHIVE, ARCHIVE, LIVE, LIVE, LIVE, LIVE, PAGE],
    ]
    assert list(map(rank, paths[-6:])) == [INDEX] * 5 + [EDITION]


def test_a_document_is_written_beside_its_place(cold: tuple[Path, Witnessed]) -> None:
    """The temporary file lies in the document's own folder, so that replacing it is one step."""
    folder, seen = cold
    for event in seen.below(folder / "feeds", "os.rename"):
        temporary, target = event.paths
        assert temporary == target.with_name(f".pressrun-{target.name}")


def test_nothing_else_is_opened_for_writing_below_the_output(cold: tuple[Path, Witnessed]) -> None:
    """Only publish's own temporary files are opened for writing, and nothing is truncated or linked."""
    folder, seen = cold
    opened = [event.paths[0] for event in seen.below(folder / "feeds", "write")]
    assert sorted(opened) == sorted(event.paths[0] for event in seen.below(folder / "feeds", "os.rename"))
    assert seen.below(folder / "feeds", "os.truncate", "os.link", "os.symlink", "os.chmod", "os.utime") == []


def test_a_document_is_kept_by_the_disk_before_it_takes_its_place(cold: tuple[Path, Witnessed]) -> None:
    """Write, fsync, replace, and fsync of the folder, in this order for every document of a small set."""
    folder, seen = cold
    for event in seen.below(folder / "feeds", "os.rename"):
        temporary, target = event.paths
        (written,) = at(seen, "write", temporary)
        (kept,) = at(seen, "fsync", temporary)
        (placed,) = at(seen, "os.rename", target)
        assert written < kept < placed
        assert at(seen, "fsync", target.parent)[-1] > placed


def test_no_document_takes_its_place_before_all_are_kept(cold: tuple[Path, Witnessed]) -> None:
    """The whole set is on the disk before the first of it is seen."""
    folder, seen = cold
    names = [event.name for event in seen.below(folder / "feeds", "write", "os.rename")]
    assert "write" not in names[names.index("os.rename") :]


def test_a_new_folder_is_kept_in_the_one_above_it(cold: tuple[Path, Witnessed]) -> None:
    """A folder made for a document is a name in the folder above, which the disk must keep as well."""
    folder, seen = cold
    for event in seen.below(folder / "feeds", "os.mkdir"):
        made = event.paths[0]
        if made != folder / "feeds":
            assert at(seen, "fsync", made.parent), f"{made.parent} was never synced"


def test_a_large_set_is_kept_by_one_barrier(tmp_path: Path) -> None:
    """A hundred documents are written, the whole disk is synced once, and then each takes its place.

    Between these stands the note of what is to happen.
    """
    fill(tmp_path / "press", 100)

    seen = watched(tmp_path / "press", "build")

    output = tmp_path / "press" / "feeds"
    order = [
        event.name
        for event in seen.events
        if event.name == "sync" or (event.name in {"write", "os.rename"} and output in event.paths[0].parents)
    ]
    assert order == ["write"] * 113 + ["sync"] + ["write", "os.rename"] + ["os.rename"] * 113
    last = max(when for when, event in enumerate(seen.events) if event.name == "os.rename")
    kept = {path for event in seen.events[last:] if event.name == "fsync" for path in event.paths}
    assert {path.parent for path in output.rglob("*") if path.is_file()} <= kept


def test_a_document_that_stands_already_is_not_written(tmp_path: Path) -> None:
    """A new digest of one column writes what it changes; the other column and old items are untouched."""
    folder = tmp_path / "press"
    write(folder / "inbox", "a.md", plain(1, source="Alder"))
    write(folder / "inbox", "b.md", plain(2, source="Birch"))
    press(folder)
    before = stamps(folder / "feeds")
    write(folder / "inbox", "c.md", plain(3, source="Birch"))

    documents = press(folder).documents

    after = stamps(folder / "feeds")
    changed = {path for path in tree(folder / "feeds") if before.get(path) != after[path]}
    accounting = {"edition.json", "index.html", "report.html", "report.json"}
    column = ("feed.xml", "items.xml", "rss.xml", "feed.json", "index.html", *MARCH)
    (item,) = changed - {f"birch/{name}" for name in column} - accounting
    assert item.startswith("birch/items/2025-03/")
    assert (documents.written, documents.unchanged, documents.removed) == (12, 11, 0)


def fresh_and_old(tmp_path: Path) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A folder whose edition is behind its inbox, that edition, and the one that is due."""
    due = tmp_path / "due"
    two_columns(due)
    write(due / "inbox", "c.md", plain(2, date="2025-03-15"))
    press(due)
    folder = tmp_path / "press"
    two_columns(folder)
    press(folder)
    old = tree(folder / "feeds")
    write(folder / "inbox", "c.md", plain(2, date="2025-03-15"))
    return folder, old, tree(due / "feeds")


@pytest.mark.parametrize("moment", ["write:4", "fsync:1", "os.rename:1"])
def test_a_press_killed_before_the_first_replacement_leaves_the_old_edition(
    tmp_path: Path, moment: str
) -> None:
    """SIGKILL while writing, while syncing or in front of the first replacement changes no document."""
    folder, old, due = fresh_and_old(tmp_path)
    seen = watched(folder, "build", fault=f"{moment}:kill")
    assert seen.finished.returncode == -9

    found = tree(folder / "feeds")
    assert {path: found[path] for path in found if path not in left(folder / "feeds")} == old
    press(folder)
    assert tree(folder / "feeds") == due


@pytest.mark.parametrize("number", [2, 5, 9])
def test_a_press_killed_between_replacements_leaves_whole_documents(tmp_path: Path, number: int) -> None:
    """SIGKILL half-way leaves each document old or new, edition.json old, and the next run completes it.

    The first replacement is that of the note, from which the next run knows what is to be done.
    """
    folder, old, due = fresh_and_old(tmp_path)

    seen = watched(folder, "build", fault=f"os.rename:{number}:kill")
    assert seen.finished.returncode == -9

    found = tree(folder / "feeds")
    lying = left(folder / "feeds")
    assert INTENT in lying
    assert len(lying) == 1 + 12 - (number - 2)
    for path in found.keys() - lying:
        assert found[path] in {old.get(path), due.get(path)}, path
    assert found["edition.json"] == old["edition.json"]
    press(folder)
    assert tree(folder / "feeds") == due


def test_an_edit_that_a_crash_cut_short_is_announced_all_the_same(tmp_path: Path) -> None:
    """The item's new text stood already, and the archive still had the old one: it is an edit."""
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    for folder in (whole, cut):
        write(folder / "inbox", "a.md", capture())
        press(folder)
        write(folder / "inbox", "a.md", capture(EDITED, fetch_date="2025-05-09T10:20:30"))
    press(whole)

    seen = watched(cut, "build", fault="os.rename:3:kill")
    assert seen.finished.returncode == -9
    press(cut)

    assert tree(cut / "feeds") == tree(whole / "feeds")


def test_what_a_crash_cut_short_is_completed_without_an_inbox(tmp_path: Path) -> None:
    """A machine that starts again may mount it late: until then the edition stands whole."""
    folder, _, due = fresh_and_old(tmp_path)
    watched(folder, "build", fault="os.rename:4:kill")
    (folder / "inbox").rename(folder / "away")

    finished = run("build", cwd=folder)

    assert finished.returncode == 3
    assert finished.stderr.startswith("pressrun: inbox ")
    assert tree(folder / "feeds") == due


def test_what_a_failing_disk_cut_short_is_completed_by_the_next_run(tmp_path: Path) -> None:
    """An error between two replacements is exit code 3; whoever cleared up meanwhile does no harm."""
    folder, old, due = fresh_and_old(tmp_path)

    finished = watched(folder, "build", fault="os.rename:4:fail").finished

    assert finished.returncode == 3
    assert finished.stderr.endswith(": Input/output error; the next run completes the edition\n")
    assert tree(folder / "feeds")["edition.json"] == old["edition.json"]
    (folder / "feeds" / ".pressrun-report.json").unlink()
    press(folder)
    assert tree(folder / "feeds") == due


@pytest.mark.parametrize(
    "told",
    [
        "half a no",
        "[7]",
        '{"documents": [7], "stale": []}',
        '{"documents": [], "stale": ["../letter.txt"]}',
        '{"documents": [], "stale": ["/etc/passwd", "a//b"]}',
    ],
)
def test_a_note_of_another_make_is_cleared_away(tmp_path: Path, told: str) -> None:
    """Nothing that it tells is done, least of all outside the output."""
    folder, _, due = fresh_and_old(tmp_path)
    letter = write(folder, "letter.txt", "not yours")
    write(folder / "feeds", INTENT, told)

    press(folder)

    assert tree(folder / "feeds") == due
    assert letter.read_text("utf-8") == "not yours"


def test_a_dry_run_does_not_complete_what_a_crash_cut_short(tmp_path: Path) -> None:
    """It writes nothing at all."""
    folder, _, due = fresh_and_old(tmp_path)
    watched(folder, "build", fault="os.rename:4:kill")
    before = tree(folder / "feeds")

    assert run("build", "--dry-run", cwd=folder).returncode == 0

    assert tree(folder / "feeds") == before
    press(folder)
    assert tree(folder / "feeds") == due


def test_temporary_files_of_a_crash_are_cleared_even_where_nothing_changes(tmp_path: Path) -> None:
    """What a killed press left in any folder is gone after the next run, though it writes no document."""
    two_columns(tmp_path)
    press(tmp_path)
    before = tree(tmp_path / "feeds")
    for name in (".pressrun-edition.json", "he-an-tong-xun/.pressrun-feed.xml", "old/items/.pressrun-x.xml"):
        write(tmp_path / "feeds", name, "half a docum")

    assert press(tmp_path).documents.written == 0
    assert tree(tmp_path / "feeds") == before


# The last is that of the output itself: the note is there, and may not be kept.
@pytest.mark.parametrize("moment", ["write:2", "fsync:2", "os.rename:1", "fsync:14"])
def test_a_disk_that_fails_leaves_the_old_edition_and_nothing_lying_about(
    tmp_path: Path, moment: str
) -> None:
    """An error from the disk is exit code 3 and one line; the old edition stands, without leftovers."""
    folder, old, due = fresh_and_old(tmp_path)

    finished = watched(folder, "build", fault=f"{moment}:fail").finished

    assert finished.returncode == 3
    assert finished.stdout == ""
    (line,) = finished.stderr.splitlines()
    assert line.startswith("pressrun: ")
    assert line.endswith(": Input/output error; the edition before stands")
    assert tree(folder / "feeds") == old
    press(folder)
    assert tree(folder / "feeds") == due


def test_a_disk_that_takes_no_large_file_leaves_the_old_edition(tmp_path: Path) -> None:
    """A real limit on the size of files that one document is over: exit code 3, the old edition whole."""
    folder, old, _ = fresh_and_old(tmp_path)
    write(folder / "inbox", "d.md", capture("\n" + "长" * 30_000 + "\n", url="https://example.org/d"))

    limited = (
        "import os, resource, sys; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); os.execv(sys.argv[1], sys.argv[1:])"
    )
    finished = run("build", cwd=folder, before=(sys.executable, "-c", limited))

    assert finished.returncode == 3
    assert "File too large" in finished.stderr
    assert tree(folder / "feeds") == old


def test_a_document_that_is_a_link_is_replaced_and_what_it_leads_to_is_not(tmp_path: Path) -> None:
    """A link in the place of a document, or of its temporary file, never lets the press write elsewhere."""
    two_columns(tmp_path)
    press(tmp_path)
    before = tree(tmp_path / "feeds")
    letter = write(tmp_path, "letter.txt", "not yours")
    for name in ("index.html", "he-an-tong-xun/.pressrun-feed.xml"):
        place = tmp_path / "feeds" / name
        place.unlink(missing_ok=True)
        place.symlink_to(letter)

    press(tmp_path)

    assert letter.read_text("utf-8") == "not yours"
    assert tree(tmp_path / "feeds") == before
    assert not (tmp_path / "feeds" / "index.html").is_symlink()


def test_documents_are_readable_for_a_web_server(tmp_path: Path) -> None:
    """A document's permissions are those of the umask, not those of a temporary file."""
    two_columns(tmp_path)
    old = os.umask(0o022)
    try:
        press(tmp_path)
    finally:
        os.umask(old)

    assert modes((tmp_path / "feeds").rglob("*.xml")) == {0o644}
    assert modes([tmp_path / "feeds" / SLUG]) == {0o755}


SLUG = "he-an-tong-xun"


def modes(paths: Iterable[Path]) -> set[int]:
    """The permissions that these have."""
    return {path.stat().st_mode & 0o777 for path in paths}


def test_the_column_of_these_tests_is_that_of_the_sample() -> None:
    """The slug above is the one that the samples' source makes."""
    assert (SOURCE, SLUG) == ("河岸通讯", "he-an-tong-xun")


def test_the_times_of_an_unchanged_edition_stay_whatever_they_are(tmp_path: Path) -> None:
    """An edition restored from a backup with old times keeps them."""
    two_columns(tmp_path)
    press(tmp_path)
    age(tmp_path / "feeds")

    press(tmp_path)

    assert {when for _, when in list(stamps(tmp_path / "feeds").values())[1:]} == {1_740_000_000_000_000_000}
