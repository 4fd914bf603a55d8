"""Where a report goes: standard output, or a file that is whole or not there."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from pressrun.errors import OutputUnwritable


def deliver(lines: Iterable[str], file: Path | None, *, utf8: bool, names: str = "backslashreplace") -> None:
    """Writes the lines to the file, or to standard output without one or with `-`.

    Args:
        lines: without their ends.
        file: replaced whole and at once, unless it is a device or a pipe.
        utf8: the report is for UTF-8 whatever the terminal's encoding; files are UTF-8 always.
        names: what becomes of a byte of a file name that is no UTF-8; `surrogateescape` writes it as it is.

    Raises:
        OutputUnwritable: the disk fails. A reader that has seen enough (`| head`) is no failure.
    """
    if file is None or str(file) == "-":
        _print(lines, utf8=utf8, names=names)
        return
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", names)
    try:
        _write(file, data)
    except BrokenPipeError:
        return
    except OSError as error:
        raise OutputUnwritable(f"{file}: {error.strerror}") from error


def _print(lines: Iterable[str], *, utf8: bool, names: str) -> None:
    if utf8:
        sys.stdout.reconfigure(encoding="utf-8", errors=names)  # type: ignore[union-attr]
    try:
        for line in lines:
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except OSError as error:
        _give_up_stdout()
        if error.errno != errno.EPIPE:
            raise OutputUnwritable(f"standard output: {error.strerror}") from error


def _give_up_stdout() -> None:
    """What is still in the buffer goes nowhere, or leaving would try to write it once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _write(file: Path, data: bytes) -> None:
    if file.exists() and not file.is_file():
        # /dev/stdout, a FIFO, a shell's >(…): nothing to replace.
        with file.open("wb") as stream:
            stream.write(data)
        return
    from pressrun.store.publish import Publication  # noqa: PLC0415

    file = file.resolve()
    publication = Publication(file.parent)
    try:
        publication.add(file.name, data)
        publication.commit()
    except OutputUnwritable as error:
        publication.abandon()
        raise error.__cause__ or error from None
