"""A plain-text summary, cut at the end of a sentence and never in the middle of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Characters at the most; long enough for two Chinese sentences.
LENGTH = 200
_SENTENCE_END = re.compile(r"[。！？…][」』”’）)]?|[.!?](?=\s|\Z)")
_HALF_WORD = re.compile(r"[A-Za-z0-9]{1,40}\Z")


def summarise(texts: Iterable[str]) -> str:
    """The first sentences of these texts that fit; if not even one fits, whole words and an ellipsis."""
    text = ""
    for more in texts:
        text = " ".join((*text.split(), *more.split()))
        if len(text) > LENGTH:
            break
    if len(text) <= LENGTH:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text[: LENGTH + 1]) if match.end() <= LENGTH]
    if ends:
        return text[: ends[-1]]
    words = text[: LENGTH - 1]
    space = words.rfind(" ")
    if space > LENGTH // 2:
        return f"{words[:space]}…"
    # Chinese has no spaces to cut at, but may hold a Latin word there.
    return f"{_HALF_WORD.sub('', words) if text[LENGTH - 1].isalnum() else words}…"
