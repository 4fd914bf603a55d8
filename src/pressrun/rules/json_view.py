"""A JSON document as elements with their places, so that rules look at it as they do at XML."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate

from pressrun.rules.xml_view import DEEPEST, MOST_ELEMENTS, Element, Fault, Tree

#: The attribute that says what a value is: string, number, literal, object or array.
TYPE = "json"
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]:,]|[^\s{}\[\]:,"]++', re.DOTALL)
_OPENING = {"{": "object", "[": "array"}
_CLOSING = frozenset("}]")


def json_view(raw: bytes) -> Tree | Fault:
    """The document that these bytes are, or what is wrong with them. Linear in their number.

    An element has its key as name, the one of an array's member being that of the array; a string or a
    number is the element's text. Lines and columns are those of the value.
    """
    try:
        text = raw.decode()
        json.loads(text, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Fault(f"byte 0x{raw[error.start]:02x} is no UTF-8 there", line, column, illegal=True)
    except json.JSONDecodeError as error:
        return Fault(f"no JSON: {error.msg}", error.lineno, error.colno)
    except (ValueError, RecursionError) as error:
        return Fault(f"no JSON: {type(error).__name__}")
    return _Growth(text).grow()


def _refuse(constant: str) -> None:
    raise json.JSONDecodeError(f"{constant} is no number", constant, 0)


class _Growth:
    """Builds the elements of a text that is known to be JSON, without recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.elements: list[Element] = []
        self.open: list[Element] = []
        #: The string that was read last in an object, and whether a colon made a key of it.
        self.key: str | None = None

    def grow(self) -> Tree | Fault:
        """The whole document."""
        for match in _TOKEN.finditer(self.text):
            self._take(match[0], match.start())
            if len(self.open) > DEEPEST or len(self.elements) > MOST_ELEMENTS:
                many = f"more than {MOST_ELEMENTS} values, or {DEEPEST} inside each other"
                return Fault(f"{many}: no feed has so many", *self._place(match.start()))
        return Tree(self.elements[0], self.elements, [])

    def _take(self, token: str, at: int) -> None:
        if token in _CLOSING:
            self.open.pop()
        elif token in _OPENING:
            self.open.append(self._add(_OPENING[token], "", at))
        elif token not in {":", ","}:
            self._scalar(token, at)

    def _scalar(self, token: str, at: int) -> None:
        if not token.startswith('"'):
            self._add("literal" if token[0] in "tfn" else "number", token, at)
            return
        value = json.loads(token)
        if self.open and self.open[-1].attributes[TYPE] == "object" and self.key is None:
            self.key = value
        else:
            self._add("string", value, at)

    def _add(self, what: str, text: str, at: int) -> Element:
        above = self.open[-1] if self.open else None
        name = self.key if self.key is not None else above.name if above is not None else ""
        line, column = self._place(at)
        element = Element(name, {TYPE: what}, line, column, text)
        self.key = None
        self.elements.append(element)
        if above is not None:
            above.children.append(element)
        return element

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1
