"""What a safe fix must leave as it was: all that is published, but for what its rule speaks of."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import fields

from pressrun.digest import Digest
from pressrun.feed import xml_legal
from pressrun.identity import item_keys, normalise, read_entities
from pressrun.markup import clean_items
from pressrun.rules import Subject

#: The one safe fix that changes a title: it takes out what keys are made without.
_RETITLES = "TI006"
# White space that nobody sees: around blocks and line breaks, and at the end of a program.
_UNSEEN = re.compile(
    r"\s*(<(?:/?(?:p|li|ul|ol|h[1-6]|blockquote|table|thead|tbody|tr|td|th|pre|figure)\b[^<>]*|[bh]r)>)\s*"
    r"|\s+(?=</code></pre>)"
)
# A blank line more or less makes a list's items paragraphs, or two lists one; they read the same.
_LOOSE = re.compile(r"(?<=<li>)<p>|</p>(?=</li>)|</ul><ul>|</ol><ol>")
_HOLLOW = re.compile(r"<(p|li|ul|ol|h[1-6]|blockquote|a|em|strong)\b[^<>]*></\1>")


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
    return _front(before.digest) == _front(after.digest) and _items(before) == _items(after)


def _front(digest: Digest) -> list[object]:
    values = {one.name: getattr(digest, one.name) for one in fields(digest) if one.name != "items"}
    return [normalise(value) if name == "title" else value for name, value in values.items()]


def _items(subject: Subject) -> list[object]:
    return subject.once("as published", lambda: _published(subject))


def _published(subject: Subject) -> list[object]:
    if subject.digest is None or subject.outline is None:
        return []
    items = clean_items(subject.digest, subject.outline).items
    keys = item_keys(subject.digest.key, (item.title for item in items))
    return [
        (key, _seen(item.html), item.attribution, item.cut) for key, item in zip(keys, items, strict=True)
    ]


def _seen(safe: str) -> str:
    """An item's HTML without what nobody sees, every scheme https."""
    text = _UNSEEN.sub(r"\1", safe.replace('="http://', '="https://'))
    # Twice: a list item that held an empty paragraph.
    return " ".join(_LOOSE.sub("", _HOLLOW.sub("", _HOLLOW.sub("", text))).split())


def _written(subject: Subject) -> list[object]:
    """What a capture that is not believed holds."""
    capture = subject.capture
    if capture is None:
        return []
    values = [(one.name, normalise(read_entities(xml_legal(one.value)))) for one in capture.fields]
    return [values, subject.doubts, capture.opened, capture.closed]
