"""What a rule has to say about a capture."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding matters: an error keeps the capture out of the edition."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error: so that severities compare."""
        return ("info", "warning", "error").index(self.value)


class Place(NamedTuple):
    """A stretch of a capture: lines and columns from 1, columns in characters, the end exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


# A tuple: an archive has tens of thousands, and a dataclass takes three times as long to make.
class Finding(NamedTuple):
    """One thing a rule found.

    `path` is posix and relative to the inbox. The message is one line that names the value, the place
    and what to do. `fix` says what a fix would do; None while no rule offers one.
    """

    code: str
    name: str
    severity: Severity
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    fix: str | None = None
