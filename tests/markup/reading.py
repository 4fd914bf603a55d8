"""What the tests of this room stand on: digests in our own words, and two judges that owe it nothing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

import lxml.html

from pressrun.digest import Digest, Item
from pressrun.markup import may_split, read

URL = "https://news.example.org/2025/03/14/index.html"
#: A title of the shape that names a column: headlines, a bar, the column.
TITLE = "河上新桥通车；图书馆延长开放；旧厂房改成剧场 | 晨间速读"
#: A title of any other page.
PLAIN_TITLE = "一座桥是怎样造成的"
SOURCE = "河岸通讯"
#: What the last item of a cut capture ends with.
CUT_MARK = '<p>[…] <a href="https://news.example.org/2025/03/14/index.html">news.example.org</a></p>'

#: What the archiver keeps of a page, FACTS §1.
KEPT = 8_000
FILLER = "这一段只为凑满字数。"

_EVERYWHERE: frozenset[str] = frozenset()
#: The elements and attributes that a feed reader may be given (FACTS §3), written here a second time.
PORTABLE = {
    **dict.fromkeys(("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6"), _EVERYWHERE),
    **dict.fromkeys(("ul", "li", "blockquote", "pre", "code"), _EVERYWHERE),
    **dict.fromkeys(("em", "strong", "b", "i", "u", "s", "del", "ins", "sub", "sup"), _EVERYWHERE),
    **dict.fromkeys(("table", "caption", "thead", "tbody", "tfoot", "tr"), _EVERYWHERE),
    **dict.fromkeys(("figure", "figcaption", "ruby", "rt", "rp"), _EVERYWHERE),
    **dict.fromkeys(("th", "td"), frozenset({"colspan", "rowspan"})),
    "ol": frozenset({"start"}),
    "a": frozenset({"href", "title"}),
    "img": frozenset({"src", "alt", "title", "width", "height"}),
}
_SCHEMES = {"href": {"http", "https", "mailto"}, "src": {"http", "https"}}
# XML 1.0 §2.2, Char.
_XML_CHARACTERS = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def digest(title: str = TITLE, *, url: str = URL, source: str = SOURCE) -> Digest:
    """A believed capture whose body nobody has read yet."""
    return Digest(
        path="2025/03/14/daily/a.md",
        key="key",
        title=title,
        url=url,
        source=source,
        date=date(2025, 3, 14),
        fetched=datetime(2025, 5, 2, 8, 30, tzinfo=UTC),
    )


def items(body: str, title: str = TITLE, *, page: bool = False) -> tuple[Item, ...]:
    """The items of a body that splits; the quick look that spares a rendering says so as well."""
    reading = read(digest(title), body, page=page)
    assert may_split(body, title, page=page)
    assert not reading.whole, reading.items
    return reading.items


def whole(body: str, title: str = PLAIN_TITLE, *, page: bool = False, removed: int = 0) -> Item:
    """The one item of a body that does not split."""
    reading = read(digest(title), body, page=page, removed=removed)
    assert reading.whole, [item.title for item in reading.items]
    (item,) = reading.items
    return item


def cut_capture(end: str, start: str = "", title: str = TITLE) -> str:
    """A body as the archiver leaves a long page: its own title heading, 8,000 characters, `...`.

    The kept characters are `start`, a paragraph of filler, an empty line and `end`.
    """
    room = KEPT - len(start) - len(end) - 2
    filler = (FILLER * (room // len(FILLER) + 1))[:room]
    return f"\n# {title}\n\n{start}{filler}\n\n{end}..."


def behind_filler(markup: str) -> list[str]:
    """The lines of the HTML behind the paragraph of filler."""
    lines = markup.split("\n")
    (at,) = (number for number, line in enumerate(lines) if FILLER * 3 in line)
    return lines[at + 1 :]


def faults(item: Item) -> list[str]:
    """Everything about an item that no feed and no reader may be given."""
    texts = {"title": item.title, "summary": item.summary, "attribution": item.attribution or "-"}
    found = [f"no {name}" for name, text in texts.items() if not text]
    found += [
        f"the {name} holds what XML forbids"
        for name, text in {**texts, "html": item.html, "image": item.image or ""}.items()
        if not _XML_CHARACTERS.fullmatch(text)
    ]
    if item.image is not None:
        found += _attribute_faults("img", "src", item.image)
    return found + markup_faults(item.html)


def markup_faults(markup: str) -> list[str]:
    """What two independent parsers find in this HTML that is not on our list."""
    judge = _Tokens()
    judge.feed(markup)
    judge.close()
    # libxml2 stops at what XML forbids; faults() names such a character by itself.
    legal = "".join(_XML_CHARACTERS.findall(markup))
    return sorted({*judge.faults, *_tree_faults(legal)})


def _tree_faults(markup: str) -> list[str]:
    found = []
    for element in lxml.html.fragment_fromstring(markup, create_parent="div").iterdescendants():
        if not isinstance(element.tag, str):
            found.append("a comment or an instruction")
            continue
        found += _tag_faults(element.tag)
        for name, value in element.attrib.items():
            found += _attribute_faults(element.tag, str(name), str(value))
    return found


class _Tokens(HTMLParser):
    """Python's own tokeniser: it repairs nothing, and so sees what a tree builder would move away."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults += _tag_faults(tag)
        for name, value in attrs:
            self.faults += _attribute_faults(tag, name, value or "")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"a comment: {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"a declaration: {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"an instruction: {data!r}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"a section: {data!r}")


def _tag_faults(tag: str) -> list[str]:
    return [] if tag in PORTABLE else [f"<{tag}>"]


def _attribute_faults(tag: str, name: str, value: str) -> list[str]:
    if name not in PORTABLE.get(tag, _EVERYWHERE):
        return [f"<{tag} {name}>"]
    if name not in _SCHEMES:
        return []
    parts = urlsplit(value)
    if parts.scheme not in _SCHEMES[name] or (parts.scheme != "mailto" and not parts.hostname):
        return [f"<{tag} {name}={value!r}>"]
    return []
