"""Captures that are being written while a watch presses."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import pytest

from pressrun.press.press import Press
from pressrun.press.results import Edition
from pressrun.store.inbox import Found
from tests.press.pressing import config, fill, plain, tree
from tests.samples import write

NEW = "2025/03/14/new.md"
KNOWN = "2025/03/14/0001.md"
CUT = plain(1)[: plain(1).index("。") + 1]


def being_written(*paths: str) -> Callable[[Sequence[Found]], Collection[str]]:
    """Says so of these captures."""
    return lambda found: {one.path for one in found} & set(paths)


def cycle(press: Press, *paths: str) -> Edition:
    """One cycle during which these captures are being written."""
    return press.press(unsettled=being_written(*paths))


@pytest.mark.parametrize("ledger", [True, False], ids=["going-on", "beginning"])
def test_a_new_capture_that_is_being_written_is_not_there_yet(tmp_path: Path, *, ledger: bool) -> None:
    """The others are published, and it is when it is quiet."""
    fill(tmp_path, 3)
    if ledger:
        cycle(Press(config(tmp_path)))
    write(tmp_path / "inbox", NEW, plain(9)[:200])
    press = Press(config(tmp_path))

    assert cycle(press, NEW).contents.captures == 3

    write(tmp_path / "inbox", NEW, plain(9))
    assert (cycle(press).contents.captures, cycle(press).contents.published) == (4, 4)


def test_a_known_capture_that_is_being_written_counts_as_it_was_last_seen(tmp_path: Path) -> None:
    """Nothing of it changes while the ledger tells what it said; then it is read."""
    fill(tmp_path, 3)
    press = Press(config(tmp_path))
    cycle(press)
    before = tree(tmp_path / "feeds")
    write(tmp_path / "inbox", KNOWN, CUT)

    assert cycle(press, KNOWN).documents.written == 0
    assert tree(tmp_path / "feeds") == before

    assert "he-an-tong-xun/feed.xml" in cycle(press).changes


def test_without_a_ledger_a_known_capture_that_is_being_written_keeps_its_digest(tmp_path: Path) -> None:
    """It cannot be read, so it is rejected this once; what it said stands, and no tombstone is dug."""
    fill(tmp_path, 3)
    cycle(Press(config(tmp_path)))
    before = tree(tmp_path / "feeds")
    write(tmp_path / "inbox", KNOWN, CUT)
    press = Press(config(tmp_path, state=str(tmp_path / "other")))

    edition = cycle(press, KNOWN)

    assert (edition.contents.captures, edition.contents.published) == (3, 2)
    assert edition.contents.rejected_by_rule == {"IN004": 1}
    after = tree(tmp_path / "feeds")
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert not {path for path in changed if path.endswith((".xml", "feed.json"))}
    write(tmp_path / "inbox", KNOWN, plain(1))
    cycle(press)
    assert tree(tmp_path / "feeds") == before


def test_no_mirror_speaks_for_a_digest_whose_own_capture_is_being_written(tmp_path: Path) -> None:
    """Without a ledger as well: it stays in its column, and what its source says then is an edit."""
    once, straight = tmp_path / "once", tmp_path / "straight"
    late = {"fetch_date": "2025-06-01T00:00:00"}
    for folder in (once, straight):
        fill(folder, 3)
        write(folder / "inbox", "mirror.md", plain(1, source="Mirror"))
        cycle(Press(config(folder, edition={"mirrors": ["Mirror"]})))
        edited = plain(1, **late).replace("河岸。", "河岸，后来改过。")
        write(folder / "inbox", KNOWN, edited)
    press = Press(config(once, edition={"mirrors": ["Mirror"]}, state=str(once / "other")))
    before = tree(once / "feeds")

    edition = cycle(press, KNOWN)

    assert edition.contents.rejected_by_rule == {"IN004": 2}
    after = tree(once / "feeds")
    assert {path for path in before if path.endswith(".xml") and before[path] != after.get(path)} == set()
    cycle(press)
    cycle(Press(config(straight, edition={"mirrors": ["Mirror"]})))
    assert tree(once / "feeds") == tree(straight / "feeds")
    entries = (once / "feeds").glob("he-an-tong-xun/items/*/*.xml")
    assert sorted(path.read_text("utf-8").count("<entry") for path in entries) == [1, 1, 2]


def test_a_file_that_changes_between_the_scan_and_the_reading_is_not_read(tmp_path: Path) -> None:
    """The scan saw it quiet; what was read then is anybody's guess."""
    fill(tmp_path, 3)
    press = Press(config(tmp_path))
    cycle(press)
    write(tmp_path / "inbox", NEW, plain(9))

    def then_written_to(found: Sequence[Found]) -> Collection[str]:
        assert NEW in {one.path for one in found}
        write(tmp_path / "inbox", NEW, plain(9)[:300])
        return ()

    assert press.press(unsettled=then_written_to).contents.captures == 3


def test_what_attends_a_cycle_can_end_it_before_anything_is_published(tmp_path: Path) -> None:
    """At any moment when it is asked: no document has changed and no temporary file is left."""
    fill(tmp_path, 3)
    Press(config(tmp_path)).press()
    before = tree(tmp_path / "feeds")
    write(tmp_path / "inbox", NEW, plain(9))

    calls = 0
    for moment in range(1, 100):
        calls = 0

        def attend(moment: int = moment) -> None:
            nonlocal calls
            calls += 1
            if calls == moment:
                raise KeyboardInterrupt

        try:
            edition = Press(config(tmp_path)).press(attend=attend)
        except KeyboardInterrupt:
            assert tree(tmp_path / "feeds") == before
            continue
        break

    assert moment > 5
    assert edition.contents.captures == 4
    assert json.loads((tmp_path / "feeds" / "edition.json").read_bytes())["captures"] == 4


def test_other_times_of_a_watch_leave_the_ledger_as_good_as_it_was(tmp_path: Path) -> None:
    """A build between the cycles of a watch has no `--every`: neither of them reads all captures again."""
    fill(tmp_path, 3)
    # A file of the last two seconds is read again in any case.
    time.sleep(2.2)
    cycle(Press(config(tmp_path, watch={"every": "1h"})))
    read: list[int] = []

    Press(config(tmp_path, watch={"every": "5m"})).press(progress=lambda _, total: read.append(total))

    assert read == []
