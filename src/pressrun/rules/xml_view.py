"""An XML document as any reader sees it: elements with their places, or why there are none.

expat reads it: it tells line and column of what it sees, reaches for nothing outside the document, and is
not the library that the documents are written with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

ATOM = "http://www.w3.org/2005/Atom"
#: Far above what an archive document of a month needs; hostile files end here.
DEEPEST = 100
MOST_ELEMENTS = 300_000
#: Codes of expat: a token that cannot be, and a reference to a character that cannot be.
_INVALID_TOKEN, _BAD_REFERENCE = 4, 14
# XML 1.0 §2.2, Char. The publisher has its own list: a judge does not borrow it.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Element:
    """An element and its text, without that of its children.

    `name` is the local one in Atom and in documents without a namespace, else `{namespace}local`; so are
    the names of attributes. In RSS, which has no namespace, an element of Atom is `{namespace}local` too.
    Lines and columns are from 1, and those of the `<`.
    """

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def find(self, name: str) -> Element | None:
        """The first child of this name."""
        return next((child for child in self.children if child.name == name), None)

    def every(self, name: str) -> list[Element]:
        """The children of this name."""
        return [child for child in self.children if child.name == name]

    def say(self, name: str) -> str:
        """The text of the first child of this name, without white space around it; empty without one."""
        found = self.find(name)
        return found.text.strip() if found else ""


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole document. `elements` are all of it in their order, `styles` the stylesheets it names."""

    root: Element
    elements: list[Element]
    styles: list[Element]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a document cannot be read, and where. `illegal`: for a character that it may not hold."""

    message: str
    line: int = 1
    column: int = 1
    illegal: bool = False


class _RefusedError(Exception):
    """A document that is well-formed and still not taken."""


class _Reader:
    """What expat calls. Elements are nested in a list, so that no depth is a recursion."""

    def __init__(self) -> None:
        from xml.parsers import expat  # noqa: PLC0415  no check of captures needs it

        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.buffer_size = 1 << 18
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.local = _local
        self.elements: list[Element] = []
        self.styles: list[Element] = []
        self.open: list[Element] = []
        self.texts: list[list[str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rss" and not self.elements:
            self.local = _local_in_rss
        local = self.local
        element = self._element(local(name), {local(key): value for key, value in attributes.items()})
        if self.open:
            self.open[-1].children.append(element)
        self.open.append(element)
        self.texts.append([])
        self.elements.append(element)
        if len(self.open) > DEEPEST or len(self.elements) > MOST_ELEMENTS:
            raise _RefusedError(
                f"more than {MOST_ELEMENTS} elements, or {DEEPEST} inside each other: no feed has so many"
            )

    def end(self, _name: str) -> None:
        self.open.pop().text = "".join(self.texts.pop())

    def characters(self, text: str) -> None:
        self.texts[-1].append(text)

    def instruction(self, target: str, data: str) -> None:
        if target == "xml-stylesheet":
            self.styles.append(self._element(target, {}))
            self.styles[-1].text = data

    def doctype(self, *_: object) -> None:
        raise _RefusedError("a document type declaration; a feed has none, and readers refuse it")

    def _element(self, name: str, attributes: dict[str, str]) -> Element:
        return Element(name, attributes, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)


@lru_cache(maxsize=256)
def _local(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return local if namespace in {"", ATOM} else f"{{{namespace}}}{local}"


@lru_cache(maxsize=256)
def _local_in_rss(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"{{{namespace}}}{local}" if namespace else local


def xml_view(raw: bytes) -> Tree | Fault:
    """The document that these bytes are, or what is wrong with them. Linear in their number."""
    from xml.parsers import expat  # noqa: PLC0415

    reader = _Reader()
    try:
        reader.parser.Parse(raw, True)  # noqa: FBT003  expat's own word for "that is all"
    except _RefusedError as refused:
        return Fault(str(refused), reader.parser.CurrentLineNumber, reader.parser.CurrentColumnNumber + 1)
    except expat.ExpatError as error:
        return _fault(raw, error.code, expat.ErrorString(error.code), error.lineno, error.offset + 1)
    except (ValueError, LookupError) as error:
        # An encoding that Python knows and expat cannot use, or that nobody knows.
        return Fault(f"an encoding that cannot be read ({error})")
    return Tree(reader.elements[0], reader.elements, reader.styles)


def _fault(raw: bytes, code: int, told: str, line: int, column: int) -> Fault:
    """The same fault, in our words where a character is to blame."""
    if code == _BAD_REFERENCE:
        return Fault("a reference to a character that XML forbids", line, column, illegal=True)
    if code == _INVALID_TOKEN:
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            line, column = _place(raw[: error.start].decode())
            return Fault(f"byte 0x{raw[error.start]:02x} is no UTF-8 there", line, column, illegal=True)
        forbidden = _FORBIDDEN.search(text)
        if forbidden:
            line, column = _place(text[: forbidden.start()])
            return Fault(
                f"U+{ord(forbidden[0]):04X}, a character that XML forbids", line, column, illegal=True
            )
    return Fault(told, line, column)


def _place(before: str) -> tuple[int, int]:
    """Line and column of what follows this text."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1
