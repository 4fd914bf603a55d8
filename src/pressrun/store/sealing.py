"""SQLite files of our own below the state: opened with care, their rows sealed, damage told from bad luck.

Such a file is an index and nothing more, and nothing in it is ever run (no pickle, and no schema but ours).
What a power cut or a failing disk did to it is found out by the seals, so nothing waits for the disk. A seal
is no signature: who may write to the state may as well write to the config.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path

#: The bytes of a page, SQLite's default.
PAGE = 4096
# Seconds to wait for another process that is writing; a write takes some tenths of one.
_PATIENCE = 2.0
_SEAL = 16
_DAMAGE = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_MISMATCH}
#: What SQLite's module and ours raise, besides its own errors, for a row that holds what nobody wrote.
NONSENSE = (OverflowError, MemoryError, ValueError)


def connected(file: Path, largest: int) -> sqlite3.Connection:
    """Opens the file, and makes it if there is none. It may go from thread to thread, one at a time.

    Args:
        file: where it stands; its folder is there.
        largest: the bytes that it may grow to; beyond them the disk is full.

    Raises:
        sqlite3.Error: it cannot be opened, or is a symbolic link.
    """
    if file.is_symlink():
        raise sqlite3.OperationalError("it is a symbolic link")
    base = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    base.text_factory = bytes
    base.execute("PRAGMA synchronous = OFF")
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA cell_size_check = ON")
    base.execute(f"PRAGMA max_page_count = {largest // PAGE}")
    return base


def schema(base: sqlite3.Connection) -> set[str]:
    """The statements that made what stands in the file, as they were written."""
    rows = base.execute("SELECT sql FROM sqlite_master").fetchall()
    return {bytes(sql).decode("utf-8", "replace") for (sql,) in rows if sql is not None}


def is_damage(file: Path, error: sqlite3.Error) -> bool:
    """Whether the file itself is at fault, and not the disk below it or another process."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code == sqlite3.SQLITE_READONLY:
        # A single wrong byte of its head makes SQLite take the file for another program's.
        return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    return code in _DAMAGE


def remove(file: Path) -> None:
    """Takes away the file and what SQLite keeps beside it.

    Raises:
        OSError: the folder does not let go of it.
    """
    for end in ("", "-journal", "-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)


def told_of(file: Path, error: Exception) -> str:
    """One line for the user about a file that could not be written."""
    return f"{file}: {getattr(error, 'strerror', None) or error}"


def seal(*parts: bytes) -> bytes:
    """A hash of all parts and of where each ends, 16 bytes: blake2b, the quickest that Python brings.

    Raises:
        ValueError: a part is no bytes; damage turns a value into a number or a null.
    """
    try:
        lengths = " ".join([str(len(part)) for part in parts]).encode()
        return hashlib.blake2b(b"".join((lengths, b" ", *parts)), digest_size=_SEAL).digest()
    except TypeError as error:
        raise ValueError("a row of other types") from error
