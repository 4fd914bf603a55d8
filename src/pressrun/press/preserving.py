"""What a safe fix must leave as it was: all that is published, but for what its rule speaks of."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import fields
from typing import NamedTuple

from pressrun.characters import xml_legal
from pressrun.digest import Digest
from pressrun.identity import item_keys, normalise, read_entities
from pressrun.markup import clean_items
from pressrun.rules import Subject

#: The one safe fix that changes a title: it takes out what keys are made without.
_RETITLES = "TI006"
#: Where the cut fell into a program that only a fix closes, half a link in it is the program's again.
_CLOSES = "MD001"
_TAIL = re.compile(r"(?:</code></pre>)?<p>\[…\] <a [^<>]*>[^<>]*</a></p>\Z")
# White space that nobody sees: around blocks and line breaks, and at the end of a program.
_UNSEEN = re.compile(
    r"\s*(<(?:/?(?:p|li|ul|ol|h[1-6]|blockquote|table|thead|tbody|tr|td|th|pre|figure)\b[^<>]*|[bh]r)>)\s*"
    r"|\s+(?=</code></pre>)"
)
# A blank line more or less makes a list's items paragraphs, or two lists one; they read the same.
_LOOSE = re.compile(r"(?<=<li>)<p>|</p>(?=</li>)")
_PARTED = re.compile(r"</ul><ul>|</ol><ol>")
_LISTS = re.compile(r'<li>|<ul>|</[uo]l>|<ol(?: start="(\d+)")?>')
_HOLLOW = re.compile(r"<(p|li|ul|ol|h[1-6]|blockquote|a|em|strong)\b[^<>]*></\1>")


class _Published(NamedTuple):
    """What readers see of an item."""

    key: str
    html: str
    attribution: str | None
    categories: tuple[str, ...]
    cut: bool


def keeps_promises(before: Subject, after: Subject, codes: AbstractSet[str]) -> bool:
    """Whether the mended capture is published as the one before.

    Its key, url, date, source and title are the same, its items with their keys and text too; a picture's
    scheme may be https now (MD006), and a title without invisible characters (TI006).

    Args:
        before: what is known of the capture as found.
        after: the same of the mended one.
        codes: the rules whose fixes were made.
    """
    if before.digest is None or after.digest is None:
        return before.digest is after.digest and _written(before) == _written(after)
    if before.digest.title != after.digest.title and _RETITLES not in codes:
        return False
    if _front(before.digest) != _front(after.digest):
        return False
    one, other = _items(before), _items(after)
    return one == other or (_CLOSES in codes and _uncovers(one, other))


def _front(digest: Digest) -> list[object]:
    values = {one.name: getattr(digest, one.name) for one in fields(digest) if one.name != "items"}
    return [normalise(value) if name == "title" else value for name, value in values.items()]


def _uncovers(one: list[_Published], other: list[_Published]) -> bool:
    """Whether nothing differs but that the cut end of the last item goes on a little further."""
    if (
        len(one) != len(other)
        or one[:-1] != other[:-1]
        or one[-1]._replace(html="") != other[-1]._replace(html="")
    ):
        return False
    return one[-1].cut and _TAIL.sub("", other[-1].html).startswith(_TAIL.sub("", one[-1].html))


def _items(subject: Subject) -> list[_Published]:
    return subject.once("as published", lambda: _published(subject))


def _published(subject: Subject) -> list[_Published]:
    if subject.digest is None or subject.outline is None:
        return []
    items = clean_items(subject.digest, subject.outline).items
    keys = item_keys(subject.digest.key, (item.title for item in items))
    return [
        _Published(key, _seen(item.html), item.attribution, item.categories, item.cut)
        for key, item in zip(keys, items, strict=True)
    ]


def _seen(safe: str) -> str:
    """An item's HTML without what nobody sees, every scheme https."""
    text = _UNSEEN.sub(r"\1", safe.replace('="http://', '="https://'))
    # Twice: a list item that held an empty paragraph.
    text = _LOOSE.sub("", _HOLLOW.sub("", _HOLLOW.sub("", text)))
    text = _PARTED.sub("", _numbered(text) if "<ol" in text else text)
    return " ".join(text.split())


def _numbered(text: str) -> str:
    """The items of ordered lists with their numbers, so that a list in two parts is told from another."""
    numbers: list[int | None] = []

    def number(match: re.Match[str]) -> str:
        if match[0] == "<li>":
            if not numbers or numbers[-1] is None:
                return match[0]
            numbers[-1] += 1
            return f"<li>{numbers[-1] - 1}. "
        if match[0].startswith("</"):
            del numbers[-1:]
            return match[0]
        numbers.append(int(match[1] or 1) if match[0].startswith("<ol") else None)
        return "<ol>" if match[0].startswith("<ol") else match[0]

    return _LISTS.sub(number, text)


def _written(subject: Subject) -> list[object]:
    """What a capture that is not believed holds."""
    capture = subject.capture
    if capture is None:
        return []
    values = [(one.name, normalise(read_entities(xml_legal(one.value)))) for one in capture.fields]
    return [values, subject.doubts, capture.opened, capture.closed]
