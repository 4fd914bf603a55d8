"""The ledger is an index: whatever happens to its file, there is none, or it says what was written."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pressrun.store.ledger import Ledger, LedgerDamaged, Put
from tests.cli.process import POWERLESS, finish
from tests.store.test_ledger import loaded, written

_BEFORE = [
    *(Put("digest", b"k%03d" % number, b"light %d" % number, b"%d " % number * 400) for number in range(40)),
    *(Put("capture", b"2025/%03d.md" % number, b"seen %d" % number, None) for number in range(60)),
]
_CHANGED = [Put("digest", b"k%03d" % number, b"new %d" % number, b"%d+" % number * 300) for number in (7, 21)]
_NOW = {(put.kind, put.key): put for put in (*_BEFORE, *_CHANGED)}
_LIGHT = {
    kind: {key: put.light for (of, key), put in _NOW.items() if of == kind} for kind in ("digest", "capture")
}
_HEAVY = {key: put.heavy for (kind, key), put in _NOW.items() if kind == "digest"}


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """The ledger of a press that was killed after its second write, which is in the log only."""
    ledger = written(tmp_path / "live", *_BEFORE)
    ledger.write(_CHANGED, ())
    for end in ("", "-wal", ".stamp"):
        shutil.copy(tmp_path / f"live{end}", tmp_path / f"ledger{end}")
    ledger.close()
    assert (tmp_path / "ledger-wal").stat().st_size > 20_000
    return tmp_path / "ledger"


def heard(file: Path) -> tuple[bool, bool]:
    """Whether the light and the heavy values were believed; that they are right, it asks itself."""
    ledger = Ledger(file, b"mark")
    light = ledger.load()
    if light is None:
        return False, False
    assert light == _LIGHT
    try:
        assert ledger.heavy("digest", light["digest"]) == _HEAVY
    except LedgerDamaged:
        assert loaded(file) is None
        return True, False
    finally:
        ledger.close()
    return True, True


def damaged(kept: dict[str, bytes], end: str, flips: int) -> list[bytes]:
    """The bytes of one of the files, each time with another wrong one."""
    whole = kept[end]
    chance = random.Random(flips)  # noqa: S311  places, not secrets
    places = [*range(min(100, len(whole))), *(chance.randrange(len(whole)) for _ in range(flips))]
    return [whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :] for at in places]


def put_down(file: Path, files: dict[str, bytes]) -> None:
    """These files and no others of the ledger."""
    (file.parent / (file.name + "-shm")).unlink(missing_ok=True)
    for end, data in files.items():
        (file.parent / (file.name + end)).write_bytes(data)


def files_of(file: Path) -> dict[str, bytes]:
    """The file, its log and its stamp."""
    return {end: (file.parent / (file.name + end)).read_bytes() for end in ("", "-wal", ".stamp")}


def test_a_press_that_was_killed_lost_nothing_it_had_written(killed: Path) -> None:
    """The log is read with the file."""
    assert heard(killed) == (True, True)


@pytest.mark.parametrize("end", ["", "-wal", ".stamp"])
def test_a_flipped_byte_never_makes_a_wrong_value(killed: Path, end: str) -> None:
    """At 200 places and more of each file: no ledger, a heavy value that is refused, or all as it was."""
    kept = files_of(killed)
    heard_of = set()

    for data in damaged(kept, end, 200):
        put_down(killed, kept | {end: data})
        heard_of.add(heard(killed))

    assert (False, False) in heard_of


def test_a_flipped_byte_in_a_file_that_was_closed_never_makes_a_wrong_value(killed: Path) -> None:
    """Without a log every byte is the file's own, heavy values too."""
    loaded(killed)
    kept = {end: (killed.parent / (killed.name + end)).read_bytes() for end in ("", ".stamp")}
    heard_of = set()

    for data in damaged(kept, "", 300):
        put_down(killed, kept | {"": data})
        heard_of.add(heard(killed))

    assert heard_of == {(False, False), (True, False), (True, True)}


