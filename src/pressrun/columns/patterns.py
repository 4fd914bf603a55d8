"""Patterns of the config: an operator's regular expressions over strangers' text, in linear time.

RE2 and not `re`: a pattern that backtracks hangs a press on one hostile title, and a time-out neither gives
the same bytes on a slow machine nor stops a worker. What RE2 cannot do in linear time it refuses: no
look-around, no back-references.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from functools import lru_cache

from pressrun.identity import normalise

#: A longer pattern is no pattern but a list; give the column another rule.
LONGEST = 1000
#: Characters of a text that are looked at: no item measured has more.
_ROOM = 200_000


def refusal(pattern: str) -> str | None:
    """What is wrong with a pattern, in RE2's words; None where it can be used."""
    if not pattern:
        return "is empty, so it would match everything"
    if len(pattern) > LONGEST:
        return f"has {len(pattern)} characters, and {LONGEST} are the most"
    import re2  # noqa: PLC0415  20 ms that only a config with patterns pays

    try:
        re2.compile(pattern, _options())
    except re2.error as error:
        said = error.args[0]
        return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    except UnicodeEncodeError:
        return "is no UTF-8"
    return None


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern is found anywhere in a text, which is read as NFKC on one line.

    Args:
        pattern: one that `refusal` has nothing against. Letter case counts; `(?i)` in front says otherwise.
        text: a stranger's, of any length.
    """
    return _searcher(pattern)(normalise(text[:_ROOM]))


@lru_cache(256)
def _searcher(pattern: str) -> Callable[[str], bool]:
    import re2  # noqa: PLC0415

    search = re2.compile(pattern, _options()).search

    def found(text: str) -> bool:
        try:
            return search(text) is not None
        except UnicodeEncodeError:
            # RE2 reads UTF-8, and a lone surrogate has none.
            return search(text.encode("utf-8", "replace").decode("utf-8")) is not None

    return found


def _options() -> object:
    import re2  # noqa: PLC0415

    options = re2.Options()
    # A refusal is told once, by us.
    options.log_errors = False
    return options


def escaped(text: str) -> str:
    """The text as a pattern for itself."""
    # RE2 takes a backslash in front of ASCII signs alone.
    return "".join(rf"\{char}" if char in string.punctuation else char for char in text)
