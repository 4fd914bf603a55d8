"""What a service says while it runs: one event a line, JSON for programs and readable for people.

It is Python's own logging below, so that what libraries have to say comes out the same way.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from pressrun.reports.text import printable

_LOGGER = logging.getLogger("pressrun")
_LONGEST = 2000


def open_journal(style: str, stream: TextIO | None = None) -> None:
    """Sends events to a stream from now on.

    Args:
        style: `json`, `text`, or `auto` for text on a terminal and JSON elsewhere.
        stream: standard error where none is given.
    """
    stream = stream or sys.stderr
    readable = style == "text" or (style == "auto" and stream.isatty())
    out = logging.StreamHandler(stream)
    out.setFormatter(_Readable() if readable else _Json())
    root = logging.getLogger()
    root.handlers[:] = [out]
    root.setLevel(logging.WARNING)
    _LOGGER.setLevel(logging.INFO)
    # A reader that left, or a full disk below a log, is no reason to end a service.
    logging.raiseExceptions = False


def event(name: str, message: str, *, level: int = logging.INFO, **fields: object) -> None:
    """Says that something happened.

    Args:
        name: of the kind of event, as docs/operating.md lists them: `cycle.done`.
        message: the same in words, on one line.
        level: of logging: INFO, WARNING or ERROR.
        fields: what a program would ask for; JSON's own types.
    """
    _LOGGER.log(level, "%s", message, extra={"event": name, "fields": fields})


class _Json(logging.Formatter):
    """One JSON object a line: `time` (UTC), `level`, `event`, `message`, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "event": getattr(record, "event", record.name),
            "message": _message(record),
        }
        said |= getattr(record, "fields", {})
        # ASCII: a lone surrogate of a file name goes through any encoding.
        return json.dumps(said, default=str)


class _Readable(logging.Formatter):
    """Time and words; what is no INFO says so. Nothing in it moves a cursor."""

    def format(self, record: logging.LogRecord) -> str:
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        return f"{_time(record)} {level}{printable(_message(record))}"


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _message(record: logging.LogRecord) -> str:
    message = record.getMessage()
    if record.exc_info and record.exc_info[1] is not None:
        message += f": {record.exc_info[1]!r}"
    return message[:_LONGEST]