def test_what_was_damaged_can_be_changed_without_a_wrong_value(killed: Path) -> None:
    """A write to a file with a flipped byte is refused, or it gives what it should, or there is no ledger."""
    loaded(killed)
    kept = {end: (killed.parent / (killed.name + end)).read_bytes() for end in ("", ".stamp")}

    for data in damaged(kept, "", 100):
        put_down(killed, kept | {"": data})
        ledger = Ledger(killed, b"mark")
        if ledger.load() is not None:
            try:
                ledger.write([Put("digest", b"new", b"light", b"heavy" * 500)], [("digest", b"k003")])
            except LedgerDamaged:
                assert loaded(killed) is None
        ledger.close()
        light = loaded(killed)
        if light is not None and b"new" in light["digest"]:
            expected = {key: value for key, value in _LIGHT["digest"].items() if key != b"k003"}
            assert light == {**_LIGHT, "digest": {**expected, b"new": b"light"}}


@pytest.mark.parametrize("data", [b"", b"text", b"\0" * 40_000, b"SQLite format 3\0" * 600])
def test_another_file_in_its_place_is_no_ledger(killed: Path, data: bytes) -> None:
    """And a new one can be begun there."""
    put_down(killed, {"": data, "-wal": b""})

    assert loaded(killed) is None
    written(killed, *_CHANGED).close()
    assert loaded(killed) == {"digest": {b"k007": b"new 7", b"k021": b"new 21"}}


@pytest.mark.parametrize("end", ["", "-wal", ".stamp"])
def test_a_file_that_is_lost_is_no_ledger(killed: Path, end: str) -> None:
    """Without its log SQLite would go back to the write before, and say nothing."""
    (killed.parent / (killed.name + end)).unlink()

    assert loaded(killed) is None


def test_a_ledger_of_an_older_edition_is_none(killed: Path) -> None:
    """It is whole, but it is not what was written last."""
    other = killed.with_name("older")
    written(other, *_BEFORE).close()
    put_down(killed, {"": other.read_bytes(), "-wal": b""})

    assert loaded(killed) is None


def test_a_link_is_not_followed(killed: Path) -> None:
    """What it leads to stays as it is, and a file of our own takes the link's place."""
    loaded(killed)
    elsewhere = killed.rename(killed.with_name("elsewhere"))
    before = elsewhere.read_bytes()
    killed.symlink_to(elsewhere)

    assert loaded(killed) is None
    written(killed, *_CHANGED).close()

    assert (killed.is_symlink(), elsewhere.read_bytes()) == (False, before)


@pytest.mark.parametrize("end", ["", ".stamp"])
def test_a_pipe_does_not_hang_the_press(killed: Path, end: str) -> None:
    """Neither where it reads nor where it writes."""
    pipe = killed.parent / (killed.name + end)
    pipe.unlink()
    os.mkfifo(pipe)

    assert loaded(killed) is None
    written(killed, *_BEFORE, *_CHANGED).close()
    assert heard(killed) == (True, True)


@pytest.mark.parametrize("replacement", [False, True])
def test_a_file_that_somebody_takes_away_is_noticed(killed: Path, *, replacement: bool) -> None:
    """Or puts another one in its place: it is not read or written any longer, but it can be begun anew."""
    ledger = Ledger(killed, b"mark")
    ledger.load()
    data = killed.read_bytes()
    killed.unlink()
    if replacement:
        killed.write_bytes(data)

    assert not ledger.stands()
    with pytest.raises(LedgerDamaged):
        ledger.heavy("digest", [b"k001"])
    with pytest.raises(LedgerDamaged):
        ledger.write(_CHANGED, ())
    assert ledger.load() is None
    ledger.write([*_BEFORE, *_CHANGED], (), anew=True)
    ledger.close()
    assert heard(killed) == (True, True)


def test_a_write_of_another_press_is_noticed(killed: Path) -> None:
    """Loaded again, its rows are there."""
    ledger = Ledger(killed, b"mark")
    ledger.load()
    other = Ledger(killed, b"mark")
    other.load()
    other.write([Put("column", b"c", b"light", b"heavy")], ())
    other.close()

    assert not ledger.stands()
    with pytest.raises(LedgerDamaged):
        ledger.heavy("column", [b"c"])
    assert ledger.load() == {**_LIGHT, "column": {b"c": b"light"}}
    assert ledger.heavy("column", [b"c"]) == {b"c": b"heavy"}
    ledger.close()


