"""What is left of a body when nothing but the article's own words counts.

FACTS §1: a phrase alone tells no error page from an article about error pages; the phrase and little
residual text together do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pressrun.identity import normalise
from pressrun.markup.leftovers import INTERFACE_IMAGES, INTERFACE_LINES

# Neither crosses another opening bracket, nor a line: hostile text would make the search quadratic.
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\(((?:[^()\n]|\([^()\n]*\))*)\)")
_TARGET = re.compile(r"\]\((?:[^()\n]|\([^()\n]*\))*\)")


def residual_lines(body: str, title: str) -> list[str]:
    """The lines of a Markdown body without title headings, interface lines, pictures and link targets."""
    if "](" in body:
        body = _TARGET.sub("]", _IMAGE.sub("", body))
    lines = [line for line in map(str.strip, body.split("\n")) if line and line not in INTERFACE_LINES]
    if "#" not in body:
        return lines
    wanted = normalise(title)
    return [line for line in lines if line[0] != "#" or normalise(line.strip("#")) != wanted]


def count_letters(lines: Iterable[str], limit: int) -> int:
    """The number of letters and digits of these lines; counting stops once it is above `limit`."""
    count = 0
    for line in lines:
        count += sum(map(str.isalnum, line))
        if count > limit:
            break
    return count


def has_picture(body: str) -> bool:
    """Whether the body shows a picture of its own: not an empty one, nor one of the interface."""
    return bool(own_pictures(body))


def own_pictures(body: str) -> list[str]:
    """The addresses of the body's pictures, in their order, without empty ones and the interface's."""
    return [
        target
        for alternative, target in _IMAGE.findall(body)
        if target and not target.startswith("data:") and alternative not in INTERFACE_IMAGES
    ]


def count_pictures(body: str) -> int:
    """How many pictures the body names, those of the interface included."""
    return sum(bool(target) and not target.startswith("data:") for _, target in _IMAGE.findall(body))


def undo_mojibake(text: str) -> str | None:
    """The text that UTF-8 read as cp1252 was made from; None where it does not look like that."""
    if not re.search("[\x80-\xff]", text) or re.search("[\u2e80-\uffff]", text.replace("\ufffd", "")):
        return None
    raw = b"".join(
        bytes([ord(char)]) if ord(char) < 0x100 else char.encode("cp1252", "ignore")  # noqa: PLR2004
        for char in text
    )
    return raw.decode("utf-8", "ignore")
