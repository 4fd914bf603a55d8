"""Bold as WeChat's editors leave it, repaired before CommonMark reads it.

Pages converted to Markdown hold neighbouring bold spans as `**0****1**` and empty ones as `****`.
CommonMark, and comrak's CJK-friendly variant too, then print the asterisks. docs/design.md has the
counts on the sample.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_RUN = re.compile(r"(?<![\\*])\*{2,}")
# A line whose whole text stands in doubled bold: ****text****.
_DOUBLED = re.compile(r"(\s*)\*{4}(?=[^*\s])(.*[^*\s])\*{4}(\s*)\Z")
# 138****1234 is a masked number and says so with asterisks.
_MASKED_BEFORE = re.compile(r"[0-9A-Za-z]{3}\Z")
_MASKED_AFTER = re.compile(r"[0-9A-Za-z]{3}")


def repair_emphasis(markdown: str) -> str:
    """The text with neighbouring bold spans joined; nothing changes in code or without `****`."""
    if "****" not in markdown:
        return markdown
    fenced = False
    lines = markdown.split("\n")
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and "****" in line and _is_prose(line):
            lines[number] = _repair_line(line)
    return "\n".join(lines)


def _is_prose(line: str) -> bool:
    """Neither code nor a thematic break."""
    return "`" not in line and not line.startswith(("    ", "\t")) and bool(line.strip(" \t*_-"))


def _repair_line(line: str) -> str:
    line = _DOUBLED.sub(r"\1**\2**\3", line)
    ornamented = line.lstrip().startswith("****")
    bold = seen = False
    parts: list[str] = []
    end = 0
    for run in _RUN.finditer(line):
        before, end = line[end : run.start()], run.end()
        parts.append(before)
        if len(run[0]) % 4:
            bold, seen = not bold, True
        elif not _is_mask(line, run) and (bold or ornamented or (seen and _ends(line, run))):
            continue
        parts.append(run[0])
    return "".join((*parts, line[end:]))


def _is_mask(line: str, run: re.Match[str]) -> bool:
    return bool(_MASKED_BEFORE.search(line[: run.start()]) and _MASKED_AFTER.match(line, run.end()))


def _ends(line: str, run: re.Match[str]) -> bool:
    return not line[run.end() :].strip() and not line[: run.start()].endswith((" ", "\t"))
