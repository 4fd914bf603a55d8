"""Law 2: an edition is a function of the inbox, the config and the edition before it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pressrun.press.build import build
from tests.cli.process import run
from tests.press.pressing import age, config, fill, plain, press, stamps, tree
from tests.samples import BODY, capture, write

MINGLED = "\n## 甲\n\n一。（来源：丙报）\n\n## 乙\n\n二。（来源：甲报）\n\n## 丙\n\n三。（来源：乙报）\n"


def captures() -> dict[str, str]:
    """A small inbox of everything: two columns, a mirror's copy, a re-capture, a page, a bad file."""
    return {
        "2025/03/14/a.md": capture(),
        "2025/03/15/b.md": capture(
            MINGLED,
            title="甲；乙；丙 | 晨间速读",
            url="https://mp.weixin.qq.com/s?__biz=MDAwMDAwMDAwMQ==&mid=2650000002&idx=1&sn=aa",
            date="2025-03-15",
        ),
        "2025/03/14/own.md": plain(3),
        "2025/03/14/mirror.md": plain(3, source="城南转载"),
        "2025/03/14/again.md": capture(fetch_date="2025-06-01T00:00:00"),
        "2025/04/01/c.md": plain(1, source="城南转载", date="2025-04-01"),
        # A mirror copies from many: so the digest above is its own source's.
        "2025/04/01/other.md": capture("\n城南。\n", url="https://other.example.net/1", source="城南转载"),
        "2025/04/01/d.md": plain(2, source="Elsewhere", date="2025-04-01"),
        "2025/04/01/e.html": capture("<article><p>一座桥</p></article>", url="https://example.org/e"),
        "2025/04/01/坏.md": capture(date="2025-04-31"),
    }


def inbox(folder: Path, names: list[str] | None = None) -> None:
    """Writes these captures, in this order; by default all of them."""
    texts = captures()
    for name in names or list(texts):
        write(folder / "inbox", name, texts[name])


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of all captures, by a real process in the plainest environment."""
    folder = tmp_path_factory.mktemp("plainest")
    inbox(folder)
    env = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    assert run("build", "--jobs", "1", cwd=folder, env=env).returncode == 0
    return folder / "feeds"


def test_the_edition_of_these_tests_has_something_of_everything(cold: Path) -> None:
    """Four columns, duplicates, a rejected file: were one missing, the tests below would show less."""
    columns = {path.partition("/")[0] for path in tree(cold) if "/" in path}
    assert columns == {"chen-jian-su-du", "cheng-nan-zhuan-zai", "elsewhere", "he-an-tong-xun"}
    assert b'"duplicates": 2' in (cold / "edition.json").read_bytes()
    assert b'"rejected": 1' in (cold / "edition.json").read_bytes()


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["hash-seed", "hash-seed-and-zone", "zone-and-locale", "no-utf-8"],
)
def test_the_environment_changes_no_byte(tmp_path: Path, cold: Path, env: dict[str, str]) -> None:
    """The seed of hashes, the zone and the locale of the process are in no document."""
    inbox(tmp_path)

    finished = run("build", cwd=tmp_path, env=env)

    assert finished.returncode == 0
    assert tree(tmp_path / "feeds") == tree(cold)


def test_the_working_folder_changes_no_byte(tmp_path: Path, cold: Path) -> None:
    """The same inbox named from elsewhere, by a long path, gives the same edition."""
    folder = tmp_path / "a folder" / "deeper"
    inbox(folder)
    (tmp_path / "elsewhere").mkdir()
    elsewhere = tmp_path / "elsewhere"

    finished = run("build", folder / "inbox", "--output", folder / "feeds", cwd=elsewhere)

    assert finished.returncode == 0
    assert tree(folder / "feeds") == tree(cold)


@pytest.mark.parametrize("when", [0, 1_000_000_000, 4_000_000_000])
def test_times_of_files_change_no_byte(tmp_path: Path, cold: Path, when: int) -> None:
    """Captures copied in 1970, in 2001 or in 2096 give the same edition."""
    inbox(tmp_path)
    age(tmp_path / "inbox", when)

    press(tmp_path)

    assert tree(tmp_path / "feeds") == tree(cold)


class Shuffled:
    """A folder's listing in an order of its own, as another file system would give it."""

    def __init__(self, listing: Iterator[os.DirEntry[str]], *, backwards: bool) -> None:
        self._entries = sorted(listing, key=lambda entry: entry.name, reverse=backwards)

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return iter(self._entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """There is nothing left to close."""


@pytest.mark.parametrize("backwards", [False, True])
def test_the_order_of_a_listing_changes_no_byte(
    tmp_path: Path, cold: Path, monkeypatch: pytest.MonkeyPatch, *, backwards: bool
) -> None:
    """A file system that lists its files from z to a gives the same edition as one from a to z."""
    inbox(tmp_path)
    real = os.scandir

    def scandir(folder: str) -> Shuffled:
        with real(folder) as listing:
            return Shuffled(listing, backwards=backwards)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", scandir)
        press(tmp_path)

    assert tree(tmp_path / "feeds") == tree(cold)


def test_pressing_twice_touches_nothing(tmp_path: Path) -> None:
    """The second run over the same inbox leaves every file and folder with its inode and its time."""
    inbox(tmp_path)
    press(tmp_path)
    age(tmp_path / "feeds")
    before = stamps(tmp_path / "feeds")

    edition = press(tmp_path)

    assert stamps(tmp_path / "feeds") == before
    assert (edition.documents.written, edition.documents.removed) == (0, 0)
    assert edition.unchanged == edition.contents.published == 7


def test_the_edition_before_changes_no_byte_where_nothing_was_taken_away(tmp_path: Path, cold: Path) -> None:
    """Pressed over an older edition of fewer captures, the documents are those of an empty output."""
    inbox(tmp_path, ["2025/03/14/mirror.md", "2025/04/01/坏.md"])
    press(tmp_path)
    inbox(tmp_path)

    press(tmp_path)

    assert tree(tmp_path / "feeds") == tree(cold)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(list(captures())))
def test_captures_that_come_one_at_a_time_give_the_cold_edition(cold: Path, order: list[str]) -> None:
    """Whatever came first and however often it was pressed in between, the edition is the cold one."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for capture_name in order:
            inbox(folder, [capture_name])
            press(folder)

        assert tree(folder / "feeds") == tree(cold)


def test_any_executor_and_any_number_of_workers_give_the_same_bytes(tmp_path: Path) -> None:
    """This process, two processes and three threads press several batches into the same documents."""
    fill(tmp_path, 150)
    write(tmp_path / "inbox", "2025/03/14/digest.md", capture(BODY))

    assert run("build", "--jobs", "1", "--output", "one", cwd=tmp_path).returncode == 0
    assert run("build", "--jobs", "2", "--output", "two", cwd=tmp_path).returncode == 0
    with ThreadPoolExecutor(3) as threads:
        build(config(tmp_path, output=str(tmp_path / "threads")), threads)

    one = tree(tmp_path / "one")
    # The edition's own, the items', and of each of two columns its feeds, its page and its month.
    assert len(one) == 6 + 150 + 2 + 2 * (4 + 1 + 2)
    assert tree(tmp_path / "two") == one
    assert tree(tmp_path / "threads") == one
