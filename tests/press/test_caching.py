"""A check that remembers: the same findings as one that does not, whatever became of the cache."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pressrun.config import Config
from pressrun.finding import Finding, Place, Severity
from pressrun.press import Checked, check, records, target_of
from pressrun.press.batches import BATCH_FILES
from pressrun.press.proof import Proof
from pressrun.rules import Facts, select
from tests.press.pressing import plain
from tests.samples import capture, write

_COUNT = BATCH_FILES + 3
#: No file changes for so long before a check that its times may be believed.
_LONG_AGO = 3_000_000_000


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """More captures than one batch: some are bad, some are one digest, and one is no file."""
    folder = tmp_path / "inbox"
    for number in range(_COUNT):
        write(folder, f"2025/03/14/{number:03}.md", plain(number % (_COUNT - 2)))
    write(folder, "2025/03/14/010.md", capture(date="2025-02-30"))
    write(folder, "2025/03/15/page.html", capture("<p>页 & <b>面</p>", title="第一: 第二"))
    (folder / "link.md").symlink_to("2025/03/14/000.md")
    return folder


def checked(folder: Path, *codes: str, remember: bool = True, settled: bool = True, **more: str) -> Checked:
    """The check of a folder with all rules; `settled`: as if all its files were written long ago."""
    config = Config.model_validate({"state": f"{folder.parent}/state", "inbox": f"{folder}"} | more)
    target = target_of(folder, folder)
    if settled:
        target = replace(target, seen_ns=target.seen_ns + _LONG_AGO)
    return check(target, config, select(codes or ("ALL",)), remember=remember)


def cache_file(folder: Path) -> Path:
    """The one file below the state."""
    (file,) = (folder.parent / "state").glob("check-*")
    return file


def rows(folder: Path, what: str = "count(*)", table: str = "told") -> list[object]:
    """What a column of the cache holds."""
    base = sqlite3.connect(cache_file(folder))
    found = [row[0] for row in base.execute(f"SELECT {what} FROM {table}")]  # noqa: S608
    base.close()
    return found


def opened(folder: Path, work: Callable[[], Checked]) -> tuple[Checked, int]:
    """What the work gives, and how many opens of something below the folder it took."""
    count = 0

    def count_opens(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        path = str(arguments[0]) if watching and event == "open" else ""
        # A scan opens folders; what is counted is what opens the files in them.
        count += path.startswith(f"{folder}/") and not Path(path).is_dir()

    watching = True
    sys.addaudithook(count_opens)
    try:
        done = work()
        return done, count
    finally:
        watching = False


def test_a_second_check_finds_the_same_and_writes_nothing(inbox: Path) -> None:
    """Every finding, in its order, and every source."""
    cold = checked(inbox, remember=False)
    first = checked(inbox)
    before = cache_file(inbox).stat()
    second = checked(inbox)

    assert {finding.code for finding in cold.findings} >= {"DT001", "FM003", "IN002", "XF001"}
    assert first == cold
    assert second == cold
    assert cache_file(inbox).stat().st_mtime_ns == before.st_mtime_ns


def test_a_file_with_the_times_of_its_last_reading_is_not_read(inbox: Path) -> None:
    """The first check opens every file, the second none; a third that cannot trust their times, all again."""
    cold, opened_cold = opened(inbox, lambda: checked(inbox))
    warm, opened_warm = opened(inbox, lambda: checked(inbox))
    doubting, opened_doubting = opened(inbox, lambda: checked(inbox, settled=False))

    assert (opened_cold, opened_warm, opened_doubting) == (_COUNT + 2, 1, _COUNT + 2)
    assert cold == warm == doubting


def test_a_file_that_changed_just_now_is_read_again(inbox: Path) -> None:
    """Same size, same modification time, even within one tick of the clock."""
    path = inbox / "2025/03/14/020.md"
    checked(inbox, settled=False)
    times = path.stat()
    path.write_bytes(path.read_bytes().replace(b"date: 2025-03-14", b"date: 2025-02-30"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    again = checked(inbox, settled=False)

    assert ("2025/03/14/020.md", "DT001") in {(finding.path, finding.code) for finding in again.findings}
    assert again == checked(inbox, remember=False)


def test_an_edit_that_hides_its_time_is_seen(inbox: Path) -> None:
    """`touch` sets mtime back; no program sets ctime back."""
    checked(inbox)
    path = inbox / "2025/03/14/020.md"
    times = path.stat()
    time.sleep(0.05)
    path.write_bytes(path.read_bytes().replace(b"date: 2025-03-14", b"date: 2025-02-30"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    again = checked(inbox)

    assert again == checked(inbox, remember=False)
    assert ("2025/03/14/020.md", "DT001") in {(finding.path, finding.code) for finding in again.findings}


def test_edits_renames_and_removals_are_seen(inbox: Path) -> None:
    """Of files and of the set: a rule about a set speaks anew, and what is gone leaves the cache."""
    checked(inbox)
    write(inbox, "2025/03/14/030.md", plain(31))
    (inbox / "2025/03/14/040.md").rename(inbox / "2025/03/15" / "040.md")
    (inbox / "2025/03/14/000.md").unlink()
    write(inbox, "new.md", plain(32))

    again = checked(inbox)

    assert again == checked(inbox, remember=False)
    assert checked(inbox) == again
    assert rows(inbox) == rows(inbox, "count(DISTINCT path)") == [_COUNT + 1]


def test_other_rules_and_other_settings_have_rows_of_their_own(inbox: Path) -> None:
    """What one selection found says nothing of another; four of them are remembered."""
    for codes in (("MD",), ("BD",), ("DT",), ("XF",), ("FM",), ("MD",)):
        assert checked(inbox, *codes) == checked(inbox, *codes, remember=False)
        assert checked(inbox, *codes) == checked(inbox, *codes, remember=False)
    assert len(rows(inbox, "rules", "rules")) == 4

    small = checked(inbox, max_capture_bytes="1024")
    assert small == checked(inbox, remember=False, max_capture_bytes="1024")


def test_rules_that_went_unused_for_long_are_forgotten(inbox: Path) -> None:
    """Their captures as well."""
    checked(inbox, "MD")
    base = sqlite3.connect(cache_file(inbox))
    base.execute("UPDATE rules SET day = day - 31")
    base.commit()
    base.close()

    checked(inbox, "BD")

    assert len(rows(inbox, "rules", "rules")) == 1
    assert rows(inbox) == [_COUNT + 1]


def test_a_folder_inside_the_inbox_shares_the_cache_of_the_inbox(inbox: Path) -> None:
    """Its captures are known already, and none of the others is forgotten."""
    checked(inbox)
    config = Config.model_validate({"state": f"{inbox.parent}/state", "inbox": f"{inbox}"})
    part = target_of(inbox / "2025/03/14", inbox)

    told = check(part, config, select(("ALL",)), remember=True)

    assert told == check(part, config, select(("ALL",)))
    assert rows(inbox) == [_COUNT + 1]


def test_a_damaged_cache_changes_no_finding(inbox: Path) -> None:
    """One byte anywhere, a tail cut off, another file in its place: the check runs, and the next is whole."""
    cold = checked(inbox, remember=False)
    checked(inbox)
    file = cache_file(inbox)
    whole = file.read_bytes()
    chance = random.Random(5)  # noqa: S311  places, not secrets
    places = [*range(0, 100, 7), *(chance.randrange(len(whole)) for _ in range(50))]
    damaged = [whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :] for at in places]
    damaged += [b"", b"text", whole[: len(whole) // 2], whole[:4096], b"\0" * len(whole)]
    damaged += [
        whole[:at] + b"\xff" * 512 + whole[at + 512 :] for at in range(0, len(whole), len(whole) // 12)
    ]

    for number, data in enumerate(damaged):
        file.write_bytes(data)
        assert replace(checked(inbox), note="") == cold, number


def test_a_damaged_cache_is_begun_anew(inbox: Path) -> None:
    """The check after that remembers everything."""
    cold = checked(inbox)
    cache_file(inbox).write_bytes(b"no database" * 1000)

    assert checked(inbox) == cold
    assert rows(inbox) == [_COUNT + 1]


def test_a_table_of_another_make_is_not_asked(inbox: Path) -> None:
    """A view could run for ever; only what a check has made itself is read."""
    cold = checked(inbox)
    file = cache_file(inbox)
    file.unlink()
    base = sqlite3.connect(file)
    base.execute("CREATE TABLE rules (rules BLOB PRIMARY KEY, day INTEGER) WITHOUT ROWID")
    base.execute(
        "CREATE VIEW told AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    )
    base.commit()
    base.close()

    assert checked(inbox) == cold
    assert checked(inbox) == cold


def test_a_cache_that_is_a_link_is_not_followed(inbox: Path) -> None:
    """What it leads to stays as it is, and a file of our own takes the link's place."""
    cold = checked(inbox)
    file = cache_file(inbox)
    elsewhere = inbox.parent / "elsewhere"
    file.rename(elsewhere)
    before = elsewhere.read_bytes()
    file.symlink_to(elsewhere)

    assert checked(inbox) == cold
    assert elsewhere.read_bytes() == before
    assert not file.is_symlink()


