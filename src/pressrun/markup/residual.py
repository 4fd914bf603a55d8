"""What is left of a body when nothing but the article's own words counts.

FACTS §1: a phrase alone tells no error page from an article about error pages; the phrase and little
residual text together do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pressrun.identity import normalise
from pressrun.markup.cut import CUT_NOTE
from pressrun.markup.leftovers import INTERFACE_IMAGES, INTERFACE_LINES

_NO_TEXT = INTERFACE_LINES | {CUT_NOTE}
# A longer line is none of them: it takes no hash of all its text to tell.
_LONGEST = max(map(len, _NO_TEXT))
#: What stands in a link's parentheses, with one pair more inside. Possessive: a run at a time, never back.
INSIDE = r"[^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+"
# Neither crosses another opening bracket, nor a line: hostile text would make the search quadratic.
IMAGE = re.compile(rf"!\[([^\[\]\n]*+)\]\(({INSIDE})\)")
TARGET = re.compile(rf"\]\({INSIDE}\)")
# WeChat's picture server names the size last: `/300?wx_fmt=png`.
_SIZE = re.compile(r"/\d+(?:\?[^/]*)?\Z")
_HEADING = re.compile(r"(?m)^# ([^\n]*)")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_LETTERS = re.compile(r"[^\W_]++")
# The bytes of ASCII's letters and digits, and the first byte of U+5000 to U+9FFF, which all are letters.
_SURE = bytes(code for code in range(128) if chr(code).isalnum()) + bytes(range(0xE5, 0xEA))


def residual_lines(body: str, title: str) -> list[str]:
    """The lines of a Markdown body without title headings, interface lines, pictures and link targets."""
    wanted = normalise(title) if "#" in body else ""
    return [
        line
        for line in map(str.strip, filter(None, untargeted(body).split("\n")))
        if line
        and (len(line) > _LONGEST or line not in _NO_TEXT)
        and (line[0] != "#" or differs(line.strip("#").strip(), wanted))
    ]


def untargeted(body: str) -> str:
    """The text without pictures and link targets."""
    if "](" not in body:
        return body
    return TARGET.sub("]", IMAGE.sub("", body) if "![" in body else body)


def count_letters(lines: Iterable[str], limit: int) -> int:
    """The number of letters and digits of these lines; counting stops once it is above `limit`."""
    count = 0
    for line in lines:
        count += letters_of(line)
        if count > limit:
            break
    return count


def has_plenty(text: str, limit: int) -> bool:
    """Whether a quick look finds more letters and digits than this; where it does not, there may be more.

    It knows ASCII's and the common Chinese characters, and looks at no more than the beginning: a third of
    the time of counting, and most articles pass.
    """
    raw = text[: 2 * limit].encode("utf-8", "surrogatepass")
    return len(raw) - len(raw.translate(None, _SURE)) > limit


def letters_of(text: str) -> int:
    """The number of letters and digits."""
    # A run at a time: a look at each character takes ten times as long, and bytes are the quickest.
    if text.isascii():
        return len(text.encode("ascii").translate(None, _NO_LETTERS))
    return sum(map(len, _LETTERS.findall(text)))


def differs(text: str, wanted: str) -> bool:
    """Whether the text is another one than the normalised one wanted."""
    # A Chinese character is never normalised, and what begins with one of ASCII stays so unless an accent
    # follows it: most lines are told by their first one.
    first, other = text[:1], wanted[:1]
    if first != other and (
        "\u4e00" <= first <= "\u9fff"
        or ("!" <= first <= "~" and ("!" <= other <= "~" or "\u4e00" <= other <= "\u9fff"))
    ):
        return True
    return normalise(text) != wanted


def has_picture(body: str) -> bool:
    """Whether the body shows a picture of its own: not an empty one, nor one of the interface."""
    return bool(own_pictures(body))


def own_pictures(body: str) -> list[str]:
    """The addresses of the body's pictures, in their order, without empty ones and the interface's."""
    return [
        target
        for alternative, target in IMAGE.findall(body)
        if target and not target.startswith("data:") and alternative not in INTERFACE_IMAGES
    ]


def pictures_of_text(body: str, title: str) -> set[str]:
    """The targets of the pictures below the last title heading, without the author's portrait in any size.

    Above it stands the cover, which a page that lost its article still has.
    """
    wanted = normalise(title)
    start = 0
    for heading in _HEADING.finditer(body):
        if normalise(heading[1]) == wanted:
            start = heading.end()
    portraits = {_SIZE.sub("", target) for kind, target in IMAGE.findall(body) if kind in INTERFACE_IMAGES}
    targets = {_SIZE.sub("", target) for _, target in IMAGE.findall(body, start)}
    return {target for target in targets - portraits if target and not target.startswith("data:")}


def count_pictures(body: str) -> int:
    """How many pictures the body names, those of the interface included."""
    return sum(bool(target) and not target.startswith("data:") for _, target in IMAGE.findall(body))


def undo_mojibake(text: str) -> str | None:
    """The text that UTF-8 read as cp1252 was made from; None where it does not look like that."""
    if not re.search("[\x80-\xff]", text) or re.search("[\u2e80-\uffff]", text.replace("\ufffd", "")):
        return None
    raw = b"".join(
        bytes([ord(char)]) if ord(char) < 0x100 else char.encode("cp1252", "ignore")  # noqa: PLR2004
        for char in text
    )
    return raw.decode("utf-8", "ignore")
