"""The ledger as the press uses it: rows by kind and key, light ones at every start, heavy ones on demand."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressrun.store.ledger import Ledger, LedgerDamaged, Put

_NOBODY = Put("digest", b"nobody", b"", b"")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the ledger of the test stands; nothing is there yet, not even the folder."""
    return tmp_path / "state" / "ledger.sqlite3"


def loaded(file: Path, mark: bytes = b"mark") -> dict[str, dict[bytes, bytes]] | None:
    """What a press that starts now loads."""
    ledger = Ledger(file, mark)
    rows = ledger.load()
    ledger.close()
    return rows


def written(file: Path, *puts: Put) -> Ledger:
    """A ledger that was begun with these rows."""
    ledger = Ledger(file, b"mark")
    ledger.write(puts, (), anew=True)
    assert ledger.trouble == ""
    return ledger


def test_the_next_press_loads_what_was_written(file: Path) -> None:
    """The light values of every kind and key."""
    written(
        file,
        Put("digest", b"k", b"light", b"heavy"),
        Put("capture", b"a.md", b"\x00\xff", None),
        Put("capture", b"\xff", b"", None),
    ).close()

    assert loaded(file) == {"digest": {b"k": b"light"}, "capture": {b"a.md": b"\x00\xff", b"\xff": b""}}


def test_an_empty_ledger_is_a_ledger(file: Path) -> None:
    """Nothing was published, which is known."""
    written(file).close()

    assert loaded(file) == {}


def test_heavy_values_come_on_demand(file: Path) -> None:
    """Those that were asked for, after another start too; of a row that has none it is empty."""
    written(file, Put("digest", b"k", b"", b"heavy"), Put("digest", b"l", b"", b"more"), _NOBODY).close()
    ledger = Ledger(file, b"mark")
    ledger.load()

    assert ledger.heavy("digest", [b"l", b"nobody"]) == {b"l": b"more", b"nobody": b""}


def test_rows_change_one_by_one(file: Path) -> None:
    """A put replaces its row, a drop takes it away; the others stay."""
    ledger = written(file, *(Put("digest", b"%d" % number, b"old", b"heavy") for number in range(4)))

    ledger.write([Put("digest", b"1", b"new", b"other")], [("digest", b"2"), ("digest", b"none")])

    assert ledger.heavy("digest", [b"0", b"1"]) == {b"0": b"heavy", b"1": b"other"}
    ledger.close()
    assert loaded(file) == {"digest": {b"0": b"old", b"1": b"new", b"3": b"old"}}


def test_a_put_without_a_heavy_value_keeps_the_one_that_is_there(file: Path) -> None:
    """Only the light value is new."""
    ledger = written(file, Put("digest", b"k", b"old", b"heavy"))

    ledger.write([Put("digest", b"k", b"new", None)], ())

    assert ledger.heavy("digest", [b"k"]) == {b"k": b"heavy"}
    ledger.close()
    assert loaded(file) == {"digest": {b"k": b"new"}}


def test_drops_come_before_puts(file: Path) -> None:
    """What is dropped and put in one write is there afterwards, without its old heavy value."""
    ledger = written(file, Put("digest", b"k", b"old", b"heavy"))

    ledger.write([Put("digest", b"k", b"new", None)], [("digest", b"k")])

    assert ledger.heavy("digest", [b"k"]) == {b"k": b""}
    ledger.close()
    assert loaded(file) == {"digest": {b"k": b"new"}}


def test_begun_anew_it_forgets_what_was(file: Path) -> None:
    """Only the new rows are left."""
    ledger = written(file, Put("digest", b"k", b"", b"heavy"))

    ledger.write([Put("digest", b"l", b"", b"")], (), anew=True)
    ledger.close()

    assert loaded(file) == {"digest": {b"l": b""}}


def test_another_program_or_config_has_no_ledger(file: Path) -> None:
    """What was published under other settings may say something else."""
    written(file, _NOBODY).close()

    assert loaded(file, b"other") is None


def test_where_nothing_was_written_nothing_is_made(file: Path) -> None:
    """To look for a ledger makes no file and no folder."""
    assert loaded(file) is None
    assert not file.parent.exists()


