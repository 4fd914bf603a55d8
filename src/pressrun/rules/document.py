"""A published document as the DC rules see it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property, partial
from html import escape

from pressrun.capture import Refusal
from pressrun.finding import Place
from pressrun.rules.html_view import Tag, page_tags, suspects
from pressrun.rules.json_view import TYPE, json_view
from pressrun.rules.kinds import FEEDS, Kind, archive_of, at_our_place, is_live, kind_of
from pressrun.rules.xml_view import ATOM, Element, Fault, Tree, xml_view

GENERATOR = "pressrun"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
ATOM_LINK = f"{{{ATOM}}}link"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
# In the text of a broken document, whose elements nobody can ask.
_SIGNED = re.compile(rb"<generator\b[^<>]*>\s*pressrun(?: \d+)?\s*</generator>")
_HEAD = 64 * 1024
_LONGEST_MARK = 60
#: Characters behind the start of a tag that its value is looked for in, and what one takes escaped.
_NEAR, _WIDEST = 4096, 8
#: What an entry is called, and what names it, by kind.
_ENTRY = {Kind.ATOM: "entry", Kind.RSS: "item"}
ID = {Kind.ATOM: "id", Kind.RSS: "guid", Kind.JSON: "id"}
_HTML_IN_RSS = frozenset((CONTENT, "description"))


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

    `path` is posix and relative to the edition. `packed` is the `.gz` that lies beside it, None without one.
    """

    path: str
    kind: Kind
    raw: bytes
    terms: Terms
    fault: Fault | Refusal | None = None
    tree: Tree | None = None
    record: object = None
    packed: bytes | Refusal | None = None

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

    @property
    def channel(self) -> Element | None:
        """What holds the entries of a feed of any kind; None where the document is none."""
        if self.tree is None or self.kind not in FEEDS:
            return None
        return self.tree.root.find("channel") if self.kind is Kind.RSS else self.tree.root

    @cached_property
    def entries(self) -> list[Element]:
        """The entries of a feed of any kind, in their order."""
        if self.channel is None:
            return []
        if self.kind is Kind.JSON:
            items = self.channel.find("items")
            return items.children if items else []
        return self.channel.every(_ENTRY[self.kind])

    @property
    def live(self) -> bool:
        """Whether it is a feed that people subscribe to, which has a limit."""
        return is_live(self.path)

    @property
    def archive(self) -> bool:
        """Whether it is an archive document (RFC 5005 §4): it says so, or stands where they do."""
        return self.marked or (self.channel is not None and archive_of(self.path) is not None)

    @property
    def marked(self) -> bool:
        """Whether it says of itself that it is an archive document."""
        return self.feed is not None and self.feed.find(ARCHIVE) is not None

    @cached_property
    def markup(self) -> list[tuple[Element | None, Tag]]:
        """The tags of its HTML that are worth a look, with the element whose text it is; None in a page."""
        if self.kind is Kind.PAGE and not self.fault:
            return [(None, tag) for tag in page_tags(self.text)]
        elements = self.tree.elements if self.channel and self.tree else []
        return [
            (element, tag) for element in elements if self._is_html(element) for tag in suspects(element.text)
        ]

    def _is_html(self, element: Element) -> bool:
        if self.kind is Kind.ATOM:
            return element.attributes.get("type") == "html"
        return element.name in _HTML_IN_RSS if self.kind is Kind.RSS else element.name == "content_html"

    def place(self, element: Element, value: str = "", within: int = 0) -> Place:
        """Where a value of an element stands; the element's own tag where it is written otherwise.

        Args:
            element: of this document.
            value: of an attribute, or a part of its text, as read.
            within: where in the text the value begins.
        """
        # A string of JSON is one line, whatever it says.
        line = element.line + (0 if self.kind is Kind.JSON else element.text.count("\n", 0, within))
        start = element.column - 1 if line == element.line else 0
        # A value stands close behind the tag; to look further for each would not be linear.
        found = self._found(line, start, value, _NEAR + _WIDEST * within) if value else None
        return found or _stretch(element.line, element.column, self._length(element))

    def _length(self, element: Element) -> int:
        """Of `<` and name; in JSON of the value, and of a list or an object its bracket."""
        if self.kind is Kind.JSON:
            return len(_as_json(element.text)) + 2 * (element.attributes[TYPE] == "string")
        return len(element.name.rpartition("}")[2]) + 1

    def place_in_text(self, start: int, length: int) -> Place:
        """The place of a stretch of a page, or of JSON."""
        line = bisect_right(self._starts, start)
        return _stretch(line, start - self._starts[line - 1] + 1, length)

    def _found(self, line: int, start: int, value: str, near: int) -> Place | None:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        value = value.partition("\n")[0]
        for write in _WRITINGS:
            written = write(value)
            at = text.find(written, start, start + near + len(written))
            if at >= 0:
                return _stretch(line, at + 1, len(written))
        return None


def _stretch(line: int, column: int, length: int) -> Place:
    return Place(line, column, line, column + min(max(length, 1), _LONGEST_MARK))


def _as_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


#: The ways in which a value can stand in a text.
_WRITINGS = (partial(escape, quote=False), escape, str, _as_json)


def document_of(
    path: str, raw: bytes | Refusal, terms: Terms, packed: bytes | Refusal | None = None
) -> Document | None:
    """The document of an edition that a file is; None for one that is not ours.

    Ours is an Atom or RSS feed that names pressrun as its generator, a JSON Feed at its place, what stands at
    the place of such a feed and cannot be read, and the edition's own lists and pages.
    """
    kind = kind_of(path)
    if kind is None:
        return None
    if isinstance(raw, Refusal):
        return Document(path, kind, b"", terms, raw) if at_our_place(path) else None
    whole = Document(path, kind, raw, terms, packed=packed)
    if kind is Kind.PAGE:
        return whole
    if kind is Kind.ACCOUNTS:
        return _accounts(whole)
    if kind is Kind.JSON:
        tree = json_view(raw)
        return replace(whole, fault=tree) if isinstance(tree, Fault) else replace(whole, tree=tree)
    return _xml(whole)


def _xml(whole: Document) -> Document | None:
    tree = xml_view(whole.raw)
    if isinstance(tree, Fault):
        ours = at_our_place(whole.path) or _SIGNED.search(whole.raw[:_HEAD])
        return replace(whole, fault=tree) if ours else None
    if whole.kind is Kind.OPML:
        return replace(whole, tree=tree)
    # Its root says what it is, whatever its name.
    kind = Kind.RSS if tree.root.name == "rss" else Kind.ATOM
    found = replace(whole, kind=kind, tree=tree)
    if tree.root.name not in {"rss", "feed"} or found.channel is None:
        return None
    # RSS has no attribute for the version of the format, so it follows the name there.
    return found if found.channel.say("generator").split(" ")[0] == GENERATOR else None


def _accounts(whole: Document) -> Document:
    try:
        record = json.loads(whole.raw)
    except json.JSONDecodeError as error:
        return replace(whole, fault=Fault(f"no JSON: {error.msg}", error.lineno, error.colno))
    except (ValueError, RecursionError) as error:
        return replace(whole, fault=Fault(f"no JSON: {type(error).__name__}"))
    return replace(whole, record=record)
