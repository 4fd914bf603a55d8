"""Bold as WeChat's editors leave it, repaired before CommonMark reads it.

Pages converted to Markdown hold neighbouring bold spans as `**0****1**` and empty ones as `****`.
CommonMark, and comrak's CJK-friendly variant too, then print the asterisks. docs/design.md has the
counts on the sample.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"[ \t>*+\-]*(?P<mark>`{3,}|~{3,})")
_RUN = re.compile(r"\*(?<![\\*]\*)\*+")
# 138****1234 is a masked number and says so with asterisks.
_MASKED_BEFORE = re.compile(r"[0-9A-Za-z]{3}\Z")
_MASKED_AFTER = re.compile(r"[0-9A-Za-z]{3}")
# CommonMark ends no bold between punctuation and a word: **Note:**text. With the mark outside it does.
_MARK_INSIDE = re.compile(r"\*\*((?:[^*\s](?:[^*]{0,78}[^*\s])?)?)([:：.·])\*\*(?=[A-Za-z0-9])")


def repair_emphasis(markdown: str) -> str:
    """The text with bold that CommonMark would print as asterisks made bold; code stays as it is."""
    if "****" not in markdown and not _MARK_INSIDE.search(markdown):
        return markdown
    fence = ""
    lines = markdown.split("\n")
    for number, line in enumerate(lines):
        found = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if found and not fence:
            fence = found["mark"]
        elif found and found["mark"].startswith(fence) and line.rstrip().endswith(found["mark"]):
            fence = ""
        elif not fence and "**" in line and _is_prose(line):
            lines[number] = _MARK_INSIDE.sub(_mark_outside, _repair_line(line) if "****" in line else line)
    return "\n".join(lines)


def _is_prose(line: str) -> bool:
    """Neither code nor a thematic break."""
    return "`" not in line and not line.startswith(("    ", "\t")) and bool(line.strip(" \t*_-"))


def _repair_line(line: str) -> str:
    line = _undoubled(line)
    end_of_text = len(line.rstrip())
    ornamented = line.lstrip().startswith("****")
    bold = seen = False
    parts: list[str] = []
    end = 0
    for run in _RUN.finditer(line):
        parts.append(line[end : run.start()])
        end = run.end()
        last = end == end_of_text
        if len(run[0]) % 4:
            bold, seen = not bold, True
        elif not _is_mask(line, run) and (
            bold or ornamented or (seen and last and line[run.start() - 1] > " ")
        ):
            if bold and last:
                parts.append("**")
            continue
        parts.append(run[0])
    return "".join((*parts, line[end:]))


def _mark_outside(match: re.Match[str]) -> str:
    return f"**{match[1]}**{match[2]}" if match[1] else match[2]


def _undoubled(line: str) -> str:
    """The line with ****text****, its whole text in doubled bold, as **text**."""
    text = line.strip()
    inner = text[4:-4]
    if not (
        text.startswith("****") and text.endswith("****") and inner.strip("* \t") and inner.strip() == inner
    ):
        return line
    if inner.startswith("*") or inner.endswith("*"):
        return line
    return line.replace(text, f"**{inner}**", 1)


def _is_mask(line: str, run: re.Match[str]) -> bool:
    before = line[max(0, run.start() - 3) : run.start()]
    return bool(_MASKED_BEFORE.search(before) and _MASKED_AFTER.match(line, run.end()))