def test_it_serves_one_process_over_many_cycles(file: Path) -> None:
    """Each cycle may run in a thread of its own."""
    ledger = written(file, _NOBODY)

    def cycle() -> None:
        assert ledger.stands()
        ledger.write([Put("digest", b"k", b"", ledger.heavy("digest", [b"nobody"])[b"nobody"] + b"more")], ())

    for _ in range(3):
        thread = threading.Thread(target=cycle)
        thread.start()
        thread.join()

    assert ledger.stands()
    assert ledger.heavy("digest", [b"k"]) == {b"k": b"more"}
    ledger.close()
    assert loaded(file) == {"digest": {b"k": b"", b"nobody": b""}}


def test_a_press_that_is_publishing_has_no_ledger_until_it_wrote(file: Path) -> None:
    """Whoever starts after it was killed builds the ledger again; its own rows it can still read."""
    ledger = written(file, Put("digest", b"k", b"", b"heavy"))

    ledger.doubt()

    assert ledger.heavy("digest", [b"k"]) == {b"k": b"heavy"}
    assert (ledger.stands(), loaded(file)) == (False, None)
    ledger.write([_NOBODY], ())
    assert (ledger.stands(), loaded(file)) == (True, {"digest": {b"k": b"", b"nobody": b""}})


def test_a_fault_of_the_one_who_writes_goes_through(file: Path) -> None:
    """It is no trouble of the disk; and half of its rows are no ledger."""
    ledger = written(file, _NOBODY)

    def faulty() -> Iterator[Put]:
        yield Put("digest", b"k", b"", b"")
        raise ValueError("a fault in the press")

    with pytest.raises(ValueError, match="a fault in the press"):
        ledger.write(faulty(), ())

    assert (ledger.stands(), loaded(file)) == (False, None)


def test_only_what_is_known_can_be_changed(file: Path) -> None:
    """Rows are added to what was loaded; there is nothing to add them to before."""
    written(file, _NOBODY).close()

    with pytest.raises(LedgerDamaged):
        Ledger(file, b"mark").write([_NOBODY], ())


_KEYS = st.sampled_from([("digest", b"a"), ("digest", b"b"), ("capture", b"a"), ("capture", b"\x00")])
_VALUES = st.binary(max_size=6) | st.binary(min_size=5000, max_size=5001)
_PUTS = st.tuples(_KEYS, _VALUES, st.none() | _VALUES).map(lambda row: Put(*row[0], row[1], row[2]))
_WRITES = st.tuples(st.lists(_PUTS, max_size=5), st.lists(_KEYS, max_size=2), st.booleans(), st.booleans())


@given(st.lists(_WRITES, max_size=6))
def test_it_holds_what_a_dict_would(
    writes: list[tuple[list[Put], list[tuple[str, bytes]], bool, bool]],
) -> None:
    """After any history of writes, new beginnings and new starts, all light and all heavy values."""
    with tempfile.TemporaryDirectory() as folder:
        ledger, model = written(Path(folder) / "ledger"), dict[tuple[str, bytes], tuple[bytes, bytes]]()
        for puts, drops, anew, restart in writes:
            ledger.write(puts, drops, anew=anew)
            model = _changed({} if anew else model, puts, drops)
            if restart:
                ledger.close()
                ledger = Ledger(Path(folder) / "ledger", b"mark")
            rows = ledger.load()
            assert rows is not None
            light = {(kind, key): value for kind, of in rows.items() for key, value in of.items()}
            assert light == {at: value for at, (value, _) in model.items()}
            heavy = {at: ledger.heavy(at[0], [at[1]])[at[1]] for at in model}
            assert heavy == {at: value for at, (_, value) in model.items()}
        ledger.close()


def _changed(
    model: dict[tuple[str, bytes], tuple[bytes, bytes]], puts: list[Put], drops: list[tuple[str, bytes]]
) -> dict[tuple[str, bytes], tuple[bytes, bytes]]:
    left = {at: row for at, row in model.items() if at not in drops}
    for kind, key, light, heavy in puts:
        _, kept = left.get((kind, key), (b"", b""))
        left[kind, key] = light, kept if heavy is None else heavy
    return left
