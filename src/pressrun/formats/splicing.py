"""Documents cut into their entries and joined from them, byte for byte.

An archive of a month is joined again when one of its digests changes: what the others are was serialised
once, and is taken from the document that stands. No parser is needed: text is escaped in every format, so
that what opens an entry at the start of a line stands nowhere else. Needs no feedgen (law 12).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

XML_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
_STYLED = XML_DECLARATION + b"<?xml-stylesheet "


class Shell(NamedTuple):
    """A document without its entries; `head` ends with the line before them."""

    head: bytes
    tail: bytes


@dataclass(frozen=True, slots=True)
class Seams:
    """Where the entries of one format begin and end.

    `opening` is how every document of the format begins, `tail` how it ends. An entry stands from `start`
    to `end`, `between` two of them; `identity` finds its id in what it begins with, `plain` reads that.
    """

    opening: bytes
    tail: bytes
    start: bytes
    end: bytes
    between: bytes
    identity: re.Pattern[bytes]
    plain: Callable[[str], str]

    def join(self, shell: Shell, entries: Iterable[bytes], max_bytes: int | None = None) -> bytes:
        """The whole document.

        Args:
            shell: of this format.
            entries: as its `serialise_entry` made them, newest first; none is taken that has no room.
            max_bytes: where given, the oldest entries are left out until it fits, never below one.
        """
        kept = list(self._fitting(entries, max_bytes, len(shell.head) + len(shell.tail)))
        return b"".join((shell.head, self.between.join(kept), b"\n" if kept else b"", shell.tail))

    def _fitting(self, entries: Iterable[bytes], max_bytes: int | None, size: int) -> Iterator[bytes]:
        for number, entry in enumerate(entries):
            # The last one ends its line, each other has a seam behind it.
            size += len(entry) + (len(self.between) if number else 1)
            if number and max_bytes is not None and size > max_bytes:
                return
            yield entry

    def entries_of(self, data: bytes) -> dict[str, bytes]:
        """The entries of one of our documents by id, in its order, as `serialise_entry` made them.

        Raises:
            ValueError: these bytes are no document of ours. What is damaged within an entry is not seen.
        """
        ending = b"\n" + self.tail
        if not (data.startswith(self.opening) and data.endswith(ending)):
            raise ValueError("not a document of this format")
        _, *parts = data[: -len(ending)].split(b"\n" + self.start)
        if not parts:
            return {}
        seam = self.between[:-1]
        whole = [*(self._without(part, seam) for part in parts[:-1]), parts[-1]]
        entries = {self._id(entry): entry for entry in (self._entry(part) for part in whole)}
        if len(entries) < len(parts):
            raise ValueError("two entries have one id")
        return entries

    def shell_of(self, data: bytes) -> Shell:
        """One of our documents without its entries: joined with them again it is the same.

        Raises:
            ValueError: these bytes are no document of ours.
        """
        if not (data.startswith(self.opening) and data.endswith(b"\n" + self.tail)):
            raise ValueError("not a document of this format")
        first = data.find(b"\n" + self.start)
        return Shell(data[: first + 1] if first >= 0 else data[: -len(self.tail)], self.tail)

    @staticmethod
    def _without(part: bytes, seam: bytes) -> bytes:
        if not part.endswith(seam):
            raise ValueError("nothing divides an entry from the next one")
        return part.removesuffix(seam)

    def _entry(self, part: bytes) -> bytes:
        if not part.endswith(self.end):
            raise ValueError("an entry does not end")
        return self.start + part

    def _id(self, entry: bytes) -> str:
        found = self.identity.match(entry)
        if found is None:
            raise ValueError("an entry does not begin with its id")
        return self.plain(found[1].decode("utf-8"))


def _json_text(quoted: str) -> str:
    return str(json.loads(quoted))


ATOM = Seams(
    opening=_STYLED,
    tail=b"</feed>\n",
    start=b"<entry ",
    end=b"</entry>",
    between=b"\n",
    identity=re.compile(rb'<entry xml:lang="[^"<>]*+"><id>([^<]*+)</id>'),
    plain=unescape,
)
RSS = Seams(
    opening=_STYLED,
    tail=b"</channel></rss>\n",
    start=b"<item>",
    end=b"</item>",
    between=b"\n",
    identity=re.compile(rb'<item><guid isPermaLink="false">([^<]*+)</guid>'),
    plain=unescape,
)
JSON_FEED = Seams(
    opening=b'{"version":"https://jsonfeed.org/version/1.1",\n',
    tail=b"]}\n",
    start=b'{"id":',
    end=b"}",
    between=b",\n",
    identity=re.compile(rb'\{"id":("(?:[^"\\]|\\.)*+")'),
    plain=_json_text,
)