def test_a_cache_that_another_process_is_writing_is_no_failure(inbox: Path) -> None:
    """Nothing is waited for long, and why nothing was kept is told."""
    cold = checked(inbox)
    base = sqlite3.connect(cache_file(inbox), isolation_level=None)
    base.execute("BEGIN EXCLUSIVE")

    told = checked(inbox)
    base.close()

    assert told.note.endswith("database is locked")
    assert replace(told, note="") == cold


def test_checks_at_the_same_time_all_find_the_same(inbox: Path) -> None:
    """Whoever writes last has the say, and nobody reads half of anything."""
    cold = checked(inbox, remember=False)

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: checked(inbox), range(12)))

    assert [replace(one, note="") for one in told] == [cold] * 12


@pytest.mark.parametrize("place", ["inbox/.state", "feeds/state"])
def test_a_state_inside_inbox_or_output_gets_no_cache(inbox: Path, place: str) -> None:
    """Both are for others to write (laws 4 and 5)."""
    state, output = inbox.parent / place, inbox.parent / "feeds"

    told = checked(inbox, state=f"{state}", output=f"{output}")

    assert "lies inside" in told.note
    assert not state.exists()


def test_few_captures_get_no_cache(tmp_path: Path) -> None:
    """They are proved before a cache is opened."""
    write(tmp_path, "inbox/a.md", plain(1))

    assert checked(tmp_path / "inbox").note == ""
    assert not (tmp_path / "state").exists()


