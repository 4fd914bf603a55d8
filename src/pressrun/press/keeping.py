"""The entries of a column's documents as they stand: what was serialised once is not serialised again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pressrun.capture import Refusal
from pressrun.compose import item_path
from pressrun.identity import document_name, name_in
from pressrun.press.remembering import LARGEST
from pressrun.store import inbox

#: Where entries of a kind stand: a live document, and behind it the months of the archive.
_LIVE = {"atom": "feed.xml", "json": "feed.json", "rss": "rss.xml", "item": "items.xml"}
_PAGES = {"atom": ".xml", "json": ".json"}


class Unsound(Exception):  # noqa: N818  what it says is no error: the whole inbox is pressed then
    """The ledger does not tell of the edition that stands, or too much changed to go by it."""


class Kept:
    """The entries of a column.

    Args:
        root: the output.
        slug: the column's folder.
        months: the month of each digest and item, by their names.
        sound: whether a document is as the ledger knows it.

    A call gives the entry of a kind and an id, as it was serialised; Unsound where it stands nowhere.
    """

    def __init__(
        self, root: Path, slug: str, months: Mapping[str, str], sound: Callable[[str], bool]
    ) -> None:
        self._root = root
        self._slug = slug
        self._months = months
        self._sound = sound
        self._read: dict[str, dict[str, bytes]] = {}

    def __call__(self, kind: str, name: str) -> bytes:
        """The entry of this kind and id."""
        found = self._entries(f"{self._slug}/{_LIVE[kind]}").get(name)
        if found is not None:
            return found
        month = self._months.get(name_in(name) or "", "")
        if kind == "item":
            path = item_path(self._slug, month, document_name(name_in(name) or ""))
        elif kind == "rss":
            return self._as_rss(self("atom", name))
        else:
            path = f"{self._slug}/archive/{month}{_PAGES[kind]}"
        found = self._entries(path).get(name)
        if found is None:
            raise Unsound(f"{path}: no {name}")
        return found

    def _entries(self, path: str) -> dict[str, bytes]:
        if path not in self._read:
            from pressrun.formats.registry import seams_of  # noqa: PLC0415  for a build alone

            data = inbox.read(self._root, path, LARGEST)
            if isinstance(data, Refusal):
                # A live document that is not there has no entries; what should be elsewhere is missed there.
                self._read[path] = {}
                return {}
            if not self._sound(path):
                raise Unsound(f"{path}: not as it was written")
            try:
                self._read[path] = seams_of(path).entries_of(data)
            except ValueError as error:
                raise Unsound(f"{path}: {error}") from error
        return self._read[path]

    @staticmethod
    def _as_rss(entry: bytes) -> bytes:
        """An Atom entry as RSS: an older digest is among the newest again where newer ones have left."""
        from pressrun.formats import rss  # noqa: PLC0415  as above
        from pressrun.formats.reading import read_entry  # noqa: PLC0415

        return rss.serialise_entry(read_entry(entry))
