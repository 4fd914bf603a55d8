"""A published document as the DC rules see it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial
from html import escape

from pressrun.capture import Refusal
from pressrun.finding import Place
from pressrun.rules.html_view import Tag, page_tags, suspects
from pressrun.rules.xml_view import Element, Fault, Tree, xml_view

GENERATOR = "pressrun"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ACCOUNTS, OUTLINE, ATTRIBUTIONS = "edition.json", "feeds.opml", "attributions"
# Where the layout of an edition puts its Atom documents and its pages.
_FEED = re.compile(
    r"[a-z0-9-]+/(?:feed\.xml|items\.xml|items/\d{4}-\d{2}/[0-9a-f]{16,}\.xml|archive/\d{4}-\d{2}\.xml)"
    rf"|{ATTRIBUTIONS}/[a-z0-9-]+/feed\.xml"
)
_PAGE = re.compile(r"(?:index|report)\.html|[a-z0-9-]+/index\.html")
_LIVE = frozenset(("feed.xml", "items.xml"))
# In the text of a broken document, whose elements nobody can ask.
_SIGNED = re.compile(rb"<generator\b[^<>]*>\s*pressrun\s*</generator>")
_HEAD = 64 * 1024
_LONGEST_MARK = 60
#: Characters behind the start of a tag that its value is looked for in, and what one takes escaped.
_NEAR, _WIDEST = 4096, 8


class Kind(StrEnum):
    """What a document of an edition is."""

    ATOM = "atom"
    OPML = "opml"
    PAGE = "page"
    ACCOUNTS = "accounts"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an edition was to be, as its config says; None where the documents themselves must tell.

    `entries` and `max_bytes` are what a live feed has at the most.
    """

    base_url: str | None = None
    authority: str | None = None
    entries: int = 50
    max_bytes: int = 512 * 1024


@dataclass(frozen=True)
class Document:
    """One published document. `fault` says why it cannot be read; without one, `tree`, `record` or the text.

    `path` is posix and relative to the edition.
    """

    path: str
    kind: Kind
    raw: bytes
    terms: Terms
    fault: Fault | Refusal | None = None
    tree: Tree | None = None
    record: object = None

    @cached_property
    def lines(self) -> list[str]:
        """The lines as they are written."""
        return self.text.split("\n")

    @cached_property
    def text(self) -> str:
        """All of it as text, with the line ends of XML (§2.11)."""
        text = self.raw.decode("utf-8-sig", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins in the text."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @property
    def feed(self) -> Element | None:
        """The atom:feed; None where the document is none."""
        return self.tree.root if self.tree and self.kind is Kind.ATOM else None

    @cached_property
    def entries(self) -> list[Element]:
        """The feed's entries, in their order."""
        return self.feed.every("entry") if self.feed else []

    @property
    def live(self) -> bool:
        """Whether it is a feed that people subscribe to, which has a limit."""
        return self.path.rpartition("/")[2] in _LIVE

    @property
    def archive(self) -> bool:
        """Whether it says that it is an archive document (RFC 5005 §4)."""
        return self.feed is not None and self.feed.find(ARCHIVE) is not None

    @cached_property
    def markup(self) -> list[tuple[Element | None, Tag]]:
        """The tags of its HTML that are worth a look, with the element whose text it is; None in a page."""
        if self.kind is Kind.PAGE and not self.fault:
            return [(None, tag) for tag in page_tags(self.text)]
        elements = self.tree.elements if self.feed and self.tree else []
        return [
            (element, tag)
            for element in elements
            if element.attributes.get("type") == "html"
            for tag in suspects(element.text)
        ]

    def place(self, element: Element, value: str = "", within: int = 0) -> Place:
        """Where a value of an element stands; the element's own tag where it is written otherwise.

        Args:
            element: of this document.
            value: of an attribute, or a part of its text, as read.
            within: where in the text the value begins.
        """
        line = element.line + element.text.count("\n", 0, within)
        start = element.column - 1 if line == element.line else 0
        # A value stands close behind the tag; to look further for each would not be linear.
        found = self._found(line, start, value, _NEAR + _WIDEST * within) if value else None
        return found or _stretch(element.line, element.column, len(element.name.rpartition("}")[2]) + 1)

    def place_in_text(self, start: int, length: int) -> Place:
        """The place of a stretch of a page, or of JSON."""
        line = bisect_right(self._starts, start)
        return _stretch(line, start - self._starts[line - 1] + 1, length)

    def _found(self, line: int, start: int, value: str, near: int) -> Place | None:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        value = value.partition("\n")[0]
        for write in (partial(escape, quote=False), escape, str):
            written = write(value)
            at = text.find(written, start, start + near + len(written))
            if at >= 0:
                return _stretch(line, at + 1, len(written))
        return None


def _stretch(line: int, column: int, length: int) -> Place:
    return Place(line, column, line, column + min(max(length, 1), _LONGEST_MARK))


def document_of(path: str, raw: bytes | Refusal, terms: Terms) -> Document | None:
    """The document of an edition that a file is; None for one that is not ours.

    Ours is an Atom feed that names pressrun as its generator, what stands at the place of such a feed and
    cannot be read, and the edition's own lists and pages.
    """
    kind = _kind(path)
    if isinstance(raw, Refusal):
        return Document(path, kind, b"", terms, raw) if kind and _at_our_place(path) else None
    if kind is Kind.PAGE:
        return Document(path, kind, raw, terms)
    if kind is Kind.ACCOUNTS:
        return _accounts(path, raw, terms)
    return _xml(path, kind, raw, terms) if kind else None


def _kind(path: str) -> Kind | None:
    if path == ACCOUNTS:
        return Kind.ACCOUNTS
    if path == OUTLINE:
        return Kind.OPML
    if path.endswith(".xml"):
        return Kind.ATOM
    return Kind.PAGE if _PAGE.fullmatch(path) else None


def worth_reading(path: str) -> bool:
    """Whether a file of this name can be a document that is judged."""
    return _kind(path) is not None and not path.rpartition("/")[2].startswith(".")


def _at_our_place(path: str) -> bool:
    return not path.endswith(".xml") or _FEED.fullmatch(path) is not None


def _xml(path: str, kind: Kind, raw: bytes, terms: Terms) -> Document | None:
    tree = xml_view(raw)
    if isinstance(tree, Fault):
        ours = _at_our_place(path) or _SIGNED.search(raw[:_HEAD])
        return Document(path, kind, raw, terms, tree) if ours else None
    if kind is Kind.ATOM and (tree.root.name != "feed" or tree.root.say("generator") != GENERATOR):
        return None
    return Document(path, kind, raw, terms, tree=tree)


def _accounts(path: str, raw: bytes, terms: Terms) -> Document:
    try:
        record = json.loads(raw)
    except json.JSONDecodeError as error:
        fault = Fault(f"no JSON: {error.msg}", error.lineno, error.colno)
        return Document(path, Kind.ACCOUNTS, raw, terms, fault)
    except (ValueError, RecursionError) as error:
        return Document(path, Kind.ACCOUNTS, raw, terms, Fault(f"no JSON: {type(error).__name__}"))
    return Document(path, Kind.ACCOUNTS, raw, terms, record=record)