def test_every_word_of_a_proof_comes_back() -> None:
    """A field that is added to a proof, a finding or the facts of a set has to come through the cache.

    A check asks for no claim: only the press, which reads a capture whole, needs to know whose it is.
    """
    finding = Finding("DT001", "bad-date", Severity.WARNING, "a.md", 1, 2, 3, 4, "第\udcff\x1b", "fix")
    places = Place(1, 2, 3, 4), Place(5, 6, 7, 8), Place(9, 9, 9, 9)
    more = {
        "bare": True,
        "sentences": b"\x00\xff",
        "shows_title": True,
        "listing": True,
        "pictures": frozenset({3, 1}),
    }
    facts = Facts("a.md", "k", "t", "s", "a", None, *places, site="h", **more)  # type: ignore[arg-type]
    proof = Proof("a.md", None, (finding, finding._replace(fix=None)), facts, "源", ("FM", "BD001"))
    simple = {"path", "digest", "findings", "facts", "claim"}
    assert all(getattr(proof, one.name) for one in fields(Proof) if one.name not in simple)

    ((read, has_facts),) = records.read_proofs([("a.md", records.write_proof(proof))])

    assert (read, has_facts) == (replace(proof, facts=None), True)
    assert records.read_facts([("a.md", records.write_facts(facts))]) == [facts]
    assert records.read_findings(records.write_findings({"a.md": [finding]})) == {"a.md": [finding]}


@pytest.mark.parametrize(
    "record",
    [
        b"", b"1", b"[1,2]", b"{}", b"[true,[],[[]]]", b"[true,[1],[]]", b"[" * 100_000,
        b'[true,[""],[["DT001","error",1,1,1,true,"m",null]]]',
        b'[true,[""],[["ZZ999","error",1,1,1,1,"m",null]]]',
        b'[true,[""],[["DT001","fatal",1,1,1,1,"m",null]]]',
        b'[true,[""],[["DT001","error",1,1,1,1,[],null]]]',
        b"1],[2", b"1,2", b"\xff",
    ],
)  # fmt: skip
def test_a_record_of_another_make_is_a_value_error(record: bytes) -> None:
    """Nothing of it is believed."""
    with pytest.raises(ValueError, match="a record of another make"):
        records.read_proofs([("a.md", record)])


def test_a_file_that_cannot_be_read_is_never_remembered(inbox: Path) -> None:
    """Whether it can is not a matter of its bytes."""
    checked(inbox)
    path = inbox / "2025/03/14/020.md"
    path.unlink()
    path.mkdir()

    assert checked(inbox) == checked(inbox, remember=False)
    assert rows(inbox) == [_COUNT]
