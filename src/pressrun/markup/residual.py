"""What is left of a body when nothing but the article's own words counts.

FACTS §1: a phrase alone tells no error page from an article about error pages; the phrase and little
residual text together do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressrun.identity import normalise
from pressrun.markup.cut import CUT_NOTE
from pressrun.markup.leftovers import INTERFACE_IMAGES, INTERFACE_LINES

# Neither crosses another opening bracket: hostile text would make the search quadratic.
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\(((?:[^()]|\([^()]*\))*)\)")
_NO_TEXT = INTERFACE_LINES | {CUT_NOTE}
_TARGET = re.compile(r"\]\((?:[^()]|\([^()]*\))*\)")


def residual_lines(body: str, title: str) -> Iterator[str]:
    """The lines of a Markdown body without title headings, interface lines, pictures and link targets."""
    wanted = normalise(title)
    for line in body.split("\n"):
        stripped = (_TARGET.sub("]", _IMAGE.sub("", line)) if "](" in line else line).strip()
        if not stripped or stripped in _NO_TEXT:
            continue
        if stripped[0] == "#" and normalise(stripped.strip("#")) == wanted:
            continue
        yield stripped


def residual_length(body: str, title: str, limit: int) -> int:
    """The number of letters and digits of the residual; counting stops once it is above `limit`."""
    count = 0
    for line in residual_lines(body, title):
        count += sum(map(str.isalnum, line))
        if count > limit:
            break
    return count


def has_picture(body: str) -> bool:
    """Whether the body shows a picture of its own: not an empty one, nor one of the interface."""
    return any(
        target and not target.startswith("data:") and alternative not in INTERFACE_IMAGES
        for alternative, target in _IMAGE.findall(body)
    )


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
