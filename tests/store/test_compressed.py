"""Documents in gzip: the same bytes always, and the document inside."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pressrun.store.compressed import gzipped

PROGRAM = """
import sys
from pressrun.store.compressed import gzipped
sys.stdout.buffer.write(gzipped(sys.stdin.buffer.read()))
"""


@given(st.binary() | st.text().map(str.encode).map(lambda text: text * 99))
def test_what_is_inside_is_the_document(data: bytes) -> None:
    """Python's own reader, which checks sum and length, gets every byte back."""
    assert gzip.decompress(gzipped(data)) == data


def test_the_head_names_no_time_no_file_and_no_system() -> None:
    """RFC 1952 §2.3: method 8, no flags, mtime 0, XFL 0, OS 255 (unknown)."""
    assert gzipped(b"<feed/>")[:10] == bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])


def test_the_gzip_of_nothing_in_full() -> None:
    """Head, one empty block of deflate, the sum and the length of nothing."""
    assert gzipped(b"").hex() == "1f8b08000000000000ff" + "0300" + "00000000" + "00000000"


def test_another_process_makes_the_same_bytes(root: Path) -> None:
    """Nothing of the process and the time when it runs gets in (law 2)."""
    document = (root / "config.toml").read_bytes()

    made = subprocess.run([sys.executable, "-c", PROGRAM], input=document, capture_output=True, check=True)

    assert made.stdout == gzipped(document)


def test_the_gzip_program_takes_it_for_one(tmp_path: Path) -> None:
    """An independent reader finds neither fault nor rest."""
    file = tmp_path / "feed.xml.gz"
    file.write_bytes(gzipped("<title>晨间</title>".encode() * 1000))

    tested = subprocess.run(["gzip", "--test", file], capture_output=True, check=False)

    assert (tested.returncode, tested.stderr) == (0, b"")


def test_a_text_becomes_smaller(root: Path) -> None:
    """A feed of the golden edition shrinks to less than half."""
    feed = (root / "feeds" / "morning-wire" / "feed.xml").read_bytes()

    assert len(gzipped(feed)) < len(feed) / 2
