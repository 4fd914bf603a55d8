"""Text that the archiver cut at 8,000 characters, often inside a link (a third of an archive)."""

from __future__ import annotations

import re

#: The archiver keeps this many characters of the page, behind the title heading it adds itself.
CUT_LENGTH = 8_000
_MARK = "..."
_HEADING = re.compile(r"\n*# .*\n\n?")
_HALF_ADDRESS = re.compile(r"(?:<[^>\s]*|https?://\S*)\Z")


def is_cut(body: str) -> bool:
    """Whether the archiver cut this body: 8,000 characters and `...` behind its title heading."""
    if not body.endswith(_MARK):
        return False
    heading = _HEADING.match(body)
    return len(body) - (heading.end() if heading else 0) == CUT_LENGTH + len(_MARK)


def clean_cut(body: str) -> str:
    """The cut body without its mark and without the half link, address or emphasis that it ends in."""
    head, newline, line = body.removesuffix(_MARK).rpartition("\n")
    line = line[: _open_bracket(line)]
    line = _HALF_ADDRESS.sub("", line)
    if line.strip() == "!":
        line = ""
    for delimiter in ("**", "`"):
        if line.count(delimiter) % 2:
            line = "".join(line.rsplit(delimiter, 1))
    return f"{head}{newline}{line}"


def _open_bracket(line: str) -> int:
    """Where the outermost link or picture starts that the line does not finish; else its length."""
    opened: list[int] = []
    position = 0
    while position < len(line):
        char = line[position]
        if char == "\\":
            position += 1
        elif char == "[":
            opened.append(position - 1 if line[max(0, position - 1)] == "!" else position)
        elif char == "]" and opened:
            start = opened.pop()
            if line.startswith("(", position + 1):
                closing = line.find(")", position)
                if closing < 0:
                    return min([start, *opened])
                position = closing
            elif position + 1 == len(line) and not opened:
                # "[text]" at the very end: its target is what was cut off.
                return start
        position += 1
    return opened[0] if opened else len(line)