def test_who_writes_after_another_press_ends_the_ledger(killed: Path) -> None:
    """Neither of them knows what stands in the edition."""
    ledger = Ledger(killed, b"mark")
    ledger.load()
    other = Ledger(killed, b"mark")
    other.load()
    other.write([Put("column", b"c", b"light", b"heavy")], ())
    other.close()

    with pytest.raises(LedgerDamaged):
        ledger.write(_CHANGED, ())

    assert loaded(killed) is None


def test_a_row_that_was_never_there_is_damage(killed: Path) -> None:
    """Whoever asks for it believes that it stands there."""
    ledger = Ledger(killed, b"mark")
    ledger.load()

    with pytest.raises(LedgerDamaged):
        ledger.heavy("digest", [b"k001", b"none"])


def test_a_state_that_cannot_be_made_is_told_of(tmp_path: Path) -> None:
    """In one line, and the press goes on."""
    (tmp_path / "state").write_text("a file", encoding="utf-8")
    ledger = Ledger(tmp_path / "state" / "ledger", b"mark")

    assert ledger.load() is None
    ledger.doubt()
    ledger.write(_BEFORE, (), anew=True)

    assert ledger.trouble == f"{tmp_path}/state/ledger: File exists"


_DELTA = """
import resource, sys
from pathlib import Path
from pressrun.store.ledger import Ledger, Put
file, most = Path(sys.argv[1]), int(sys.argv[2])
ledger = Ledger(file, b"mark")
rows = ledger.load()
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
ledger.doubt()
puts = [Put("digest", b"new", b"light", b"heavy" * 100_000)]
ledger.write(puts, (), anew=rows is None)
print(rows is None, ledger.trouble)
"""


def test_a_full_disk_is_told_of_and_leaves_no_ledger(killed: Path) -> None:
    """What was written before is out of date."""
    told = finish([sys.executable, "-c", _DELTA, str(killed), "120000"], cwd=killed.parent)

    assert (told.stdout, told.stderr) == (f"False {killed}: disk I/O error\n", "")
    assert sorted(killed.parent.glob("ledger*")) == []


def test_a_state_that_cannot_be_written_is_told_of_and_not_believed(killed: Path) -> None:
    """It could not be taken away when the edition changes."""
    loaded(killed)
    for path in (killed, killed.parent):
        path.chmod(0o555)

    told = finish([*POWERLESS, sys.executable, "-c", _DELTA, str(killed), "1000000000"], cwd=killed.parent)
    killed.parent.chmod(0o755)
    killed.chmod(0o644)

    assert (told.stdout, told.stderr) == (f"True {killed}: Permission denied\n", "")


_WRITER = """
import sys
from itertools import count
from pathlib import Path
from pressrun.store.ledger import Ledger, Put
ledger = Ledger(Path(sys.argv[1]), b"mark")
for turn in count():
    puts = [Put("digest", b"%d" % number, b"%d" % turn, b"%d" % turn * 900) for number in range(30)]
    ledger.write(puts, (), anew=turn % 40 == 0)
    print(turn, flush=True)
"""


@pytest.mark.parametrize("turns", [1, 7, 39, 40, 90])
def test_a_press_that_is_killed_at_any_moment_leaves_a_whole_write_or_none(
    tmp_path: Path, turns: int
) -> None:
    """All rows are of one turn, and of one that it had said or was about to say."""
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(tmp_path / "ledger")], stdout=subprocess.PIPE, encoding="ascii"
    ) as writer:
        assert writer.stdout is not None
        for _ in range(turns):
            writer.stdout.readline()
        time.sleep(0.001 * (turns % 5))
        writer.send_signal(signal.SIGKILL)
        said = turns + len(writer.stdout.read().splitlines())

    light = loaded(tmp_path / "ledger")

    if light is not None:
        assert light in [
            {"digest": {b"%d" % n: b"%d" % turn for n in range(30)}} for turn in (said - 1, said)
        ]
