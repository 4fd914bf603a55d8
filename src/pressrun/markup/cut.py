"""Text that the archiver cut at 8,000 characters, often inside a link (a third of an archive)."""

from __future__ import annotations

import re

#: The archiver keeps this many characters of the page, behind the title heading it adds itself.
CUT_LENGTH = 8_000
_MARK = "..."
#: What `check --fix` writes behind a cut text whose length it changes: the length alone tells such a text.
CUT_NOTE = "<!-- pressrun: cut -->"
# Behind the mark a fix may have closed the fence that the cut left open.
_CLOSED = re.compile(r"\.\.\.(\n[ \t>]*(?:`{3,}|~{3,})[ \t]*)\Z")
_HEADING = re.compile(r"\n*# .*\n\n?")
# An address that runs up to the cut; full-width punctuation would have ended it.
_HALF_ADDRESS = re.compile(r"(?:<[^>\s]*|https?://[\x21-\x27\x2a-\x3b\x3d\x3f-\x5a\x5c\x5e-\x7e]*)\Z")
# The end of a link around several blocks, which Markdown does not know as a link.
_HALF_TARGET = re.compile(r"\]\([^)\s]*\Z")
_FENCE = re.compile(r"(?m)^ {0,3}(?:```|~~~)")
# A backslash hides what stands behind it.
_SIGN = re.compile(r"[\\\[\]](?:(?<=\\)[\s\S])?+")


def is_cut(body: str, removed: int = 0) -> bool:
    """Whether the archiver cut this body: 8,000 characters and `...` behind its title heading, or a note.

    Args:
        body: as the capture holds it.
        removed: how many forbidden characters were taken out of it; the archiver counted them.
    """
    if not body.endswith(_MARK):
        return body.rstrip("\n").endswith(f"\n{CUT_NOTE}")
    heading = _HEADING.match(body)
    return len(body) + removed - (heading.end() if heading else 0) == CUT_LENGTH + len(_MARK)


def clean_cut(body: str) -> str:
    """The cut body without its mark and without the half link, address or emphasis that it ends in."""
    body = body.rstrip("\n").removesuffix(f"\n{CUT_NOTE}")
    if not body.endswith(_MARK) and _CLOSED.search(body):
        return _CLOSED.sub(r"\1", body)
    body = body.removesuffix(_MARK)
    # One character is found sooner than three.
    fenced = ("`" in body and "```" in body) or ("~" in body and "~~~" in body)
    if fenced and len(_FENCE.findall(body)) % 2:
        # Inside a code block brackets and asterisks are the program's.
        return body
    head, gap, paragraph = body.rpartition("\n\n")
    paragraph = paragraph[: _open_bracket(paragraph)]
    paragraph = _HALF_TARGET.sub("", _HALF_ADDRESS.sub("", paragraph))
    line_start = paragraph.rfind("\n") + 1
    line = paragraph[line_start:]
    if line.strip() == "!":
        line = ""
    for delimiter in ("**", "`"):
        if line.count(delimiter) % 2:
            line = "".join(line.rsplit(delimiter, 1))
    return f"{head}{gap}{paragraph[:line_start]}{line}"


def _open_bracket(text: str) -> int:
    """Where the outermost link or picture starts that the text does not finish; else its length."""
    opened: list[int] = []
    position = 0
    while sign := _SIGN.search(text, position):
        position = sign.end()
        char, at = sign[0], sign.start()
        if char == "[":
            opened.append(at - 1 if at and text[at - 1] == "!" else at)
        elif char == "]" and opened:
            start = opened.pop()
            if text.startswith("(", position):
                closing = text.find(")", position)
                if closing < 0:
                    return min([start, *opened])
                position = closing + 1
            elif position == len(text) and not opened:
                # "[text]" at the very end: its target is what was cut off.
                return start
    return opened[0] if opened else len(text)
