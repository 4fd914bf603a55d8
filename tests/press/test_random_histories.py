"""Random histories of an inbox: what no step may break, whatever came before it (laws 2, 3 and 6)."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressrun.press.press import Press
from tests.press.editions import Seen, contents, feed, followed
from tests.press.histories import MIRROR, PLAIN, SPLIT, History, date_of, url_of
from tests.press.pressing import config, press, tree

BASE = "http://127.0.0.1:8000/"
ZONE = ZoneInfo("Asia/Shanghai")
#: So many histories are tried; with the variable set they are other ones in every run.
EXAMPLES = os.environ.get("HISTORIES")

OPERATIONS = st.tuples(
    st.sampled_from(
        [
            *("add", "add", "add", "edit_text", "edit_text", "edit_heading", "edit_title", "grow"),
            *(
                "drop",
                "again",
                "late",
                "mirror",
                "fail",
                "rename",
                "remove",
                "restore",
                "lose_state",
                "lose_ledger",
                "flip",
            ),
        ]
    ),
    st.integers(0, 2**16),
    st.integers(0, 2**16),
)
#: Every history begins with a digest in each column: most operations need one.
STEPS = st.lists(st.lists(OPERATIONS, min_size=1, max_size=2), min_size=4, max_size=12).map(
    lambda steps: [[("add", 0, 0), ("add", SPLIT, 0)], *steps]
)


class Witness:
    """What was seen of every edition so far."""

    def __init__(self) -> None:
        self.urls: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.published: dict[str, datetime] = {}
        self.updated: dict[str, datetime] = {}

    def see(self, history: History, output: Path) -> None:
        """Looks at the edition of a history, and holds it against those before."""
        digests = self._digests(history, output)
        entries = [*digests, *self._items(output)]
        assert len({entry.id for entry in entries}) == len(entries), "an id names two things"
        for entry in entries:
            self._remember(entry, history)
        living = {entry.id for entry in entries}
        self.updated = {id_: moment for id_, moment in self.updated.items() if id_ in living}

    def _digests(self, history: History, output: Path) -> list[Seen]:
        told = contents(output)
        found: list[Seen] = []
        for column in told["columns"]:
            live = feed(output / column["slug"] / "feed.xml")
            archived = [entry for document in followed(output, BASE, live) for entry in document.entries]
            assert len(archived) == column["digests"]
            assert {entry.id for entry in live.entries} <= {entry.id for entry in archived}
            assert not {ref for ref, _ in live.gone} & {entry.id for entry in archived}
            found += archived
        ids = {address(entry): entry.id for entry in found if "anchor" not in address(entry)}
        assert ids.keys() == {url_of(digest) for digest in history.living}
        assert len(found) == len(ids) + 1, "a digest stands twice"
        for url, id_ in ids.items():
            assert self.ids.get(url, id_) == id_, f"{url} has another id"
        self.ids = ids
        return found

    def _items(self, output: Path) -> list[Seen]:
        documents = [feed(path) for path in sorted(output.glob("*/items/*/*.xml"))]
        return [entry for document in documents for entry in document.entries]

    def _remember(self, entry: Seen, history: History) -> None:
        url = address(entry)
        assert self.urls.setdefault(entry.id, url) == url, f"{entry.id} was another digest's"
        assert self.published.setdefault(entry.id, entry.published) == entry.published
        assert entry.updated >= self.updated.get(entry.id, entry.updated), "updated decreases"
        self.updated[entry.id] = entry.updated
        assert entry.updated >= entry.published
        for digest in range(SPLIT + PLAIN):
            if url == url_of(digest):
                two = datetime.fromisoformat(f"{date_of(digest)}T02:00:00").replace(tzinfo=ZONE)
                fetched = history.newest[digest].replace(tzinfo=ZONE)
                assert entry.updated <= max(two, fetched), "updated lies after its capture"


def address(entry: Seen) -> str:
    """The page of an entry, without its fragment."""
    return dict(entry.links)["alternate"].partition("#")[0]


@settings(
    max_examples=int(EXAMPLES or 12),
    derandomize=EXAMPLES is None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(STEPS, st.booleans())
def test_whatever_happens_to_an_inbox_its_edition_remembers(
    steps: list[list[tuple[str, int, int]]],
    watching: bool,  # noqa: FBT001  hypothesis names it
) -> None:
    """Ids, times, accounts, archives: after each step of a history they are as the contract has them."""
    mirrors = {"mirrors": [MIRROR]}
    with TemporaryDirectory() as name:
        folder = Path(name)
        history, witness, output = History(folder), Witness(), folder / "feeds"
        history.begin()
        watch = Press(config(folder, edition=mirrors)) if watching else None
        try:
            for step in steps:
                before = tree(output) if output.exists() else {}
                for operation in step:
                    history.do(*operation)
                changed, lost = history.changed, history.lost
                edition = watch.press() if watch else press(folder, edition=mirrors)
                history.settle()
                if before and not changed:
                    assert tree(output) == before, f"the ledger was lost ({lost}), and the edition changed"

                told = edition.contents
                assert told.captures == len(history.files) + 1
                assert told.captures == told.published + told.rejected + told.duplicates
                witness.see(history, output)

                now = tree(output)
                again = watch.press() if watch else press(folder, edition=mirrors)
                assert (again.documents.written, again.documents.removed) == (0, 0)
                assert tree(output) == now
                if history.plain:
                    cold = folder / "cold"
                    press(folder, output=str(cold), state=str(folder / "cold-state"), edition=mirrors)
                    assert tree(cold) == now, "another edition than the cold one"
                    for left in (cold, folder / "cold-state"):
                        remove(left)
        finally:
            if watch:
                watch.close()


def remove(folder: Path) -> None:
    """Deletes a folder and all in it."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def test_moments_of_the_model_are_later_than_the_days_of_its_digests() -> None:
    """So that an edit can be told by its time."""
    assert all(
        datetime.fromisoformat(date_of(digest)) + timedelta(days=30) < datetime(2025, 6, 1)  # noqa: DTZ001
        for digest in range(SPLIT + PLAIN)
    )
