"""A page's tree as a flow of blocks, written as comrak writes the same content (CommonMark's HTML).

The item grammars and the rules read one kind of HTML, whatever the capture was: boxes become paragraphs,
a bold line is `<p><strong>…</strong></p>`, a list item of one paragraph is tight. Written from a walk and
not by changing the tree: to unwrap 60,000 elements there took over 20 s.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from pressrun.characters import xml_legal
from pressrun.markup.elements import attributes, is_hidden, link, picture

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOXES = frozenset(
    (
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "center", "address"),
        *("dl", "dt", "dd", "details", "summary", "fieldset", "legend", "hgroup", "html", "body"),
    )
)
_FRAMES = frozenset(
    (
        *("ul", "ol", "li", "blockquote", "pre", "figure", "figcaption"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    )
)
# A single paragraph in one of these has no <p> of its own.
_TIGHT = frozenset(("li", "td", "th", "caption", "figure", "figcaption"))
_INLINE = {name: name for name in ("strong", "em", "u", "s", "del", "ins", "sub", "sup", "code", "ruby")}
_INLINE |= {"rt": "rt", "rp": "rp", "a": "a", "b": "strong", "i": "em"}
_SPACE = re.compile(r"[ \t\r\n\f][ \t\r\n\f]*+")
_BREAK = "<br />\n"
# Bold text that ends and begins again at once is one.
_SEAMS = ("</strong><strong>", "</em><em>")


def flow(main: Tag) -> str:
    """The blocks of a page's main part, one a line, without what the page itself does not show.

    Addresses stay as they are written, first in their tags; `resolve_links` makes them absolute.
    """
    sheet = _Sheet()
    for node, begins in _walk(main):
        if not isinstance(node, Tag):
            sheet.text(node)
        elif begins:
            sheet.begin(node)
        else:
            sheet.end(node)
    return xml_legal(sheet.whole())


def _walk(main: Tag) -> Iterator[tuple[PageElement, bool]]:
    """Each seen tag twice, where it begins and where it ends, and the text between. Not by recursion."""
    open_tags: list[Tag] = []
    rows = [iter(main.contents)]
    while rows:
        node = next(rows[-1], None)
        if node is None:
            rows.pop()
            if open_tags:
                yield open_tags.pop(), False
        elif not isinstance(node, Tag):
            if not isinstance(node, PreformattedString):
                yield node, True
        elif not is_hidden(node):
            yield node, True
            open_tags.append(node)
            rows.append(iter(node.contents))


# Characters written of a page at the most: twice the largest capture, for links around many paragraphs.
_MOST = 16 * 1024 * 1024


@dataclass
class _Frame:
    """A block that holds blocks, while it is written: those that are done, and the line of text at work.

    Of a block that is done `blocks` has the HTML, and whether it is a paragraph's inside.
    """

    name: str
    blocks: list[tuple[str, bool]] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    heading: str = ""
    #: Programs inside this one.
    depth: int = 0


class _Sheet:
    """What is written so far: frames inside frames, and the inline elements that are open."""

    def __init__(self) -> None:
        self._frames = [_Frame("")]
        self._room = _MOST
        # The name and the opening tag of each; no tag where the same element is open around it.
        self._inline: list[tuple[str, str]] = []

    def whole(self) -> str:
        """The blocks, when all is written."""
        self._end_line()
        return "\n".join(f"<p>{text}</p>" if loose else text for text, loose in self._frames[0].blocks)

    def begin(self, tag: Tag) -> None:
        """A tag begins."""
        frame, name = self._frames[-1], tag.name
        if name == "br":
            self._break()
        elif frame.name == "pre":
            # A program is its text. WeChat writes each of its lines as a <code> of its own.
            frame.depth += name == "pre"
        elif name == "img":
            self._add(picture(tag))
        elif name in _INLINE:
            self._open(_INLINE[name], tag)
        elif name in _FRAMES or name == "hr":
            self._end_line()
            if name == "hr":
                frame.blocks.append(("<hr />", False))
            else:
                self._frames.append(_Frame(name))
        elif name in _HEADINGS:
            self._end_line()
            frame.heading = name
        elif name in _BOXES:
            self._part()

    def end(self, tag: Tag) -> None:
        """A tag ends."""
        frame, name = self._frames[-1], tag.name
        if frame.name == "pre" and (name != "pre" or frame.depth):
            frame.depth -= name == "pre"
            if name == "code" and frame.line and not frame.line[-1].endswith("\n"):
                frame.line.append("\n")
        elif name in _INLINE:
            self._close()
        elif name in _FRAMES:
            self._end_line()
            text = _framed(self._frames.pop(), tag)
            if text:
                self._frames[-1].blocks.append((text, False))
        elif name in _HEADINGS:
            self._end_line()
            frame.heading = ""
        elif name in _BOXES:
            self._part()

    def text(self, node: PageElement) -> None:
        """Text as the page shows it: white space folded, but in a program."""
        frame, text = self._frames[-1], str(node) if isinstance(node, NavigableString) else ""
        if frame.name == "pre":
            frame.line.append(html.escape(text.replace("\r", ""), quote=False))
            return
        text = _SPACE.sub(" ", text)
        if not frame.line or frame.line[-1].endswith((" ", "\n")):
            text = text.removeprefix(" ")
        if text:
            self._add(html.escape(text, quote=False))

    def _add(self, text: str) -> None:
        line = self._frames[-1].line
        if not text or self._room <= 0:
            return
        if not line:
            # What is open around several paragraphs is opened in each of them.
            line.extend(tag for _, tag in self._inline if tag)
            self._room -= sum(map(len, line))
        line.append(text)
        self._room -= len(text)

    def _break(self) -> None:
        frame = self._frames[-1]
        if frame.name == "pre":
            frame.line.append("\n")
        elif frame.line:
            frame.line.append(_BREAK)

    def _open(self, name: str, tag: Tag) -> None:
        nested = any(name == other and written for other, written in self._inline)
        written = link(tag) if name == "a" else f"<{name}>"
        self._inline.append((name, "" if nested else written))
        if written and not nested and self._frames[-1].line:
            self._frames[-1].line.append(written)

    def _close(self) -> None:
        name, written = self._inline.pop()
        line = self._frames[-1].line
        if written and line:
            # A break in front of the end of bold text breaks the line behind it all the same.
            end = len(line)
            while end and line[end - 1] == _BREAK:
                end -= 1
            line.insert(end, f"</{name}>")

    def _part(self) -> None:
        """A box begins or ends: so does a paragraph, but a heading goes on."""
        frame = self._frames[-1]
        if not frame.heading:
            self._end_line()
        elif frame.line:
            frame.line.append(" ")

    def _end_line(self) -> None:
        frame = self._frames[-1]
        if frame.name == "pre" or not frame.line:
            return
        while frame.line and (frame.line[-1] == _BREAK or not frame.line[-1].strip(" ")):
            frame.line.pop()
        if not frame.line:
            return
        closings = [f"</{name}>" for name, written in reversed(self._inline) if written]
        text = "".join((*frame.line[:-1], frame.line[-1].rstrip(" "), *closings))
        for seam in _SEAMS:
            text = text.replace(seam, "")
        frame.line.clear()
        frame.blocks.append(
            (f"<{frame.heading}>{text}</{frame.heading}>", False) if frame.heading else (text, True)
        )


def _framed(frame: _Frame, tag: Tag) -> str:
    """A frame as HTML; empty where it holds nothing."""
    name = frame.name
    if name == "pre":
        program = "".join(frame.line).strip("\n").rstrip()
        return f"<pre><code>{program}\n</code></pre>" if program else ""
    cell = name in {"td", "th"}
    if not frame.blocks:
        return f"<{name}></{name}>" if cell else ""
    tight = name in _TIGHT and sum(loose for _, loose in frame.blocks) == 1 and frame.blocks[0][1]
    wrapped = "li" if name in {"ul", "ol"} else "p"
    inner = "\n".join(
        text if tight or not loose else f"<{wrapped}>{text}</{wrapped}>" for text, loose in frame.blocks
    )
    opened = "" if tight or name == "figure" else "\n"
    closed = "" if (tight and len(frame.blocks) == 1) or name == "figure" else "\n"
    return f"<{name}{attributes(name, tag)}>{opened}{inner}{closed}</{name}>"
